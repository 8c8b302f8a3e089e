import { rule } from '../../src/rules/connections/db-client-per-request.ts';
import { checkRule, type RuleCase } from './check-rule.ts';

/** A trial of an address, which falls back on the program's own where none is given. */
const trial = `
      // file: src/trial.ts
      import pg from 'pg';
      import { settings } from './settings.ts';
      export async function answers(address = settings.address) {
        const client = new pg.Client({ connectionString: address });
        await client.connect();
        await client.end();
        return true;
      }
      export async function answersTwice(address?: string) {
        return (await answers(address)) && (await answers(address));
      }
      // file: src/settings.ts
      export const settings = { address: process.env.WAREHOUSE_URL };
`;

const app = (handler: string) => `
      // file: src/app.ts
      import express from 'express';
      import pg from 'pg';
      import { PrismaClient } from '@prisma/client';
      import { answers, answersTwice } from './trial.ts';
      const prisma = new PrismaClient();
      const app = express();
      app.post('/sources', async (req, res) => {
        ${handler}
      });
      app.listen(3000);
      ${trial}
`;

const silent: readonly RuleCase[] = [
  ['the request hands the address to a function that has one of its own', 'res.json(await answers(req.body.address));'],
  ['it is handed on once more', 'const { address } = req.body; res.json(await answersTwice(address));'],
  [
    'a row of the database holds the address',
    'const row = await prisma.source.findFirst(); res.json(await answers(row.address));',
  ],
  [
    'a client is made right where the row was read',
    'const row = await prisma.source.findFirst(); const client = new pg.Client(row.address); await client.end();',
  ],
  [
    'the address is taken out of the row at once',
    'const { address } = await prisma.source.findFirst(); res.json(await answers(address));',
  ],
].map(([name, handler]) => ({ name: name ?? '', files: app(handler ?? '') }));

const made = 'const client = new pg.Client(';
const marked = `${made}{ connectionString: address });
        //                    ^^^^^^ db-client-per-request`;

const flagged: readonly RuleCase[] = [
  ['nobody hands it an address', 'res.json(await answers());'],
  ['the program hands it an address that is written down', "res.json(await answers('postgres://reports/one'));"],
  ['the program hands it another setting', 'res.json(await answers(process.env.REPORTS_URL));'],
  ['what is handed on is what the program says', 'res.json(await answersTwice(process.env.REPORTS_URL));'],
].map(([name, handler]) => ({
  name: name ?? '',
  files: app(handler ?? '').replace(`${made}{ connectionString: address });`, marked),
  silentWhen: [{ name: 'no request leads to it', replace: [['app.post(', 'void (']] }],
}));

/** An engine that each request makes. */
const rooms = (address: string, mark = ''): string => `
      # file: requirements.txt
      flask
      sqlalchemy
      # file: app.py
      import os
      from flask import Flask
      from sqlalchemy import create_engine, text
      app = Flask(__name__)
      folder = os.environ["DATA"]
      @app.get("/rooms")
      def rooms():
          engine = create_engine(${address})${mark}
          with engine.connect() as connection:
              return str(connection.execute(text("select 1")).scalar())
      app.run()
`;

const underEngine = '\n          #        ^^^^^^^^^^^^^ db-client-per-request';

const files: readonly RuleCase[] = [
  { name: 'Python: a file is opened', files: rooms('"sqlite:///rooms.db"'), gate: 'role' },
  { name: 'Python: a file in a folder that is told', files: rooms('f"sqlite:///{folder}/rooms.db"'), gate: 'role' },
  {
    name: 'Python: a server whose host is told',
    files: rooms('f"postgresql://{folder}/rooms"', underEngine),
    silentWhen: [{ name: 'it is a file', replace: [['postgresql://', 'sqlite:///']] }],
  },
  {
    name: 'Python: a file only where no address is set',
    files: rooms('os.environ.get("DATABASE_URL", "sqlite:///rooms.db")', underEngine),
    silentWhen: [
      {
        name: 'it is always a file',
        replace: [['os.environ.get("DATABASE_URL", "sqlite:///rooms.db")', '"sqlite:///rooms.db"']],
      },
    ],
  },
];

checkRule(rule, [...silent, ...flagged, ...files]);
