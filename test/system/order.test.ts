import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { formatOf } from '../../src/sources/formats.ts';
import { see } from './workspace.ts';

const root = new URL('../../examples/shop/', import.meta.url);
const skipped = /(?:^|\/)(?:node_modules|dist|data)(?:\/|$)/;

/** The files of the example that a reader takes, by path. */
function shop(): readonly (readonly [string, string])[] {
  return readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) =>
      `${entry.parentPath}/${entry.name}`.replaceAll('\\', '/').slice(root.pathname.length).replace(/^\/+/, ''),
    )
    .filter((path) => !skipped.test(path) && formatOf(path) !== null)
    .map((path) => [path, readFileSync(new URL(path, root), 'utf8')] as const);
}

/** Sets stand for files; JSON would show them empty. */
const text = (value: unknown): string =>
  JSON.stringify(value, (_, part: unknown) => (part instanceof Set || part instanceof Map ? [...part] : part));

describe('the System of the example', () => {
  const files = shop();
  const there = see(Object.fromEntries(files)).system;

  it('is the same in any order of files', () => {
    const back = see(Object.fromEntries([...files].reverse())).system;
    const half = Math.floor(files.length / 2);
    const turned = see(Object.fromEntries([...files.slice(half), ...files.slice(0, half)])).system;
    expect(text({ ...back, programs: back.programs })).toBe(text(there));
    expect(text(turned)).toBe(text(there));
  });

  it('has the shop’s two programs, with the instances that its manifests declare', () => {
    expect(there.programs.map(({ name, role, topology }) => [name, role, topology.hosts.known])).toEqual([
      ['api', 'server', 'declared'],
      ['reports', 'server', 'declared'],
    ]);
  });

  it('leads every connection to a component that is there', () => {
    const ids = new Set(there.components.map(({ id }) => id));
    for (const { from, to } of there.connections) expect([from, to].filter((id) => !ids.has(id))).toEqual([]);
    expect(ids.size).toBe(there.components.length);
  });
});
