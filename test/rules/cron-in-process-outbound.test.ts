import { describe, expect, test } from 'vitest';
import { rule } from '../../src/rules/queues/cron-in-process.ts';
import { analyse } from './analyse.ts';
import { checkRule, type RuleCase } from './check-rule.ts';

const server = `
      const app = express();
      app.get('/', (req, res) => res.end());
      app.listen(3000);`;

const job = (body: string): string => `
      // file: src/app.ts
      import express from 'express';
      import cron from 'node-cron';
      import axios from 'axios';
      ${body}
      ${server}
    `;

const clock = (imports: string, body: string): string => `
      # file: pyproject.toml
      [project]
      name = "shop"
      dependencies = ["flask", "apscheduler", "requests", "psycopg2"]
      # file: app.py
      from apscheduler.schedulers.background import BackgroundScheduler
      from flask import Flask
      ${imports}
      app = Flask(__name__)
      scheduler = BackgroundScheduler()
      def digest():
${body}
      scheduler.add_job(digest, "interval", hours=1)
`;

const closing = `      scheduler.start()
      @app.get("/")
      def index():
          return "ok"
      app.run()
`;

const silent: readonly RuleCase[] = [
  {
    name: 'a request of Python that only asks',
    gate: 'role',
    files:
      clock(
        'import urllib.request',
        `          urllib.request.urlopen(urllib.request.Request("https://hooks.example.org/x"))`,
      ) + closing,
  },
  {
    name: 'rows of Python that are changed under a condition on what is set',
    gate: 'guard',
    files:
      clock(
        'import psycopg2\n      import requests\n      db = psycopg2.connect("")',
        `          cursor = db.cursor()
          cursor.execute("UPDATE jobs SET ran = now() WHERE ran < now() - interval '1 hour'")
          if cursor.rowcount == 0:
              return
          requests.post("https://hooks.example.org/x", json={"text": "digest"})`,
      ) + closing,
  },
  {
    name: 'a job that only asks another service',
    gate: 'role',
    files: job(`const rates = new Map();
      cron.schedule('0 8 * * *', async () => {
        const { data } = await axios.get('https://rates.example.org/latest');
        rates.set('all', data);
      });`),
  },
  {
    name: 'a fetch whose method is not seen to change anything',
    gate: 'role',
    files: job(`cron.schedule('0 8 * * *', async () => { await fetch('https://hooks.example.org/x'); });`),
  },
  {
    name: 'a POST whose answer is used, which may be a question',
    gate: 'role',
    files: job(`let token = '';
      cron.schedule('0 * * * *', async () => {
        const { data } = await axios.post('https://login.example.org/oauth/token', { grant: 'client' });
        token = data.access;
      });`),
  },
  {
    name: 'a POST whose answer a caller uses',
    gate: 'role',
    files: job(`let blocks = [];
      async function ask(body) {
        const response = await fetch('https://node.example.org/rpc', { method: 'POST', body });
        return response.json();
      }
      cron.schedule('0 * * * *', async () => { blocks = await ask('latest'); });`),
  },
  {
    name: 'a POST to the program itself',
    gate: 'role',
    files: job(`cron.schedule('0 * * * *', () => axios.post('http://localhost:3000/warm'));`),
  },
  {
    name: 'a POST to a path of the program itself behind a name',
    gate: 'role',
    files: job(`cron.schedule('0 * * * *', () => fetch(process.env.APP_URL + '/api/warm', { method: 'POST' }));`),
  },
  {
    name: 'a ping of a monitor',
    gate: 'role',
    files: job(`cron.schedule('*/5 * * * *', () => axios.post('https://monitor.example.org/ping/abc'));`),
  },
  {
    name: 'figures of this instance, by the name of the address',
    gate: 'role',
    files: job(`cron.schedule('*/5 * * * *', () => axios.post(process.env.TELEMETRY_URL, { up: process.uptime() }));`),
  },
  {
    name: 'what requests of this instance brought and it holds',
    gate: 'role',
    files: job(`const seen: string[] = [];
      export const router = express.Router();
      router.post('/seen', (req, res) => { seen.push(req.body.page); res.end(); });
      setInterval(() => axios.post('https://pages.example.org/seen', seen.splice(0)), 60_000);`),
  },
];

