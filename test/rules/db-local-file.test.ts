import { rule } from '../../src/rules/storage/db-local-file.ts';
import { checkRule, type RuleCase } from './check-rule.ts';

/** A server of orders whose database is opened by what stands at its head. */
const shop = (head: string, body = orders): string => `
  // file: src/app.ts
  import express from 'express';
${head}
  const app = express();
  app.use(express.json());
${body}
  app.listen(3000);
`;

const orders = `
  app.post('/orders', (request, response) => {
    db.prepare('INSERT INTO orders (sku) VALUES (?)').run(request.body.sku);
    response.send('placed');
  });
  app.get('/orders', (request, response) => response.json(db.prepare('SELECT sku FROM orders').all()));
`;

const compose = (lines = ''): string => `
  # file: compose.yaml
  services:
    shop:
      build: .
      command: node src/app.ts
      deploy:
        replicas: 3
${lines}
`;

const three = compose();

const deployment = (spec: string, volumes: string): string => `
  # file: deploy/shop.yaml
  apiVersion: apps/v1
  kind: Deployment
  metadata: { name: shop }
  spec:
    ${spec}
    template:
      spec:
        containers:
          - name: shop
            image: shop
            command: ['node', 'src/app.ts']
            ${volumes}
`;

const open = (rest: string): string =>
  shop(`
  import Database from 'better-sqlite3';
  const db = new Database(${rest});`);

const client = (given = ''): string =>
  shop(
    `
  import { PrismaClient } from '@prisma/client';
  const db = new PrismaClient(${given});`,
    `
  app.post('/orders', async (request, response) => {
    await db.order.create({ data: { sku: request.body.sku } });
    response.send('placed');
  });
`,
  );

const schema = (provider: string, url: string, folder = 'prisma'): string => `
  // file: ${folder}/schema.prisma
  generator client {
    provider = "prisma-client-js"
  }
  datasource db {
    provider = "${provider}"
    url      = ${url}
  }
  model Order { id Int @id @default(autoincrement()) }
`;

