import { rule } from '../../src/rules/caching/cache-local-incoherent.ts';
import { checkRule, type RuleCase } from './check-rule.ts';

const three = `
  # file: compose.yaml
  services:
    api:
      build: .
      command: node src/app.ts
      deploy:
        replicas: 3
`;
const four = `
  # file: compose.yaml
  services:
    api:
      build: .
      command: gunicorn -w 4 app:app
      deploy: { replicas: 1 }
`;

/** Users that are kept when they are first asked for. */
const users = ({
  cache = 'const users = new Map();',
  asks = '',
  changes = 'users.delete(req.params.id);',
  more = '',
}): string => `
  // file: src/app.ts
  import express from 'express';
  import { Pool } from 'pg';
  const pool = new Pool();
  ${cache}
  async function userOf(id) {
    if (users.has(id)) return users.get(id);
    const { rows } = await pool.query('select * from users where id = $1', [id]);
    ${asks}
    users.set(id, rows[0]);
    return rows[0];
  }
  const app = express();
  app.get('/users/:id', async (req, res) => res.json(await userOf(req.params.id)));
  app.put('/users/:id', async (req, res) => {
    await pool.query('update users set name = $2 where id = $1', [req.params.id, req.body.name]);
    ${changes}
    res.end();
  });
  ${more}
  app.listen(3000);
`;
const kept = 'const users = new Map();\n  //    ^^^^^ cache-local-incoherent';

const python = ({ drops = 'roles.pop(user, None)', more = '' }): string => `
  # file: app.py
  import psycopg
  from flask import Flask, jsonify, request
  app = Flask(__name__)
  database = psycopg.connect("postgresql://db/shop")
  roles = {}
  def role_of(user):
      if user in roles:
          return roles[user]
      cursor = database.cursor()
      cursor.execute("select role from users where id = %s", (user,))
      row = cursor.fetchone()
      roles[user] = row
      return row
  @app.route("/roles/<user>")
  def show(user):
      return jsonify(role_of(user))
  @app.route("/roles/<user>", methods=["PUT"])
  def change(user):
      cursor = database.cursor()
      cursor.execute("update users set role = %s where id = %s", (request.json["role"], user))
      ${drops}
      return "", 204
  ${more}
`;
const markedPython = (text: string): string =>
  text.replace('  roles = {}\n', '  roles = {}\n  ^^^^^ cache-local-incoherent\n');

/** Settings that are loaded when the process starts, and anew by whoever changes them. */
const settings = ({
  change = 'await load();',
  more = '',
  asks = 'res.json({ title: settings.title })',
  declared = 'const settings = {};',
}): string => `
  // file: src/app.ts
  import express from 'express';
  import { PrismaClient } from '@prisma/client';
  const prisma = new PrismaClient();
  ${declared}
  async function load() {
    const row = await prisma.settings.findFirst();
    settings.title = row.title;
    settings.limit = Number(row.limit);
  }
  const app = express();
  app.get('/title', (req, res) => ${asks});
  app.post('/settings', async (req, res) => {
    await prisma.settings.update({ where: { id: 1 }, data: { title: req.body.title } });
    ${change}
    res.end();
  });
  ${more}
  async function start() {
    await load();
    app.listen(3000);
  }
  void start();
`;
const loaded = 'const settings = {};\n  //    ^^^^^^^^ cache-local-incoherent';

