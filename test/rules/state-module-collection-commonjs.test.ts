import { checkRules, type RuleCase } from './check-rule.ts';
import { moduleRules } from './kept-rules.ts';

const bin = `
  // file: bin/www.js
  const express = require('express');
  global.app = express();
  require('../app');
  app.listen(3000);
`;

/** What CommonJS programs keep without a name of its own, and what only looks like it. */
const silent: readonly RuleCase[] = [
  {
    name: 'exported tables that are filled while the module loads',
    gate: 'moment',
    files: `${bin}
      // file: app.js
      const models = require('./models');
      app.get('/shipping/:zone', (req, res) => res.json({ rate: models.rates[req.params.zone] }));
      // file: models.js
      module.exports.rates = {};
      for (const [zone, rate] of [['eu', 4], ['us', 9]]) module.exports.rates[zone] = rate;
    `,
  },
  {
    name: 'an exported list of which entries are only looked up to put newer ones in their place',
    gate: 'role',
    files: `${bin}
      // file: app.js
      const { profiles } = require('./models');
      app.post('/profiles', (req, res) => { profiles.push(req.body); res.sendStatus(204); });
      // file: models.js
      module.exports.profiles = (() => {
        const profiles = [];
        const get = name => profiles.find(profile => profile.name === name);
        const remove = name => {
          const at = profiles.findIndex(profile => profile.name === name);
          if (at > -1) return profiles.splice(at, 1)[0];
        };
        const push = profile => { remove(profile.name); profiles.unshift(profile); };
        return { get, push };
      })();
    `,
  },
  {
    name: 'a list that keeps one function from telling something twice',
    gate: 'role',
    files: `${bin}
      // file: app.js
      const report = require('./report');
      const told = [];
      function check(order) {
        if (told.indexOf(order.id) !== -1) return;
        try { JSON.stringify(order); } catch (error) { report(order, error); told.push(order.id); }
      }
      app.post('/orders', (req, res) => { check(req.body); res.sendStatus(204); });
      // file: report.js
      module.exports = (order, error) => fetch('https://reports.example.com', { method: 'POST', body: error.stack });
    `,
  },
  {
    name: 'a global of the same name in a package of its own',
    gate: 'scope',
    files: `
      // file: packages/web/package.json
      { "name": "web" }
      // file: packages/web/server.js
      const express = require('express');
      global.app = express();
      app.listen(3000);
      // file: packages/tool/package.json
      { "name": "tool" }
      // file: packages/tool/index.js
      const seen = {};
      app.post('/orders', (req, res) => { seen[req.body.id] = req.body; res.json(seen[req.query.id]); });
    `,
  },
];

const found: readonly RuleCase[] = [
  {
    name: 'an application that hangs on the global object, and an exported table that handlers fill and ask',
    files: `${bin}
      // file: app.js
      const { games } = require('./models');
      app.post('/games/:id', (req, res) => { games[req.params.id] = req.body; res.sendStatus(204); });
      app.get('/games/:id', (req, res) => res.json(games[req.params.id]));
      // file: models.js
      if (!module.exports.games) module.exports.games = {};
      //                         ^^^^^^^^^^^^^^^^^^^^ state-module-collection
    `,
    silentWhen: [
      { name: 'nobody asks for an entry', replace: [['res.json(games[req.params.id])', 'res.json(req.params.id)']] },
    ],
  },
  {
    name: 'an exported list that functions of its own file change',
    files: `${bin}
      // file: app.js
      const users = require('./users');
      app.post('/users', (req, res) => { users.join(req.body); res.sendStatus(204); });
      app.get('/users/:name', (req, res) => res.json(users.named(req.params.name)));
      // file: users.js
      if (!exports.list) exports.list = [];
      //                 ^^^^^^^^^^^^ state-module-collection
      exports.join = user => { exports.list.push(user); };
      exports.named = name => module.exports.list.find(user => user.name === name);
    `,
    silentWhen: [{ name: 'it is not put in', replace: [['exports.list.push(user);', '']] }],
  },
  {
    name: 'a table that is a member of the object that a file exports',
    files: `${bin}
      // file: app.js
      const state = require('./state');
      app.post('/carts/:id', (req, res) => { state.carts[req.params.id] = req.body; res.sendStatus(204); });
      app.get('/carts/:id', (req, res) => res.json(state.carts[req.params.id]));
      // file: state.js
      module.exports = { carts: {}, limit: 20 };
      //                 ^^^^^ state-module-collection
    `,
    silentWhen: [
      {
        name: 'nobody asks for an entry',
        replace: [['res.json(state.carts[req.params.id])', 'res.json(req.params.id)']],
      },
    ],
  },
  {
    name: 'a table with a name of its own, by which it is told',
    files: `${bin}
      // file: app.js
      const { games } = require('./models');
      app.post('/games/:id', (req, res) => { games[req.params.id] = req.body; res.sendStatus(204); });
      app.get('/games/:id', (req, res) => res.json(games[req.params.id]));
      // file: models.js
      const games = (module.exports.games = {});
      //    ^^^^^ state-module-collection
      module.exports.count = () => Object.keys(games).length;
    `,
    silentWhen: [{ name: 'it is not put in', replace: [['games[req.params.id] = req.body;', '']] }],
  },
  {
    name: 'handlers that are put together from several files',
    files: `${bin}
      // file: app.js
      const { open, ask } = require('./events');
      app.post('/talks/:id', open);
      app.get('/talks/:id', ask);
      // file: events.js
      const opening = require('./events/opening');
      const asking = require('./events/asking');
      module.exports = Object.assign({}, opening, asking);
      // file: events/opening.js
      const { talks } = require('../talks');
      module.exports.open = (req, res) => {
        const talk = talks[req.params.id];
        if (talk) { talk.messages.push(req.body.text); return res.sendStatus(204); }
        const begun = { id: identify(req.body), messages: [req.body.text] };
        talks[req.params.id] = begun;
        res.json(begun);
      };
      const identify = body => body.user + '-' + body.text.length;
      // file: events/asking.js
      const { talks } = require('../talks');
      exports.ask = (req, res) => res.json(talks[req.params.id]);
      // file: talks.js
      if (!module.exports.talks) module.exports.talks = {};
      //                         ^^^^^^^^^^^^^^^^^^^^ state-module-collection
    `,
    silentWhen: [
      {
        name: 'nothing is added to an entry, so that each instance works it out',
        replace: [['talk.messages.push(req.body.text);', '']],
      },
    ],
  },
  {
    name: 'keys that one request makes of chance and another one spends',
    files: `${bin}
      // file: app.js
      const keys = require('./keys');
      app.post('/keys', (req, res) => res.json({ key: keys.create() }));
      app.post('/accounts', (req, res) => (keys.verify(req.body.key) ? res.sendStatus(204) : res.sendStatus(403)));
      // file: keys.js
      const made = [];
      //    ^^^^ state-module-collection
      exports.verify = key => made.indexOf(key) >= 0;
      exports.create = () => {
        let key;
        do {
          key = \`\${Math.random().toString(36).substring(2)}\`.trim();
        } while (made.indexOf(key) >= 0);
        made.push(key);
        return key;
      };
    `,
    silentWhen: [{ name: 'nobody spends them', replace: [['made.indexOf(key) >= 0;', 'key.length > 8;']] }],
  },
];

checkRules(moduleRules, [...silent, ...found]);
