import { rule } from '../../src/rules/long-work/long-work-in-handler.ts';
import { checkRule, type RuleCase } from './check-rule.ts';

/** A server with what cases need; `body` registers the routes. */
const server = (body: string, more = ''): string => `
  // file: src/app.ts
  import { exec, execSync, spawn } from 'node:child_process';
  import { promisify } from 'node:util';
  import express from 'express';
  import pg from 'pg';
  import puppeteer from 'puppeteer';
  import nodemailer from 'nodemailer';
  const pool = new pg.Pool();
  const mails = nodemailer.createTransport({ host: 'mail' });
  const run = promisify(exec);
  const app = express();
${body}
  app.listen(3000);
${more}
`;

const python = (body: string): string => `
  # file: requirements.txt
  flask
  # file: app.py
  import subprocess
  import time
  import psycopg
  from flask import Flask, request
  app = Flask(__name__)
  connection = psycopg.connect('postgresql://db/shop')
${body}
  app.run()
`;

const silent: readonly RuleCase[] = [
  {
    name: 'a worker of a queue converts',
    files: `
      // file: src/worker.ts
      import { execSync } from 'node:child_process';
      import { Worker } from 'bullmq';
      new Worker('videos', async (job) => { execSync('ffmpeg -i ' + job.data.file); });
    `,
    gate: 'moment',
  },
  {
    name: 'a clock makes the report',
    files: server(`
  setInterval(async () => {
    const customers = await pool.query('SELECT id FROM customers');
    for (const customer of customers.rows) await pool.query('UPDATE customers SET seen = now() WHERE id = $1', [customer.id]);
  }, 60_000);`),
    gate: 'moment',
  },
  {
    name: 'the answer is given first',
    files: server(`
  app.post('/convert', async (request, response) => {
    response.status(202).json({ job: 1 });
    await run('ffmpeg -i in.mov out.mp4');
  });`),
    gate: 'moment',
  },
  {
    name: 'it is let go',
    files: server(`
  app.post('/convert', (request, response) => {
    run('ffmpeg -i in.mov out.mp4').catch(console.error);
    response.json({ job: 1 });
  });`),
    gate: 'moment',
  },
  {
    name: 'a process is started and nobody waits for its end',
    files: server(`
  app.post('/convert', (request, response) => {
    const child = spawn('ffmpeg', ['-i', 'in.mov']);
    child.on('close', () => console.log('done'));
    response.json({ job: 1 });
  });`),
    gate: 'moment',
  },
  {
    name: 'a promise that is kept at once',
    files: server(`
  app.post('/convert', async (request, response) => {
    await new Promise((resolve) => { spawn('ffmpeg', ['-i', 'in.mov']); resolve(1); });
    response.json({ job: 1 });
  });`),
    gate: 'moment',
  },
  {
    name: 'what a command gives is led into the answer',
    files: server(`
  app.get('/video', (request, response) => {
    const child = spawn('ffmpeg', ['-i', 'in.mov', '-']);
    child.stdout.pipe(response);
    child.on('close', () => response.end());
  });`),
    gate: 'moment',
  },
  {
    name: 'progress is written while it works',
    files: server(`
  app.get('/export', async (request, response) => {
    const customers = await pool.query('SELECT id FROM customers');
    for (const customer of customers.rows) {
      const orders = await pool.query('SELECT id FROM orders WHERE customer = $1', [customer.id]);
      response.write(JSON.stringify(orders.rows));
    }
    response.end();
  });`),
    gate: 'moment',
  },
  {
    name: 'a browser that is kept for all requests',
    files: server(`
  let browser;
  const start = async () => { browser ??= await puppeteer.launch(); return browser; };
  app.get('/picture', async (request, response) => {
    const page = await (await start()).newPage();
    response.send(await page.screenshot());
  });`),
    gate: 'role',
  },
  {
    name: 'a browser that is started at boot',
    files: server(`
  const browser = await puppeteer.launch();
  app.get('/picture', async (request, response) => {
    const page = await browser.newPage();
    response.send(await page.screenshot());
  });
  process.on('SIGTERM', () => browser.close());`),
    gate: 'role',
  },
  {
    name: 'a command that answers at once',
    files: server(`
  app.get('/version', async (request, response) => {
    await run('git rev-parse HEAD');
    response.send(execSync('ffmpeg -version'));
  });`),
    gate: 'none',
  },
  {
    name: 'one frame of a video',
    files: server(`
  app.get('/frame', (request, response) => {
    const child = spawn('ffmpeg', ['-i', 'in.mov', '-frames:v', '1', 'out.png']);
    child.on('close', () => response.send('done'));
  });`),
    gate: 'none',
  },
  {
    name: 'the lines of an order that the caller names',
    files: server(`
  app.post('/orders', async (request, response) => {
    for (const line of request.body.lines) await pool.query('INSERT INTO lines VALUES ($1)', [line.id]);
    response.json({});
  });`),
    gate: 'none',
  },
  {
    name: 'rows of the caller alone',
    files: server(`
  app.get('/orders', async (request, response) => {
    const orders = await pool.query('SELECT id FROM orders WHERE customer = $1', [request.query.id]);
    for (const order of orders.rows) await pool.query('SELECT * FROM lines WHERE id = $1', [order.id]);
    response.json({});
  });`),
    gate: 'none',
  },
  {
    name: 'a page of rows',
    files: server(`
  app.get('/orders', async (request, response) => {
    const orders = await pool.query('SELECT id FROM orders ORDER BY id LIMIT 20');
    for (const order of orders.rows) await pool.query('SELECT * FROM lines WHERE id = $1', [order.id]);
    response.json({});
  });`),
    gate: 'none',
  },
  {
    name: 'one statement for all rows',
    files: server(`
  app.get('/orders', async (request, response) => {
    const orders = await pool.query('SELECT id FROM orders');
    const ids = [];
    for (const order of orders.rows) ids.push(order.id);
    await pool.query('SELECT * FROM lines WHERE id = ANY($1)', [ids]);
    response.json({});
  });`),
    gate: 'none',
  },
  {
    name: 'a table that people fill by hand',
    files: server(`
  app.get('/settings', async (request, response) => {
    const all = await pool.query('SELECT name FROM settings');
    for (const each of all.rows) await pool.query('SELECT value FROM values WHERE name = $1', [each.name]);
    response.json({});
  });`),
    gate: 'none',
  },
  {
    name: 'a list that is written out',
    files: server(`
  app.get('/counts', async (request, response) => {
    for (const table of ['orders', 'customers']) await pool.query('SELECT count(*) FROM ' + table);
    response.json({});
  });`),
    gate: 'none',
  },
  {
    name: 'a limit of time is no wait',
    files: server(`
  app.get('/slow', async (request, response) => {
    await Promise.race([pool.query('SELECT 1'), new Promise((_, reject) => setTimeout(reject, 10_000))]);
    response.json({});
  });`),
    gate: 'none',
  },
  {
    name: 'a route outside production',
    files: server(`
  if (process.env.NODE_ENV !== 'production') {
    app.get('/picture', async (request, response) => {
      const browser = await puppeteer.launch();
      await browser.close();
      response.send('done');
    });
  }`),
    gate: 'guard',
  },
  {
    name: 'a pool of threads converts',
    files: `
      // file: src/app.ts
      import express from 'express';
      import Piscina from 'piscina';
      const threads = new Piscina({ filename: 'src/convert.js' });
      const app = express();
      app.post('/convert', async (request, response) => response.json(await threads.run(request.body)));
      app.listen(3000);
      // file: src/convert.js
      import { execSync } from 'node:child_process';
      export default (file) => execSync('ffmpeg -i ' + file);
    `,
    gate: 'scope',
  },
  {
    name: 'Python: a thread converts',
    files: python(`
  from threading import Thread
  def convert():
      subprocess.run(['ffmpeg', '-i', 'in.mov'])
  @app.post('/convert')
  def start():
      Thread(target=convert).start()
      return {'job': 1}`),
    gate: 'moment',
  },
  {
    name: 'Python: a task of Celery',
    files: python(`
  from celery import Celery
  tasks = Celery('shop')
  @tasks.task
  def convert():
      subprocess.run(['ffmpeg', '-i', 'in.mov'])
  @app.post('/convert')
  def start():
      convert.delay()
      return {'job': 1}`),
    gate: 'moment',
  },
  {
    name: 'Python: behind the answer',
    files: `
      # file: requirements.txt
      fastapi
      # file: main.py
      import subprocess
      from fastapi import BackgroundTasks, FastAPI
      app = FastAPI()
      def convert():
          subprocess.run(['ffmpeg', '-i', 'in.mov'])
      @app.post('/convert')
      def start(tasks: BackgroundTasks):
          tasks.add_task(convert)
          return {'job': 1}
    `,
    gate: 'moment',
  },
  {
    name: 'Python: rows are handed out one by one',
    files: python(`
  def lines():
      for customer in connection.execute('SELECT id FROM customers').fetchall():
          yield str(connection.execute('SELECT sum(cents) FROM orders WHERE customer = %s', (customer[0],)).fetchone())
  @app.get('/report')
  def report():
      return app.response_class(lines())`),
    gate: 'moment',
  },
  {
    name: 'Python: one page that is drawn where it is asked for',
    files: python(`
  import pdfkit
  @app.get('/invoice')
  def invoice():
      if request.args.get('format') == 'pdf':
          return pdfkit.from_string('<p>1</p>', False)
      return '<p>1</p>'`),
    gate: 'role',
  },
  {
    name: 'Python: a short sleep',
    files: python(`
  @app.get('/')
  def index():
      time.sleep(0.2)
      return 'hello'`),
    gate: 'none',
  },
];