const silent: readonly RuleCase[] = [
  {
    name: 'a generated client whose schema names a server',
    gate: 'none',
    files: client() + schema('postgresql', 'env("DATABASE_URL")') + three,
  },
  {
    name: 'schemas of two engines of which a build takes one',
    gate: 'guard',
    files:
      client() + schema('sqlite', '"file:./shop.db"') + schema('mysql', 'env("DATABASE_URL")', 'prisma-mysql') + three,
  },
  {
    name: 'a generated client that is given an adapter',
    gate: 'none',
    files: client('{ adapter: chosen }') + schema('sqlite', '"file:./shop.db"') + three,
  },
  {
    name: 'a schema of a file whose address is set to that of a server',
    gate: 'guard',
    files: `${client()}${schema('sqlite', 'env("DATABASE_URL")')}${compose('      environment: { DATABASE_URL: "postgres://db/shop" }')}`,
  },
  {
    name: 'a file of a schema, one instance, and a volume for what it keeps',
    gate: 'topology',
    files: `${client()}${schema('sqlite', '"file:../data/shop.db"')}${compose('      volumes: ["data:/data"]').replace('replicas: 3', 'replicas: 1')}`,
  },
  { name: 'a database in memory', gate: 'lifetime', files: open(`':memory:'`) + three },
  { name: 'a database without a name', gate: 'lifetime', files: open(`''`) + three },
  {
    name: 'a database in memory, by its address',
    gate: 'lifetime',
    files: open(`'file::memory:?cache=shared'`) + three,
  },
  {
    name: 'a file in the folder for what does not last',
    gate: 'lifetime',
    files:
      shop(`
  import os from 'node:os';
  import path from 'node:path';
  import Database from 'better-sqlite3';
  const db = new Database(path.join(os.tmpdir(), 'orders.db'));`) + three,
  },
  {
    name: 'a file that is opened for reading alone',
    gate: 'role',
    files: open(`'orders.db', { readonly: true }`) + three,
  },
  { name: 'the same by the address', gate: 'role', files: open(`'file:orders.db?mode=ro'`) + three },
  {
    name: 'the same by a constant of the package',
    gate: 'role',
    files:
      shop(
        `
  import sqlite3 from 'sqlite3';
  const db = new sqlite3.Database('orders.db', sqlite3.OPEN_READONLY);`,
        `app.get('/orders', (request, response) => db.all('SELECT sku FROM orders', (error, rows) => response.json(rows)));`,
      ) + three,
  },
  {
    name: 'a file that ships with the code and is only read',
    gate: 'role',
    files:
      shop(
        `
  import Database from 'better-sqlite3';
  const db = new Database('data/countries.db');`,
        `app.get('/countries', (request, response) => response.json(db.prepare('SELECT name FROM countries').all()));`,
      ) + three,
  },
  {
    name: 'a file that is filled while the process starts',
    gate: 'role',
    files:
      shop(
        `
  import Database from 'better-sqlite3';
  const db = new Database('data/countries.db');
  db.exec("INSERT INTO countries (name) VALUES ('Chile')");`,
        `app.get('/countries', (request, response) => response.json(db.prepare('SELECT name FROM countries').all()));`,
      ) + three,
  },
  { name: 'a cache, by its name', gate: 'role', files: open(`'data/page-cache.db'`) + three },
  { name: 'an index for searching, by its name', gate: 'role', files: open(`'data/search.db'`) + three },
  {
    name: 'a file that a request brings',
    gate: 'role',
    files:
      shop(
        `
  import Database from 'better-sqlite3';`,
        `app.post('/tables', (request, response) => {
           const db = new Database(request.body.path);
           db.exec('DELETE FROM drafts');
           response.json(db.prepare('SELECT name FROM sqlite_master').all());
         });`,
      ) + three,
  },
  {
    name: 'a script beside the server',
    gate: 'scope',
    files: `${shop('', `app.get('/', (request, response) => response.send('shop'));`)}
  // file: scripts/import.ts
  import Database from 'better-sqlite3';
  const db = new Database('orders.db');
  db.exec('DELETE FROM orders');
${three}`,
  },
  {
    name: 'a test',
    gate: 'scope',
    files: `${shop('', `app.get('/', (request, response) => response.send('shop'));`)}
  // file: test/orders.test.ts
  import Database from 'better-sqlite3';
  const db = new Database('orders.db');
  db.exec('DELETE FROM orders');
${three}`,
  },
  {
    name: 'a desktop application',
    gate: 'scope',
    files: `
  // file: package.json
  { "name": "shop", "main": "src/app.ts", "scripts": { "start": "node src/app.ts" }, "dependencies": { "express": "5", "better-sqlite3": "12", "electron": "38" } }
${open(`'orders.db'`)}`,
  },
  {
    name: 'a server’s address that begins with libsql',
    gate: 'none',
    files:
      shop(
        `
  import { createClient } from '@libsql/client';
  const db = createClient({ url: 'libsql://shop.turso.io' });`,
        `app.post('/orders', async (request, response) => { await db.execute('INSERT INTO orders DEFAULT VALUES'); response.send('placed'); });`,
      ) + three,
  },
  {
    name: 'a copy of a server’s database',
    gate: 'role',
    files:
      shop(
        `
  import { createClient } from '@libsql/client';
  const db = createClient({ url: 'file:copy.db', syncUrl: process.env.SYNC_URL });`,
        `app.post('/orders', async (request, response) => { await db.execute('INSERT INTO orders DEFAULT VALUES'); response.send('placed'); });`,
      ) + three,
  },
  {
    name: 'an address from the environment alone',
    gate: 'none',
    files:
      shop(
        `
  import { createClient } from '@libsql/client';
  const db = createClient({ url: process.env.DATABASE_URL });`,
        `app.post('/orders', async (request, response) => { await db.execute('INSERT INTO orders DEFAULT VALUES'); response.send('placed'); });`,
      ) + three,
  },
  {
    name: 'a file that is only what is taken where no server is named, and the deployment names one',
    gate: 'guard',
    files:
      shop(
        `
  import { createClient } from '@libsql/client';
  const db = createClient({ url: process.env.DATABASE_URL ?? 'file:app.db' });`,
        `app.post('/orders', async (request, response) => { await db.execute('INSERT INTO orders DEFAULT VALUES'); response.send('placed'); });`,
      ) +
      compose(`
      environment:
        DATABASE_URL: https://db.example.org`),
  },
  {
    name: 'a condition chooses between the file and a server',
    gate: 'guard',
    files:
      shop(
        `
  import knex from 'knex';
  import { settings } from './settings.ts';
  const db = settings.url
    ? knex({ client: 'pg', connection: settings.url })
    : knex({ client: 'better-sqlite3', connection: { filename: 'orders.db' } });`,
        `app.post('/orders', async (request, response) => { await db('orders').insert(request.body); response.send('placed'); });`,
      ) + three,
  },
  {
    name: 'options of both kinds stand beside each other',
    gate: 'guard',
    files:
      shop(
        `
  import { DataSource } from 'typeorm';
  const small = { type: 'better-sqlite3', database: 'orders.db' } as const;
  const large = { type: 'postgres', url: process.env.DATABASE_URL } as const;
  const db = new DataSource(process.env.SMALL ? small : large);`,
        `app.post('/orders', async (request, response) => { await db.query('INSERT INTO orders DEFAULT VALUES'); response.send('placed'); });`,
      ) + three,
  },
  {
    name: 'the file is for development alone',
    gate: 'guard',
    files:
      shop(`
  import Database from 'better-sqlite3';
  import { opened } from './server.ts';
  let db = opened;
  if (process.env.NODE_ENV !== 'production') db = new Database('orders.db');`) + three,
  },
  {
    name: 'one instance with a volume that outlives it',
    gate: 'topology',
    files:
      open(`'/data/orders.db'`) +
      deployment(
        'replicas: 1',
        `volumeMounts: [{ name: data, mountPath: /data }]
        volumes: [{ name: data, persistentVolumeClaim: { claimName: data } }]`,
      ),
  },
  {
    name: 'one instance whose file is carried to object storage',
    gate: 'topology',
    files: `${open(`'/data/orders.db'`)}
  # file: Dockerfile
  FROM node:24
  COPY . .
  CMD ["litestream", "replicate", "-exec", "node src/app.ts"]
${deployment('replicas: 1', '')}`,
  },
];

