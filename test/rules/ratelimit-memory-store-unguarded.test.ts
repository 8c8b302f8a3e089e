import { rule } from '../../src/rules/rate-limiting/ratelimit-memory-store.ts';
import { checkRule, type RuleCase } from './check-rule.ts';

const nest = (providers: string, files: string): string => `
      // file: src/main.ts
      import { NestFactory } from '@nestjs/core';
      import { AppModule } from './app.module.ts';
      const app = await NestFactory.create(AppModule);
      await app.listen(3000);
      // file: src/app.module.ts
      import { Module } from '@nestjs/common';
      import { APP_GUARD } from '@nestjs/core';
      import { ThrottlerGuard, ThrottlerModule } from '@nestjs/throttler';
      import { OrdersController } from './orders.controller.ts';
      import { ProxyGuard } from './proxy.guard.ts';
      @Module({
        imports: [
          ThrottlerModule.forRoot([{ ttl: 60000, limit: 10 }]),
${mark}
        ],
        controllers: [OrdersController],
        providers: [${providers}],
      })
      export class AppModule {}
      // file: src/proxy.guard.ts
      import { ThrottlerGuard } from '@nestjs/throttler';
      export class ProxyGuard extends ThrottlerGuard {}
      ${files}
`;

const mark = '          //              ^^^^^^^ ratelimit-memory-store';
const withoutMark = (files: string): string => files.replace(`${mark}\n`, '');

const controller = `
      // file: src/orders.controller.ts
      import { Controller, Get, Post } from '@nestjs/common';
      import { SkipThrottle } from '@nestjs/throttler';
      @Controller('orders')
      export class OrdersController {
        @Get() all() { return []; }
        @Post() place() { return {}; }
      }
`;
const everywhere = '{ provide: APP_GUARD, useClass: ThrottlerGuard }';
const skipped = controller.replace("@Controller('orders')", "@SkipThrottle()\n      @Controller('orders')");

/** A limiter of Nest counts nothing before a guard asks it, and nothing for a route that is left out. */
const cases: readonly RuleCase[] = [
  { name: 'a throttler that no guard asks', gate: 'role', files: withoutMark(nest('', controller)) },
  {
    name: 'a throttler that every controller leaves out',
    gate: 'role',
    files: withoutMark(nest(everywhere, skipped)),
  },
  {
    name: 'a throttler whose guard is extended and put before every route',
    files: nest('{ provide: APP_GUARD, useClass: ProxyGuard }', controller),
    silentWhen: [
      { name: 'the guard is not put there', replace: [['useClass: ProxyGuard', 'useClass: OrdersController']] },
    ],
  },
  {
    name: 'a throttler that one route asks for again',
    files: nest(everywhere, skipped.replace('@Post()', '@SkipThrottle({ default: false }) @Post()')),
    silentWhen: [{ name: 'it does not', replace: [['@SkipThrottle({ default: false }) ', '']] }],
  },
];

checkRule(rule, cases);
