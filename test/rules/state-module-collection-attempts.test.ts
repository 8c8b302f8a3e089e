import { describe, expect, it } from 'vitest';
import { findingsIn } from './findings-of-rules.ts';
import { readMarkedFiles } from './marked-files.ts';

/** Answers to a quiz by question, with how many were given; `asks` is what a request does with that number. */
const quiz = (asks: string) => `
  // file: src/app.ts
  import express from 'express';
  const answers = {};
  const app = express();
  app.post('/questions/:id', (req, res) => {
    if (!answers[req.params.id]) answers[req.params.id] = { given: '', attempts: 0 };
    answers[req.params.id].attempts++;
    res.end();
  });
  app.get('/questions/:id', (req, res) => {
    ${asks}
  });
  app.listen(3000);
`;

describe('a number of attempts among the entries', () => {
  it.each([
    [
      'compared with a bound, is a limit',
      'if (answers[req.params.id].attempts > 3) return res.status(429).end(); res.end();',
      'attempts and limits',
    ],
    ['that only goes into an answer, is none', 'res.json({ share: 1 / answers[req.params.id].attempts });', 'entries'],
  ])('%s', (_, asks, said) => {
    const found = findingsIn(readMarkedFiles(quiz(asks)).files).find(
      ({ ruleId }) => ruleId === 'state-module-collection',
    );
    expect(found?.message).toContain(`With 2 instances, ${said} kept in`);
  });
});

/** How often each address has spoken, counted where sockets or requests speak; who is known moves to the end. */
const spoken = (name: string, entry: string) => `
  // file: src/moved.ts
  export function moveToEnd(map, key) {
    const found = map.get(key);
    if (found === undefined) return undefined;
    map.delete(key);
    map.set(key, found);
    return found;
  }
  // file: src/app.ts
  import express from 'express';
  import { Server } from 'socket.io';
  import { moveToEnd } from './moved';
  const ${name} = { chat: new Map(), draw: new Map() };
  const visits = new Map();
  const app = express();
  const server = new Server(app.listen(3000));
  function isTooOften(kind, address) {
    const map = ${name}[kind];
    const found = moveToEnd(map, address);
    const state = found ?? { count: 0 };
    if (!found) map.set(address, state);
    state.count++;
    return state.count > 20;
  }
  app.get('/visits/:id', (req, res) => res.json(moveToEnd(visits, req.params.id)));
  ${entry}
`;
const socket = `server.on('connection', (socket) => {
    socket.on('say', (kind) => { if (isTooOften(kind, socket.handshake.address)) socket.disconnect(true); });
  });`;
const request = `app.post('/say/:kind', (req, res) => res.status(isTooOften(req.params.kind, req.ip) ? 429 : 200).end());`;

describe('a limit of what one client may say', () => {
  it.each([
    ['costs little where only sockets say it', 'rateLimits', socket, 'note'],
    ['holds for all where requests say it', 'rateLimits', request, 'warning'],
    ['is grave where sockets guess', 'loginAttempts', socket, 'warning'],
  ])('%s, and names the object that holds all of its maps', (_, name, entry, severity) => {
    const found = findingsIn(readMarkedFiles(spoken(name, entry)).files).filter(
      ({ ruleId }) => ruleId === 'state-module-collection',
    );
    expect(found.map((each) => each.severity)).toEqual([severity]);
    expect(found[0]?.message).toContain(`its own \`${name}\``);
    expect(found[0]?.related[0]?.file).toBe('src/app.ts');
  });
});
