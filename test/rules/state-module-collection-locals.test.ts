import { checkRules, type RuleCase } from './check-rule.ts';
import { moduleRules } from './kept-rules.ts';

const cases: readonly RuleCase[] = [
  {
    name: 'a local object that is only handed to functions which requests call too',
    gate: 'none',
    files: `
      // file: src/app.ts
      import express from 'express';
      import { clean, tokenOf } from './tokens.ts';
      function start() {
        const tokens: Record<string, string> = { first: 'a' };
        clean(tokens, 'first');
        tokenOf(tokens, 'first');
      }
      start();
      const app = express();
      app.post('/tokens', (req, res) => { clean(req.body, req.body.name); res.end(); });
      app.get('/tokens/:name', (req, res) => res.json(tokenOf(req.body, req.params.name)));
      app.listen(3000);
      // file: src/tokens.ts
      export function clean(tokens: Record<string, string | null>, name: string) { tokens[name] = null; }
      export function tokenOf(tokens: Record<string, string | null>, name: string) { return tokens[name]; }
    `,
  },
  {
    name: 'a local map that its receiver hands to the handlers it makes',
    files: `
      // file: src/app.ts
      import express from 'express';
      const app = express();
      function start() {
        const tokens = new Map<string, string>();
        //    ^^^^^^ state-module-collection
        mount(tokens);
      }
      function mount(tokens: Map<string, string>) {
        app.post('/tokens', (req, res) => { tokens.set(req.body.name, req.body.token); res.end(); });
        app.get('/tokens/:name', (req, res) => res.json(tokens.get(req.params.name)));
      }
      start();
      app.listen(3000);
    `,
    silentWhen: [{ name: 'nobody asks for an entry', replace: [['tokens.get(req.params.name)', 'req.params.name']] }],
  },
];

checkRules(moduleRules, cases);
