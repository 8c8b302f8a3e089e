import { chownSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ReaderPort } from '../../src/engine/reader-port.ts';
import { cacheFolderOutside } from '../../src/host/cache-folder.ts';
import { cachingReader } from '../../src/host/caching-reader.ts';
import { openFactCache } from '../../src/host/fact-cache.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'second-instance-cache-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const open = (readers = 'readers 1') => openFactCache({ root: '/home/mira/shop', readers, folder });
const file = () => join(folder, readdirSync(folder)[0] ?? '');

describe('cache of facts', () => {
  test('gives in the next run what was put in', () => {
    const cache = open();
    cache.set('f 12ab src/carts.ts', JSON.stringify({ path: 'src/carts.ts' }));
    cache.save();
    expect(open().get('f 12ab src/carts.ts')).toEqual({ path: 'src/carts.ts' });
  });

  test('of other readers counts as none', () => {
    const cache = open();
    cache.set('f 12ab src/carts.ts', '1');
    cache.save();
    expect(open('readers 2').size).toBe(0);
  });

  test('forgets what a run did not ask for', () => {
    const first = open();
    first.set('old', '1');
    first.set('kept', '2');
    first.save();
    const second = open();
    second.get('kept');
    second.save();
    expect([open().get('old'), open().get('kept')]).toEqual([undefined, 2]);
  });

  test('that is damaged is ignored, entry by entry', () => {
    const cache = open();
    cache.set('carts', JSON.stringify({ path: 'a' }));
    cache.set('orders', JSON.stringify({ path: 'b' }));
    cache.save();
    writeFileSync(file(), readFileSync(file(), 'utf8').replace('{"path":"a"}', '{"path":'));
    expect([open().get('carts'), open().get('orders')]).toEqual([undefined, { path: 'b' }]);
    writeFileSync(file(), '\0\0\0');
    expect(open().size).toBe(0);
  });

  test('that cannot be written says nothing', () => {
    const cache = openFactCache({ root: '/home/mira/shop', readers: 'readers 1', folder: join(folder, 'file/below') });
    writeFileSync(join(folder, 'file'), '');
    cache.set('carts', '1');
    expect(() => cache.save()).not.toThrow();
  });

  test('keeps nothing in memory once it was written', () => {
    const cache = open();
    cache.set('carts', '1');
    cache.save();
    cache.set('orders', '2');
    cache.save();
    expect([cache.get('carts'), open().get('orders')]).toEqual([undefined, undefined]);
  });

  test('never lies inside the workspace', () => {
    const root = process.env['XDG_CACHE_HOME'] ?? process.env['HOME'] ?? '/root';
    expect(cacheFolderOutside(root)?.startsWith(`${root}/`)).toBe(false);
    expect(cacheFolderOutside('/')).toBeNull();
  });
});

test.runIf(process.getuid?.() === 0)('a folder that another user made is not used', () => {
  const before = process.env['XDG_CACHE_HOME'];
  process.env['XDG_CACHE_HOME'] = folder;
  try {
    const ours = join(folder, 'second-instance');
    expect(cacheFolderOutside('/home/mira/shop')).toBe(ours);
    mkdirSync(ours);
    chownSync(ours, 65534, 65534);
    expect(cacheFolderOutside('/home/mira/shop')).not.toBe(ours);
  } finally {
    if (before === undefined) delete process.env['XDG_CACHE_HOME'];
    else process.env['XDG_CACHE_HOME'] = before;
  }
});

describe('a reader with a cache', () => {
  function counted() {
    const read: string[] = [];
    const reader: ReaderPort = {
      outline: async ({ path }) => ({ result: { path, modules: [], words: [], state: false }, cached: false }),
      read: async ({ path, text }) => {
        read.push(path);
        if (text === 'broken') throw new Error('broken');
        return {
          result: {
            path,
            language: 'script',
            lineStarts: [0],
            code: null,
            deployment: null,
            manifest: null,
            suppressions: [],
            problems: [],
          },
          cached: false,
        };
      },
    };
    return { reader, read };
  }
  const carts = { path: 'src/carts.ts', text: 'let carts = 0', digest: '12ab' };

  test('reads a content once', async () => {
    const { reader, read } = counted();
    const cache = open();
    const first = await cachingReader(reader, cache).read(carts);
    cache.save();
    const again = await cachingReader(reader, open()).read(carts);
    expect([first.cached, again.cached, read]).toEqual([false, true, ['src/carts.ts']]);
    expect(again.result).toEqual(first.result);
  });

  test('reads the same content anew at another path, and another content at the same path', async () => {
    const { reader, read } = counted();
    const cache = open();
    await cachingReader(reader, cache).read(carts);
    cache.save();
    await cachingReader(reader, open()).read({ ...carts, path: 'src/orders.ts' });
    await cachingReader(reader, open()).read({ ...carts, digest: '34cd' });
    expect(read).toEqual(['src/carts.ts', 'src/orders.ts', 'src/carts.ts']);
  });

  test('keeps no failure', async () => {
    const { reader, read } = counted();
    const cache = open();
    const broken = { ...carts, text: 'broken' };
    await expect(cachingReader(reader, cache).read(broken)).rejects.toThrow('broken');
    cache.save();
    await expect(cachingReader(reader, open()).read(broken)).rejects.toThrow('broken');
    expect(read).toHaveLength(2);
  });

  test('takes an entry about something else for none', async () => {
    const { reader, read } = counted();
    const cache = open();
    cache.set('f 12ab src/carts.ts', JSON.stringify({ path: 'src/refunds.ts' }));
    cache.save();
    const answer = await cachingReader(reader, open()).read(carts);
    expect([answer.result.path, read]).toEqual(['src/carts.ts', ['src/carts.ts']]);
  });
});
