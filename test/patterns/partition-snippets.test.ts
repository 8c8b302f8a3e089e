import { spawnSync } from 'node:child_process';
import { symlinkSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { folderWith, missingModules, python } from './python-programs.ts';
import { snippetText } from './snippet-rows.ts';

const url = 'postgresql://orders@127.0.0.1:1/orders';
const environment = {
  PATH: process.env['PATH'],
  SHARDS_A_URL: url,
  SHARDS_B_URL: url,
  DATABASE_URL: url,
  REPLICA_URL: url,
};
const keys = Array.from({ length: 10_000 }, (_, number) => `user-${number}`);

const split =
  "{ first: 128, last: 191, pool: open('SHARDS_B_URL') },\n  { first: 192, last: 255, pool: open('SHARDS_A_URL') }";
const router = snippetText('shard-router', 'javascript');
const folder = folderWith({
  'package.json': '{ "type": "module" }',
  'two.js': router,
  'three.js': router.replace("{ first: 128, last: 255, pool: open('SHARDS_B_URL') }", split),
  'split.js': snippetText('read-write-split', 'javascript'),
  'router.py': snippetText('shard-router-sqlalchemy', 'python'),
});

beforeAll(() => symlinkSync(resolve('node_modules'), join(folder.path, 'node_modules'), 'junction'));
afterAll(folder.remove);

/** What a program of Node or Python prints as JSON, beside the snippets. */
function said(command: string, words: readonly string[]): unknown {
  const options = { cwd: folder.path, env: environment, encoding: 'utf8', input: JSON.stringify(keys) } as const;
  const { stdout, stderr } = spawnSync(command, words, options);
  if (stdout === '') throw new Error(stderr);
  return JSON.parse(stdout);
}

const node = (code: string) => said(process.execPath, ['--input-type=module', '-e', code]);

/** For each key its logical shard, and the number of its database among those of a router. */
function placesOf(file: string): readonly (readonly [number, number])[] {
  return node(`import { allDatabases, databaseOf, shardOf } from './${file}';
const keys = ${JSON.stringify(keys)};
console.log(JSON.stringify(keys.map((key) => [shardOf(key), allDatabases.indexOf(databaseOf(key))])));`) as [
    number,
    number,
  ][];
}

describe('the shard router', () => {
  it('spreads keys evenly over its 256 logical shards', () => {
    const counts = new Map<number, number>();
    for (const [shard] of placesOf('two.js')) counts.set(shard, (counts.get(shard) ?? 0) + 1);
    expect(counts.size).toBe(256);
    expect(Math.max(...counts.values())).toBeLessThan(80);
  });

  it('moves the rows of the shards that a new database takes, and no others', () => {
    const [before, after] = [placesOf('two.js'), placesOf('three.js')];
    const moved = keys.filter((_, at) => before[at]?.[1] !== after[at]?.[1]);
    const given = keys.filter((_, at) => (after[at]?.[0] ?? 0) >= 192);
    expect(moved).toEqual(given);
    expect(moved.length / keys.length).toBeCloseTo(0.25, 1);
    // A key modulo the number of databases, as it is often written, moves two thirds of all rows.
    const modulo = before.filter(([shard]) => shard % 2 !== shard % 3);
    expect(modulo.length / keys.length).toBeGreaterThan(0.6);
  });

  it.skipIf(missingModules(['sqlalchemy', 'psycopg2']).length > 0)('puts a key where the one in Python does', () => {
    const code = `import json, sys
from router import HOMES, engine_of, shard_of
engines = [engine for _, engine in HOMES]
print(json.dumps([[shard_of(key), engines.index(engine_of(key))] for key in json.load(sys.stdin)]))`;
    expect(said(python, ['-c', code])).toEqual(placesOf('two.js'));
  });
});

describe('the read/write split', () => {
  it('reads from the primary for as long as the replica may not have what a user wrote', () => {
    const code = `import { primary, readerFor, replica } from './split.js';
const nameOf = (pool) => (pool === primary ? 'primary' : pool === replica ? 'replica' : 'neither');
const now = Date.now();
console.log(JSON.stringify([undefined, now, now - 4000, now - 6000].map((wroteAt) => nameOf(readerFor(wroteAt)))));`;
    expect(node(code)).toEqual(['replica', 'primary', 'primary', 'replica']);
  });
});
