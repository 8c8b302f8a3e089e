import { describe, expect, it } from 'vitest';
import { compile } from '../patterns/compile.ts';
import { answerTo, applyFix, type Files, reasonAgainst } from './apply.ts';
import { packageOf, threeInstances } from './shop-files.ts';

const rule = 'ratelimit-memory-store';
const fix = 'ratelimit-shared-store';

describe('@fastify/rate-limit', () => {
  const dependencies = { fastify: '^5.2.0', '@fastify/rate-limit': '^11.0.0' };
  const server = (register: string, head = '') => `import rateLimit from '@fastify/rate-limit';
import Fastify from 'fastify';
${head}
const app = Fastify();
await app.register(rateLimit${register});
app.post('/sign-in', async () => ({ welcome: true }));
await app.listen({ port: 3000 });
`;
  const files = (register: string, overrides = {}, head = ''): Files => ({
    'package.json': packageOf({ dependencies: { ...dependencies, ...overrides } }),
    'src/server.ts': server(register, head),
    ...threeInstances,
  });

  const written = [
    ['no options', '', '', "{ redis: connectSharedIoredis(), nameSpace: 'limit:server:', skipOnError: true }"],
    [
      'options in one line',
      ', { max: 5 }',
      '',
      "{ max: 5, redis: connectSharedIoredis(), nameSpace: 'limit:server:', skipOnError: true }",
    ],
    [
      'options of several lines and its own word on errors',
      ',\n  {\n    max: 5, // five\n    skipOnError: false,\n  }',
      '',
      "    max: 5, // five\n    skipOnError: false,\n    redis: connectSharedIoredis(),\n    nameSpace: 'limit:server:',\n  }",
    ],
    [
      'options in a constant',
      ', limits',
      'const limits = { max: 5 };\n',
      '{ ...limits, redis: connectSharedIoredis(), nameSpace',
    ],
  ] as const;

  it.each(written)('is given its Redis beside %s', async (_, register, head, expected) => {
    const { after, next } = await applyFix(files(register, {}, head), rule, fix);
    expect(after['src/server.ts']).toContain(expected);
    expect(after['package.json']).toContain('"ioredis": "^5.11.0"');
    expect(after['.env.example']).toContain('REDIS_URL=');
    expect(next).toBe('npm install');
  });

  it('compiles beside its connection', { timeout: 60_000 }, async () => {
    const { after } = await applyFix(files(', { max: 5 }'), rule, fix);
    const beside = { 'shared-ioredis.ts': after['src/shared-ioredis.ts'] ?? '' };
    expect(compile('server.ts', after['src/server.ts'] ?? '', beside)).toEqual([]);
  });

  it('refuses an ioredis that is asked for in a version before 5', async () => {
    expect(await answerTo(files('', { ioredis: '^4.28.0' }), rule, fix)).toMatchObject({
      kind: 'refusal',
      reason: expect.stringContaining('ioredis 4 is asked for here'),
    });
  });

  it('refuses a plugin that is registered in a loop', async () => {
    const text = server('').replace(
      'await app.register(rateLimit);',
      'for (const prefix of ["/a", "/b"]) {\n  await app.register(rateLimit, { max: 5 });\n}',
    );
    expect(await answerTo({ ...files(''), 'src/server.ts': text }, rule, fix)).toMatchObject({
      kind: 'refusal',
      reason: expect.stringContaining('in a loop'),
    });
  });
});

