import { rule } from '../../src/rules/stateless/state-module-collection.ts';
import { checkRule, type RuleCase } from './check-rule.ts';

/** Collections that functions get as an argument, each from its own callers. */
const cases: readonly RuleCase[] = [
  {
    name: 'which runs somebody has, asked only when one of them is destroyed',
    gate: 'role',
    files: `
      // file: src/app.ts
      import express from 'express';
      const runsOf = new Map<string, Set<string>>();
      function begin(user: string, run: string) {
        const runs = new Set<string>();
        runs.add(run);
        runsOf.set(user, runs);
      }
      function destroyRun(user: string, run: string) {
        const runs = runsOf.get(user);
        if (runs) runs.delete(run);
      }
      const app = express();
      app.post('/runs/:id', (req, res) => { begin(req.body.user, req.params.id); res.end(); });
      app.delete('/runs/:id', (req, res) => { destroyRun(req.body.user, req.params.id); res.end(); });
      app.listen(3000);
    `,
  },
  {
    name: 'a helper that several collections share: the way leads through those who hand it this one',
    expect: [{ says: ['what POST /bans/:id → touch puts in', 'GET /bans/:id'] }],
    silentWhen: [{ name: 'another one is handed to it', replace: [['touch(forgiven, id)', 'touch(new Map(), id)']] }],
    files: `
      // file: src/recent.ts
      export function touch(map: Map<string, number>, key: string) {
        const known = map.get(key);
        map.set(key, (known ?? 0) + 1);
        return known;
      }
      // file: src/app.ts
      import express from 'express';
      import { touch } from './recent';
      const drawings = new Map<string, number>();
      const forgiven = new Map<string, number>();
      //    ^^^^^^^^ state-module-collection
      function forget(id: string) { touch(forgiven, id); }
      const app = express();
      app.post('/a/:id', (req, res) => { const local = new Map(); touch(local, req.params.id); res.end(); });
      app.post('/bans/:id', (req, res) => { forget(req.params.id); res.end(); });
      app.get('/bans/:id', (req, res) => res.json(forgiven.get(req.params.id)));
      app.get('/drawings', (req, res) => res.json(drawings.size));
      app.listen(3000);
    `,
  },
  {
    name: 'members of one object that are always reached by a name from outside are told once',
    expect: [{ says: ['attempts and limits', '`attempts`'] }],
    silentWhen: [{ name: 'nothing is put in', replace: [['map.set(key, tries + 1);', '']] }],
    files: `
      // file: src/tries.ts
      const attempts = { mail: new Map<string, number>(), phone: new Map<string, number>() };
      //                 ^^^^ state-module-collection
      function count(map: Map<string, number>, key: string) {
        const tries = map.get(key) ?? 0;
        map.set(key, tries + 1);
        return tries;
      }
      export function triesOf(kind: 'mail' | 'phone', id: string) { return count(attempts[kind], id); }
      // file: src/app.ts
      import express from 'express';
      import { triesOf } from './tries';
      const app = express();
      app.post('/codes/:kind/:id', (req, res) => {
        if (triesOf(req.params.kind, req.params.id) > 5) return res.status(429).end();
        res.end();
      });
      app.listen(3000);
    `,
  },
  {
    name: 'the reader named is the one whose user misses the entry, not the one that tidies up',
    expect: [{ says: ['GET /outputs/:id → read may not find'] }],
    silentWhen: [{ name: 'nothing is put in', replace: [['outputs.set(id, text);', '']] }],
    files: `
      // file: src/app.ts
      import express from 'express';
      const outputs = new Map<string, string>();
      //    ^^^^^^^ state-module-collection
      function keep(id: string, text: string) { outputs.set(id, text); }
      function clearOld(id: string) { if (outputs.get(id) === '') outputs.delete(id); }
      function read(id: string) { return outputs.get(id) ?? 'It does not exist.'; }
      const app = express();
      app.delete('/outputs/:id', (req, res) => { clearOld(req.params.id); res.end(); });
      app.post('/outputs/:id', (req, res) => { keep(req.params.id, req.body.text); res.end(); });
      app.get('/outputs/:id', (req, res) => res.json(read(req.params.id)));
      app.listen(3000);
    `,
  },
  {
    name: 'a mark that says who is at work: what asks before it marks is the reader, not what lets go',
    expect: [{ related: ['src/app.ts:5', 'src/app.ts:9', 'src/app.ts:10', 'src/app.ts:4'] }],
    silentWhen: [{ name: 'nothing is put in', replace: [['owners.set(id, who);', '']] }],
    files: `
      // file: src/app.ts
      import express from 'express';
      const owners = new Map<string, string>();
      //    ^^^^^^ state-module-collection
      function claim(id: string, who: string) {
        if (owners.has(id)) throw new Error('Somebody is at work.');
        owners.set(id, who);
      }
      function release(id: string, who: string) { if (owners.get(id) === who) owners.delete(id); }
      const app = express();
      app.post('/runs/:id', (req, res) => {
        claim(req.params.id, req.body.who);
        release(req.params.id, req.body.who);
        res.end();
      });
      app.delete('/runs/:id', (req, res) => { release(req.params.id, req.body.who); res.end(); });
      app.listen(3000);
    `,
  },
];

checkRule(rule, cases);
