import { describe, expect, test } from 'vitest';
import { createFactStore, type FactStoreOptions, type ReadingPlan } from '../../src/engine/fact-store.ts';
import type { ReaderPort } from '../../src/engine/reader-port.ts';
import { digestOf } from '../../src/text/digest.ts';

const everything: ReadingPlan = (outlines) => new Set(outlines.map((outline) => outline.path));

function counting(overrides: Partial<FactStoreOptions> = {}) {
  const read: string[] = [];
  const outlined: string[] = [];
  const reader: ReaderPort = {
    outline: async ({ path, text }) => {
      outlined.push(path);
      return { result: { path, modules: text.match(/'[^']+'/g) ?? [], words: [], state: false }, cached: false };
    },
    read: async ({ path }) => {
      read.push(path);
      return { result: emptyFacts(path), cached: false };
    },
  };
  const store = createFactStore({ reader, plan: everything, digest: digestOf, sizeLimit: 100, ...overrides });
  return { store, reader, read, outlined };
}

function emptyFacts(path: string) {
  return {
    path,
    language: 'script' as const,
    lineStarts: [0],
    code: null,
    deployment: null,
    manifest: null,
    suppressions: [],
    problems: [],
  };
}

describe('what is read', () => {
  test('the same content again reads nothing', async () => {
    const { store, read, outlined } = counting();
    const carts = { path: 'src/carts.ts', text: 'let carts = 0' };
    await store.change([carts, { path: 'compose.yaml', text: 'services: {}' }]);
    const version = store.version();
    await store.change([carts]);
    expect({ read, outlined }).toEqual({ read: ['compose.yaml', 'src/carts.ts'], outlined: ['src/carts.ts'] });
    expect(store.version()).toBe(version);
  });

  test('a change reads the changed file alone', async () => {
    const { store, read } = counting();
    await store.change([
      { path: 'src/carts.ts', text: 'let carts = 0' },
      { path: 'src/orders.ts', text: 'let orders = 0' },
    ]);
    read.length = 0;
    await store.change([{ path: 'src/orders.ts', text: 'let orders = 1' }]);
    expect(read).toEqual(['src/orders.ts']);
  });

  test('what changes inside a file is planned anew only when its outline changed', async () => {
    const plans: string[][] = [];
    const plan: ReadingPlan = (outlines) => {
      plans.push(outlines.map(({ path, modules }) => `${path} ${modules.join()}`));
      return everything(outlines, new Map());
    };
    const { store } = counting({ plan });
    await store.change([
      { path: 'src/carts.ts', text: "import './orders'" },
      { path: 'src/orders.ts', text: '1' },
    ]);
    await store.change([{ path: 'src/carts.ts', text: "import './orders' // twice" }]);
    store.snapshot();
    expect(plans).toHaveLength(1);
    await store.change([{ path: 'src/carts.ts', text: "import './prices'" }]);
    await store.change([{ path: 'src/carts.ts', text: `${'long'.repeat(30)}` }]);
    await store.change([{ path: 'src/orders.ts', text: null }]);
    store.snapshot();
    expect(plans.slice(1)).toEqual([["src/carts.ts './prices'", 'src/orders.ts '], ['src/orders.ts '], []]);
  });

  test('a file that could be read before and cannot now is no part of the plan', async () => {
    const seen: number[] = [];
    const { store, reader } = counting();
    const failing: ReaderPort = {
      ...reader,
      outline: async (source) => {
        if (source.text === 'broken') throw new Error('broken');
        return reader.outline(source);
      },
    };
    const plan: ReadingPlan = (outlines) => {
      seen.push(outlines.length);
      return everything(outlines, new Map());
    };
    const broken = counting({ reader: failing, plan }).store;
    await broken.change([{ path: 'src/carts.ts', text: '1' }]);
    await broken.change([{ path: 'src/carts.ts', text: 'broken' }]);
    expect([seen, broken.snapshot().files, store.snapshot().files]).toEqual([[1, 0], 1, 0]);
  });

  test('a file that the plan does not want is outlined and not parsed, until the plan wants it', async () => {
    const imported: ReadingPlan = (outlines) =>
      new Set(outlines.flatMap((outline) => outline.modules.map((module) => module.slice(1, -1))));
    const { store, read } = counting({ plan: imported });
    await store.change([
      { path: 'src/server.ts', text: 'none' },
      { path: 'src/refunds.ts', text: 'let refunds = 0' },
    ]);
    expect(store.snapshot()).toMatchObject({ files: 2, parsed: 0 });
    await store.change([{ path: 'src/server.ts', text: "import 'src/refunds.ts'" }]);
    expect(read).toEqual(['src/refunds.ts']);
    await store.change([{ path: 'src/server.ts', text: 'none' }]);
    expect([...store.snapshot().facts.keys()]).toEqual([]);
  });

  test('files that no reader wants are not taken in', async () => {
    const { store, read } = counting();
    await store.change([
      { path: 'README.md', text: '# Shop' },
      { path: 'src/types.d.ts', text: 'declare const shop: string;' },
    ]);
    expect({ files: store.snapshot().files, read }).toEqual({ files: 0, read: [] });
  });

  test('a file that is gone takes its facts with it', async () => {
    const { store } = counting();
    await store.change([{ path: 'src/carts.ts', text: 'let carts = 0' }]);
    await store.change([{ path: 'src/carts.ts', text: null }]);
    expect(store.snapshot()).toMatchObject({ files: 0, parsed: 0 });
  });
});

describe('what cannot be read', () => {
  test('a reader that throws costs that file alone', async () => {
    const { store, reader } = counting();
    const failing = counting({
      reader: {
        outline: reader.outline,
        read: (source) =>
          source.path === 'src/payments.ts'
            ? Promise.reject(new Error('the tree is upside down'))
            : reader.read(source),
      },
    });
    await failing.store.change([
      { path: 'src/carts.ts', text: 'let carts = 0' },
      { path: 'src/payments.ts', text: 'let payments = 0' },
    ]);
    const { facts, problems } = failing.store.snapshot();
    expect([...facts.keys()]).toEqual(['src/carts.ts']);
    expect(problems).toEqual([{ file: 'src/payments.ts', message: 'It could not be read: the tree is upside down' }]);
    expect(store.snapshot().problems).toEqual([]);
  });

  test('a file beyond the size limit is a problem and is not read', async () => {
    const { store, read } = counting();
    await store.change([{ path: 'src/prices.ts', text: 'x'.repeat(101) }]);
    expect(read).toEqual([]);
    expect(store.snapshot().problems).toEqual([
      { file: 'src/prices.ts', message: 'It is longer than 100 characters and was not read.' },
    ]);
  });
});

describe('waiting', () => {
  function slow() {
    const waiting: (() => void)[] = [];
    const read: string[] = [];
    const { reader } = counting();
    const made = counting({
      reader: {
        outline: reader.outline,
        read: async (source) => {
          read.push(`${source.path} ${source.text}`);
          await new Promise<void>((resolve) => waiting.push(resolve));
          return reader.read(source);
        },
      },
    });
    const goOn = async () => {
      await new Promise((resolve) => setTimeout(resolve, 5));
      for (const each of waiting.splice(0)) each();
    };
    return { store: made.store, read, goOn };
  }

  test('an aborted change rejects with the reason, and the next one brings what it left', async () => {
    const { store, read, goOn } = slow();
    const controller = new AbortController();
    const first = store.change([{ path: 'src/carts.ts', text: 'let carts = 0' }], controller.signal);
    const rejected = expect(first).rejects.toThrow('the window was closed');
    await new Promise((resolve) => setTimeout(resolve, 5));
    controller.abort(new Error('the window was closed'));
    await rejected;
    const second = store.change([{ path: 'src/orders.ts', text: 'let orders = 0' }]);
    await goOn();
    await goOn();
    await second;
    expect([...store.snapshot().facts.keys()]).toEqual(['src/carts.ts', 'src/orders.ts']);
    expect(read).toEqual(['src/carts.ts let carts = 0', 'src/orders.ts let orders = 0']);
  });

  test('a change that was aborted before it began changes nothing', async () => {
    const { store } = slow();
    const change = store.change([{ path: 'src/carts.ts', text: '' }], AbortSignal.abort(new Error('too late')));
    await expect(change).rejects.toThrow('too late');
    expect(store.snapshot().files).toBe(0);
  });

  test('of two contents of one file the newer stays, and both changes end', async () => {
    const { store, goOn } = slow();
    const first = store.change([{ path: 'src/carts.ts', text: 'let carts = 0' }]);
    const second = store.change([{ path: 'src/carts.ts', text: 'let carts = 1' }]);
    await goOn();
    await goOn();
    await Promise.all([first, second]);
    expect(store.snapshot()).toMatchObject({ files: 1, parsed: 1 });
  });

  test('cancelling the older of two changes does not cancel the newer', async () => {
    const { store, goOn } = slow();
    const controller = new AbortController();
    const first = store.change([{ path: 'src/carts.ts', text: 'let carts = 0' }], controller.signal);
    const second = store.change([{ path: 'src/orders.ts', text: 'let orders = 0' }]);
    controller.abort(new Error('superseded'));
    await expect(first).rejects.toThrow('superseded');
    await goOn();
    await goOn();
    await second;
    expect([...store.snapshot().facts.keys()]).toEqual(['src/carts.ts', 'src/orders.ts']);
  });
});
