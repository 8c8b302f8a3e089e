import { expect, test } from 'vitest';
import { createEngine } from '../../src/engine/engine.ts';
import type { Fix } from '../../src/findings/fix.ts';

const files: Readonly<Record<string, string>> = {
  'package.json': '{ "name": "shop", "main": "server.js", "scripts": { "start": "node server.js" } }\n',
  'server.js': `const express = require('express');
const { rateLimit } = require('express-rate-limit');
const app = express();
app.post('/sign-in', rateLimit({ limit: 5 }), (request, response) => { request.session.user = request.body.name; response.end(); });
app.get('/me', (request, response) => response.json(request.session.user));
app.listen(3000);
`,
  'compose.yaml': 'services:\n  shop:\n    build: .\n    command: node server.js\n    deploy:\n      replicas: 3\n',
};

/** Writes something instead of the limit. */
function writing(text: string): Fix {
  return {
    id: 'write',
    rules: ['ratelimit-memory-store'],
    safety: 'safe',
    offer: () => ({ kind: 'offer', title: 'Write' }),
    build: async ({ file }) => {
      const at = files['server.js']?.indexOf('limit: 5') ?? 0;
      return { files: [{ kind: 'change', file, edits: [{ span: [at, at + 'limit: 5'.length], text }] }], next: null };
    },
  };
}

async function built(text: string) {
  const engine = createEngine({ homepage: 'https://example.org', today: '2026-11-23', fixes: [writing(text)] });
  await engine.change(Object.entries(files).map(([path, content]) => ({ path, text: content })));
  const finding = engine.analysis().findings.find(({ ruleId }) => ruleId === 'ratelimit-memory-store');
  if (finding === undefined) throw new Error('There is no limiter to fix.');
  return engine.buildFix(finding, 'write', async (file) => files[file] ?? null);
}

test('edits that take the finding away are handed out', async () => {
  expect((await built('store: new RedisStore({})')).files).toHaveLength(1);
});

test('edits that leave a file unparsable are refused', async () => {
  await expect(built('limit: (')).rejects.toThrow(/would leave server\.js unparsable \(Syntax error: /);
});

test('edits that leave the finding are refused', async () => {
  await expect(built('limit: 6')).rejects.toThrow('would not take the finding away');
});

test('edits that make a finding of another rule are refused, and name it', async () => {
  const session = "store: new RedisStore({}) }), require('express-session')({ secret: process.env.SECRET";
  await expect(built(session)).rejects.toThrow(/would make a finding of its own, session-memory-store;/);
  expect((await built(`${session}, store: new RedisStore({})`)).files).toHaveLength(1);
});
