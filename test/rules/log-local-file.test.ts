import { rule } from '../../src/rules/storage/log-local-file.ts';
import { checkRule, type RuleCase } from './check-rule.ts';

const compose = (more = ''): string => `
  # file: compose.yaml
  services:
    shop:
      build: .
      command: node src/app.ts
${more}
`;

/** A server of Express and its logger. */
const express = (logger: string, imports = "import winston from 'winston';"): string => `
  // file: src/app.ts
  import express from 'express';
  import { log } from './log.ts';
  const app = express();
  app.get('/', (request, response) => {
    log.info('asked');
    response.end();
  });
  app.listen(3000);
  // file: src/log.ts
  ${imports}
${logger}
`;
const file = "new winston.transports.File({ filename: 'logs/app.log' })";
const logger = (transports: string): string => `
  export const log = winston.createLogger({ transports: [${transports}] });`;
const caret = '\n  //                                                                            ^^^^ log-local-file';

const flask = (body: string): string => `
  # file: app.py
  import logging
  from logging.handlers import RotatingFileHandler
  from flask import Flask
  app = Flask(__name__)
${body}
  # file: compose.yaml
  services:
    shop:
      build: .
      command: gunicorn app:app
`;

const silent: readonly RuleCase[] = [
  { name: 'the console alone', gate: 'none', files: express(logger('new winston.transports.Console()')) + compose() },
  {
    name: 'the console as well',
    gate: 'role',
    files: express(logger(`new winston.transports.Console(), ${file}`)) + compose(),
  },
  {
    name: 'the console as well, added afterwards in another file',
    gate: 'role',
    files: `${express(`${logger(file)}\n  import './console.ts';`)}
  // file: src/console.ts
  import winston from 'winston';
  import { log } from './log.ts';
  log.add(new winston.transports.Console());
  ${compose()}`,
  },
  {
    name: 'only on the machine of a developer',
    gate: 'guard',
    files:
      express(`${logger('')}
  if (process.env.NODE_ENV !== 'production') log.add(${file});`) + compose(),
  },
  {
    name: 'a file that is the console',
    gate: 'role',
    files: express(logger("new winston.transports.File({ filename: '/dev/stdout' })")) + compose(),
  },
  {
    name: 'a volume keeps it',
    gate: 'shared',
    files: express(logger(file)) + compose("      volumes: ['logs:/app/logs']\n  volumes:\n    logs:"),
  },
  {
    name: 'a number is the console',
    gate: 'none',
    files: express('\n  export const log = pino(pino.destination(1));', "import pino from 'pino';") + compose(),
  },
  { name: 'a test', gate: 'scope', files: express(logger(file)).replaceAll('src/', 'test/') },
  {
    name: 'a stream of Python',
    gate: 'none',
    files: flask('  logging.getLogger().addHandler(logging.StreamHandler())'),
  },
  { name: 'a set-up of the console', gate: 'none', files: flask('  logging.basicConfig(level=logging.INFO)') },
  {
    name: 'a file beside a stream',
    gate: 'role',
    files: flask(`  logging.getLogger().addHandler(logging.StreamHandler())
  logging.getLogger().addHandler(logging.FileHandler("app.log"))`),
  },
  {
    name: 'a handler of another package beside it',
    gate: 'role',
    files: flask(`  from rich.logging import RichHandler
  logging.getLogger().addHandler(RichHandler())
  logging.getLogger().addHandler(logging.FileHandler("app.log"))`),
  },
  {
    name: 'the root is set up for the console, and a logger hands on to it what it keeps',
    gate: 'role',
    files: flask(`  logging.basicConfig(level=logging.INFO)
  logging.getLogger("shop").addHandler(RotatingFileHandler("shop.log"))`),
  },
  {
    name: 'the logger of Flask, which has the console already',
    gate: 'role',
    files: flask(`  handler = RotatingFileHandler("logs/app.log", maxBytes=10240)
  app.logger.addHandler(handler)`),
  },
];

const toConsole = { name: 'it goes to the console', replace: [[file, 'new winston.transports.Console()']] } as const;

