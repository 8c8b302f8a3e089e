import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { createEngine } from '../../src/engine/engine.ts';

const root = 'examples/shop';

async function shopAt(all: number | null = null) {
  const engine = createEngine({
    homepage: 'https://example.com',
    today: '2026-11-27',
    overrides: { all: null, byProgram: all === null ? {} : { api: all }, assumed: null },
  });
  const paths = readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => `${entry.parentPath}/${entry.name}`);
  await engine.change(paths.map((path) => ({ path: path.slice(root.length + 1), text: readFileSync(path, 'utf8') })));
  return engine;
}

const told = (findings: readonly { readonly ruleId: string; readonly severity: string; readonly message: string }[]) =>
  findings.map(({ ruleId, severity, message }) => `${severity} ${ruleId} ${message}`);

it('says what the command line would say of that number, and leaves what is known as it was', async () => {
  const engine = await shopAt();
  const before = told(engine.analysis().findings);
  for (const hosts of [1, 2, 12]) {
    const supposed = await engine.supposed({ api: hosts });
    expect(told(supposed.findings)).toEqual(told((await shopAt(hosts)).analysis().findings));
  }
  expect(told(engine.analysis().findings)).toEqual(before);
});

it('has sums and limits at once, by the same arithmetic', async () => {
  const engine = await shopAt();
  for (const hosts of [1, 2, 12]) {
    const [figures, whole] = [engine.figuresAt({ api: hosts }), await engine.supposed({ api: hosts })];
    const drawn = (of: typeof whole) => {
      const { overlay, edges, nodes } = engine.diagram('now', undefined, of);
      return {
        budgets: overlay.connections.flatMap(({ budget }) => budget ?? []),
        labels: edges.map(({ label, over }) => [label, over]),
        instances: overlay.components.map(({ instances }) => instances),
        over: nodes.map(({ over }) => over),
      };
    };
    expect(drawn(figures)).toEqual(drawn(whole));
  }
});

it('cancels when nobody waits any more', async () => {
  const engine = await shopAt();
  const controller = new AbortController();
  controller.abort(new Error('gone'));
  await expect(engine.supposed({ api: 5 }, controller.signal)).rejects.toThrow('gone');
});