describe('@nestjs/throttler', () => {
  const files = (call: string, version = '^6.4.0', overrides = {}): Files => ({
    'package.json': packageOf({
      type: undefined,
      dependencies: {
        '@nestjs/common': '^11.0.0',
        '@nestjs/core': '^11.0.0',
        '@nestjs/throttler': version,
        ...overrides,
      },
      main: 'src/main.ts',
      scripts: { start: 'nest start' },
    }),
    'src/main.ts': `import { NestFactory } from '@nestjs/core';
import { AppModule } from './app.module';

async function bootstrap() {
  const app = await NestFactory.create(AppModule);
  await app.listen(3000);
}
bootstrap();
`,
    'src/app.module.ts': `import { Controller, Module, Post } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { ThrottlerGuard, ThrottlerModule, ThrottlerStorageService } from '@nestjs/throttler';

@Controller()
export class SignInController {
  @Post('sign-in')
  signIn() {
    return {};
  }
}

@Module({
  imports: [
    ${call},
  ],
  controllers: [SignInController],
  providers: [{ provide: APP_GUARD, useClass: ThrottlerGuard }],
})
export class AppModule {}
`,
    ...threeInstances,
  });

  const written = [
    [
      'a list in one line',
      'ThrottlerModule.forRoot([{ ttl: 60_000, limit: 5 }])',
      'ThrottlerModule.forRoot({ throttlers: [{ ttl: 60_000, limit: 5 }], storage: createThrottlerStorage() })',
    ],
    [
      'a list of several lines',
      'ThrottlerModule.forRoot([\n      {\n        ttl: 60_000,\n        limit: 5,\n      },\n    ])',
      `ThrottlerModule.forRoot({
      throttlers: [
        {
          ttl: 60_000,
          limit: 5,
        },
      ],
      storage: createThrottlerStorage(),
    })`,
    ],
    [
      'an object',
      'ThrottlerModule.forRoot({ throttlers: [{ ttl: 60_000, limit: 5 }] })',
      '{ throttlers: [{ ttl: 60_000, limit: 5 }], storage: createThrottlerStorage() }',
    ],
    [
      'a storage in memory that is given',
      'ThrottlerModule.forRoot({ throttlers: [{ ttl: 60_000, limit: 5 }], storage: new ThrottlerStorageService() })',
      '{ throttlers: [{ ttl: 60_000, limit: 5 }], storage: createThrottlerStorage() }',
    ],
    [
      'a factory of a list',
      'ThrottlerModule.forRootAsync({ useFactory: () => [{ ttl: 60_000, limit: 5 }] })',
      'useFactory: () => ({ throttlers: [{ ttl: 60_000, limit: 5 }], storage: createThrottlerStorage() }) })',
    ],
    [
      'a factory that returns an object',
      'ThrottlerModule.forRootAsync({\n      useFactory: async () => {\n        return { throttlers: [{ ttl: 60_000, limit: 5 }] };\n      },\n    })',
      'return { throttlers: [{ ttl: 60_000, limit: 5 }], storage: createThrottlerStorage() };',
    ],
  ] as const;

  it.each(written)('counts in Redis beside %s', async (_, call, expected) => {
    const { after } = await applyFix(files(call), rule, fix);
    expect(after['src/app.module.ts']).toContain(expected);
    expect(after['src/app.module.ts']).toContain("import { createThrottlerStorage } from './throttler-storage';");
    expect(after['package.json']).toContain('"@nest-lab/throttler-storage-redis": "^1.2.0"');
    expect(after['src/throttler-storage.ts']).toContain("from './shared-ioredis'");
  });

  it('takes the storage of its time for version 5', async () => {
    const { after } = await applyFix(
      files('ThrottlerModule.forRoot([{ ttl: 60_000, limit: 5 }])', '^5.1.2'),
      rule,
      fix,
    );
    expect(after['package.json']).toContain('"nestjs-throttler-storage-redis": "^0.4.4"');
    expect(after['src/throttler-storage.ts']).not.toContain('isBlocked');
  });

  it('refuses versions before 5', async () => {
    expect(await answerTo(files('ThrottlerModule.forRoot({ ttl: 60, limit: 5 })', '^4.2.0'), rule, fix)).toMatchObject({
      kind: 'refusal',
      reason: expect.stringContaining('update it to 6 first'),
    });
  });

  it('refuses a reflect-metadata that storages in Redis do not take', async () => {
    const call = 'ThrottlerModule.forRoot([{ ttl: 60_000, limit: 5 }])';
    expect(await answerTo(files(call, '^6.4.0', { 'reflect-metadata': '^0.1.13' }), rule, fix)).toMatchObject({
      kind: 'refusal',
      reason: expect.stringContaining('update it to 0.2 first'),
    });
  });

  it('refuses a factory that gives one thing or another', async () => {
    const call = `ThrottlerModule.forRootAsync({
      useFactory: () => {
        if (process.env.STRICT) return [{ ttl: 60_000, limit: 5 }];
        return [{ ttl: 60_000, limit: 50 }];
      },
    })`;
    expect(await reasonAgainst(files(call), rule, fix)).toContain('is not written in one place. (src/app.module.ts:');
  });
});

describe('rate-limiter-flexible', () => {
  const server = (made: string, brought = 'RateLimiterMemory') => `import express from 'express';
import { ${brought} } from 'rate-limiter-flexible';

const app = express();
const signIns = ${made};
app.post('/sign-in', async (request, response) => {
  try {
    await signIns.consume(request.ip ?? '');
    response.json({});
  } catch {
    response.status(429).end();
  }
});
app.listen(3000);
`;
  const files = (made: string, overrides = {}, brought = 'RateLimiterMemory'): Files => ({
    'package.json': packageOf({
      dependencies: { express: '^5.1.0', 'rate-limiter-flexible': '^11.0.0', ...overrides },
    }),
    'src/server.ts': server(made, brought),
    ...threeInstances,
  });

  it('is made by a function that gives it a name of its own, and brings in no class for nothing', {
    timeout: 60_000,
  }, async () => {
    const { after } = await applyFix(files('new RateLimiterMemory({ points: 5, duration: 60 })'), rule, fix);
    expect(after['src/server.ts']).toContain(
      "createRateLimiter({ points: 5, duration: 60, keyPrefix: 'limit:server:sign-ins:' });",
    );
    expect(after['src/server.ts']).not.toContain('RateLimiterMemory');
    const beside = {
      'shared-redis.ts': after['src/shared-redis.ts'] ?? '',
      'rate-limiter.ts': after['src/rate-limiter.ts'] ?? '',
    };
    expect(compile('server.ts', after['src/server.ts'] ?? '', beside)).toEqual([]);
  });

  it('keeps the name that it has, and speaks the ioredis that is there', async () => {
    const made = "new RateLimiterMemory({ keyPrefix: 'sign-in', points: 5, duration: 60 })";
    const { after } = await applyFix(files(made, { ioredis: '^5.4.0' }), rule, fix);
    expect(after['src/server.ts']).toContain("createRateLimiter({ keyPrefix: 'sign-in', points: 5, duration: 60 });");
    expect(after['src/rate-limiter.ts']).toContain('storeClient: client, insuranceLimiter');
    expect(after['package.json']).not.toContain('"redis"');
  });

  it('keeps what else the import brings', async () => {
    const made = 'new RateLimiterMemory({ points: 5, duration: 60 })';
    const { after } = await applyFix(files(made, {}, 'RateLimiterMemory, RateLimiterRes'), rule, fix);
    expect(after['src/server.ts']).toContain("import { RateLimiterRes } from 'rate-limiter-flexible';");
  });

  it('refuses where a type says that it counts in memory', async () => {
    const text = server('new RateLimiterMemory({ points: 5, duration: 60 })').replace(
      'const signIns',
      'const signIns: RateLimiterMemory',
    );
    const reason = await reasonAgainst({ ...files(''), 'src/server.ts': text }, rule, fix);
    expect(reason).toBe('A type says here that the limiter counts in memory. (src/server.ts:5)');
  });
});