const found: readonly RuleCase[] = [
  {
    name: 'a file that requests read back, whatever goes to the console',
    files:
      express(`
  import fs from 'node:fs';
  import path from 'node:path';
  import api from 'express';
  export const log = winston.createLogger({
    transports: [
      new winston.transports.Console(),
      new winston.transports.File({ filename: path.join('data/logs', 'app.log') }),
      //                     ^^^^ log-local-file
    ],
  });
  const logs = api();
  logs.get('/logs/:name', (request, response) => {
    fs.createReadStream(path.join('data/logs', request.params.name)).pipe(response);
  });
  logs.listen(4000);`) + compose(),
    expect: [{ severity: 'warning', says: ['Requests read logs back'] }],
    silentWhen: [
      {
        name: 'they read what is no log',
        replace: [["path.join('data/logs', request.params.name)", "path.join('data/orders', request.params.name)"]],
      },
      {
        name: 'it is a folder for all kinds of data',
        replace: [
          ["path.join('data/logs', 'app.log')", "'data/app.log'"],
          ["path.join('data/logs', request.params.name)", "path.join('data', request.params.name)"],
        ],
      },
    ],
  },
  {
    name: 'a stream that begins a file each day',
    files:
      express(`import * as FileStreamRotator from 'file-stream-rotator';
  const stream = FileStreamRotator.getStream({ filename: 'logs/app-%DATE%.log' });
  //                               ^^^^^^^^^ log-local-file`) + compose(),
    expect: [{ severity: 'warning' }],
    silentWhen: [
      {
        name: 'it goes to the console',
        replace: [["FileStreamRotator.getStream({ filename: 'logs/app-%DATE%.log' })", 'process.stdout']],
      },
    ],
  },
  {
    name: 'a file in a container',
    files: express(`${logger(file)}${caret}`) + compose(),
    expect: [
      {
        severity: 'warning',
        situation: 'always',
        confidence: 'high',
        says: [
          'Logs go to `logs/app.log` on each host',
          'The file goes with its container',
          'Write them to the console',
        ],
      },
    ],
    silentWhen: [toConsole],
  },
  {
    name: 'nothing says where it runs',
    files: express(`${logger(file)}${caret}`),
    expect: [{ severity: 'note', says: ['lie in several files'] }],
    silentWhen: [toConsole],
  },
  {
    name: 'the console for developers alone',
    files:
      express(`${logger(file)}${caret}
  if (process.env.NODE_ENV !== 'production') log.add(new winston.transports.Console());`) + compose(),
    expect: [{ severity: 'warning' }],
    silentWhen: [{ name: 'for all', replace: [["!== 'production'", "!== 'silent'"]] }],
  },
  {
    name: 'two files, told once',
    files:
      express(
        `${logger(`${file}, new winston.transports.File({ filename: 'logs/errors.log', level: 'error' })`)}${caret}`,
      ) + compose(),
    expect: [{ related: ['src/log.ts:3'] }],
    silentWhen: [{ name: 'the console is there', replace: [[file, 'new winston.transports.Console()']] }],
  },
  {
    name: 'a file for each day',
    files:
      express(
        `
  export const log = winston.createLogger({
    transports: [new DailyRotateFile({ dirname: 'logs', filename: 'app-%DATE%.log' })],
    //               ^^^^^^^^^^^^^^^ log-local-file
  });`,
        "import winston from 'winston';\n  import DailyRotateFile from 'winston-daily-rotate-file';",
      ) + compose(),
    silentWhen: [
      { name: 'the console is there', replace: [['transports: [', 'transports: [new winston.transports.Console(), ']] },
    ],
  },
  {
    name: 'a destination of pino',
    files:
      express(
        "\n  export const log = pino(pino.destination('./logs/app.log'));\n  //                           ^^^^^^^^^^^ log-local-file",
        "import pino from 'pino';",
      ) + compose(),
    silentWhen: [{ name: 'it is the console', replace: [["'./logs/app.log'", '1']] }],
  },
  {
    name: 'a volume for something else',
    files:
      express(`${logger(file)}${caret}`) + compose("      volumes: ['photos:/app/photos']\n  volumes:\n    photos:"),
    expect: [{ severity: 'warning' }],
    silentWhen: [toConsole],
  },
  {
    name: 'a set-up of a file in Python',
    files: flask(`  logging.basicConfig(filename="app.log", level=logging.INFO)
  #       ^^^^^^^^^^^ log-local-file`),
    expect: [{ severity: 'warning', says: ['`app.log`'] }],
    silentWhen: [{ name: 'it is the console', replace: [['filename="app.log", ', '']] }],
  },
  {
    name: 'a handler of files in Python',
    files: flask(`  logging.getLogger("shop").addHandler(RotatingFileHandler("/var/log/shop.log", maxBytes=10240))
  #                                    ^^^^^^^^^^^^^^^^^^^ log-local-file`),
    expect: [{ severity: 'warning' }],
    silentWhen: [
      {
        name: 'it is the console',
        replace: [['RotatingFileHandler("/var/log/shop.log", maxBytes=10240)', 'logging.StreamHandler()']],
      },
    ],
  },
  {
    name: 'a logger that hands nothing on to the console of the root',
    files: flask(`  logging.basicConfig(level=logging.INFO)
  log = logging.getLogger("shop")
  log.propagate = False
  log.addHandler(RotatingFileHandler("shop.log"))
  #              ^^^^^^^^^^^^^^^^^^^ log-local-file`),
    silentWhen: [{ name: 'it hands them on', replace: [['log.propagate = False', 'log.propagate = True']] }],
  },
];

checkRule(rule, [...silent, ...found]);
