import { rule } from '../../src/rules/queues/cron-in-process.ts';
import { checkRule, type RuleCase } from './check-rule.ts';

/** A shop of four processes that sets a job up, and begins its clock by `begin`. */
const python = (begin: string, mark = '', settings = '{}') => `
    # file: requirements.txt
    flask
    apscheduler
    # file: jobs.py
    import smtplib
    from apscheduler.schedulers.background import BackgroundScheduler
    def digest():
        smtplib.SMTP("mail").sendmail("a@shop", "b@shop", "digest")
    scheduler = BackgroundScheduler()
    other = BackgroundScheduler()
    scheduler.add_job(digest, "interval", hours=24)
${mark}
    # file: app.py
    import os
    from flask import Flask
    from jobs import other, scheduler
    app = Flask(__name__)
${begin
  .split('\n')
  .map((line) => `    ${line}`)
  .join('\n')}
    @app.get("/")
    def home():
        return "ok"
    # file: compose.yaml
    services:
      web:
        build: .
        command: gunicorn -w 4 app:app
        environment: ${settings}`;

const script = (made: string, begin: string, mark = '') => `
      // file: package.json
      { "name": "shop", "dependencies": { "cron": "4", "node-cron": "3", "express": "5", "nodemailer": "6" } }
      // file: src/app.ts
      import express from 'express';
      import cron from 'node-cron';
      import { CronJob } from 'cron';
      import nodemailer from 'nodemailer';
      const mail = nodemailer.createTransport({});
      const send = () => mail.sendMail({ to: 'b@shop' });
      const job = ${made};
      ${mark}
      ${begin}
      const app = express();
      app.get('/', (req, res) => res.end());
      app.listen(3000);
      # file: compose.yaml
      services:
        web:
          build: .
          command: node src/app.ts
          deploy: { replicas: 4 }`;

const asked = 'if os.environ.get("RUN_SCHEDULER") == "1":';
const pythonMark = ' #            ^^^^^^^ cron-in-process';
const switched = "if (process.env.RUN_JOBS === '1') job.start();";
const job = "new CronJob('0 7 * * *', send)";

const cases: readonly RuleCase[] = [
  { name: 'a switch chooses who begins it', files: python(`${asked}\n    scheduler.start()`), gate: 'guard' },
  {
    name: 'a switch in a function that the start calls',
    files: python(`def begin():\n    ${asked}\n        scheduler.start()\nbegin()`),
    gate: 'guard',
  },
  {
    name: 'a switch before a function that begins it',
    files: python(`def begin():\n    scheduler.start()\n${asked}\n    begin()`),
    gate: 'guard',
  },
  {
    name: 'a setting that is not set where it runs',
    files: python('if os.environ.get("MAILS") == "on":\n    scheduler.start()', '', '{ MAILS: "off" }'),
    gate: 'guard',
  },
  { name: 'a job of cron that a switch begins', files: script(job, switched), gate: 'guard' },
  {
    name: 'a job of node-cron that waits for a switch',
    files: script("cron.schedule('0 7 * * *', send, { scheduled: false })", switched),
    gate: 'guard',
  },
  {
    name: 'it begins in any case',
    files: python('scheduler.start()', pythonMark),
    expect: [{ severity: 'error' }],
    silentWhen: [{ name: 'a switch', replace: [['    scheduler.start()', `    ${asked} scheduler.start()`]] }],
  },
  {
    name: 'it begins here under a switch and there in any case',
    files: python(`scheduler.start()\n${asked}\n    scheduler.start()`, pythonMark),
    expect: [{ severity: 'error' }],
    silentWhen: [{ name: 'only there', replace: [['    scheduler.start()\n    if', '    if']] }],
  },
  {
    name: 'another clock is what the switch begins',
    files: python(`scheduler.start()\n${asked}\n    other.start()`, pythonMark),
    expect: [{ severity: 'error' }],
    silentWhen: [
      {
        name: 'this one',
        replace: [
          ['    scheduler.start()\n', ''],
          ['other.start()', 'scheduler.start()'],
        ],
      },
    ],
  },
  {
    name: 'a setting that is set where it runs',
    files: python('if os.environ.get("MAILS") == "on":\n    scheduler.start()', pythonMark, '{ MAILS: "on" }'),
    expect: [{ severity: 'error' }],
    silentWhen: [{ name: 'it is not', replace: [['{ MAILS: "on" }', '{ MAILS: "off" }']] }],
  },
  {
    name: 'a job of cron that begins by itself',
    files: script("new CronJob('0 7 * * *', send, null, true)", switched, '//              ^^^^^^^ cron-in-process'),
    expect: [{ severity: 'error' }],
    silentWhen: [{ name: 'it waits', replace: [['null, true', 'null, false']] }],
  },
  {
    name: 'a job of node-cron that begins by itself',
    files: script("cron.schedule('0 7 * * *', send)", switched, '//               ^^^^^^^^ cron-in-process'),
    expect: [{ severity: 'error' }],
    silentWhen: [{ name: 'it waits', replace: [['send)', 'send, { scheduled: false })']] }],
  },
];

checkRule(rule, cases);
