import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { folderWith, python } from '../patterns/python-programs.ts';
import { answerTo, applyFix, type Files, reasonAgainst } from './apply.ts';

const [rule, fix] = ['log-local-file', 'log-to-console'];
const apply = async (files: Files) => (await applyFix(files, rule, fix)).after;

const head = "import express from 'express';\nimport winston from 'winston';\n";
const serve =
  "\nconst app = express();\napp.get('/', (request, response) => {\n  logger.info('asked');\n  response.send('hi');\n});\napp.listen(3000);\n";
const server = (logger: string, imports = head): Files => ({
  'package.json': '{ "name": "shop", "dependencies": { "express": "5", "winston": "3" } }',
  'server.ts': `${imports}\n${logger}\n${serve}`,
});

const flask = (logging: string): Files => ({
  'requirements.txt': 'flask\n',
  Procfile: 'web: gunicorn app:app\n',
  'app.py': `${logging}

app = Flask(__name__)


@app.route("/")
def home():
    logging.getLogger("shop").info("asked")
    return "hi"
`,
});

describe('log-to-console', () => {
  it('writes once to the console what went into two files', async () => {
    const after = await apply(
      server(
        `const folder = 'logs';
const logger = winston.createLogger({
  format: winston.format.json(),
  transports: [
    new winston.transports.File({ filename: path.join(folder, 'error.log'), level: 'error' }),
    new winston.transports.File({ filename: path.join(folder, 'all.log'), maxsize: 5_000_000 }),
  ],
});`,
        `import path from 'node:path';\n${head}`,
      ),
    );
    expect(after['server.ts']).toBe(`${head}
const logger = winston.createLogger({
  format: winston.format.json(),
  transports: [
    new winston.transports.Console(),
  ],
});
${serve}`);
  });

  it('keeps quiet where developers have the console already', async () => {
    const developing = `if (process.env.NODE_ENV !== 'production') {
  logger.add(new winston.transports.Console({ format: winston.format.simple() }));
}`;
    const logger = (made: string) => `const logger = winston.createLogger({ transports: [${made}] });\n${developing}`;
    const files = server(logger("new winston.transports.File({ filename: 'shop.log', level: 'warn' })"));
    expect((await apply(files))['server.ts']).toBe(
      server(
        logger("new winston.transports.Console({ level: 'warn', silent: process.env.NODE_ENV !== 'production' })"),
      )['server.ts'],
    );
  });

  it('takes rotating files away with their import', async () => {
    const rotating = "import DailyRotateFile from 'winston-daily-rotate-file';\n";
    const files = server(
      "const logger = winston.createLogger({ transports: [new DailyRotateFile({ filename: '%DATE%.log', datePattern: 'YYYY' })] });",
      head + rotating,
    );
    expect((await apply(files))['server.ts']).toBe(
      server('const logger = winston.createLogger({ transports: [new winston.transports.Console()] });')['server.ts'],
    );
  });

  it('gives pino the standard output', async () => {
    const files: Files = {
      'server.js': `const express = require('express')
const path = require('path')
const pino = require('pino')
const logger = pino({ level: 'info' }, pino.destination(path.join(__dirname, 'shop.log')))
const app = express()
app.get('/', (request, response) => response.send('hi'))
app.listen(3000)
`,
    };
    const after = await apply(files);
    expect(after['server.js']).toContain('pino.destination(1))\n');
    expect(after['server.js']).not.toContain("require('path')");
  });

  it('gives a handler of Python the console, and runs', async () => {
    const files = flask(`import logging
import os
from logging.handlers import RotatingFileHandler

from flask import Flask

handler = RotatingFileHandler(
    os.path.join("logs", "shop.log"), maxBytes=1000, backupCount=3
)
handler.setFormatter(logging.Formatter("%(levelname)s %(message)s"))
logging.getLogger("shop").addHandler(handler)
logging.getLogger("shop").setLevel(logging.INFO)`);
    const { 'app.py': app = '' } = await apply(files);
    expect(app).toContain(
      'import logging\nimport sys\n\nfrom flask import Flask\n\nhandler = logging.StreamHandler(sys.stdout)\n',
    );
    const lines = app.slice(0, app.indexOf('app = Flask')).replace('from flask import Flask\n', '');
    const folder = folderWith({ 'run.py': `${lines}\nlogging.getLogger("shop").info("asked")\n` });
    const { stdout, error } = spawnSync(python, ['run.py'], { cwd: folder.path, encoding: 'utf8' });
    folder.remove();
    if (error === undefined) expect(stdout).toBe('INFO asked\n');
  });

  it('gives the root the console', async () => {
    const files = flask(`import logging

from flask import Flask

logging.basicConfig(filename='shop.log', filemode='a', level=logging.INFO)`);
    expect((await apply(files))['app.py']).toContain(`import logging
import sys

from flask import Flask

logging.basicConfig(stream=sys.stdout, level=logging.INFO)`);
  });

  it.each([
    [
      'options from elsewhere',
      server(
        'const logger = winston.createLogger({ transports: [new winston.transports.File(options)] });',
        `import { options } from './options.js';\n${head}`,
      ),
      'does not stand in the call itself',
    ],
    [
      'a handler that is asked for its file',
      flask(`import logging
from logging.handlers import TimedRotatingFileHandler

from flask import Flask

handler = TimedRotatingFileHandler("shop.log")
handler.suffix = "%Y-%m-%d"
logging.getLogger("shop").addHandler(handler)`),
      'used as a handler of files elsewhere too',
    ],
  ])('refuses %s', async (_, files, reason) => {
    const options = { 'options.ts': "export const options = { filename: 'shop.log' };\n" };
    expect(await reasonAgainst({ ...files, ...options }, rule, fix)).toContain(reason);
  });

  it('refuses two files of one module in Python', async () => {
    const files = flask(`import logging

from flask import Flask

logging.getLogger("shop").addHandler(logging.FileHandler("all.log"))
logging.getLogger("shop.errors").addHandler(logging.FileHandler("error.log"))`);
    expect(await answerTo(files, rule, fix)).toMatchObject({
      kind: 'refusal',
      reason: expect.stringContaining('come twice on one console'),
    });
  });
});