const hits: readonly RuleCase[] = [
  {
    name: 'a literal path',
    files: `
  // file: src/app.ts
  import express from 'express';
  import Database from 'better-sqlite3';
  const db = new Database('data/orders.db');
  //             ^^^^^^^^ db-local-file
  const app = express();
  app.post('/orders', (request, response) => {
    db.prepare('INSERT INTO orders (sku) VALUES (?)').run(request.body.sku);
    response.send('placed');
  });
  app.listen(3000);
${three}`,
    expect: [
      {
        severity: 'error',
        situation: 'many',
        confidence: 'high',
        says: [
          'What one instance stores another does not know: the database is the file `data/orders.db`.',
          'Each of 3 instances (compose.yaml:6) opens its own `data/orders.db`.',
          'a database server that all instances share, such as PostgreSQL',
        ],
        symbol: 'database data/orders.db',
      },
    ],
    silentWhen: [
      { name: 'it is in memory', replace: [[`'data/orders.db'`, `':memory:'`]] },
      {
        name: 'nothing is put into it',
        replace: [['INSERT INTO orders (sku) VALUES (?)', 'SELECT sku FROM orders WHERE sku = ?']],
      },
    ],
  },
  {
    name: 'nothing says how many instances run',
    files: `
  // file: src/app.js
  const express = require('express');
  const sqlite3 = require('sqlite3').verbose();
  const db = new sqlite3.Database('./orders.db');
  //                     ^^^^^^^^ db-local-file
  const app = express();
  app.post('/orders', (request, response) => db.run('INSERT INTO orders DEFAULT VALUES', () => response.send('placed')));
  app.listen(3000);
`,
    expect: [
      {
        severity: 'warning',
        situation: 'assumed',
        says: [
          'With 2 instances, what one stores another does not know: the database is the file `orders.db`.',
          'Each opens its own `orders.db`.',
        ],
      },
    ],
    silentWhen: [{ name: 'it only reads', replace: [['INSERT INTO orders DEFAULT VALUES', 'SELECT sku FROM orders']] }],
  },
  {
    name: 'a joined path, opened by a function of another file that keeps it',
    files: `
  // file: src/app.ts
  import express from 'express';
  import { database } from './database.ts';
  const app = express();
  app.post('/orders', (request, response) => {
    database().prepare('INSERT INTO orders DEFAULT VALUES').run();
    response.send('placed');
  });
  app.listen(3000);
  // file: src/database.ts
  import path from 'node:path';
  import { DatabaseSync } from 'node:sqlite';
  import { settings } from './settings.ts';
  let opened: DatabaseSync | undefined;
  export function database(): DatabaseSync {
    opened ??= new DatabaseSync(path.join(settings.folder, 'orders.db'));
    //             ^^^^^^^^^^^^ db-local-file
    return opened;
  }
  // file: src/settings.ts
  import path from 'node:path';
  export const settings = { folder: path.join(import.meta.dirname, '..', 'data') };
${three}`,
    expect: [{ severity: 'error', says: ['orders.db`'] }],
    silentWhen: [
      { name: 'it is opened for reading alone', replace: [[`'orders.db'))`, `'orders.db'), { readOnly: true })`]] },
    ],
  },
  {
    name: 'a client of several databases by the option that names its engine',
    files: `
  // file: src/app.ts
  import express from 'express';
  import knex from 'knex';
  import { options } from './options.ts';
  const db = knex(options);
  const app = express();
  app.post('/orders', async (request, response) => { await db('orders').insert(request.body); response.send('placed'); });
  app.listen(3000);
  // file: src/options.ts
  export const options = { client: 'better-sqlite3', connection: { filename: 'orders.db' }, useNullAsDefault: true };
  //                       ^^^^^^ db-local-file
${three}`,
    expect: [{ severity: 'error', says: ['the file `orders.db`'], related: ['src/app.ts:4'] }],
    silentWhen: [{ name: 'the engine is a server', replace: [[`'better-sqlite3'`, `'pg'`]] }],
  },
  {
    name: 'options of which a name of the environment chooses one',
    files:
      shop(`
  import { DataSource } from 'typeorm';
  const isServer = process.env.DB_TYPE === 'postgres';
  const server = { type: 'postgres', host: process.env.DB_HOST };
  const file = { type: 'better-sqlite3', database: 'data/orders.db' };
  const db = new DataSource(isServer ? server : file);
  //             ^^^^^^^^^^ db-local-file
`) + three,
    expect: [{ severity: 'note', says: ['Unless `DB_TYPE` is set'] }],
    silentWhen: [
      { name: 'the server stands where nothing is set', replace: [["=== 'postgres'", "!== 'sqlite'"]] },
      { name: 'something else decides', replace: [["process.env.DB_TYPE === 'postgres'", 'isLarge()']] },
    ],
  },
  {
    name: 'keys and values in a file',
    files:
      shop(
        `
  import KeyvSqlite from '@keyv/sqlite';
  import Keyv from 'keyv';
  const store = new Keyv({ store: new KeyvSqlite('sqlite://data/tokens.sqlite') });
  //                                  ^^^^^^^^^^ db-local-file
`,
        `
  app.post('/tokens', async (request, response) => {
    await store.set(request.body.name, request.body.token);
    response.send('kept');
  });`,
      ) + three,
    expect: [{ severity: 'error', says: ['the file `data/tokens.sqlite`'] }],
    silentWhen: [{ name: 'its name says that it is a cache', replace: [['tokens.sqlite', 'cache.sqlite']] }],
  },
  {
    name: 'a dialect and where it is stored',
    files: `
  // file: src/app.js
  import express from 'express';
  import { Sequelize } from 'sequelize';
  const db = new Sequelize({ dialect: 'sqlite', storage: './data/orders.sqlite' });
  //             ^^^^^^^^^ db-local-file
  const app = express();
  app.post('/orders', async (request, response) => { await db.query('INSERT INTO orders DEFAULT VALUES'); response.send('placed'); });
  app.listen(3000);
${three}`,
    expect: [{ severity: 'error', says: ['the file `data/orders.sqlite`'] }],
    silentWhen: [
      { name: 'the dialect is a server’s', replace: [[`'sqlite', storage`, `'mysql', host`]] },
      { name: 'it is stored in memory', replace: [[`'./data/orders.sqlite'`, `':memory:'`]] },
    ],
  },
  {
    name: 'an engine that the environment may change',
    files: `
  // file: src/app.ts
  import express from 'express';
  import { DataSource } from 'typeorm';
  const db = new DataSource({ type: process.env.DB_TYPE || 'better-sqlite3', database: process.env.DB_NAME || 'orders.db' });
  //             ^^^^^^^^^^ db-local-file
  const app = express();
  app.post('/orders', async (request, response) => { await db.query('INSERT INTO orders DEFAULT VALUES'); response.send('placed'); });
  app.listen(3000);
${compose(`
      environment: { LOG_LEVEL: info }`)}`,
    expect: [
      {
        severity: 'note',
        confidence: 'medium',
        says: [
          'Unless `DB_TYPE` is set, what one instance stores another does not know: it goes to the file `orders.db`.',
          'Set `DB_TYPE` to a database server',
        ],
      },
    ],
    silentWhen: [{ name: 'a deployment file sets it', replace: [['LOG_LEVEL: info', 'DB_TYPE: postgres']] }],
  },
  {
    name: 'an address that the environment may change',
    files: `
  // file: src/app.ts
  import express from 'express';
  import { createClient } from '@libsql/client';
  const db = createClient({ url: process.env.DATABASE_URL ?? 'file:app.db' });
  //         ^^^^^^^^^^^^ db-local-file
  const app = express();
  app.post('/orders', async (request, response) => { await db.execute('INSERT INTO orders DEFAULT VALUES'); response.send('placed'); });
  app.listen(3000);
${compose(`
      environment: { LOG_LEVEL: info }`)}`,
    expect: [{ severity: 'note', says: ['Unless `DATABASE_URL` is set'] }],
    silentWhen: [
      {
        name: 'it is set to a server’s address',
        replace: [['LOG_LEVEL: info', 'DATABASE_URL: https://db.example.org']],
      },
      { name: 'it is set from a secret', replace: [['LOG_LEVEL: info', 'DATABASE_URL: "${DATABASE_URL}"']] },
    ],
  },
  {
    name: 'a database of documents',
    files: `
  // file: src/app.ts
  import express from 'express';
  import { JSONFilePreset } from 'lowdb/node';
  const db = await JSONFilePreset('orders.json', { orders: [] });
  //               ^^^^^^^^^^^^^^ db-local-file
  const app = express();
  app.post('/orders', async (request, response) => {
    await db.update(({ orders }) => orders.push(request.body));
    response.send('placed');
  });
  app.listen(3000);
${three}`,
    expect: [{ severity: 'error', says: ['the file `orders.json`'] }],
    silentWhen: [{ name: 'it is a cache', replace: [['orders.json', 'cache.json']] }],
  },
  {
    name: 'several files that one module opens are one database',
    files: `
  // file: src/app.js
  const express = require('express');
  const { customers, orders } = require('./stores');
  const app = express();
  app.post('/orders', (request, response) => orders.insert(request.body, () => response.send('placed')));
  app.get('/customers', (request, response) => customers.find({}, (error, all) => response.json(all)));
  app.listen(3000);
  // file: src/stores.js
  const Datastore = require('@seald-io/nedb');
  exports.orders = new Datastore({ filename: 'data/orders.nedb', autoload: true });
  //                   ^^^^^^^^^ db-local-file
  exports.customers = new Datastore({ filename: 'data/customers.nedb', autoload: true });
${three}`,
    expect: [{ severity: 'error', says: ['`data/orders.nedb`'], related: ['src/stores.js:3'] }],
    silentWhen: [{ name: 'they are kept in memory', replace: [['autoload: true', 'inMemoryOnly: true']] }],
  },
  {
    name: 'one path that two modules open is one database',
    files: `
  // file: src/app.ts
  import express from 'express';
  import Database from 'better-sqlite3';
  import './clean.ts';
  const db = new Database('data/orders.db');
  //             ^^^^^^^^ db-local-file
  const app = express();
  app.post('/orders', (request, response) => {
    db.prepare('INSERT INTO orders (sku) VALUES (?)').run(request.body.sku);
    response.send('placed');
  });
  app.listen(3000);
  // file: src/clean.ts
  import Database from 'better-sqlite3';
  const old = new Database('data/orders.db');
  setInterval(() => old.exec("DELETE FROM orders WHERE day < date('now', '-30 days')"), 86_400_000);
${three}`,
    expect: [{ severity: 'error', related: ['src/clean.ts:2'] }],
    silentWhen: [{ name: 'it is a cache', replace: [['orders.db', 'cache.db']] }],
  },
  {
    name: 'an opened file that a library makes statements for',
    files: `
  // file: src/app.ts
  import express from 'express';
  import { db } from './database.ts';
  import { orders } from './schema.ts';
  const app = express();
  app.post('/orders', async (request, response) => { await db.insert(orders).values(request.body); response.send('placed'); });
  app.listen(3000);
  // file: src/database.ts
  import Database from 'better-sqlite3';
  import { drizzle } from 'drizzle-orm/better-sqlite3';
  const file = new Database('orders.db');
  //               ^^^^^^^^ db-local-file
  export const db = drizzle(file);
${three}`,
    expect: [{ severity: 'error' }],
    silentWhen: [{ name: 'nothing makes statements', replace: [['drizzle(file)', 'file']] }],
  },
  {
    name: 'the library opens the file itself',
    files: `
  // file: src/app.ts
  import express from 'express';
  import { drizzle } from 'drizzle-orm/better-sqlite3';
  import { orders } from './schema.ts';
  const db = drizzle('orders.db');
  //         ^^^^^^^ db-local-file
  const app = express();
  app.post('/orders', async (request, response) => { await db.insert(orders).values(request.body); response.send('placed'); });
  app.listen(3000);
${three}`,
    expect: [{ severity: 'error', says: ['`orders.db`'] }],
    silentWhen: [{ name: 'it is in memory', replace: [[`'orders.db'`, `':memory:'`]] }],
  },
  {
    name: 'the one file of a program that is called index',
    files:
      open(`'data/index.sqlite'`).replace(
        /(const db = new Database.*)/,
        `$1
  //             ^^^^^^^^ db-local-file`,
      ) + three,
    expect: [{ severity: 'error' }],
    silentWhen: [{ name: 'it is one for searching', replace: [['index.sqlite', 'search-index.sqlite']] }],
  },
  {
    name: 'one instance whose disk goes with it',
    files: `${open(`'/data/orders.db'`).replace(
      `const db = new Database('/data/orders.db');`,
      `const db = new Database('/data/orders.db');
  //             ^^^^^^^^ db-local-file`,
    )}${deployment('replicas: 1', '')}`,
    expect: [
      {
        severity: 'warning',
        situation: 'one-at-deploy',
        says: ['A deploy or restart loses the database, because the file `/data/orders.db` goes with the instance.'],
      },
    ],
    silentWhen: [
      {
        name: 'nothing is put into it',
        replace: [['INSERT INTO orders (sku) VALUES (?)', 'SELECT sku FROM orders WHERE sku = ?']],
      },
    ],
  },
  {
    name: 'several instances and a volume that may be one',
    files: `${open(`'/data/orders.db'`).replace(
      `const db = new Database('/data/orders.db');`,
      `const db = new Database('/data/orders.db');
  //             ^^^^^^^^ db-local-file`,
    )}${deployment(
      'replicas: 2',
      `volumeMounts: [{ name: data, mountPath: /data }]
        volumes: [{ name: data, persistentVolumeClaim: { claimName: data } }]`,
    )}`,
    expect: [
      {
        severity: 'note',
        situation: 'many',
        says: ['one only for instances that mount the same volume', 'no database server either'],
        related: ['deploy/shop.yaml:12'],
      },
    ],
    silentWhen: [{ name: 'one instance is declared', replace: [['replicas: 2', 'replicas: 1']] }],
  },
  {
    name: 'a generated client whose schema names a file',
    files: `${client().replace(
      'new PrismaClient();',
      `new PrismaClient();
  //             ^^^^^^^^^^^^ db-local-file`,
    )}${schema('sqlite', '"file:../data/shop.db"')}${three}`,
    expect: [{ severity: 'error', says: ['the file `data/shop.db`'], related: ['prisma/schema.prisma:5'] }],
    silentWhen: [{ name: 'the schema names a server', replace: [['"sqlite"', '"postgresql"']] }],
  },
  {
    name: 'a generated client whose schema leaves the file to the environment',
    files: `${client().replace(
      'new PrismaClient();',
      `new PrismaClient();
  //             ^^^^^^^^^^^^ db-local-file`,
    )}${schema('sqlite', 'env("DATABASE_URL")')}${three}`,
    expect: [{ severity: 'error', says: ['the file of its own that `DATABASE_URL` names'] }],
    silentWhen: [
      {
        name: 'the client gets an adapter',
        replace: [['new PrismaClient()', 'new PrismaClient({ adapter: chosen })']],
      },
    ],
  },
  {
    name: 'several instances whose file is carried to object storage',
    files: `
  # file: Dockerfile
  FROM node:24
  COPY . .
  CMD ["litestream", "replicate", "-exec", "node src/app.ts"]
