import { describe, expect, it } from 'vitest';
import { endOf, startNodeService } from '../patterns/node-programs.ts';
import { answerTo, applyFix, type Files, reasonAgainst } from './apply.ts';

const [rule, fix] = ['shutdown-missing', 'orderly-stop'];
const apply = async (files: Files) => (await applyFix(files, rule, fix)).after;

const deployed = (command: string): Files => ({
  'compose.yaml': `services:\n  shop:\n    build: .\n    command: ${command}\n    deploy:\n      replicas: 3\n`,
});
const image = (command: string): Files => ({
  Dockerfile: `FROM node:22\nCOPY . .\n${command}\n`,
  'compose.yaml': 'services:\n  shop:\n    build: .\n    deploy:\n      replicas: 3\n',
});

const orders = (listen: string, pool = 'const pool = new Pool();') => `import express from 'express';
import { Pool } from 'pg';

${pool}
const app = express();
app.post('/orders', async (request, response) => {
  await pool.query('INSERT INTO orders (item) VALUES ($1)', [request.body.item]);
  response.json({});
});
${listen}
`;
const shop = (listen: string): Files => ({ ...deployed('node src/app.ts'), 'src/app.ts': orders(listen) });

const stopping = (name: string, indent = '') =>
  `
process.once('SIGTERM', () => {
  // Requests under way are answered, and no new ones are taken.
  ${name}.close(async () => {
    await pool.end();
    process.exit(0);
  });
  ${name}.closeIdleConnections();
  // What lasts, such as a WebSocket, is cut off before Docker would, which waits for ten seconds.
  setTimeout(() => process.exit(0), 8_000).unref();
});`.replaceAll('\n', `\n${indent}`);

