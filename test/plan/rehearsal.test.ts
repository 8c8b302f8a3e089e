import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import type { Rehearsal } from '../../src/patterns/scenarios/scenario.ts';
import { planOf } from '../../src/plan/plan.ts';
import { installedNginx, nginxComplaints } from './nginx-check.ts';
import { type Case, finding, inputOf } from './workspaces.ts';

const code = [
  "import express from 'express';",
  "import { rateLimit } from 'express-rate-limit';",
  'const carts = new Map();',
  'const limiter = rateLimit({ windowMs: 60000, limit: 5 });',
  'const app = express();',
  "app.post('/sign-in', limiter, (request, response) => response.send('welcome'));",
  "app.post('/carts', (request, response) => { carts.set(request.body.id, request.body); response.json({ cart: 1 }); });",
  "app.get('/carts/:cart', (request, response) => response.json(carts.get(request.params.cart)));",
  'app.listen(process.env.PORT ?? 3000);',
];
const manifest = (scripts: object) =>
  JSON.stringify({ name: 'shop', private: true, type: 'module', scripts, dependencies: { express: '^5.0.0' } });
const compose = (more = '') =>
  `services:\n  api:\n    build: .\n    command: node server.js\n${more}    deploy: { replicas: 3 }\n`;

const shop = (findings: Case['findings'], files: Case['files'] = {}): Case => ({
  files: { 'package.json': manifest({}), 'server.js': code.join('\n'), 'compose.yaml': compose(), ...files },
  findings: findings ?? [],
});

function rehearsal(workspace: Case, rootFromOut = ''): Rehearsal {
  const { artifacts } = planOf({ ...inputOf(workspace), rootFromOut });
  const text = artifacts.find(({ path }) => path === 'rehearsal/rehearsal.json')?.text;
  return JSON.parse(text ?? 'null') as Rehearsal;
}

const place = (line: number) => {
  const start = { line: line - 1, character: (code[line - 1] ?? '').indexOf('=>') };
  return { file: 'server.js', range: { start, end: start }, message: 'Here.' };
};
const limit = finding('ratelimit-memory-store', 'server.js:4', 'Counts alone.', {
  related: [place(6)],
  evidence: { instances: 3, source: null, limit: 5, effective: 15, formula: null },
});
const carts = finding('state-module-collection', 'server.js:3', 'Carts are kept.', {
  thing: 'carts',
  related: [place(7), place(8)],
});
const session = finding('session-memory-store', 'server.js:5', 'Users are signed out.');

describe('the checks of a rehearsal', () => {
  it('ask a limiter by its own route and number, whatever the answers are', () => {
    expect(rehearsal(shop([limit])).checks).toEqual([
      {
        kind: 'limit-holds',
        title: 'A limit of POST /sign-in is counted once for both copies',
        ask: { method: 'POST', path: '/sign-in', json: {} },
        limit: 5,
        tries: 12,
        passes: 'all but 429',
      },
    ]);
  });

  it('ask what is kept by the routes that put it in and show it, and leave the body blank', () => {
    expect(rehearsal(shop([carts])).checks[0]).toMatchObject({
      kind: 'same-answer',
      title: 'Carts: what one copy was told, both know',
      first: { method: 'POST', path: '/carts', json: expect.stringMatching(/^FILL IN: /) },
      afterwards: { path: '/carts/{cart}' },
    });
  });

  it('know where one signs in, and not as whom', () => {
    expect(rehearsal(shop([session])).checks[0]).toMatchObject({
      first: { method: 'POST', path: '/sign-in', json: expect.stringMatching(/^FILL IN: /) },
      afterwards: { path: expect.stringMatching(/^FILL IN: /) },
    });
  });

  it('leave a limit that nobody can read blank, so that the check cannot hold by itself', () => {
    const unknown = { ...limit, evidence: { ...limit.evidence, limit: null } };
    expect(rehearsal(shop([unknown])).checks[0]).toMatchObject({ limit: expect.stringMatching(/^FILL IN: /) });
  });

  it('come once for each question, with limits and stops last', () => {
    const stop = finding('shutdown-missing', 'server.js:9', 'Nothing listens.');
    const kinds = rehearsal(shop([stop, limit, limit, session])).checks.map(({ kind }) => kind);
    expect(kinds).toEqual(['same-answer', 'limit-holds', 'stops-in-order']);
  });

  it('say what they do not ask', () => {
    const other = finding('db-client-per-request', 'server.js:6', 'Opens connections.');
    const { checks, unasked } = rehearsal(shop([limit, { ...other, ruleId: 'sync-block-in-handler' }]));
    expect([checks.length, unasked]).toEqual([1, []]);
    const sockets = { ...other, ruleId: 'upload-local-disk', programs: ['another'] };
    expect(rehearsal(shop([limit, sockets])).unasked).toEqual([]);
  });

  it('are none where nothing was found', () => {
    expect(rehearsal(shop([]))).toBeNull();
  });
});

