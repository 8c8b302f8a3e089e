import { expect, it } from 'vitest';
import { findingsIn } from '../findings-of-rules.ts';
import { readMarkedFiles } from '../marked-files.ts';

/** A web of several processes that hands tasks to a queue; one of the tasks notes what it has done. */
const shop = (worker: string) => `
  # file: requirements.txt
  flask
  celery
  # file: app.py
  from flask import Flask, request
  from tasks import pack
  app = Flask(__name__)
  @app.post("/orders")
  def order():
      pack.delay(request.json["id"])
      return {}
  # file: tasks.py
  from celery import Celery
  queue = Celery("tasks", broker="redis://redis:6379/0")
  seen = {}
  @queue.task
  def pack(id):
      if id in seen:
          return seen[id]
      seen[id] = 1
  # file: compose.yaml
  services:
    web:
      build: .
      command: gunicorn -w 3 app:app
    ${worker}
    redis:
      image: redis:7
`;

const toldOf = (files: string) =>
  findingsIn(readMarkedFiles(files).files)
    .filter(({ ruleId }) => ruleId === 'state-dedupe-in-memory')
    .map(({ programs, severity }) => [programs, severity]);

it.each([
  [
    'the worker’s own processes count',
    'worker: { build: ., command: celery -A tasks worker -c 4 }',
    [[['worker'], 'error']],
  ],
  [
    'one worker alone is no harm',
    'worker: { build: ., command: celery -A tasks worker -c 1 }',
    [[['worker'], 'warning']],
  ],
  ['no worker is seen, so that whoever imports the task may run it', 'other: { image: nginx }', [[['web'], 'error']]],
])('what tasks keep is judged by who runs them: %s', (_, worker, told) => {
  expect(toldOf(shop(worker))).toEqual(told);
});

/** A client that a task makes, in a class which routes of the web program know as well. */
const client = (web: string) => `
  # file: requirements.txt
  flask
  celery
  redis
  # file: app.py
  from flask import Flask
  from store import pick
  from tasks import pack
  app = Flask(__name__)
  @app.post("/orders")
  def order():
      pack.delay(1)
      return {}
  ${web}
  # file: store.py
  import os
  import redis
  class Store:
      def __init__(self):
          self.client = redis.Redis(host=os.environ["CACHE_HOST"])
  def pick(id):
      return Store().client.get(id)
  # file: tasks.py
  from celery import Celery
  from store import pick
  queue = Celery("tasks", broker="redis://redis:6379/0")
  @queue.task(name="pack", max_retries=5)
  def pack(id):
      pick(id)
  # file: compose.yaml
  services:
    web:
      build: .
      command: gunicorn -w 3 app:app
    worker: { build: ., command: celery -A tasks worker -c 4 }
`;

it.each([
  ['a task alone comes to it', 'app.config["pick"] = pick', ['worker'], 'in each instance of worker.'],
  [
    'a route comes to it as well',
    '@app.get("/orders")\n  def orders():\n      return pick(1)',
    ['web'],
    'in each instance of web.',
  ],
])('a client is told for who begins what makes it: %s', (_, web, programs, says) => {
  const found = findingsIn(readMarkedFiles(client(web)).files).filter(
    ({ ruleId }) => ruleId === 'db-client-per-request',
  );
  expect(found.map((each) => each.programs)).toEqual([programs]);
  expect(found[0]?.message).toContain(says);
});
