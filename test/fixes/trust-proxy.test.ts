import { describe, expect, it } from 'vitest';
import { startNodeService } from '../patterns/node-programs.ts';
import { answerTo, applyFix, type Files, reasonAgainst } from './apply.ts';

const [rule, fix] = ['ratelimit-ip-behind-proxy', 'trust-proxy'];
const apply = async (files: Files) => (await applyFix(files, rule, fix)).after;

const passing = (target: string, header = 'X-Forwarded-For $proxy_add_x_forwarded_for') =>
  `events {}\nhttp {\n  server {\n    location / {\n      proxy_pass http://${target};\n      proxy_set_header ${header};\n    }\n  }\n}\n`;

const deployed = (command: string, more = ''): Files => ({
  'compose.yaml': `services:
  proxy:
    image: nginx:1.28
    ports: ['80:80']
    volumes: ['./nginx.conf:/etc/nginx/nginx.conf:ro']
${more}  shop:
    build: .
    command: ${command}
`,
  'nginx.conf': passing('shop:3000'),
});

const express = (app = 'const app = express();', more = '') => `import express from 'express';
import rateLimit from 'express-rate-limit';

${app}
${more}app.use('/login', rateLimit({ windowMs: 60_000, limit: 5, store }));
app.post('/login', (req, res) => res.send('hi'));
app.listen(3000);
`;

const shop = (app?: string, more?: string): Files => ({
  ...deployed('node src/app.ts'),
  'src/app.ts': express(app, more),
});

const outer = `  edge:
    image: nginx:1.28
    ports: ['443:443']
    volumes: ['./edge.conf:/etc/nginx/nginx.conf:ro']
`;

