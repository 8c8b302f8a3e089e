import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startNodeService } from './node-programs.ts';
import type { RunningProgram } from './python-programs.ts';
import { snippetText } from './snippet-rows.ts';

const server = `import express from 'express';
import { healthOf } from './health.js';

let state = 'well';
const checks = { well: async () => {}, stopping: async () => {}, late: () => new Promise(() => {}), sick: () => { throw new Error('sick'); } };
const app = express();
app.get('/', (_request, response) => response.json({}));
app.post('/be/:state', (request, response) => {
  state = request.params.state;
  response.json({});
});
app.use(healthOf(() => checks[state](), () => state === 'stopping'));
app.listen(Number(process.env.PORT), '127.0.0.1');
`;

describe('health endpoints', () => {
  let service: RunningProgram & { readonly url: string };

  beforeAll(async () => {
    const health = snippetText('health-endpoints', 'javascript', { milliseconds: '200' });
    const files = { 'package.json': '{ "type": "module" }', 'server.js': server, 'health.js': health };
    service = await startNodeService(files, 'server.js', {});
  }, 60_000);

  afterAll(() => service.stop());

  it.each([
    ['well', 200],
    ['sick', 503],
    ['late', 503],
    ['stopping', 503],
    ['well', 200],
  ])('of an instance that is %s answer %s, and it lives on', { timeout: 30_000 }, async (state, status) => {
    await fetch(`${service.url}/be/${state}`, { method: 'POST' });
    expect((await fetch(`${service.url}/ready`)).status).toBe(status);
    // What was not answered in time ends by itself.
    await new Promise((done) => setTimeout(done, 400));
    expect((await fetch(`${service.url}/live`)).status).toBe(200);
  });
});