describe('orderly-stop', () => {
  it('names the server and closes it before the pool', async () => {
    const after = await apply(shop("app.listen(3000, () => {\n  console.log('up');\n});"));
    expect(after['src/app.ts']).toBe(
      orders(`const server = app.listen(3000, () => {\n  console.log('up');\n});\n${stopping('server')}`),
    );
  });

  it('takes the name that keeps the server, and the signal that comes', async () => {
    const files = {
      ...shop('const listening = app.listen(3000);'),
      'compose.yaml': '',
      'ecosystem.config.js': "module.exports = { apps: [{ name: 'shop', script: 'src/app.ts', instances: 2 }] };\n",
    };
    const after = await apply(files);
    expect(after['src/app.ts']).toBe(
      orders(`const listening = app.listen(3000);\n${stopping('listening').replace('SIGTERM', 'SIGINT')}`),
    );
  });

  it('takes a server of Node’s itself, in CommonJS without semicolons', async () => {
    const text = (listen: string) => `const http = require("http")
const express = require("express")
const { Pool } = require("pg")
const pool = new Pool()
const app = express()
app.post("/orders", async (request, response) => {
  await pool.query("INSERT INTO orders DEFAULT VALUES")
  response.json({})
})
const server = http.createServer(app)
${listen}
`;
    const files = { ...deployed('node app.js'), 'app.js': text('server.listen(3000)') };
    expect((await apply(files))['app.js']).toBe(
      text(`server.listen(3000)\n${stopping('server').replaceAll("'", '"').replaceAll(/;$/gm, '')}`),
    );
  });

  it('lets Fastify close itself', async () => {
    const files = {
      ...deployed('node app.js'),
      'app.js': `const fastify = require('fastify')();
fastify.post('/orders', async () => fetch('https://pay.example.com', { method: 'POST' }));
fastify.listen({ port: 3000 });
`,
    };
    expect((await apply(files))['app.js']).toContain(`fastify.listen({ port: 3000 });

process.once('SIGTERM', async () => {
  // Requests under way are answered.
  await fastify.close();
  process.exit(0);
});
`);
  });

  it('turns on what Nest has for it', async () => {
    const files = {
      ...deployed('node dist/main.js'),
      'src/main.ts': `import { NestFactory } from '@nestjs/core';
import { AppModule } from './app.module';

async function bootstrap() {
  const app = await NestFactory.create(AppModule);
  await app.listen(3000);
}
bootstrap();
`,
      'src/app.module.ts': `import { Controller, Module, Post } from '@nestjs/common';

@Controller('orders')
class OrdersController {
  @Post()
  async order() {
    return fetch('https://pay.example.com', { method: 'POST' });
  }
}

@Module({ controllers: [OrdersController] })
export class AppModule {}
`,
    };
    expect((await apply(files))['src/main.ts']).toContain(`  app.enableShutdownHooks();
  await app.listen(3000);
`);
  });

  it('waits for a worker’s job', async () => {
    const files = {
      ...deployed('node worker.js'),
      'worker.js': `import { Worker } from 'bullmq';
import { send } from './send.js';

new Worker('mails', async (job) => send(job.data), { connection });
`,
      'send.js': "export const send = (mail) => fetch('https://mail.example.com', { method: 'POST' });\n",
    };
    expect((await apply(files))['worker.js']).toContain(`const worker = new Worker('mails'`);
    expect((await apply(files))['worker.js']).toContain(`process.once('SIGTERM', async () => {
  // The job under way is done to its end.
  await worker.close();
  process.exit(0);
});
`);
  });

  it('gives the script’s place to the server', async () => {
    const files: Files = {
      ...image('ENTRYPOINT ["./start.sh"]'),
      'start.sh': '#!/bin/sh\nset -e\npython -m flask db upgrade\n\ngunicorn shop:app \\\n  --bind 0.0.0.0:80\n',
      'shop.py': 'from flask import Flask\n\napp = Flask(__name__)\n\n\n@app.get("/")\ndef home():\n    return {}\n',
    };
    expect((await apply(files))['start.sh']).toContain('\nexec gunicorn shop:app \\\n');
  });

  it('does so in one branch of a script, and names a server that is listened to for errors', async () => {
    const flask = 'from flask import Flask\n\napp = Flask(__name__)\n\n\n@app.get("/")\ndef home():\n    return {}\n';
    const script = (command: string) =>
      `#!/bin/sh\nif [ "$1" = shell ]; then\n  if true; then echo; fi\n  ${command}\nelse\n  if true; then\n    echo\n  fi\nfi\n`;
    const branch = { ...image('ENTRYPOINT ["./start.sh"]'), 'start.sh': script('gunicorn shop:app'), 'shop.py': flask };
    expect((await apply(branch))['start.sh']).toBe(script('exec gunicorn shop:app'));
    const after = await apply(shop("app.listen(3000).on('error', console.error);"));
    expect(after['src/app.ts']).toContain("const server = app.listen(3000).on('error', console.error);");
  });

  it('starts Node itself', async () => {
    const files: Files = {
      ...image('CMD npm start'),
      'package.json': '{ "name": "shop", "type": "module", "scripts": { "start": "node server.js" } }',
      'server.js': orders(`const server = app.listen(3000);\n${stopping('server')}`),
    };
    expect((await apply(files))['Dockerfile']).toContain('CMD ["node", "server.js"]\n');
  });

  it.each([
    [
      'a server that is started in the middle of something',
      shop('connect().then(() => app.listen(3000));'),
      'in the middle of something else',
    ],
    [
      'a script that goes on behind the server',
      {
        ...image('ENTRYPOINT ["./start.sh"]'),
        'start.sh': '#!/bin/sh\ngunicorn shop:app\necho done\n',
        'shop.py': 'from flask import Flask\n\napp = Flask(__name__)\n\n\n@app.get("/")\ndef home():\n    return {}\n',
      },
      'More than the one program',
    ],
    [
      'a start that is more than Node',
      {
        ...image('CMD ["npm", "start"]'),
        'package.json': '{ "name": "shop", "scripts": { "start": "NODE_ENV=production node server.js" } }',
        'server.js': orders(`const server = app.listen(3000);\n${stopping('server')}`),
      },
      'more than one plain command',
    ],
  ])('refuses %s', async (_, files, reason) => {
    expect(await reasonAgainst(files, rule, fix)).toContain(reason);
  });

  it('refuses where the other branch listens as well', async () => {
    const files = shop(
      'if (process.env.SOCKET) {\n  app.listen(process.env.SOCKET);\n} else {\n  app.listen(3000);\n}',
    );
    expect(await answerTo(files, rule, fix)).toMatchObject({
      kind: 'refusal',
      reason: expect.stringContaining('listens in several places'),
    });
  });

  it('refuses where a worker in another file would be cut off', async () => {
    const files = {
      ...shop("import './worker.js';\napp.listen(3000);"),
      'src/worker.ts':
        "import { Worker } from 'bullmq';\nexport const worker = new Worker('mails', async (job) => fetch(job.data), { connection });\n",
    };
    expect(await answerTo(files, rule, fix)).toMatchObject({
      kind: 'refusal',
      reason: expect.stringContaining('worker in another file'),
    });
  });
});

describe('orderly-stop, run', () => {
  it('answers the request under way', async () => {
    const server = `import express from 'express';
const app = express();
app.post('/orders', async (request, response) => {
  await fetch('http://127.0.0.1:9/pay', { method: 'POST' }).catch(() => null);
  await new Promise((done) => setTimeout(done, 1_000));
  response.send('paid');
});
app.get('/', (request, response) => response.send('up'));
app.listen(process.env.PORT);
`;
    const files: Files = { ...deployed('node server.js'), 'package.json': '{ "type": "module" }', 'server.js': server };
    const stopped = async (body: Files) => {
      const service = await startNodeService(body, 'server.js', {});
      const order = fetch(`${service.url}/orders`, { method: 'POST' }).then(
        (answer) => answer.text(),
        () => 'dropped',
      );
      await new Promise((done) => setTimeout(done, 300));
      service.process.kill('SIGTERM');
      return { order: await order, code: (await endOf(service)).code };
    };
    expect((await stopped(files)).order).toBe('dropped');
    expect(await stopped(await apply(files))).toEqual({ order: 'paid', code: 0 });
  }, 30_000);
});