const silentOnReading: readonly RuleCase[] = [
  {
    name: 'a table that nothing says to grow, counted all at once',
    files: server(`
  app.get('/routers', async (request, response) => {
    const { rows } = await pool.query('SELECT id FROM model_routers');
    response.json(await Promise.all(rows.map((row) => pool.query('SELECT count(*) FROM rules WHERE router = $1', [row.id]))));
  });`),
    gate: 'none',
  },
  {
    name: 'a pause between two steps of a loop',
    files: server(`
  app.post('/sync', async (request, response) => {
    for (const id of request.body.ids) {
      await fetch('https://partner.example/' + id);
      await new Promise((resolve) => setTimeout(resolve, 10_000));
    }
    response.json({});
  });`),
    gate: 'role',
  },
  {
    name: 'a pause between two tries',
    files: server(`
  const pause = () => new Promise((resolve) => setTimeout(resolve, 60_000));
  const load = async (address) => {
    const answer = await fetch(address);
    if (answer.status === 429) { await pause(); return await fetch(address); }
    return answer;
  };
  app.get('/branches', async (request, response) => response.json(await (await load('https://code.example')).json()));`),
    gate: 'role',
  },
];

const found: readonly RuleCase[] = [
  {
    name: 'a query for each customer, in a function of its own',
    files: server(
      `
  app.get('/report', async (request, response) => {
    response.send(await report());
  });`,
      `
  async function report() {
    const customers = await pool.query('SELECT id FROM customers');
    const lines = [];
    for (const customer of customers.rows) {
      const taken = await pool.query('SELECT sum(cents) FROM orders WHERE customer = $1', [customer.id]);
      //                       ^^^^^ long-work-in-handler
      lines.push(taken.rows[0]);
    }
    return lines;
  }`,
    ),
    expect: [
      {
        severity: 'warning',
        situation: 'always',
        confidence: 'high',
        says: ['GET /report waits for a query for each row of customers before it answers.', 'Answer 202'],
        related: ['src/app.ts:12', 'src/app.ts:13', 'src/app.ts:18'],
      },
    ],
    silentWhen: [
      { name: 'nobody waits for it', replace: [['response.send(await report());', 'report(); response.send({});']] },
      { name: 'it reads a page', replace: [["FROM customers'", "FROM customers LIMIT 50'"]] },
    ],
  },
  {
    name: 'a mail for each subscriber, all at once',
    files: server(`
  app.post('/news', async (request, response) => {
    const { rows } = await pool.query('SELECT address FROM subscribers');
    await Promise.all(rows.map(async (row) => {
      await mails.sendMail({ to: row.address, text: request.body.text });
      //          ^^^^^^^^ long-work-in-handler
    }));
    response.json({ sent: rows.length });
  });`),
    expect: [{ says: ['POST /news waits for a mail for each row of subscribers'] }],
    silentWhen: [
      { name: 'the answer comes first', replace: [['const { rows }', 'response.json({}); const { rows }']] },
    ],
  },
  {
    name: 'an ORM that reads the whole table, and a call outside for each row',
    files: `
      // file: src/app.ts
      import express from 'express';
      import { PrismaClient } from '@prisma/client';
      const prisma = new PrismaClient();
      const app = express();
      app.post('/sync', async (request, response) => {
        const products = await prisma.product.findMany({ where: { active: true } });
        for (const product of products) {
          await push(product);
          //    ^^^^ long-work-in-handler
        }
        response.json({});
      });
      async function push(product) {
        await fetch('https://partner.example/products', { method: 'POST', body: JSON.stringify(product) });
      }
      app.listen(3000);
    `,
    expect: [{ says: ['waits for a call to another service for each row of product'] }],
    silentWhen: [
      { name: 'it takes a page', replace: [['where: { active: true }', 'take: 50']] },
      { name: 'the caller chooses', replace: [['active: true', 'shop: request.query.shop']] },
    ],
  },
  {
    name: 'rows that another file reads',
    files:
      server(`
  const { everybody } = await import('./customers.ts');
  app.post('/remind', async (request, response) => {
    const customers = await everybody();
    for (const customer of customers) {
      await mails.sendMail({ to: customer.address });
      //          ^^^^^^^^ long-work-in-handler
    }
    response.json({});
  });`) +
      `
      // file: src/customers.ts
      import mongoose from 'mongoose';
      const Customer = mongoose.model('Customer', new mongoose.Schema({}));
      export async function everybody() { return Customer.find({ left: false }).sort('name'); }
    `,
    silentWhen: [{ name: 'they are few', replace: [[".sort('name')", '.limit(10)']] }],
  },
  {
    name: 'a browser for each request',
    files: server(`
  app.get('/invoice', async (request, response) => {
    if (!request.query.id) { response.status(400).send('Which?'); return; }
    const browser = await puppeteer.launch();
    //                              ^^^^^^ long-work-in-handler
    try {
      const page = await browser.newPage();
      response.send(await page.pdf());
    } finally {
      await browser.close();
    }
  });`),
    expect: [{ says: ['GET /invoice can wait for a browser to start before it answers.'] }],
    silentWhen: [{ name: 'it stays open', replace: [['await browser.close();', 'console.log(browser);']] }],
  },
  {
    name: 'a converter behind a promise of its own',
    files: server(`
  const convert = (file) => new Promise<void>((resolve, reject) => {
    const child = spawn('ffmpeg', ['-i', file, 'out.mp4']);
    //            ^^^^^ long-work-in-handler
    child.on('error', reject);
    child.on('exit', () => resolve());
  });
  app.post('/videos', async (request, response) => {
    await convert(request.body.file);
    response.json({});
  });`),
    expect: [{ says: ['POST /videos waits for ffmpeg to convert a video'] }],
    silentWhen: [{ name: 'nobody waits', replace: [['await convert', 'void convert']] }],
  },
  {
    name: 'a function that tells by the callback it is given',
    files: server(`
  function draw(address, done) {
    (async () => {
      const browser = await puppeteer.launch();
      //                              ^^^^^^ long-work-in-handler
      const page = await browser.newPage();
      await page.goto(address);
      const picture = await page.screenshot();
      await browser.close();
      done(picture);
    })();
  }
  app.get('/picture', (request, response) => {
    draw(request.query.address, (picture) => { response.send(picture); });
  });`),
    silentWhen: [{ name: 'the callback notes it', replace: [['response.send(picture);', 'console.log(picture);']] }],
  },
  {
    name: 'a converter whose callback answers',
    files: server(`
  app.post('/documents', (request, response) => {
    exec(\`cd /tmp && soffice --headless --convert-to pdf \${request.body.file}\`, () => response.json({}));
    //<- long-work-in-handler
  });`).replace('    //<- long-work-in-handler', '  //^^^^ long-work-in-handler'),
    silentWhen: [{ name: 'the callback notes it', replace: [['() => response.json({})', '() => console.log(1)']] }],
  },
  {
    name: 'a command that holds the thread',
    files: server(`
  app.post('/backup', (request, response) => {
    dump();
    response.json({});
  });
  function dump() {
    execSync('/usr/bin/pg_dump shop > /backups/shop.sql');
  //^^^^^^^^ long-work-in-handler
  }`),
    expect: [{ says: ['waits for pg_dump to copy a database'] }],
    silentWhen: [{ name: 'it lists', replace: [['/usr/bin/pg_dump shop', '/bin/ls']] }],
  },
  {
    name: 'a promised command and a wait',
    files: server(`
  app.post('/pages', async (request, response) => {
    await run('pandoc in.md -o out.pdf');
    //    ^^^ long-work-in-handler
    await new Promise((resolve) => setTimeout(resolve, 10_000));
    //                             ^^^^^^^^^^ long-work-in-handler
    response.json({});
  });`),
    expect: [{ says: ['pandoc to convert a document'] }, { says: ['10 seconds to pass'] }],
    silentWhen: [
      {
        name: 'both are short',
        replace: [
          ['pandoc', 'cat'],
          ['10_000', '100'],
        ],
      },
    ],
  },
  {
    name: 'a service of Nest',
    files: `
      // file: src/app.ts
      import { Controller, Get, Injectable, Module } from '@nestjs/common';
      import { NestFactory } from '@nestjs/core';
      import { InjectRepository } from '@nestjs/typeorm';
      import { Repository } from 'typeorm';
      class User {}
      @Injectable()
      class Reports {
        constructor(@InjectRepository(User) private readonly users: Repository<User>) {}
        async all() {
          const users = await this.users.find();
          for (const user of users) {
            await this.users.save(user);
            //               ^^^^ long-work-in-handler
          }
        }
      }
      @Controller('reports')
      class ReportsController {
        constructor(private readonly reports: Reports) {}
        @Get('all')
        async all() { await this.reports.all(); return 'done'; }
      }
      @Module({ controllers: [ReportsController], providers: [Reports] })
      class AppModule {}
      const app = await NestFactory.create(AppModule);
      await app.listen(3000);
    `,
    silentWhen: [{ name: 'nobody waits', replace: [['await this.reports.all();', 'void this.reports.all();']] }],
  },
  {
    name: 'Python: a query for each customer',
    files: python(`
  def create_report():
      lines = []
      for customer in connection.execute('SELECT id FROM customers').fetchall():
          total = connection.execute('SELECT sum(cents) FROM orders WHERE customer = %s', (customer[0],))
          #                  ^^^^^^^ long-work-in-handler
          lines.append(total.fetchone())
      return lines
  @app.get('/report')
  def report():
      return create_report()`),
    expect: [{ severity: 'warning', says: ['for each row of customers'] }],
    silentWhen: [{ name: 'it reads a page', replace: [["FROM customers'", "FROM customers LIMIT 50'"]] }],
  },
  {
    name: 'Python: a cursor and a mail for each row',
    files: python(`
  import smtplib
  @app.post('/news')
  def news():
      mails = smtplib.SMTP('mail')
      cursor = connection.cursor()
      cursor.execute('SELECT address FROM subscribers')
      rows = cursor.fetchall()
      for row in rows:
          mails.sendmail('shop', row[0], 'News')
          #     ^^^^^^^^ long-work-in-handler
      return 'sent'`),
    expect: [{ says: ['a mail for each row of subscribers'] }],
    silentWhen: [{ name: 'the caller chooses', replace: [["subscribers'", "subscribers WHERE id = %s', (1,"]] }],
  },
  {
    name: 'Python: a converter and a wait',
    files: python(`
  @app.post('/videos')
  def videos():
      subprocess.run(['ffmpeg', '-i', request.form['file'], 'out.mp4'], check=True)
      #          ^^^ long-work-in-handler
      time.sleep(30)
      #    ^^^^^ long-work-in-handler
      return 'done'`),
    expect: [{ says: ['ffmpeg to convert a video'] }, { says: ['30 seconds to pass'] }],
    silentWhen: [
      {
        name: 'both are short',
        replace: [
          ["'ffmpeg', '-i'", "'ls', '-l'"],
          ['30', '1'],
        ],
      },
    ],
  },
  {
    name: 'Python: SQLAlchemy and FastAPI',
    files: `
      # file: requirements.txt
      fastapi
      sqlalchemy
      # file: main.py
      import requests
      from fastapi import FastAPI
      from sqlalchemy import create_engine, select
      from sqlalchemy.orm import Session
      from models import Product
      engine = create_engine('postgresql://db/shop')
      app = FastAPI()
      @app.post('/sync')
      def sync():
          session = Session(engine)
          for product in session.execute(select(Product)).scalars().all():
              requests.post('https://partner.example/products', json={'id': product.id})
              #        ^^^^ long-work-in-handler
          return 'done'
    `,
    expect: [{ says: ['a call to another service for each row of Product'] }],
    silentWhen: [{ name: 'they are few', replace: [['select(Product)', 'select(Product).limit(10)']] }],
  },
  {
    name: 'Python: statements in text() on a connection of an engine',
    files: `
      # file: requirements.txt
      flask
      sqlalchemy
      # file: app.py
      from flask import Flask
      from sqlalchemy import create_engine, text
      engine = create_engine('postgresql://db/shop', pool_size=2, max_overflow=0)
      app = Flask(__name__)
      TOTAL = text('SELECT sum(cents) FROM orders WHERE customer = :id')
      @app.get('/report')
      def report():
          lines = []
          with engine.connect() as connection:
              for customer, name in connection.execute(text('SELECT id, name FROM customers ORDER BY id')).fetchall():
                  lines.append(f"{name};{connection.execute(TOTAL, {'id': customer}).scalar()}")
                  #                                 ^^^^^^^ long-work-in-handler
          return '\\n'.join(lines)
    `,
    expect: [{ says: ['a query for each row of customers'] }],
    silentWhen: [
      { name: 'the statement limits them', replace: [['ORDER BY id', 'LIMIT 10']] },
      { name: 'the statement chooses them', replace: [['ORDER BY id', 'WHERE team = :team']] },
      { name: 'what is asked grows with nothing', replace: [['FROM customers', 'FROM settings']] },
    ],
  },
  {
    name: 'Python: a browser for each request',
    files: `
      # file: requirements.txt
      flask
      selenium
      # file: app.py
      from flask import Flask
      from selenium import webdriver
      app = Flask(__name__)
      @app.get('/picture')
      def picture():
          driver = webdriver.Chrome()
          #                  ^^^^^^ long-work-in-handler
          driver.get('https://example.com')
          image = driver.get_screenshot_as_png()
          driver.quit()
          return image
      app.run()
    `,
    silentWhen: [{ name: 'it stays open', replace: [['driver.quit()', 'print(driver)']] }],
  },
];

