import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Hover, HoverRequest, type InlayHint, InlayHintRequest } from 'vscode-languageserver/node';
import { notifications } from '../../src/protocol/requests.ts';
import { type Client, startClient } from './client.ts';

const server = `import express from 'express';
import { rateLimit } from 'express-rate-limit';

const app = express();
app.post('/sign-in', rateLimit({ windowMs: 60_000, limit: 5 }), (request, response) => response.end(request.body.name));
app.listen(3000);
`;
const compose = `services:
  api:
    build: .
    command: node src/server.js
    deploy:
      replicas: 4
`;
const files: Readonly<Record<string, string>> = {
  'package.json': JSON.stringify({
    name: 'shop',
    type: 'module',
    main: 'src/server.js',
    dependencies: { express: '^5.1.0', 'express-rate-limit': '^8.0.0' },
  }),
  'src/server.js': server,
  'compose.yaml': compose,
};

let root: string;
let client: Client;

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'second-instance-hovers-'));
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), text);
  }
  client = await startClient(root);
  client.open('src/server.js', server);
  client.open('compose.yaml', compose);
  await client.published('src/server.js', (all) => all.length > 0);
});

afterAll(async () => {
  await client.close();
  rmSync(root, { recursive: true, force: true });
});

/** What a hover over the first place of some text says, and the text that it is about. */
async function hoverAt(file: string, words: string, text = files[file] ?? ''): Promise<readonly string[] | null> {
  const before = text.slice(0, text.indexOf(words)).split('\n');
  const position = { line: before.length - 1, character: before.at(-1)?.length ?? 0 };
  const params = { textDocument: { uri: client.uriOf(file) }, position };
  const hover: Hover | null = await client.connection.sendRequest(HoverRequest.type, params);
  if (hover === null || typeof hover.contents !== 'object' || !('value' in hover.contents)) return null;
  const { range } = hover;
  const about = text.split('\n')[range?.start.line ?? 0]?.slice(range?.start.character, range?.end.character) ?? '';
  return [about, hover.contents.value];
}

function hintsOf(file: string): Promise<InlayHint[] | null> {
  const range = { start: { line: 0, character: 0 }, end: { line: 100, character: 0 } };
  return client.connection.sendRequest(InlayHintRequest.type, { textDocument: { uri: client.uriOf(file) }, range });
}

describe('hovers', () => {
  test('over a number and over its name say what it comes to, with links to what multiplies it', async () => {
    const [about, said] = (await hoverAt('src/server.js', '5 })')) ?? [];
    expect(about).toBe('5');
    expect(said).toContain('5 × 4 = 20 a minute: each instance counts in its own memory.');
    expect(said).toContain(`[compose.yaml:6](${client.uriOf('compose.yaml')}#L6)`);
    expect(await hoverAt('src/server.js', 'limit: 5')).toEqual(['limit', said]);
  });

  test('over copies say what they multiply', async () => {
    const [about, said] = (await hoverAt('compose.yaml', 'replicas')) ?? [];
    expect(about).toBe('replicas');
    expect(said).toMatch(/api runs on 4 hosts\..*\n\n5 × 4 = 20 \\\(sign-in limits\\\)/);
  });

  test('say nothing elsewhere on the line', async () => {
    expect(await hoverAt('src/server.js', 'windowMs')).toBeNull();
    expect(await hoverAt('src/server.js', 'rateLimit({')).toBeNull();
    expect(await hoverAt('compose.yaml', 'deploy')).toBeNull();
  });

  test('follow what is typed, and never say the product of a number that stood there before', async () => {
    const typed = server.replace('limit: 5', 'limit: 7');
    client.change('src/server.js', 2, typed);
    const first = await hoverAt('src/server.js', '7 })', typed);
    if (first !== null) expect(first[1]).toContain('7 × 4 = 28 a minute');
    await client.published('src/server.js', ([found]) => String(found?.message).startsWith('7 ') === true);
    expect((await hoverAt('src/server.js', '7 })', typed))?.[1]).toContain('7 × 4 = 28 a minute');
    client.change('src/server.js', 3, server);
    await client.published('src/server.js', ([found]) => String(found?.message).startsWith('5 ') === true);
  });
});

describe('products beside numbers', () => {
  test('are there only when somebody asked for them', async () => {
    expect(await hintsOf('src/server.js')).toEqual([]);
    await client.connection.sendNotification(notifications.showProducts, { show: true });
    const line = server.split('\n').findIndex((text) => text.includes('limit: 5'));
    const end = (server.split('\n')[line]?.indexOf('limit: 5') ?? 0) + 'limit: 5'.length;
    expect(await hintsOf('src/server.js')).toMatchObject([
      { label: '5 × 4 = 20 a minute', position: { line, character: end }, paddingLeft: true },
    ]);
    await client.connection.sendNotification(notifications.showProducts, { show: false });
    expect(await hintsOf('src/server.js')).toEqual([]);
  });
});