describe('trust-proxy', () => {
  it('tells Express of the one proxy', async () => {
    const after = await apply(shop('const app = express(); // the shop'));
    expect(after['src/app.ts']).toBe(
      express(`const app = express(); // the shop
// One proxy stands in front and says who asks.
app.set('trust proxy', 1);`),
    );
  });

  it('counts a proxy in front of another', async () => {
    const files = { ...shop(), ...deployed('node src/app.ts', outer), 'edge.conf': passing('proxy:80') };
    const after = await apply(files);
    expect(after['src/app.ts']).toContain("app.set('trust proxy', 2);");
  });

  it('writes the number in place of all', async () => {
    const all = await apply(shop(undefined, "app.set('trust proxy', true);\n"));
    expect(all['src/app.ts']).toBe(express(undefined, "app.set('trust proxy', 1);\n"));
    const enabled = await apply(shop(undefined, "app.enable('trust proxy');\n"));
    expect(enabled['src/app.ts']).toBe(express(undefined, "app.set('trust proxy', 1);\n"));
  });

  it('gives Fastify the option', async () => {
    const text = (options: string) => `const fastify = require("fastify")(${options})
fastify.register(require("@fastify/rate-limit"), { max: 5, timeWindow: "1 minute", redis })
fastify.post("/login", async () => "hi")
fastify.listen({ port: 3000 })
`;
    const files = { ...deployed('node app.js'), 'app.js': text('{ logger: true }') };
    expect((await apply(files))['app.js']).toBe(text('{ logger: true, trustProxy: 1 }'));
  });

  it('types Nest’s application as one of Express', async () => {
    const main = (create: string, more = '') => `import { NestFactory } from '@nestjs/core';
import { AppModule } from './app.module';
${more}
async function bootstrap() {
  const app = await ${create}(AppModule);
  await app.listen(3000);
}
bootstrap();
`;
    const files = {
      ...deployed('node dist/main.js'),
      'package.json': '{ "name": "shop", "dependencies": { "@nestjs/core": "11", "@nestjs/platform-express": "11" } }',
      'src/main.ts': main('NestFactory.create'),
      'src/app.module.ts': `import { Controller, Module, Post } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { ThrottlerGuard, ThrottlerModule } from '@nestjs/throttler';

@Controller('login')
class LoginController {
  @Post()
  login() {
    return 'hi';
  }
}

@Module({
  imports: [ThrottlerModule.forRoot({ throttlers: [{ ttl: 60000, limit: 5 }], storage: new ThrottlerStorageRedisService() })],
  controllers: [LoginController],
  providers: [{ provide: APP_GUARD, useClass: ThrottlerGuard }],
})
export class AppModule {}
`,
    };
    const after = await apply(files);
    expect(after['src/main.ts']).toContain("import { NestExpressApplication } from '@nestjs/platform-express';\n");
    expect(after['src/main.ts']).toContain(`  const app = await NestFactory.create<NestExpressApplication>(AppModule);
  // One proxy stands in front and says who asks.
  app.set('trust proxy', 1);
`);
  });

  it('puts Werkzeug’s own middleware before Flask', async () => {
    const files = {
      ...deployed('gunicorn app:app'),
      'requirements.txt': 'flask\nflask-limiter\n',
      'app.py': `from flask import Flask
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address

app = Flask(__name__)
limiter = Limiter(get_remote_address, app=app, storage_uri="redis://redis")


@app.route("/login", methods=["POST"])
@limiter.limit("5 per minute")
def login():
    return "hi"
`,
    };
    const after = await apply(files);
    expect(after['app.py']).toContain(`from werkzeug.middleware.proxy_fix import ProxyFix

app = Flask(__name__)
# One proxy stands in front and says who asks.
app.wsgi_app = ProxyFix(app.wsgi_app, x_for=1, x_proto=0)
limiter`);
  });

  it('refuses where the proxy does not say who asks', async () => {
    const silent = { ...shop(), 'nginx.conf': passing('shop:3000', 'Host $host') };
    expect(await answerTo(silent, rule, fix)).toMatchObject({
      kind: 'refusal',
      reason: expect.stringContaining('does not add who asks to X-Forwarded-For here'),
    });
  });

  it('refuses where an inner proxy forgets what the outer one said', async () => {
    const files = {
      ...shop(),
      ...deployed('node src/app.ts', outer),
      'nginx.conf': passing('shop:3000', 'X-Forwarded-For $remote_addr'),
      'edge.conf': passing('proxy:80'),
    };
    expect(await answerTo(files, rule, fix)).toMatchObject({ kind: 'refusal' });
  });

  it('refuses where no proxy is seen, though every one is believed', async () => {
    const { 'src/app.ts': app = '' } = shop(undefined, "app.set('trust proxy', true);\n");
    expect(await answerTo({ 'src/app.ts': app }, rule, fix)).toMatchObject({
      kind: 'refusal',
      reason: expect.stringContaining('No proxy is seen in front'),
    });
  });

  it('refuses an application that nothing keeps, and one of several', async () => {
    const several = shop('const app = express();\nconst admin = express();\nadmin.listen(3001);');
    expect(await answerTo(several, rule, fix)).toMatchObject({
      kind: 'refusal',
      reason: expect.stringContaining('several applications'),
    });
    const none = shop('const made = { app: express() };\nconst { app } = made;');
    expect(await reasonAgainst(none, rule, fix)).toMatch(/not kept under a name|finds nothing/);
  });
});

describe('trust-proxy, run', () => {
  it('counts two users behind a proxy apart', async () => {
    const files: Files = {
      ...deployed('node app.js'),
      'package.json': '{ "name": "shop", "type": "module" }',
      'app.js': express().replace('listen(3000)', 'listen(process.env.PORT)').replace(', store', ''),
    };
    const tries = async (url: string) => {
      const statuses = [];
      for (const user of ['203.0.113.1', '203.0.113.2']) {
        for (let count = 0; count < 5; count++) {
          const headers = { 'X-Forwarded-For': user };
          statuses.push((await fetch(`${url}/login`, { method: 'POST', headers })).status);
        }
      }
      return statuses.filter((status) => status === 200).length;
    };
    const before = await startNodeService(files, 'app.js', {});
    expect(await tries(before.url)).toBe(5);
    const after = await startNodeService(await apply(files), 'app.js', {});
    expect(await tries(after.url)).toBe(10);
    for (const each of [before, after]) await each.stop();
  }, 30_000);
});
