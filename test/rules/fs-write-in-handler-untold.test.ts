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
];

const untold = { name: 'nobody is told the name', replace: [["{'name': name}", "{'name': ''}"]] } as const;

const found: readonly RuleCase[] = [
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
