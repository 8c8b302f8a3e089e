import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type InsertRecipeResult, type RecipeInfo, requests } from '../../src/protocol/requests.ts';
import { type Client, startClient } from './client.ts';

const files: Readonly<Record<string, string>> = {
  'package.json': `${JSON.stringify({ name: 'shop', type: 'module', main: 'src/server.js', dependencies: { express: '^5.1.0' } }, null, 2)}\n`,
  'pnpm-lock.yaml': 'lockfileVersion: 9.0\n',
  'compose.yaml': 'services:\n  api:\n    build: .\n    command: node src/server.js\n    deploy:\n      replicas: 4\n',
  'src/server.js': "import express from 'express';\n\nexpress().listen(3000);\n",
};

let root: string;
let client: Client;

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'second-instance-recipes-'));
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), text);
  }
  client = await startClient(root);
});

afterAll(async () => {
  await client.close();
  rmSync(root, { recursive: true, force: true });
});

function insert(id: string): Promise<InsertRecipeResult> {
  return client.connection.sendRequest(requests.insertRecipe, { folder: client.folder, id, program: 'api' });
}

test('what fits is listed with the problems that it is searched by', async () => {
  const all = await client.connection.sendRequest<readonly RecipeInfo[]>(requests.recipes, {});
  expect(all.map(({ id }) => id)).toEqual(
    expect.arrayContaining(['queue-with-worker', 'limiter', 'outbox', 'idempotency']),
  );
  expect(all.find(({ problems }) => problems.includes('too many connections'))).toMatchObject({
    id: 'pool-pg',
    program: 'api',
  });
});

test('a recipe is one edit over several files, shown before it is applied, with what is left to do', async () => {
  const { applied, uri, next } = await insert('queue-with-worker');
  expect(applied).toBe(true);
  expect(uri).toBe(client.uriOf('src/job-routes.js'));
  expect(next).toBe(
    'Mount the router, and write the work into the worker. Set REDIS_URL in the environment of api. Then run `pnpm install`.',
  );
  const edit = client.applied.at(-1);
  const changes = edit?.documentChanges ?? [];
  const created = changes.flatMap((change) => ('kind' in change && change.kind === 'create' ? [change.uri] : []));
  expect(created).toEqual(['src/job-routes.js', 'src/job-worker.js', '.env.example'].map(client.uriOf));
  const changed = changes.flatMap((change) => ('textDocument' in change ? [change.textDocument.uri] : []));
  expect(changed).toEqual(expect.arrayContaining(['compose.yaml', 'package.json'].map(client.uriOf)));
  expect(edit?.changeAnnotations?.['confirm']).toMatchObject({ needsConfirmation: true });
  // What asks is an edit that changes nothing, so that all that is written is ticked.
  const asking = changes.flatMap((change) => {
    const edits = 'textDocument' in change ? change.edits : [change];
    return edits.filter((each) => 'annotationId' in each && each.annotationId === 'confirm');
  });
  expect(asking).toEqual([{ range: expect.anything(), newText: '', annotationId: 'confirm' }]);
});

test('a file that is there stops it before anything is written', async () => {
  const before = client.applied.length;
  client.open('src/outbox.js', 'export {};\n');
  await expect(insert('outbox')).rejects.toThrow('src/outbox.js is there already, and nothing is written over it');
  await expect(insert('no-such')).rejects.toThrow('It does not fit api any more');
  expect(client.applied.length).toBe(before);
});
