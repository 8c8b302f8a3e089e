import { describe, expect, test } from 'vitest';
import { createEngine } from '../../src/engine/engine.ts';
import type { Engine } from '../../src/engine/types.ts';

const server = [
  "const express = require('express');",
  'const app = express();',
  'const carts = new Map();',
  "app.post('/cart', (request, response) => {",
  '  carts.set(request.body.id, request.body.item);',
  '  response.end();',
  '});',
  "app.get('/cart', (request, response) => response.json(carts.get(request.query.id)));",
  'app.listen(3000);',
  '',
].join('\n');

const files = {
  'package.json': JSON.stringify({ name: 'shop', main: 'server.js', dependencies: { express: '^5.1.0' } }),
  'server.js': server,
  'compose.yaml': 'services:\n  api:\n    build: .\n    deploy:\n      replicas: 3\n',
};

/** An engine whose clock moves on at each look, so that it rests after every few steps, and a way to act while it rests. */
function restingEngine(atRest: (engine: Engine, rests: number) => void = () => undefined) {
  let time = 0;
  let rests = 0;
  const engine: Engine = createEngine({
    homepage: 'https://example.org',
    today: '2026-11-27',
    clock: () => (time += 5),
    breathe: async () => {
      rests++;
      atRest(engine, rests);
    },
  });
  const changes = Object.entries(files).map(([path, text]) => ({ path, text }));
  return { engine, taken: engine.change(changes), rests: () => rests };
}

describe('an analysis in steps', () => {
  test('says what one at once says, and lets others have their turn', async () => {
    const [inSteps, whole] = [restingEngine(), restingEngine()];
    await Promise.all([inSteps.taken, whole.taken]);
    const { findings } = await inSteps.engine.analysed();
    expect(findings.map(({ ruleId }) => ruleId)).toContain('state-module-collection');
    expect(findings).toEqual(whole.engine.analysis().findings);
    expect(inSteps.rests()).toBeGreaterThan(10);
    expect(whole.rests()).toBe(0);
  });

  test('is kept once it is made, however it is asked for', async () => {
    const { engine, taken } = restingEngine();
    await taken;
    expect(engine.analysis()).toBe(await engine.analysed());
  });

  test('is made to its end by who cannot wait', async () => {
    const early: unknown[] = [];
    const { engine, taken } = restingEngine((own, rests) => {
      if (rests === 3) early.push(own.analysis());
    });
    await taken;
    expect([await engine.analysed()]).toEqual(early);
  });

  test('begins anew when a file changes meanwhile, and then tells of the new one alone', async () => {
    const changes: Promise<void>[] = [];
    const { engine, taken } = restingEngine((own, rests) => {
      if (rests === 3) changes.push(own.change([{ path: 'server.js', text: `\n\n${server}` }]));
    });
    await taken;
    const { findings } = await engine.analysed();
    expect(findings.find(({ ruleId }) => ruleId === 'state-module-collection')?.range.start.line).toBe(4);
    await Promise.all(changes);
    expect(engine.analysis().findings).toEqual(findings);
  });

  test('ends when nobody waits for it any longer, and goes on where it was for the next who asks', async () => {
    const waiting = new AbortController();
    const { engine, taken, rests } = restingEngine((_, made) => {
      if (made === 3) waiting.abort(new Error('typed on'));
    });
    await taken;
    await expect(engine.analysed(waiting.signal)).rejects.toThrow('typed on');
    expect(rests()).toBe(3);
    expect((await engine.analysed()).findings.length).toBeGreaterThan(0);
  });
});
