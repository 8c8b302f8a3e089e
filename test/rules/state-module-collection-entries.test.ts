import { checkRules, type RuleCase } from './check-rule.ts';
import { moduleRules } from './kept-rules.ts';

const start = 'new Map<string, string[]>()';

const talk = (say: string, kept = start, show = '', mark = ''): string => `
  // file: src/app.ts
  import express from 'express';
  const app = express();
  const said = ${kept};
  ${mark}
  app.post('/rooms/:room', (req, res) => {
    const { room } = req.params;
    ${say}
    res.end();
  });
  ${show}
  app.listen(3000);
`;
const mark = '//    ^^^^ state-module-collection';
const push = 'log.push(req.body.text);';
const shown = "app.get('/rooms/:room', (req, res) => res.json(said.get(req.params.room)));";

const hit = (name: string, say: string, without: readonly [string, string], kept = start): RuleCase => ({
  name,
  files: talk(`${say} res.json(log);`, kept, '', mark),
  silentWhen: [{ name: 'it is not put in', replace: [without] }],
});

/** Entries of a map that are changed by a local name. */
checkRules(moduleRules, [
  {
    name: 'a list that stands in for an entry and is put nowhere',
    gate: 'none',
    files: talk(`const log = said.get(room) ?? []; ${push} res.json(log);`, start, shown),
  },
  {
    name: 'an entry that begins where it is filled, and that nobody asks for',
    gate: 'role',
    files: talk(`let log = said.get(room); if (!log) { log = []; said.set(room, log); } ${push}`),
  },
  hit(
    'put in where it was not found, and changed where it was',
    `const log = said.get(room) ?? []; ${push} if (!said.has(room)) said.set(room, log);`,
    ['if (!said.has(room)) said.set(room, log);', ''],
  ),
  hit(
    'begun where it was not found',
    `let log = said.get(room); if (!log) { log = []; said.set(room, log); } ${push}`,
    ['said.set(room, log);', ''],
  ),
  hit('begun by an assignment', `const log = (said[room] ??= []); ${push}`, ['(said[room] ??= [])', '[]'], '{}'),
  {
    name: 'a sliding window',
    files: talk(
      `const now = Date.now();
    let log = said.get(req.ip);
    if (!log) { log = []; said.set(req.ip, log); }
    while (log[0] < now - 60000) log.shift();
    if (log.length >= 5) return res.status(429).end();
    log.push(now);`,
      start,
      '',
      mark.replace('state-module-collection', 'ratelimit-handrolled'),
    ),
    silentWhen: [{ name: 'it is not put in', replace: [['said.set(req.ip, log);', '']] }],
  },
]);
