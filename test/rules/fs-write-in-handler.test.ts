import { rule } from '../../src/rules/storage/fs-write-in-handler.ts';
import { checkRule, type RuleCase } from './check-rule.ts';
import { flask, shop } from './file-shops.ts';

const found: readonly RuleCase[] = [
  {
    name: 'a database in a file of JSON',
    files: shop(
      `  app.get('/orders', (request, response) => response.json(load()));
  app.post('/orders', (request, response) => {
    const orders = load();
    orders.push(request.body);
    writeFileSync(database, JSON.stringify(orders));
    ^^^^^^^^^^^^^ fs-write-in-handler
    response.send('ok');
  });
  function load() { return JSON.parse(readFileSync(database, 'utf8')); }`,
      `  const database = path.join(__dirname, '..', 'data', 'orders.json');`,
    ),
    expect: [
      {
        situation: 'assumed',
        says: [
          'Data is kept in `data/orders.json`',
          'With 2 instances each has a disk of its own.',
          'Keep it in a database',
        ],
      },
    ],
    silentWhen: [{ name: 'nobody else reads', replace: [[`response.json(load())`, `response.json([])`]] }],
  },
  {
    name: 'a function names the file for both',
    files: shop(
      `  app.post('/invoice/:id', async (request, response) => {
    await writeFile(fileOf(request.params.id), request.body);
    //    ^^^^^^^^^ fs-write-in-handler
    response.send('ok');
  });
  app.get('/invoice/:id', (request, response) => createReadStream(fileOf(request.params.id)).pipe(response));`,
      `  const fileOf = (id) => path.join('invoices', id + '.pdf');`,
    ),
    expect: [{ confidence: 'medium' }],
    silentWhen: [
      {
        name: 'another file is read',
        replace: [[`createReadStream(fileOf(request.params.id))`, `createReadStream('terms.pdf')`]],
      },
    ],
  },
  {
    name: 'a folder that the environment names is a note',
    files: shop(
      `  app.post('/page/:name', async (request, response) => {
    await writeFile(path.join(folder, request.params.name + '.md'), request.body);
    //    ^^^^^^^^^ fs-write-in-handler
    response.send('ok');
  });
  app.get('/page/:name', async (request, response) => response.send(await readFile(path.join(folder, request.params.name + '.md'), 'utf8')));`,
      `  const folder = process.env.PAGES;`,
    ),
    expect: [{ severity: 'note', says: ['`*.md` in `PAGES`'] }],
    silentWhen: [
      {
        name: 'the names differ',
        replace: [
          [
            `readFile(path.join(folder, request.params.name + '.md')`,
            `readFile(path.join(folder, request.params.name + '.txt')`,
          ],
        ],
      },
    ],
  },
  {
    name: 'a class keeps files in its folder',
    files: `
      // file: src/app.ts
      import fs from 'node:fs/promises';
      import path from 'node:path';
      import express from 'express';
      class Drafts {
        folder = 'drafts';
        async save(name, text) { await fs.writeFile(path.join(this.folder, name), text); }
        //                                ^^^^^^^^^ fs-write-in-handler
        async load(name) { return fs.readFile(path.join(this.folder, name), 'utf8'); }
      }
      const drafts = new Drafts();
      const app = express();
      app.put('/draft/:name', async (request, response) => { await drafts.save(request.params.name, request.body); response.end(); });
      app.get('/draft/:name', async (request, response) => response.send(await drafts.load(request.params.name)));
      app.listen(3000);
    `,
    silentWhen: [
      { name: 'nobody loads', replace: [[`response.send(await drafts.load(request.params.name))`, `response.end()`]] },
    ],
  },
  {
    name: 'through functions that are given the path',
    files: `
      // file: src/app.ts
      import express from 'express';
      import { loadJson, saveJson } from './json.ts';
      const app = express();
      app.put('/settings', async (request, response) => { await saveJson('settings.json', request.body); response.end(); });
      app.get('/settings', async (request, response) => response.json(await loadJson('settings.json')));
      app.listen(3000);
      // file: src/json.ts
      import { readFile, writeFile } from 'node:fs/promises';
      export async function saveJson(file, value) { await writeFile(file, JSON.stringify(value)); }
      //                                                  ^^^^^^^^^ fs-write-in-handler
      export async function loadJson(file) { return JSON.parse(await readFile(file, 'utf8')); }
    `,
    silentWhen: [
      { name: 'other settings are read', replace: [[`loadJson('settings.json')`, `loadJson('defaults.json')`]] },
    ],
  },
  {
    name: 'one of two stores is a note',
    files: `
      // file: src/app.ts
      import express from 'express';
      import { readFile, writeFile } from 'node:fs/promises';
      import path from 'node:path';
      import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
      interface Store { put(name: string, data: string): Promise<void>; take(name: string): Promise<unknown> }
      class Files implements Store {
        at(name) { return path.join('letters', name + '.txt'); }
        async put(name, data) {
          name = this.at(name);
          await writeFile(name, data);
          //    ^^^^^^^^^ fs-write-in-handler
        }
        async take(name) { return readFile(this.at(name)); }
      }
      class Objects implements Store {
        client = new S3Client({});
        async put(name, data) { await this.client.send(new PutObjectCommand({ Bucket: 'letters', Key: name, Body: data })); }
        async take(name) { return name; }
      }
      const store: Files = new Files();
      const app = express();
      app.put('/letter/:name', async (request, response) => { await store.put(request.params.name, request.body); response.end(); });
      app.get('/letter/:name', async (request, response) => response.send(await store.take(request.params.name)));
      app.listen(3000);
    `,
    expect: [{ severity: 'note', says: ['`letters/*.txt`', 'Choose the object storage that stands beside it'] }],
    silentWhen: [
      {
        name: 'nobody takes it',
        replace: [[`response.send(await store.take(request.params.name))`, `response.end()`]],
      },
    ],
  },
  {
    name: 'another program moves the file to its place',
    files: shop(`  app.post('/catalogue', async (request, response) => {
    await writeFile('data/catalogue.json.new', request.body);
    await rename('data/catalogue.json.new', 'data/catalogue.json');
    //    ^^^^^^ fs-write-in-handler
    response.send('ok');
  });
  app.get('/catalogue', async (request, response) => response.send(await readFile('data/catalogue.json')));`),
    silentWhen: [
      {
        name: 'nobody reads it',
        replace: [[`response.send(await readFile('data/catalogue.json'))`, `response.end()`]],
      },
    ],
  },
  {
    name: 'two writes of one file are told once',
    files: shop(`  app.post('/flag', async (request, response) => {
    await writeFile('flags.json', request.body);
    //    ^^^^^^^^^ fs-write-in-handler
    response.end();
  });
  app.delete('/flag', async (request, response) => {
    await writeFile('flags.json', '{}');
    response.end();
  });
  app.get('/flag', async (request, response) => response.send(await readFile('flags.json')));`),
    expect: [{ related: ['src/app.ts:16', 'src/app.ts:8', 'src/app.ts:13'] }],
    silentWhen: [
      { name: 'nobody reads it', replace: [[`response.send(await readFile('flags.json'))`, `response.end()`]] },
    ],
  },
  {
    name: 'Flask keeps orders in a file',
    files: flask(`
  @app.get('/orders')
  def orders():
      with open(DATA) as file:
          return json.load(file)

  @app.post('/orders')
  def order():
      with open(DATA) as file:
          orders = json.load(file)
      with open(DATA, 'w') as file:
      #    ^^^^ fs-write-in-handler
          json.dump(orders, file)
      return 'ok'
`),
    expect: [{ says: ['Data is kept in `data/orders.json`'] }],
    silentWhen: [{ name: 'nobody else reads', replace: [["@app.get('/orders')", '']] }],
  },
];

checkRule(rule, found);