const silent: readonly RuleCase[] = [
  { name: 'settings that only the start loads', gate: 'none', files: settings({ change: '' }) + three },
  {
    name: 'settings that a clock of each instance loads anew',
    gate: 'none',
    files: settings({ more: 'setInterval(load, 60_000);' }) + three,
  },
  {
    name: 'settings that whoever asks loads anew',
    gate: 'none',
    files: settings({ more: "app.get('/all', async (req, res) => { await load(); res.json(settings); });" }) + three,
  },
  {
    name: 'settings that a request loads beside a write to another table',
    gate: 'none',
    files:
      settings({ change: '' }).replace(
        'app.post(',
        "app.post('/orders', async (req, res) => { await prisma.order.create({ data: req.body }); await load(); res.end(); });\n  app.post(",
      ) + three,
  },
  {
    name: 'settings of which all instances are told',
    gate: 'shared',
    files:
      settings({ change: "await load(); await redis.publish('settings', '');" }).replace(
        'const prisma',
        "import { Redis } from 'ioredis';\n  const redis = new Redis(process.env.REDIS_URL);\n  const prisma",
      ) + three,
  },
  { name: 'settings that no request asks', gate: 'role', files: settings({ asks: 'res.end()' }) + three },
  { name: 'nothing drops an entry', gate: 'none', files: users({ changes: '' }) + three },
  {
    name: 'an entry goes when it is old, and no write drops it',
    gate: 'none',
    files:
      users({
        changes: '',
        asks: 'if (Date.now() > oldest) users.clear();',
        cache: 'const users = new Map();\n  let oldest = 0;',
      }) + three,
  },
  {
    name: 'what drops an entry writes nothing',
    gate: 'role',
    files: users({ changes: '', more: "app.post('/forget', (req, res) => { users.clear(); res.end(); });" }) + three,
  },
  {
    name: 'a message tells all instances to drop it',
    gate: 'shared',
    files:
      users({
        cache:
          "const users = new Map();\n  const redis = new Redis();\n  const told = new Redis();\n  told.subscribe('users');\n  told.on('message', (channel, id) => users.delete(id));",
        changes: "await redis.publish('users', req.params.id);\n    users.delete(req.params.id);",
      }).replace('import express', "import { Redis } from 'ioredis';\n  import express") + three,
  },
  {
    name: 'who subscribes drops it as well, and somebody else publishes',
    gate: 'shared',
    files:
      users({
        cache:
          "const users = new Map();\n  const forget = (id) => users.delete(id);\n  bus.subscribe('users', (id) => forget(id));",
        changes: "await announce('users', req.params.id);\n    forget(req.params.id);",
      }).replace('import express', "import { announce, bus } from '@shop/bus';\n  import express") + three,
  },
  {
    name: 'copies of what another service says, which the program cannot change',
    gate: 'none',
    files: `
  // file: src/app.ts
  import express from 'express';
  import { Pool } from 'pg';
  const pool = new Pool();
  const rates = new Map();
  const app = express();
  app.get('/rates/:day', async (req, res) => {
    if (rates.has(req.params.day)) return res.json(rates.get(req.params.day));
    const answer = await fetch('https://rates.example.com/' + req.params.day);
    const rate = await answer.json();
    rates.set(req.params.day, rate);
    res.json(rate);
  });
  app.post('/days', async (req, res) => {
    await pool.query('insert into days values ($1)', [req.body.day]);
    rates.clear();
    res.end();
  });
  app.listen(3000);
  ${three}`,
  },
  {
    name: 'made for each request',
    gate: 'none',
    files: `
  // file: src/app.ts
  import express from 'express';
  import { Pool } from 'pg';
  const pool = new Pool();
  const app = express();
  app.put('/users/:id', async (req, res) => {
    const users = new Map();
    const { rows } = await pool.query('select * from users where id = $1', [req.params.id]);
    users.set(req.params.id, rows[0]);
    await pool.query('update users set name = $2 where id = $1', [req.params.id, req.body.name]);
    users.delete(req.params.id);
    res.json([...users.values()]);
  });
  app.listen(3000);
  ${three}`,
  },
  {
    name: 'loaded anew for each request, whatever is there',
    gate: 'none',
    files: `
  // file: src/app.ts
  import express from 'express';
  import { Pool } from 'pg';
  const pool = new Pool();
  let token = null;
  const app = express();
  app.get('/mails', async (req, res) => {
    const { rows } = await pool.query('select token from accounts');
    token = rows[0].token;
    res.json(await mailsWith(token));
  });
  app.delete('/account', async (req, res) => {
    await pool.query('delete from accounts');
    token = null;
    res.end();
  });
  app.listen(3000);
  ${three}`,
  },
  {
    name: 'copies of another database than the one that is written',
    gate: 'role',
    files:
      users({ changes: "await orders.query('update shops set address = ?', [req.body.address]);\n    users.clear();" })
        .replace("await pool.query('update users set name = $2 where id = $1', [req.params.id, req.body.name]);", '')
        .replace(
          'import express',
          "import { createPool } from 'mysql2/promise';\n  const orders = createPool(process.env.ORDERS_URL);\n  import express",
        ) + three,
  },
  {
    name: 'a clock drops them on every instance',
    gate: 'role',
    files:
      users({
        changes: '',
        more: "setInterval(async () => { await pool.query('delete from users where gone'); users.clear(); }, 60000);",
      }) + three,
  },
  {
    name: 'the oldest goes when there are too many',
    gate: 'none',
    files:
      users({
        changes: '',
        asks: "if (users.size > 1000) users.delete(users.keys().next().value);\n    await pool.query('update users set seen = now()');",
      }) + three,
  },
  {
    name: 'only a script asks and drops',
    gate: 'scope',
    files: users({}).replace('src/app.ts', 'scripts/app.ts'),
  },
  { name: 'a test', gate: 'scope', files: users({}).replace('src/app.ts', 'test/app.ts') },
  { name: 'Python: nothing drops an entry', gate: 'none', files: python({ drops: 'pass' }) + four },
  {
    name: 'Python: all are told by Redis',
    gate: 'shared',
    files:
      python({ drops: 'roles.pop(user, None)\n      broker.publish("roles", user)' }).replace(
        '  roles = {}',
        '  import redis\n  broker = redis.Redis()\n  roles = {}',
      ) + four,
  },
];

