import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { main } from '../../src/cli/main.ts';
import type { Outcome } from '../../src/cli/outcome.ts';
import { type ShopOnDisk, shopOnDisk } from './shop.ts';

let shop: ShopOnDisk;
beforeEach(() => {
  shop = shopOnDisk();
  shop.write({ 'compose.yaml': 'services:\n  api:\n    build: .\n' });
});
afterEach(() => shop.remove());

function run(...words: string[]): Promise<Outcome> {
  const input = join(shop.root, 'pasted.txt');
  return main(words, { cwd: shop.root, today: '2026-11-26', startedAt: performance.now(), input });
}

const configuration = () => JSON.parse(readFileSync(join(shop.root, 'second-instance.json'), 'utf8'));

const kubectl = (...names: readonly string[]): string =>
  JSON.stringify({
    apiVersion: 'v1',
    kind: 'List',
    items: names.flatMap((name) => [
      { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name }, spec: { replicas: 2 } },
      {
        apiVersion: 'autoscaling/v2',
        kind: 'HorizontalPodAutoscaler',
        metadata: { name },
        spec: { scaleTargetRef: { name }, minReplicas: 2, maxReplicas: 10 },
      },
    ]),
  });

const withDatabase = {
  'compose.yaml':
    'services:\n  api:\n    build: .\n    environment:\n      DATABASE_URL: postgres://shop@postgres/shop\n  postgres:\n    image: postgres:17\n',
};

test('numbers of a cluster become errors where they break something', async () => {
  expect((await run('check', '--no-cache')).code).toBe(0);
  shop.write({ 'pasted.txt': kubectl('api') });
  expect(await run('topology', 'import', '-')).toEqual({
    code: 0,
    stdout: 'api: 2 to 10 hosts\n',
    stderr: ['Wrote 1 entry to second-instance.json.'],
  });
  expect(configuration()).toEqual({
    topology: { api: { hosts: [2, 10], from: 'kubectl get deploy,hpa -o json', on: '2026-11-26' } },
  });
  const { code, stdout } = await run('check', '--no-cache');
  expect(code).toBe(1);
  expect(stdout).toContain(
    '5 sign-in tries a minute are really up to 50. Each of 10 instances (second-instance.json:4)',
  );
});

test('a file, and the name that the workload has on the platform', async () => {
  shop.write({ 'live.json': kubectl('shop-api', 'other') });
  const { code, stdout, stderr } = await run('topology', 'import', 'live.json', '--as', 'shop-api=api');
  expect([code, stdout]).toEqual([0, 'api: 2 to 10 hosts (shop-api)\n']);
  expect(stderr[0]).toBe('No program is called other; there are api. Say which it is: --as other=api');
});

test('of two workloads that run one program the larger is written, and the other told', async () => {
  const deploy = (name: string, replicas: number) => ({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name },
    spec: { replicas },
  });
  const items = [deploy('api-eu', 6), deploy('api-us', 1)];
  shop.write({ 'pasted.txt': JSON.stringify({ apiVersion: 'v1', kind: 'List', items }) });
  const { stdout, stderr } = await run('topology', 'import', '-', '--as', 'api-eu=api', '--as', 'api-us=api');
  expect(stdout).toBe('api: 6 hosts (api-eu)\n');
  expect(stderr[0]).toBe('api-us is api as well, and left out beside the one that breaks first.');
  expect(configuration().topology.api.hosts).toBe(6);
});

test('one workload is the one program, whatever it is called', async () => {
  shop.write({ 'pasted.txt': JSON.stringify([{ Process: 'app', Count: 3 }]) });
  expect((await run('topology', 'import', '-')).stdout).toBe('api: 3 hosts (app)\n');
});

test('what a database accepts', async () => {
  shop.write({ ...withDatabase, 'pasted.txt': ' max_connections \n-----------------\n 200\n(1 row)\n' });
  const { stdout, stderr } = await run('topology', 'import', '-');
  expect([stdout, stderr]).toEqual(['postgres: 200 connections\n', ['Wrote 1 entry to second-instance.json.']]);
  expect(configuration()).toEqual({
    databases: { postgres: { maxConnections: 200, from: 'SHOW max_connections', on: '2026-11-26' } },
  });
});

test('everything else in the configuration stays', async () => {
  shop.write({
    'pasted.txt': kubectl('api'),
    'second-instance.json':
      '{\n  // Agreed in May.\n  "assume": { "instances": 3 },\n  "topology": { "api": { "hosts": 1, "because": "one for now" } }\n}\n',
  });
  await run('topology', 'import', '-');
  const text = readFileSync(join(shop.root, 'second-instance.json'), 'utf8');
  expect(text).toContain('// Agreed in May.');
  expect(text).toContain('"because": "one for now"');
  expect(text).toMatch(/"hosts": \[\s*2,\s*10\s*\]/);
  // A second time changes nothing.
  await run('topology', 'import', '-');
  expect(readFileSync(join(shop.root, 'second-instance.json'), 'utf8')).toBe(text);
});

describe('exit code 2, and nothing written', () => {
  const cases: readonly {
    readonly name: string;
    readonly pasted: string;
    readonly words?: readonly string[];
    readonly says: string;
  }[] = [
    {
      name: 'something else was pasted',
      pasted: 'NAME READY\napi 3/3\n',
      says: 'What came through the pipe is the output of none of these: kubectl get deploy,hpa -o json',
    },
    { name: 'no file', pasted: '', words: ['import', 'nowhere.json'], says: 'There is no file nowhere.json.' },
    { name: 'no source', pasted: '', words: ['import'], says: 'topology import takes a file' },
    {
      name: 'nobody here bears the names',
      pasted: kubectl('web', 'jobs'),
      says: 'No program is called web; there are api. Say which it is: --as web=api',
    },
    {
      name: 'nothing runs',
      pasted: JSON.stringify({
        apiVersion: 'apps/v1',
        kind: 'Deployment',
        metadata: { name: 'api' },
        spec: { replicas: 0 },
      }),
      says: 'api runs no copy now',
    },
    { name: 'no database is there', pasted: '200', says: 'There is no database here that max_connections could be.' },
    {
      name: 'a bad --as',
      pasted: '',
      words: ['import', '-', '--as', 'api'],
      says: '--as takes a name of the platform',
    },
  ];
  test.each(cases)('$name', async ({ pasted, words, says }) => {
    shop.write({ 'pasted.txt': pasted });
    const outcome = await run('topology', ...(words ?? ['import', '-']));
    expect(outcome).toMatchObject({ code: 2, stdout: '' });
    expect(outcome.stderr).toHaveLength(1);
    expect(outcome.stderr[0]).toContain(says);
    expect(() => configuration()).toThrow();
  });

  test('a configuration that is no object is left as it is', async () => {
    shop.write({ 'pasted.txt': kubectl('api'), 'second-instance.json': '[1]' });
    const outcome = await run('topology', 'import', '-');
    expect(outcome.code).toBe(2);
    expect(readFileSync(join(shop.root, 'second-instance.json'), 'utf8')).toBe('[1]');
  });
});
