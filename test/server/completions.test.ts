import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  type CompletionItem,
  type CompletionList,
  CompletionRequest,
  CompletionResolveRequest,
} from 'vscode-languageserver/node';
import { type Client, startClient } from './client.ts';

const files: Readonly<Record<string, string>> = {
  'package.json': JSON.stringify({
    name: 'shop',
    type: 'module',
    main: 'src/server.js',
    dependencies: { express: '^5.1.0', redis: '^5.12.0' },
  }),
  'pnpm-lock.yaml': 'lockfileVersion: 9.0\n',
  'compose.yaml': 'services:\n  api:\n    build: .\n    command: node src/server.js\n    deploy:\n      replicas: 4\n',
  'src/server.js': `import express from 'express';
import { carts } from './carts.js';

const app = express();
app.post('/carts/:id', (request, response) => {
  carts.set(request.params.id, request.body);
  response.json(carts.get(request.params.id));
});
app.listen(3000);
`,
  'src/carts.js': "import { createHash } from 'node:crypto';\n\nexport const carts = new Map();\n",
};

let root: string;
let client: Client;

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'second-instance-completions-'));
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), text);
  }
  client = await startClient(root, {}, { commands: true });
  client.open('src/carts.js', `${files['src/carts.js']}\nscale-rate\n`);
  await client.published('src/carts.js', (all) => all.length > 0);
});

afterAll(async () => {
  await client.close();
  rmSync(root, { recursive: true, force: true });
});

function ask(line: number, character: number): Promise<CompletionList> {
  const params = { textDocument: { uri: client.uriOf('src/carts.js') }, position: { line, character } };
  return client.connection.sendRequest(CompletionRequest.type, params) as Promise<CompletionList>;
}

test('an item stands in place of the whole word, above what only fits the language, and brings its imports along', async () => {
  const { items } = await ask(4, 'scale-rate'.length);
  const item = items.find(({ label }) => label === 'scale-rate-limit-ip');
  expect(item).toMatchObject({
    filterText: 'scale-rate-limit-ip',
    insertTextFormat: 2,
    textEdit: { range: { start: { line: 4, character: 0 }, end: { line: 4, character: 10 } } },
    labelDetails: { detail: ' for this file', description: expect.stringContaining('Rate limit') },
  });
  expect(item?.sortText?.startsWith('!')).toBe(true);
  const [edit] = item?.additionalTextEdits ?? [];
  expect(edit?.range.start).toEqual({ line: 0, character: "import { createHash } from 'node:crypto';".length });
  expect(edit?.newText).toMatch(/^\nimport \{ rateLimit \} from 'express-rate-limit';\n/);
  expect(JSON.stringify(item)).not.toContain("'node:crypto'");
});

test('what is left to do is worked out for the one that is looked at, by the lock file', async () => {
  const { items } = await ask(4, 'scale-rate'.length);
  const item = items.find(({ label }) => label === 'scale-rate-limit-ip') as CompletionItem;
  const { command } = await client.connection.sendRequest(CompletionResolveRequest.type, item);
  expect(command).toMatchObject({
    command: 'secondInstance.showNextStep',
    arguments: [
      'package.json names no express-rate-limit, rate-limit-redis yet: pnpm add express-rate-limit@^8.6.0 rate-limit-redis@^6.0.0',
    ],
  });
});

test('nothing comes up elsewhere in the file', async () => {
  expect((await ask(2, 5)).items).toEqual([]);
  expect((await ask(0, 0)).items).toEqual([]);
});
