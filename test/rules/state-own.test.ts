import { checkRules } from './check-rule.ts';
import { fieldRules, moduleRules } from './kept-rules.ts';

const teams = (begun: string, mark = '') => `
    // file: src/app.ts
    import express from 'express';
    const app = express();
    const accounts = new Map<string, string[]>();${mark}
    app.post('/teams/:team/:id', (req, res) => {
      const found = accounts.get(req.params.team);
      if (${begun}) accounts.set(req.params.team, [...found, req.params.id]);
      res.end();
    });
    app.get('/teams/:team', (req, res) => { res.json(accounts.get(req.params.team)); });
    app.listen(3000);`;

checkRules(moduleRules, [
  {
    name: 'a list that is only put back where one is found',
    files: teams('Array.isArray(found)'),
    gate: 'role',
  },
  {
    name: 'a list that is put back whatever is found',
    files: teams('Array.isArray(found) || req.query.first', '\n    //    ^^^^^^^^ state-module-collection'),
    silentWhen: [{ name: 'only where one is found', replace: [[' || req.query.first', '']] }],
  },
  {
    name: 'a table that the first request fills with what the program says',
    files: `
    // file: src/app.ts
    import express from 'express';
    const app = express();
    const plans = new Map<string, number>();
    let isFilled = false;
    function all() {
      if (!isFilled) {
        for (const [name, price] of Object.entries(process.env)) plans.set(name, Number(price));
        isFilled = true;
      }
      return plans;
    }
    app.get('/plans/:name', (req, res) => { res.json(all().get(req.params.name)); });
    app.get('/has/:name', (req, res) => { res.json(all().has(req.params.name)); });
    app.listen(3000);`,
    gate: 'role',
  },
  {
    name: 'a table that the first request fills with what it brings',
    files: `
    // file: src/app.ts
    import express from 'express';
    const app = express();
    app.use(express.json());
    const plans = new Map<string, number>();
    //    ^^^^^ state-module-collection
    let isFilled = false;
    app.post('/plans', (req, res) => {
      if (!isFilled) {
        for (const name of Object.keys(req.body)) plans.set(name, req.body[name]);
        isFilled = true;
      }
      res.end();
    });
    app.get('/plans/:name', (req, res) => { res.json(plans.get(req.params.name)); });
    app.listen(3000);`,
    silentWhen: [{ name: 'nothing fills it', replace: [['plans.set(name, req.body[name])', 'console.log(name)']] }],
  },
  {
    name: 'a secret that the first request makes up',
    files: `
    // file: src/app.ts
    import { randomUUID } from 'node:crypto';
    import express from 'express';
    const app = express();
    const tokens = new Map<string, string>();
    //    ^^^^^^ auth-challenge-in-memory
    let isFilled = false;
    app.post('/token', (req, res) => {
      if (!isFilled) {
        tokens.set('first', randomUUID());
        isFilled = true;
      }
      res.json(tokens.get('first'));
    });
    app.get('/check/:name', (req, res) => {
      if (tokens.get(req.params.name) !== req.query.token) { res.status(401).end(); return; }
      res.end();
    });
    app.listen(3000);`,
    silentWhen: [
      { name: 'nothing fills it', replace: [["tokens.set('first', randomUUID())", 'console.log(randomUUID())']] },
    ],
  },
  {
    name: 'entries that are only changed where one is found',
    files: `
    // file: src/app.ts
    import express from 'express';
    const app = express();
    const limits: Record<string, string> = {};
    app.post('/limits/:name/:value', (req, res) => {
      const { name, value } = req.params;
      if (!(name in limits)) { res.status(404).end(); return; }
      limits[name] = value;
      res.end();
    });
    app.get('/limits/:name', (req, res) => { res.json(limits[req.params.name]); });
    app.listen(3000);`,
    gate: 'role',
  },
]);

checkRules(fieldRules, [
  {
    name: 'lists of one piece of work, which each call empties first',
    files: `
    // file: src/app.ts
    import express from 'express';
    const app = express();
    app.use(express.json());
    class Outline {
      private marks: string[] = [];
      clearAll() { this.marks = []; }
      read(text: string) { for (const word of text.split(' ')) this.marks.push(word); }
      longest() { return this.marks.reduce((best, word) => (word.length > best.length ? word : best), ''); }
    }
    class Reader {
      private outline = new Outline();
      run(text: string) {
        this.outline.clearAll();
        this.outline.read(text);
        return this.outline.longest();
      }
    }
    const reader = new Reader();
    app.post('/longest', (req, res) => { res.json(reader.run(req.body.text)); });
    app.post('/last', (req, res) => { res.json(reader.run(req.body.line)); });
    app.listen(3000);`,
    gate: 'role',
  },
  {
    name: 'lists that are emptied only where a request asks for it',
    files: `
    // file: src/app.ts
    import express from 'express';
    const app = express();
    app.use(express.json());
    class Outline {
      private marks: string[] = [];
      //      ^^^^^ state-singleton-field
      clearAll() { this.marks = []; }
      read(text: string) { for (const word of text.split(' ')) this.marks.push(word); }
      longest() { return this.marks.reduce((best, word) => (word.length > best.length ? word : best), ''); }
    }
    const outline = new Outline();
    app.post('/read', (req, res) => {
      if (req.body.anew) outline.clearAll();
      outline.read(req.body.text);
      res.end();
    });
    app.get('/longest', (req, res) => { res.json(outline.longest()); });
    app.listen(3000);`,
    silentWhen: [{ name: 'nothing fills it', replace: [['this.marks.push(word)', 'console.log(word)']] }],
  },
]);
