import { describe, expect, it } from 'vitest';
import { compile } from '../patterns/compile.ts';
import { answerTo, applyFix, type Files } from './apply.ts';

const [rule, fix] = ['work-after-response', 'work-in-queue'];
const apply = async (files: Files) => (await applyFix(files, rule, fix)).after;

const manifest = (type: 'module' | 'commonjs', more: Readonly<Record<string, string>> = {}) =>
  JSON.stringify({
    name: '@acme/orders',
    type,
    scripts: { start: 'node src/app.js' },
    dependencies: { express: '^5.1.0', nodemailer: '^7.0.0', ...more },
  });

const mail = `import nodemailer from 'nodemailer';

const mailer = nodemailer.createTransport(process.env.SMTP_URL);

export async function sendLetter(to: string, order: string): Promise<void> {
  await mailer.sendMail({ to, subject: order });
}
`;

const app = (body: string, imports = "import { sendLetter } from './mail.js';") => `import express from 'express';
${imports}

const app = express();
app.use(express.json());
app.post('/orders', async (request, response) => {
${body}
  response.status(201).json({});
});
app.listen(3000);
`;

const shop = (body: string, imports?: string, mailText = mail): Files => ({
  'package.json': manifest('module'),
  'src/mail.ts': mailText,
  'src/app.ts': app(body, imports),
});