describe('how a rehearsal starts a copy', () => {
  const commandOf = (files: Case['files']) => rehearsal(shop([limit], files)).command;

  it.each([
    { by: 'the command of its service', files: {}, command: ['node', 'server.js'] },
    {
      by: 'the script of its package',
      files: { 'compose.yaml': '', 'package.json': manifest({ start: 'node server.js' }) },
      command: ['npm', 'start'],
    },
    {
      by: 'its own file, where a command is for an image alone',
      files: { 'compose.yaml': compose().replace('node server.js', '/usr/local/bin/start server.js') },
      command: ['node', 'server.js'],
    },
  ])('is $by', ({ files, command }) => {
    const name = { ...limit, programs: ['api', 'shop'] };
    expect(rehearsal(shop([name], files)).command).toEqual(command);
  });

  it('is blank where the code has a port of its own, as two cannot listen there', () => {
    const own = code.join('\n').replace('process.env.PORT ?? 3000', '3000');
    expect(commandOf({ 'server.js': own }).at(-1)).toMatch(/^FILL IN: two copies .* server\.js:9/);
  });

  it('takes the port under the name that the code asks for', () => {
    const named = code.join('\n').replace('process.env.PORT', 'process.env.SHOP_PORT');
    expect(rehearsal(shop([limit], { 'server.js': named })).environment).toEqual({ SHOP_PORT: '{port}' });
  });

  it('asks for addresses that the manifest gives and the code reads, and for no others', () => {
    const names =
      '    environment:\n      SHOP_DB: postgres://shop@db:5432/shop\n      OTHER_DB: postgres://other@db:5432/other\n';
    const reads = `${code.join('\n')}\nconst { SHOP_DB } = process.env; connect(process.env.SHOP_DB);\n`;
    expect(rehearsal(shop([limit], { 'server.js': reads, 'compose.yaml': compose(names) })).needs).toEqual(['SHOP_DB']);
  });

  it('finds the program from where the plan is written', () => {
    expect(rehearsal(shop([limit])).folder).toBe('..');
    expect(rehearsal(shop([limit]), '../..').folder).toBe('../../..');
  });
});

describe('the rehearsal with containers', () => {
  const textOf = (more: string) => {
    const files = { 'compose.yaml': compose(more) };
    const { artifacts } = planOf(inputOf(shop([limit], files)));
    return artifacts.find(({ path }) => path === 'rehearsal/api.compose.yaml')?.text ?? '';
  };

  it('puts nginx before two copies, with a configuration that nginx takes', () => {
    const file: { services: { api: unknown }; configs: { 'rehearsal-nginx': { content: string } } } = parse(textOf(''));
    expect(file.services.api).toEqual({ deploy: { replicas: 2 } });
    const content = file.configs['rehearsal-nginx'].content.replaceAll('$$', '$');
    expect(content).toContain('server api:3000;');
    if (installedNginx() !== null) expect(nginxComplaints(content)).toBe('');
  });

  it('drops what only one container can have', () => {
    const text = textOf('    container_name: shop\n    ports: ["3000:3000"]\n');
    expect(text).toContain('container_name: !reset null');
    expect(text).toContain('ports: !reset []');
  });
});

describe('the script that a plan writes', () => {
  const run = (file: object, ...words: readonly string[]) => {
    const folder = mkdtempSync(join(tmpdir(), 'rehearsal-test-'));
    try {
      const { artifacts } = planOf(inputOf(shop([limit])));
      const script = artifacts.find(({ path }) => path.endsWith('rehearse.mjs'))?.text ?? '';
      writeFileSync(join(folder, 'rehearse.mjs'), script);
      writeFileSync(join(folder, 'rehearsal.json'), JSON.stringify(file));
      return spawnSync(process.execPath, ['rehearse.mjs', ...words], { cwd: folder, encoding: 'utf8' });
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  };
  const blanks = {
    instances: 2,
    command: ['node'],
    checks: rehearsal(shop([session])).checks,
    unasked: ['One thing.'],
  };

  it('says what to fill in, and is red until it is', () => {
    const { status, stdout } = run(blanks, '--against', 'http://127.0.0.1:9');
    expect(stdout).toMatch(
      /^BLANK {3}Who has signed in on one copy is signed in on both\. Fill in: the body that signs/m,
    );
    expect(stdout).toContain('unasked One thing.');
    expect(stdout).toContain('0 of 1 hold');
    expect(status).toBe(1);
  });

  it('does not start what it cannot, and says why', () => {
    const missing = run({ ...blanks, needs: ['SHOP_DB_OF_NOBODY'] });
    expect([missing.status, missing.stderr]).toEqual([2, expect.stringContaining('Set SHOP_DB_OF_NOBODY first')]);
    const unknown = run({ ...blanks, command: ['FILL IN: the words that start one copy'] });
    expect([unknown.status, unknown.stderr]).toEqual([2, expect.stringContaining('the words that start one copy')]);
  });

  it('takes a server that does not answer for broken, not for holding', () => {
    const { status, stdout } = run(
      { ...blanks, checks: rehearsal(shop([limit])).checks },
      '--against',
      'http://127.0.0.1:9',
    );
    expect([status, stdout]).toEqual([1, expect.stringContaining('BROKEN')]);
  });
});
