import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type CodeAction, CodeActionRequest, CodeActionResolveRequest } from 'vscode-languageserver/node';
import { type Client, startClient } from './client.ts';

const server = `const express = require('express');
const session = require('express-session');
const app = express();
app.use(session({ secret: 'apples' }));
app.get('/orders', (request, response) => response.json(request.session.id));
app.listen(3000);
`;
const files = {
  '.gitignore': 'session-store.js\nyarn.lock\n',
  'package.json': JSON.stringify({
    name: 'orders',
    main: 'server.js',
    scripts: { start: 'node server.js' },
    dependencies: { express: '^5.1.0', 'express-session': '^1.18.2' },
  }),
  'compose.yaml': 'services:\n  orders:\n    build: .\n    command: node server.js\n    deploy:\n      replicas: 3\n',
  'server.js': server,
  'session-store.js': 'precious();\n',
  // Larger than what is read, and still there.
  'yarn.lock': 'x'.repeat(1_500_000),
};

let root: string;
let client: Client;

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'second-instance-texts-'));
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), text);
  }
  client = await startClient(root, { run: 'onSave' });
});

afterAll(async () => {
  await client.close();
  rmSync(root, { recursive: true, force: true });
});

async function chosenAt(line: number): Promise<CodeAction> {
  const position = { line, character: 9 };
  const actions = await client.connection.sendRequest(CodeActionRequest.type, {
    textDocument: { uri: client.uriOf('server.js') },
    range: { start: position, end: position },
    context: { diagnostics: [] },
  });
  const offered = (actions ?? []).find(
    (action): action is CodeAction => 'isPreferred' in action && action.isPreferred === true,
  );
  if (offered === undefined) throw new Error('Nothing is offered there.');
  return client.connection.sendRequest(CodeActionResolveRequest.type, offered);
}

test('edits fit what the editor shows, though nothing was saved, and files that git ignores are not taken for free', async () => {
  client.open('server.js', server);
  await client.published('server.js', (all) => all.length > 0);
  // Typed and not saved: the engine is told of it only when somebody asks for a fix.
  client.change('server.js', 2, `// A line.\n// Another.\n${server}`);
  const { edit, command } = await chosenAt(5);
  const changes = edit?.documentChanges ?? [];
  const own = changes.find((each) => 'edits' in each && each.textDocument.uri === client.uriOf('server.js'));
  expect(own).toMatchObject({ textDocument: { version: 2 } });
  const option =
    own !== undefined && 'edits' in own ? own.edits.find((each) => JSON.stringify(each).includes('store:')) : null;
  expect(option).toMatchObject({ range: { start: { line: 5 } } });
  const created = changes.flatMap((each) => ('kind' in each && each.kind === 'create' ? [each.uri] : []));
  expect(created).toContain(client.uriOf('session-store-2.js'));
  expect(created).not.toContain(client.uriOf('session-store.js'));
  expect(JSON.stringify(command ?? edit?.changeAnnotations)).toContain('yarn install');
});
