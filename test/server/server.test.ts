import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  CancellationTokenSource,
  type CodeAction,
  CodeActionRequest,
  CodeActionResolveRequest,
  LSPErrorCodes,
} from 'vscode-languageserver/node';
import { type PlanResult, requests } from '../../src/protocol/requests.ts';
import { type Client, startClient } from './client.ts';

const payments = `import { Router } from 'express';

const payments = new Map<string, number>();

export const routes = Router();

routes.post('/payments/:order', (request, response) => {
  payments.set(request.params.order, request.body.cents);
  response.json({ cents: payments.get(request.params.order) });
});

routes.get('/payments/:order', (request, response) => {
  response.json({ cents: payments.get(request.params.order) });
});
`;

const refunds = `import { Router } from 'express';
import { Client } from 'pg';

export const refundRoutes = Router();

refundRoutes.post('/refunds', async (request, response) => {
  const client = new Client({ connectionString: process.env.DATABASE_URL });
  await client.connect();
  await client.query('INSERT INTO refunds (cents) VALUES ($1)', [request.body.cents]);
  await client.end();
  response.status(201).end();
});
`;

const files = {
  'package.json': JSON.stringify({
    name: 'payments',
    type: 'module',
    main: 'src/main.ts',
    dependencies: { express: '^5.1.0', pg: '^8.16.0' },
  }),
  'compose.yaml':
    'services:\n  payments:\n    build: .\n    command: node src/main.ts\n    deploy:\n      replicas: 3\n',
  'src/main.ts':
    "import express from 'express';\nimport { routes } from './payments.ts';\nimport { refundRoutes } from './refunds.ts';\n\nexpress().use(routes).use(refundRoutes).listen(3000);\n",
  'src/payments.ts': payments,
  'src/refunds.ts': refunds,
};

const rule = 'state-module-collection';
let root: string;
let client: Client;

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'second-instance-server-'));
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), text);
  }
  client = await startClient(root);
});

afterAll(async () => {
  await client.close();
  expect(client.process.exitCode).toBe(0);
  rmSync(root, { recursive: true, force: true });
});