${open(`'/data/orders.db'`).replace(
  `const db = new Database('/data/orders.db');`,
  `const db = new Database('/data/orders.db');
  //             ^^^^^^^^ db-local-file`,
)}${three}`,
    expect: [{ severity: 'note', says: ['the copy of its file follows one writer'] }],
    silentWhen: [
      {
        name: 'nothing is put into it',
        replace: [['INSERT INTO orders (sku) VALUES (?)', 'SELECT sku FROM orders WHERE sku = ?']],
      },
    ],
  },
  {
    name: 'the count is that of the program which opens it',
    files: `
  // file: src/api.ts
  import express from 'express';
  const app = express();
  app.get('/', (request, response) => response.send('api'));
  app.listen(3000);
  // file: src/orders.ts
  import express from 'express';
  import Database from 'better-sqlite3';
  const db = new Database('orders.db');
  //             ^^^^^^^^ db-local-file
  const app = express();
  app.post('/orders', (request, response) => { db.prepare('INSERT INTO orders DEFAULT VALUES').run(); response.send('placed'); });
  app.listen(3001);
  # file: compose.yaml
  services:
    api: { build: ., command: node src/api.ts, deploy: { replicas: 5 } }
    orders: { build: ., command: node src/orders.ts, deploy: { replicas: 2 } }
`,
    expect: [{ severity: 'error', says: ['Each of 2 instances (compose.yaml:3)'] }],
    silentWhen: [{ name: 'it only reads', replace: [['INSERT INTO orders DEFAULT VALUES', 'SELECT sku FROM orders']] }],
  },
];

checkRule(rule, [...silent, ...hits]);
