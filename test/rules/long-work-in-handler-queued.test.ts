import { rule } from '../../src/rules/long-work/long-work-in-handler.ts';
import { checkRule, type RuleCase } from './check-rule.ts';

const toldBelow = `
    // ^^^^^^^^ long-work-in-handler`;

const typescript = (handler: string, job = 'convert(data.file)', mark = ''): string => `
  // file: src/app.ts
  import { execSync } from 'node:child_process';
  import { Queue, Worker } from 'bullmq';
  import express from 'express';
  const videos = new Queue('videos');
  const app = express();
  function convert(file) {
       execSync('ffmpeg -i ' + file);${mark}
  }
  function queued(file) { return videos.add('convert', { file }); }
  new Worker('videos', async ({ data }) => { ${job}; });
  app.post('/convert', async (request, response) => {
    const { file } = request.body;
    ${handler}
    response.json({ done: true });
  });
  app.listen(3000);
`;

const python = (requirement: string, tasks: string, handler: string): string => `
  # file: requirements.txt
  flask
  ${requirement}
  # file: tasks.py
  import subprocess
${tasks}
  # file: app.py
  import os
  from flask import Flask, request
  import tasks
  from tasks import convert
  app = Flask(__name__)
  @app.post('/convert')
  def start():
      file = request.form['file']
${handler}
  app.run()
`;

const celery = `
  from celery import Celery
  app = Celery('tasks', broker='redis://queue:6379/0')
  @app.task
  def convert(file):
      subprocess.run(['ffmpeg', '-i', file])`;

const toldInPython = `
      #          ^^^ long-work-in-handler`;

const djangoQ = `
  from django_q.tasks import async_task
  def convert(file):
      subprocess.run(['ffmpeg', '-i', file])
  def later(work, file):
      return async_task(work, file)`;

const silent: readonly RuleCase[] = [
  {
    name: 'a setting chooses a queue of BullMQ',
    files: typescript(`
    if (process.env.QUEUED) await videos.add('convert', { file });
    else convert(file);`),
    gate: 'guard',
  },
  {
    name: 'what puts it into the queue is a function of its own, and returns',
    files: typescript(`
    if (file.size > 1_000_000) return response.json(await queued(file));
    convert(file);`),
    gate: 'guard',
  },
  {
    name: 'a task of Celery that is called at once where there is no broker',
    files: python(
      'celery',
      celery,
      `
      if os.environ.get('BROKER'):
          convert.delay(file)
          return {}, 202
      convert(file)
      return {}`,
    ),
    gate: 'guard',
  },
  {
    name: 'the same task as a member of its module',
    files: python(
      'celery',
      celery,
      `
      if not os.environ.get('BROKER'):
          tasks.convert(file)
      else:
          tasks.convert.apply_async((file,))
      return {}`,
    ),
    gate: 'guard',
  },
  {
    name: 'a task of Django Q that a function is given to hand on',
    files: python(
      'django-q',
      djangoQ,
      `
      if os.environ.get('QUEUED'):
          return tasks.later(convert, file)
      convert(file)
      return {}`,
    ),
    gate: 'guard',
  },
];

const elsewhere = 'console.log(data)';

const found: readonly RuleCase[] = [
  {
    name: 'the queue gets something else',
    files: typescript(
      `
    if (process.env.QUEUED) await videos.add('thumbnail', { file });
    else convert(file);`,
      elsewhere,
      toldBelow,
    ),
    silentWhen: [{ name: 'its worker does the same', replace: [[elsewhere, 'convert(data.file)']] }],
  },
  {
    name: 'it is done whatever the condition says',
    files: typescript(
      `
    if (process.env.MAILED) await videos.add('convert', { file });
    convert(file);`,
      undefined,
      toldBelow,
    ),
    silentWhen: [
      { name: 'it is done in the other branch', replace: [['    convert(file);', '    else convert(file);']] },
    ],
  },
  {
    name: 'the client chooses by a word, so that all others wait',
    files: typescript(
      `
    const wish = request.query.wait;
    if (wish === 'no') await videos.add('convert', { file });
    else convert(file);`,
      undefined,
      toldBelow,
    ),
    silentWhen: [{ name: 'a setting chooses', replace: [['request.query.wait', 'process.env.WAIT']] }],
  },
  {
    name: 'another route does the same work whatever is set',
    files: typescript(
      `
    if (process.env.QUEUED) await videos.add('convert', { file });
    else convert(file);
    response.json({ done: true });
  });
  app.post('/at-once', (request, response) => {
    convert(request.body.file);`,
      undefined,
      toldBelow,
    ),
    expect: [{ says: ['POST /at-once waits for ffmpeg'] }],
    silentWhen: [
      { name: 'it is left to a worker', replace: [['convert(request.body.file);', 'queued(request.body.file);']] },
    ],
  },
  {
    name: 'Python: the client chooses by a word of its request',
    files: python(
      'celery',
      celery.concat(toldInPython),
      `
      if request.args.get('later') == 'yes':
          convert.delay(file)
      else:
          convert(file)
      return {}`,
    ),
    silentWhen: [{ name: 'a setting chooses', replace: [["request.args.get('later')", "os.environ.get('LATER')"]] }],
  },
  {
    name: 'the other branch of a task of Celery only prints',
    files: python(
      'celery',
      celery.concat(toldInPython),
      `
      if os.environ.get('DRY'):
          print('dry')
      else:
          convert(file)
      return {}`,
    ),
    silentWhen: [{ name: 'it hands it on', replace: [["print('dry')", 'convert.delay(file)']] }],
  },
];

checkRule(rule, [...silent, ...found]);