const noDrop = { name: 'nothing is dropped', replace: [['users.delete(req.params.id);', '']] } as const;

const found: readonly RuleCase[] = [
  {
    name: 'settings that a change loads anew on the instance that made it',
    files: settings({ declared: loaded }) + three,
    expect: [
      {
        severity: 'warning',
        situation: 'many',
        says: [
          'What one instance changes, every other goes on giving out as it was, from `settings`.',
          'loads its own `settings` anew alone',
          'Tell all instances to load it anew',
        ],
      },
    ],
    silentWhen: [
      { name: 'nothing loads it anew', replace: [['} });\n    await load();', '} });']] },
      { name: 'only the start changes it', replace: [["app.post('/settings', ", 'unused(']] },
    ],
  },
  {
    name: 'one value that a change loads anew, behind a step of its own',
    files: `
  // file: src/app.ts
  import express from 'express';
  import { Pool } from 'pg';
  const pool = new Pool();
  let roles = [];
  //  ^^^^^ cache-local-incoherent
  async function load() {
    const { rows } = await pool.query('select * from roles');
    roles = rows;
  }
  async function add(role) {
    await pool.query('insert into roles (name) values ($1)', [role]);
    await load();
  }
  const app = express();
  app.get('/roles', (req, res) => res.json(roles));
  app.post('/roles', async (req, res) => { await add(req.body.name); res.end(); });
  load().then(() => app.listen(3000));
${three}`,
    expect: [{ severity: 'warning' }],
    silentWhen: [
      {
        name: 'nothing is written',
        replace: [["await pool.query('insert into roles (name) values ($1)', [role]);", '']],
      },
    ],
  },
  {
    name: 'a change drops the copy of the instance that made it',
    files: users({ cache: kept }) + three,
    expect: [
      {
        severity: 'warning',
        situation: 'many',
        says: [
          'What one instance changes, every other goes on giving out as it was, from `users`.',
          'Each of 3 instances (compose.yaml:6) drops entries of its own `users` alone.',
          'by a message through a broker',
        ],
      },
    ],
    silentWhen: [
      noDrop,
      {
        name: 'nothing is written',
        replace: [
          ["await pool.query('update users set name = $2 where id = $1', [req.params.id, req.body.name]);", ''],
        ],
      },
      { name: 'no request leads to the change', replace: [["app.put('/users/:id', ", 'unused(']] },
    ],
  },
  {
    name: 'nothing says how many run',
    files: users({ cache: kept }),
    expect: [{ severity: 'warning', situation: 'assumed', says: ['With 2 instances, what one changes'] }],
    silentWhen: [noDrop],
  },
  {
    name: 'one that is declared',
    files: users({ cache: kept }) + three.replace('replicas: 3', 'replicas: 1'),
    expect: [{ severity: 'note', situation: 'one' }],
    silentWhen: [noDrop],
  },
  {
    name: 'a change drops all of them',
    files: users({ cache: kept, changes: 'users.clear();' }) + three,
    expect: [{ severity: 'warning' }],
    silentWhen: [{ name: 'nothing is dropped', replace: [['users.clear();', '']] }],
  },
  {
    name: 'a function drops it that those who write call',
    files:
      users({
        cache: `${kept}\n  function forget(id) { users.delete(id); }`,
        changes: 'forget(req.params.id);',
      }) + three,
    expect: [{ severity: 'warning' }],
    silentWhen: [{ name: 'nobody calls it', replace: [['forget(req.params.id);', '']] }],
  },
  {
    name: 'an object that serves all requests keeps them',
    files: `
  // file: src/settings.ts
  import { Pool } from 'pg';
  const pool = new Pool();
  export class Settings {
    kept = new Map();
  //^^^^ cache-local-incoherent
    async read(shop) {
      const known = this.kept.get(shop);
      if (known) return known;
      const { rows } = await pool.query('select * from settings where shop = $1', [shop]);
      this.kept.set(shop, rows[0]);
      return rows[0];
    }
    async write(shop, value) {
      await pool.query('update settings set value = $2 where shop = $1', [shop, value]);
      this.kept.delete(shop);
    }
  }
  // file: src/app.ts
  import express from 'express';
  import { Settings } from './settings.ts';
  const settings = new Settings();
  const app = express();
  app.get('/settings/:shop', async (req, res) => res.json(await settings.read(req.params.shop)));
  app.put('/settings/:shop', async (req, res) => {
    await settings.write(req.params.shop, req.body);
    res.end();
  });
  app.listen(3000);
  ${three}`,
    expect: [{ severity: 'warning' }],
    silentWhen: [
      {
        name: 'each request makes one',
        replace: [
          ['const settings = new Settings();', ''],
          ['await settings.read', 'await new Settings().read'],
          ['await settings.write', 'await new Settings().write'],
        ],
      },
      { name: 'nothing is dropped', replace: [['this.kept.delete(shop);', '']] },
    ],
  },
  {
    name: 'one value that is loaded again after a change',
    files: `
  // file: src/app.ts
  import express from 'express';
  import { Pool } from 'pg';
  const pool = new Pool();
  let settings = null;
  //  ^^^^^^^^ cache-local-incoherent
  async function read() {
    if (settings === null) {
      const { rows } = await pool.query('select * from settings');
      settings = rows[0];
    }
    return settings;
  }
  const app = express();
  app.get('/settings', async (req, res) => res.json(await read()));
  app.put('/settings', async (req, res) => {
    await pool.query('update settings set title = $1', [req.body.title]);
    settings = null;
    res.end();
  });
  app.listen(3000);
  ${three}`,
    expect: [{ severity: 'warning' }],
    silentWhen: [{ name: 'it is never dropped', replace: [['settings = null;\n    res.end', 'res.end']] }],
  },
  {
    name: 'a cache of a library, bounded and with an age',
    files:
      users({
        cache:
          'const users = new LRUCache({ max: 500, ttl: 3600000 });\n  //                ^^^^^^^^ cache-local-incoherent',
      }).replace('import express', "import { LRUCache } from 'lru-cache';\n  import express") + three,
    expect: [{ severity: 'warning' }],
    silentWhen: [noDrop],
  },
  {
    name: 'each copy ends within a minute',
    files:
      users({
        cache:
          'const users = new LRUCache({ max: 500, ttl: 30 * 1000 });\n  //                ^^^^^^^^ cache-local-incoherent',
      }).replace('import express', "import { LRUCache } from 'lru-cache';\n  import express") + three,
    expect: [{ severity: 'note', situation: 'many' }],
    silentWhen: [noDrop],
  },
  {
    name: 'a cache of a library in a field of an object',
    files: `
  // file: src/members.ts
  import { Pool } from 'pg';
  import { LRUCache } from 'lru-cache';
  const pool = new Pool();
  class Members {
    constructor() {
      this.kept = new LRUCache({ max: 500 });
      //              ^^^^^^^^ cache-local-incoherent
    }
    async read(team) {
      let members = this.kept.get(team);
      if (!members) {
        members = (await pool.query('select * from members where team = $1', [team])).rows;
        this.kept.set(team, members);
      }
      return members;
    }
    async add(team, member) {
      await pool.query('insert into members values ($1, $2)', [team, member]);
      this.kept.delete(team);
    }
  }
  export const members = new Members();
  // file: src/app.ts
  import express from 'express';
  import { members } from './members.ts';
  const app = express();
  app.get('/members/:team', async (req, res) => res.json(await members.read(req.params.team)));
  app.post('/members/:team', async (req, res) => {
    await members.add(req.params.team, req.body.member);
    res.end();
  });
  app.listen(3000);
  ${three}`,
    expect: [{ severity: 'warning' }],
    silentWhen: [{ name: 'nothing is dropped', replace: [['this.kept.delete(team);', '']] }],
  },
  {
    name: 'a library that drops by a name of its own',
    files:
      users({
        cache: 'const users = new NodeCache({ stdTTL: 600 });\n  //                ^^^^^^^^^ cache-local-incoherent',
        changes: 'users.del(req.params.id);',
      }).replace('import express', "import NodeCache from 'node-cache';\n  import express") + three,
    expect: [{ severity: 'warning' }],
    silentWhen: [{ name: 'nothing is dropped', replace: [['users.del(req.params.id);', '']] }],
  },
  {
    name: 'Python: a cache of a library',
    files:
      python({})
        .replace('  roles = {}', '  roles = TTLCache(maxsize=500, ttl=600)\n  #       ^^^^^^^^ cache-local-incoherent')
        .replace('import psycopg', 'import psycopg\n  from cachetools import TTLCache') + four,
    expect: [{ severity: 'warning' }],
    silentWhen: [{ name: 'nothing is dropped', replace: [['roles.pop(user, None)', 'pass']] }],
  },
  {
    name: 'Python: roles of users',
    files: markedPython(python({})) + four,
    expect: [{ severity: 'warning', says: ['Each of 4 instances'] }],
    silentWhen: [{ name: 'nothing is dropped', replace: [['roles.pop(user, None)', 'pass']] }],
  },
  {
    name: 'Python: all of them are dropped',
    files: markedPython(python({ drops: 'roles.clear()' })) + four,
    expect: [{ severity: 'warning' }],
    silentWhen: [
      { name: 'nothing is written', replace: [['"update users set role = %s where id = %s"', '"select 1"']] },
    ],
  },
  {
    name: 'Python: an entry is deleted by its key',
    files: markedPython(python({ drops: 'if user in roles:\n          del roles[user]' })) + four,
    expect: [{ severity: 'warning' }],
    silentWhen: [{ name: 'it stands in a test', replace: [['# file: app.py', '# file: tests/app.py']] }],
  },
];

checkRule(rule, [...silent, ...found]);
