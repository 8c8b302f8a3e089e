import { rule } from '../../src/rules/storage/fs-write-in-handler.ts';
import { checkRule, type RuleCase } from './check-rule.ts';

/** A server that writes an order under a name of chance, and sends what another function reads of such files. */
const flask = (view: string, more = ''): string => `
  # file: requirements.txt
  flask
  # file: app.py
  import os
  from uuid import uuid4
  from flask import Flask, request
  from post import send
  app = Flask(__name__)

  @app.post('/orders')
  def order():
      name = f'{uuid4()}.json'
${view}

  @app.post('/letters')
  def letter():
      return send(request.form['to'], request.form['file'])
${more}
  # file: post.py
  import os

  def send(to, name):
      message = Message(to)
      with open(os.path.join('orders', name)) as order:
          message.attach(order.read())
      message.add_header('Content-Disposition', f'attachment; filename={name}')
      return message.leave()
`;

const write = `      with open(os.path.join('orders', name), 'w') as file:
          file.write(request.form['order'])`;
const marked = write.replace('\n', '\n      #    ^^^^ fs-write-in-handler\n');

/** Files under names of chance, with a record of them that another request looks into. */
const recorded = (record: string, mark = ''): string => `
  // file: src/app.ts
  import { randomUUID } from 'node:crypto';
  import fs from 'node:fs';
  import path from 'node:path';
  import express from 'express';
  const app = express();
  const note = (file: string) => {
    const known = JSON.parse(fs.readFileSync('orders/index.json', 'utf8'));
    known.push(file);
    ${record}
  };
  app.post('/orders', (request, response) => {
    const file = path.join('orders', \`\${randomUUID()}.txt\`);
    fs.writeFileSync(file, request.body.text);${mark}
    note(file);
    response.sendStatus(204);
  });
  app.get('/orders/:name', (request, response) => {
    response.json({ text: fs.readFileSync(path.join('orders', \`\${request.params.name}.txt\`), 'utf8') });
  });
  app.listen(3000);
`;
const kept = "fs.writeFileSync('orders/known.json', JSON.stringify({ files: known }));";

const silent: readonly RuleCase[] = [
  {
    name: 'the request hands the name to what sends the file, and tells it nobody',
    gate: 'lifetime',
    files: flask(`${write}\n      return send(request.form['to'], name)`),
  },
  {
    name: 'nobody is told the name at all',
    gate: 'lifetime',
    files: flask(`${write}\n      return 'ok'`),
  },
  { name: 'a list that is forgotten', gate: 'lifetime', files: recorded('known.sort();') },
];

const untold = { name: 'nobody is told the name', replace: [["{'name': name}", "{'name': ''}"]] } as const;

const found: readonly RuleCase[] = [
  {
    name: 'a record in another file keeps the name',
    files: recorded(kept, '\n    // ^^^^^^^^^^^^^ fs-write-in-handler'),
    silentWhen: [{ name: 'it keeps nothing of it', replace: [['known.push(file);', '']] }],
  },
  {
    name: 'the answer tells the name',
    files: flask(`${marked}\n      return {'name': name}`),
    silentWhen: [untold],
  },
  {
    name: 'an object keeps the name',
    files: flask(`${marked}\n      shelf = Shelf(name)\n      shelf.close()\n      return 'ok'`),
    silentWhen: [{ name: 'it does not', replace: [['Shelf(name)', 'Shelf()']] }],
  },
  {
    name: 'another request lists the folder',
    files: flask(
      `${marked}\n      return 'ok'`,
      `
  @app.get('/orders')
  def orders():
      return {'orders': os.listdir('orders')}`,
    ),
    silentWhen: [{ name: 'it lists another', replace: [["os.listdir('orders')", "os.listdir('drafts')"]] }],
  },
];

checkRule(rule, [...silent, ...found]);