describe('the language server over a pipe', () => {
  test('tells errors of files that are not open', async () => {
    const [found] = await client.published('src/payments.ts', (all) => all.length > 0);
    expect(found).toMatchObject({ code: rule, severity: 1, source: 'second-instance', range: { start: { line: 2 } } });
  });

  test('the open text counts instead of the file on disk, and what is published names its version', async () => {
    client.open('src/payments.ts', payments);
    client.change('src/payments.ts', 2, payments.replace('new Map<string, number>()', 'shared<string, number>()'));
    await client.published('src/payments.ts', (all) => all.length === 0);
    client.change('src/payments.ts', 3, `// One line more.\n${payments}`);
    const [found] = await client.published('src/payments.ts', (all) => all.length > 0);
    expect(found?.range.start.line).toBe(3);
    expect(client.versions('src/payments.ts').at(-1)).toBe(3);
  });

  test('after a burst of edits only the newest text is told about', async () => {
    for (let version = 4; version <= 40; version++) {
      client.change('src/payments.ts', version, `${'// A line.\n'.repeat(version)}${payments}`);
    }
    const [found] = await client.published('src/payments.ts', (all) => all[0]?.range.start.line === 42);
    expect(found?.code).toBe(rule);
    const versions = client.versions('src/payments.ts').filter((version) => version !== undefined);
    expect(versions).toEqual([...versions].sort((a, b) => a - b));
    expect(versions.length).toBeLessThan(20);
  });

  test('a request that the client no longer waits for ends as cancelled', async () => {
    client.change('src/payments.ts', 41, payments);
    const source = new CancellationTokenSource();
    const asked = client.connection.sendRequest(requests.plan, { folder: client.folder }, source.token);
    source.cancel();
    // It may have been answered before the word to stop arrived; then the answer is whole.
    const answer = await asked.catch((error: { code: number }) => error.code);
    if (typeof answer === 'number') expect(answer).toBe(LSPErrorCodes.RequestCancelled);
    else expect(answer).toHaveProperty('markdown');
  });

  test('a request that fails is answered with its error and costs no other', async () => {
    await expect(client.connection.sendRequest(requests.diagram, { folder: 'file:///nowhere' })).rejects.toThrow(
      /not analysed/,
    );
    await expect(client.connection.sendRequest(requests.diagram, null)).rejects.toThrow();
    const { overlay } = await client.connection.sendRequest<{ overlay: { components: { id: string }[] } }>(
      requests.diagram,
      {
        folder: client.folder,
      },
    );
    expect(overlay.components.map(({ id }) => id)).toContain('payments');
  });

  test('findings are told to language models for the files that they name, at the number that they name', async () => {
    const ask = async (files: readonly string[], instances: number | null) =>
      (await client.connection.sendRequest<{ text: string }>(requests.findings, { files, instances })).text;
    const here = await ask(['./src/payments.ts'], null);
    expect(here).toMatch(/^At the number of instances that runs in \.\/src\/payments\.ts: 1 error/);
    expect(here).toContain('src/payments.ts:3:7 error state-module-collection');
    expect(here).not.toContain('src/refunds.ts:');
    expect(await ask([], 7)).toMatch(/^At 7 instances in the whole workspace: [\s\S]*\b7 instances/);
    expect(await ask(['src/payments.ts'], 1)).not.toContain(' error ');
    expect(await ask(['src/nothing'], null)).toBe(
      'At the number of instances that runs in src/nothing nothing is found.',
    );
  });

  test('code actions stand at the finding, without their edits until one is chosen', async () => {
    const [found] = await client.published('src/payments.ts', (all) => all[0]?.range.start.line === 2);
    const range = found?.range ?? { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };
    const params = {
      textDocument: { uri: client.uriOf('src/payments.ts') },
      range,
      context: { diagnostics: found ? [found] : [] },
    };
    const actions = await client.connection.sendRequest(CodeActionRequest.type, params);
    const titles = (actions ?? []).map(({ title }) => title);
    expect(titles).toContain(`Ignore ${rule} on this line, with a reason`);
    const elsewhere = { ...range, start: { line: 5, character: 0 }, end: { line: 5, character: 0 } };
    expect(await client.connection.sendRequest(CodeActionRequest.type, { ...params, range: elsewhere })).toEqual([]);
  });

  test('a chosen fix is built for the version that is open, and one that needs review never comes along with fixing all', async () => {
    client.open('src/refunds.ts', refunds);
    const [found] = await client.published('src/refunds.ts', (all) => all.length > 0);
    const textDocument = { uri: client.uriOf('src/refunds.ts') };
    const range = found?.range ?? { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };
    const actions = await client.connection.sendRequest(CodeActionRequest.type, {
      textDocument,
      range,
      context: { diagnostics: [] },
    });
    const [offered] = (actions ?? []).filter(
      (action): action is CodeAction => 'isPreferred' in action && action.isPreferred === true,
    );
    expect(offered).toBeDefined();
    expect(offered?.edit).toBeUndefined();
    const chosen = await client.connection.sendRequest(CodeActionResolveRequest.type, offered ?? { title: '' });
    expect(chosen.edit?.documentChanges).toMatchObject([{ textDocument: { ...textDocument, version: 1 } }]);
    const asked = { diagnostics: [], only: ['source.fixAll'] };
    expect(
      await client.connection.sendRequest(CodeActionRequest.type, { textDocument, range, context: asked }),
    ).toEqual([]);
  });

  test('how many instances run is written into the configuration as an edit', async () => {
    const programs = await client.connection.sendRequest<object[]>(requests.programs, {});
    expect(programs).toEqual([
      {
        folder: client.folder,
        name: 'payments',
        hosts: { minimum: 3, maximum: 3 },
        processesPerHost: 1,
        known: 'declared',
        source: 'compose.yaml:6',
      },
    ]);
    const params = { folder: client.folder, program: 'payments', minimum: 2, maximum: 10 };
    const written = await client.connection.sendRequest(requests.setInstances, params);
    expect(written).toEqual({ uri: client.uriOf('second-instance.json'), line: 2 });
    const text = JSON.stringify(client.applied.at(-1)?.documentChanges);
    expect(text).toContain('second-instance.json');
    expect(text).toMatch(/\\"hosts\\": \[/);
    await expect(
      client.connection.sendRequest(requests.setInstances, { ...params, minimum: 5, maximum: 2 }),
    ).rejects.toThrow(/whole number/);
  });

  test('an answer to the plan is written into the configuration, and asked no more', async () => {
    const plan = await client.connection.sendRequest<PlanResult>(requests.plan, { folder: client.folder });
    expect(plan.out).toBe('scaling-plan');
    expect(plan.questions.length).toBeGreaterThan(0);
    const params = { folder: client.folder, path: ['answers', 'readWriteRatio'], answer: 9 };
    await client.connection.sendRequest(requests.setAnswer, params);
    expect(JSON.stringify(client.applied.at(-1)?.documentChanges)).toMatch(/readWriteRatio\\": 9/);
    for (const answer of [-1, 'many']) {
      await expect(client.connection.sendRequest(requests.setAnswer, { ...params, answer })).rejects.toThrow(/number/);
    }
  });

  test('a line is explained', async () => {
    const uri = client.uriOf('src/payments.ts');
    const { markdown } = await client.connection.sendRequest<{ markdown: string }>(requests.explain, { uri, line: 2 });
    expect(markdown).toContain('# src/payments.ts:3');
    expect(markdown).toContain(rule);
    expect(markdown).toContain('compose.yaml:6');
  });
});