const brief: readonly RuleCase[] = [
  {
    name: 'Python: one page that is always drawn',
    files: python(`
  import pdfkit
  @app.get('/invoice')
  def invoice():
      return pdfkit.from_string('<p>1</p>', False)
      #             ^^^^^^^^^^^ long-work-in-handler`),
    expect: [
      {
        severity: 'note',
        says: ['GET /invoice waits for a page to be drawn as PDF before it answers.', 'A short one'],
      },
    ],
    silentWhen: [{ name: 'nothing is drawn', replace: [["pdfkit.from_string('<p>1</p>', False)", "'<p>1</p>'"]] }],
  },
  {
    name: 'Python: a page for each of many, by a function that draws one',
    files: python(`
  from weasyprint import HTML
  def draw(text):
      return HTML(string=text).write_pdf()
      #                        ^^^^^^^^^ long-work-in-handler
  @app.post('/invoices')
  def invoices():
      pages = []
      for text in request.json['texts']:
          pages.append(draw(text))
      return str(len(pages))`),
    expect: [
      {
        severity: 'warning',
        says: ['waits for a page to be drawn as PDF in a loop', 'ends it half done'],
      },
    ],
    silentWhen: [{ name: 'nothing is drawn', replace: [['.write_pdf()', '']] }],
  },
  {
    name: 'Python: what is half done says so',
    files: python(`
  from weasyprint import HTML
  @app.post('/invoices')
  def invoices():
      for text in request.json['texts']:
          page = HTML(string=text).write_pdf()
          #                        ^^^^^^^^^ long-work-in-handler
          connection.execute('INSERT INTO pages (page) VALUES (%s)', (page,))
      return 'done'`),
    expect: [{ severity: 'warning', says: ['ends it half done'] }],
    silentWhen: [{ name: 'nothing is drawn', replace: [['.write_pdf()', '']] }],
  },
];

checkRule(rule, [...brief, ...silent, ...silentOnReading, ...found]);
