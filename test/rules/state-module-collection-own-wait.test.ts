import { checkRules, type RuleCase } from './check-rule.ts';
import { moduleRules } from './kept-rules.ts';

/** Files that one process watches until they stop growing. */
const growing = `
  // file: src/app.ts
  import express from 'express';
  import { stat } from 'node:fs/promises';
  import pg from 'pg';
  const pool = new pg.Pool();
  const growing = new Set<string>();
  async function settle(path: string, last = 0) {
    const { size } = await stat(path);
    if (size === last) return growing.delete(path);
    await new Promise((done) => setTimeout(done, 3000));
    settle(path, size);
  }
  function arrived(path: string) {
    if (!growing.has(path)) {
      growing.add(path);
      settle(path);
    }
  }
  setInterval(() => { if (growing.size === 0) console.log('All files are complete.'); }, 10000);
  const app = express();
  app.post('/arrivals', (req, res) => { arrived(req.body.path); res.end(); });
  app.listen(3000);
`;

const flagged = growing.replace(
  'const growing = new Set<string>();',
  'const growing = new Set<string>();\n  //    ^^^^^^^ state-module-collection',
);

/** The same, where a request is refused while an entry is there. */
const locking = (files: string): string =>
  files.replace(
    'if (!growing.has(path)) {',
    "if (growing.has(path)) throw new Error('It arrives already.');\n    else {",
  );

/** What a process waits for by itself, beside locks around work and entries that requests ask for. */
const cases: readonly RuleCase[] = [
  {
    name: 'whoever puts an entry in starts the wait that takes it out, and only a timer asks besides',
    gate: 'role',
    files: growing,
  },
  {
    name: 'a request asks for the entry, too',
    files: flagged.replace(
      'app.listen',
      "app.get('/arrivals/:path', (req, res) => res.json(growing.has(req.params.path)));\n  app.listen",
    ),
    silentWhen: [{ name: 'nothing is put in', replace: [['growing.add(path);', '']] }],
  },
  {
    name: 'what changes something that others see is work, and a lock keeps it from being done twice',
    files: locking(
      flagged.replace('last = 0) {', "last = 0) {\n    await pool.query('UPDATE arrivals SET size = size + 1');"),
    ),
    silentWhen: [{ name: 'nothing is put in', replace: [['growing.add(path);', '']] }],
  },
  {
    name: 'somebody is refused while this process waits',
    files: locking(flagged),
    silentWhen: [{ name: 'nothing is put in', replace: [['growing.add(path);', '']] }],
  },
];

checkRules(moduleRules, cases);
