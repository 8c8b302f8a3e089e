import { checkRules, type RuleCase } from './check-rule.ts';
import { moduleRules } from './kept-rules.ts';

/** One object is made and filled while the process starts; requests call the same function for objects of their own. */
const mergedAtStart = `
      // file: src/merge.ts
      function put(target: any, key: string, value: any) { target[key] = target[key] ?? value; }
      export function merge(target: any, source: any) {
        for (const key of Object.keys(source)) put(target, key, source[key]);
        return target;
      }
      // file: src/app.ts
      import express from 'express';
      import { merge } from './merge';
      let shown: any = null;
      let hall: any = null;
      function read() {
        const looks: any = {};
        for (const each of process.env.LOOKS!.split(',')) looks[each] = {};
        return looks;
      }
      async function start() {
        shown = read();
        shown = merge(shown, { dark: {} });
        hall = merge({}, { size: 1 });
      }
      const app = express();
      app.put('/rooms/:id', (req, res) => { hall = merge(hall, req.body); res.json(hall.size); });
      app.get('/looks/:id', (req, res) => res.json(shown[req.params.id]));
      start().then(() => app.listen(3000));
    `;

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
    expect: [{ says: ['5 requests are really up to 10'] }],
    silentWhen: [{ name: 'nothing is put in', replace: [['map.set(key, tries + 1);', '']] }],
    files: `
      // file: src/tries.ts
      const attempts = { mail: new Map<string, number>(), phone: new Map<string, number>() };
      //                 ^^^^ ratelimit-handrolled
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
  {
    name: 'what is put together at the start, by a function that merges and that requests call with something else',
    gate: 'role',
    files: mergedAtStart,
  },
  {
    name: 'what is put together at the start and merged into by requests',
    expect: [{ says: ['what PUT /looks/:id', '`looks`'] }],
    silentWhen: [
      { name: 'requests merge into something else', replace: [['merge(shown, req.body)', 'merge({}, req.body)']] },
    ],
    files: mergedAtStart
      .replace(
        "app.put('/rooms/:id', (req",
        "app.put('/looks/:id', (req, res) => { merge(shown, req.body); res.end(); });\n      app.put('/rooms/:id', (req",
      )
      .replace('const looks: any = {};', 'const looks: any = {};\n        //    ^^^^^ state-module-collection'),
  },
  {
    name: 'a field that is taken off an entry puts nothing in',
    gate: 'moment',
    files: `
      // file: src/app.ts
      import express from 'express';
      const looks: Record<string, any> = {};
      for (const each of process.env.LOOKS!.split(',')) looks[each] = { secret: each };
      const app = express();
      app.get('/looks/:id', (req, res) => {
        delete looks[req.params.id].secret;
        res.json(looks[req.params.id]);
      });
      app.listen(3000);
    `,
  },
];

checkRules(moduleRules, cases);