describe('work-in-queue', () => {
  const named = `// Any instance does it, so that it is not lost with the one that was asked.
const queueSendLetter = inQueue('mail:send-letter', sendLetter);
`;

  it('names the work above the handler and waits until the job is kept', async () => {
    const { after, next } = await applyFix(shop('  sendLetter(request.body.email, request.body.order);'), rule, fix);
    const imports = "import { sendLetter } from './mail.js';\nimport { inQueue } from './work-queue.js';";
    const written = app('  await queueSendLetter(request.body.email, request.body.order);', imports).replace(
      "app.post('/orders'",
      `${named}\napp.post('/orders'`,
    );
    expect(after['src/app.ts']).toBe(written);
    expect(after['src/mail.ts']).toBe(mail);
    expect(after['src/work-queue.ts']).toContain("const program = 'acme-orders';");
    expect(after['.env.example']).toContain('REDIS_URL=');
    expect(next).toBe('npm install');
    const sendLetter =
      'export async function sendLetter(to: string, order: string): Promise<void> { await to; await order; }';
    const beside = { 'work-queue.ts': after['src/work-queue.ts'] ?? '', 'mail.ts': sendLetter };
    expect(compile('app.ts', after['src/app.ts'] ?? '', beside)).toEqual([]);
  });

  it('takes what was done when it failed away, which the worker notes', async () => {
    const after = await apply(shop('  void sendLetter(request.body.email, request.body.order).catch(console.error);'));
    expect(after['src/app.ts']).toContain('\n  await queueSendLetter(request.body.email, request.body.order);\n');
  });

  it('uses the name that an earlier fix of the file gave', async () => {
    const files = shop(
      '  if (request.body.gift) sendLetter(request.body.friend, request.body.order);\n  sendLetter(request.body.email, request.body.order);',
    );
    const once = await apply(files);
    const twice = once['src/app.ts']?.includes('\n  sendLetter(') === true ? await apply(once) : once;
    expect(twice['src/app.ts']?.match(/= inQueue\(/g)).toHaveLength(1);
  });

  it('names a member of a module in CommonJS', async () => {
    const after = await apply({
      'package.json': manifest('commonjs'),
      'src/mail.js': `const nodemailer = require('nodemailer');

const mailer = nodemailer.createTransport(process.env.SMTP_URL);

async function sendLetter(to, order) {
  await mailer.sendMail({ to, subject: order });
}

module.exports = { sendLetter };
`,
      'src/app.js': `const express = require('express');
const mail = require('./mail');

const app = express();
app.use(express.json());
app.post('/orders', async (request, response) => {
  mail.sendLetter(request.body.email, \`Order \${request.body.order}\`);
  response.status(201).json({});
});
app.listen(3000);
`,
    });
    expect(after['src/app.js']).toContain("const { inQueue } = require('./work-queue');");
    expect(after['src/app.js']).toContain("const queueSendLetter = inQueue('mail:send-letter', mail.sendLetter);");
    expect(after['src/app.js']).toContain('await queueSendLetter(request.body.email, `Order ${request.body.order}`);');
  });

  it('stays in the file where the work is done by a function of the same', async () => {
    const files: Files = {
      'package.json': manifest('module'),
      'src/app.ts': `import express from 'express';
import nodemailer from 'nodemailer';

const mailer = nodemailer.createTransport(process.env.SMTP_URL);
const sendLetter = async (to: string) => {
  await mailer.sendMail({ to });
};
const app = express();
app.use(express.json());
app.post('/orders', async (request, response) => {
  sendLetter(request.body.email);
  response.status(201).json({});
});
app.listen(3000);
`,
    };
    const after = await apply(files);
    expect(after['src/app.ts']).toContain(`  await mailer.sendMail({ to });
};

// Any instance does it, so that it is not lost with the one that was asked.
const queueSendLetter = inQueue('app:send-letter', sendLetter);
const app = express();`);
  });

  const refused: readonly { name: string; files: Files; reason: RegExp }[] = [
    {
      name: 'a handler that waits for nothing',
      files: {
        ...shop(''),
        'src/app.ts': app('  sendLetter(request.body.email, request.body.order);').replace(
          'async (request',
          '(request',
        ),
      },
      reason: /waits for nothing/,
    },
    {
      name: 'a library that is called at once',
      files: shop(
        '  mailer.sendMail({ to: request.body.email });',
        "import nodemailer from 'nodemailer';\nconst mailer = nodemailer.createTransport(process.env.SMTP_URL);",
      ),
      reason: /Only a function of the program’s own/,
    },
    {
      name: 'an argument that JSON does not bring back',
      files: shop(
        '  sendLetter(request, request.body.order);',
        undefined,
        mail.replace('to: string, order: string', 'to: Request, order: string'),
      ),
      reason: /comes back from JSON/,
    },
    {
      name: 'a method of an object',
      files: shop(
        '  letters.send(request.body.email);',
        "import { letters } from './mail.js';",
        `import nodemailer from 'nodemailer';

class Letters {
  mailer = nodemailer.createTransport(process.env.SMTP_URL);
  async send(to: string) {
    await this.mailer.sendMail({ to });
  }
}
export const letters = new Letters();
`,
      ),
      reason: /belongs to an object/,
    },
    {
      name: 'work whose file loads the handler in turn',
      files: shop('  sendLetter(request.body.email, request.body.order);', undefined, `import './app.js';\n${mail}`),
      reason: /imports this one in turn/,
    },
    {
      name: 'a framework that does not hear promises',
      files: {
        ...shop('  sendLetter(request.body.email, request.body.order);'),
        'package.json': manifest('module').replace('^5.1.0', '^4.21.0'),
      },
      reason: /Nobody hears here/,
    },
    {
      name: 'work that uses what one instance keeps',
      files: shop(
        '  sendLetter(request.body.email, request.body.order);',
        undefined,
        mail
          .replace('const mailer', 'const sent = new Map<string, number>();\nconst mailer')
          .replace('  await mailer', '  sent.set(to, (sent.get(to) ?? 0) + 1);\n  await mailer'),
      ),
      reason: /in the memory of one instance/,
    },
    {
      name: 'work that reads a file',
      files: shop(
        '  sendLetter(request.body.email, request.body.order);',
        undefined,
        `import { readFile } from 'node:fs/promises';\n${mail.replace('subject: order', 'text: await readFile(order)')}`,
      ),
      reason: /files of this instance/,
    },
    {
      name: 'a failure that is answered for',
      files: shop(
        "  sendLetter(request.body.email, request.body.order).catch(() => pool.query('UPDATE orders SET failed = true'));",
        "import { pool } from './pool.js';\nimport { sendLetter } from './mail.js';",
      ),
      reason: /Something is done with what it gives back/,
    },
    {
      name: 'work behind the answer',
      files: shop(
        '  response.status(202).json({});\n  sendLetter(request.body.email, request.body.order);\n  if (request.body.more) return;',
      ),
      reason: /answer is given before it/,
    },
    {
      name: 'a program with a queue',
      files: {
        ...shop(
          '  sendLetter(request.body.email, request.body.order);',
          "import { Queue } from 'bull';\nimport { sendLetter } from './mail.js';\nexport const jobs = new Queue('jobs');",
        ),
      },
      reason: /has a queue already/,
    },
  ];

  it.each(refused)('is refused for $name', async ({ files, reason }) => {
    const answer = await answerTo(files, rule, fix);
    expect(answer.kind).toBe('refusal');
    expect('reason' in answer ? answer.reason : '').toMatch(reason);
  });
});