const flagged: readonly RuleCase[] = [
  {
    name: 'a digest that Requests sends',
    files:
      clock('import requests', `          requests.post("https://hooks.example.org/x", json={"text": "digest"})`) +
      '      #         ^^^^^^^ cron-in-process\n' +
      closing,
    silentWhen: [{ name: 'it only asks', replace: [['requests.post', 'requests.get']] }],
  },
  {
    name: 'a digest that Python itself sends',
    files:
      clock(
        'import urllib.request',
        `          request = urllib.request.Request("https://hooks.example.org/x", data=b"digest")
          urllib.request.urlopen(request)`,
      ) +
      '      #         ^^^^^^^ cron-in-process\n' +
      closing,
    silentWhen: [{ name: 'it only asks', replace: [[', data=b"digest"', '']] }],
  },
  {
    name: 'a digest that is sent by a POST',
    files: job(`cron.schedule('0 8 * * *', async () => {
      //   ^^^^^^^^ cron-in-process
        const response = await fetch('https://hooks.example.org/x', { method: 'POST', body: 'digest' });
        if (!response.ok) throw new Error(await response.text());
      });`),
    expect: [
      {
        severity: 'warning',
        says: ['With 2 instances each runs this job, so each POST to another service is sent 2 times.'],
      },
    ],
    silentWhen: [{ name: 'it only asks', replace: [['POST', 'GET']] }],
  },
  {
    name: 'a POST to another host under a name that could be its own',
    files: job(`const BASE_URL = 'https://bot.example.org';
      cron.schedule('0 8 * * *', () => axios.post(BASE_URL + '/messages', { text: 'digest' }));
      //   ^^^^^^^^ cron-in-process`),
    silentWhen: [
      { name: 'the environment says where it is', replace: [["'https://bot.example.org'", 'process.env.BASE_URL']] },
    ],
  },
  {
    name: 'rows that are sent one by one and marked afterwards, on four declared instances',
    files: `${job(`import { Pool } from 'pg';
      const pool = new Pool();
      setInterval(async () => {
      // ^^^^^^^^^ cron-in-process
        const { rows } = await pool.query('select * from mails where sent is null');
        for (const row of rows) {
          await axios.post('https://api.example.org/v3/mail/send', row);
          await pool.query('update mails set sent = now() where id = $1', [row.id]);
        }
      }, 300_000);`).replace('      // ^^^^^^^^^ cron', '      ^^^^^^^^^^^ cron')}
      // file: compose.yaml
      services:
        api:
          build: .
          command: node src/app.ts
          deploy:
            replicas: 4
    `,
    expect: [{ severity: 'warning', says: ['each POST to another service is sent 4 times.'] }],
    silentWhen: [
      { name: 'what it posts to is this host', replace: [['https://api.example.org', 'http://localhost:3000']] },
    ],
  },
  {
    name: 'a second PUT, which mostly ends the same',
    files: job(`cron.schedule('0 8 * * *', () => axios.put('https://api.example.org/state', { open: true }));
      //   ^^^^^^^^ cron-in-process`),
    expect: [{ severity: 'note' }],
    silentWhen: [{ name: 'it only asks', replace: [['axios.put', 'axios.head']] }],
  },
];

checkRule(rule, [...silent, ...flagged]);

describe('why a job that calls another service does no harm', () => {
  const reasonOf = (body: string): string => {
    const text = `import express from 'express';\nimport cron from 'node-cron';\nimport axios from 'axios';\n${body}\n${server}`;
    const [verdict] = rule.check(analyse(new Map([['src/app.ts', text]])));
    return verdict?.kind === 'silent' ? verdict.reason : 'found';
  };

  test('is not that it sends nothing', () => {
    expect(reasonOf("cron.schedule('0 * * * *', () => axios.get('https://rates.example.org'));")).toBe(
      'It writes no database, sends no mail and charges nobody, and what it calls elsewhere is not seen to change anything there, as far as the code shows.',
    );
    expect(reasonOf("cron.schedule('0 * * * *', () => axios.post('https://hc.example.org/alive'));")).toBe(
      'It writes no database, sends no mail and charges nobody, and what it sends elsewhere is named for a ping or figures of this instance, as far as the code shows.',
    );
  });
});
