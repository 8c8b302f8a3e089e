import { describe, expect, it } from 'vitest';
import { reachableEffects } from '../../src/link/effects.ts';
import { argumentOf, meaningsOf, optionOf, textOf } from '../../src/link/evaluate.ts';
import type { Meaning, ProgramGraph, ResolvedOption } from '../../src/link/program-graph.ts';
import { keyNamed, linked } from './linked.ts';

/** A meaning in few words: `'redis'`, `REDIS_URL`, `made rate-limit-redis default`. */
function told(meaning: Meaning): string {
  switch (meaning.kind) {
    case 'literal':
      return JSON.stringify(meaning.value);
    case 'environment':
      return [meaning.name, ...meaning.fallback.map(told)].join(' or ');
    case 'tracked':
      return `${meaning.type} of ${meaning.use?.library.id}`;
    case 'made':
      return `made ${meaning.module} ${meaning.name}`;
    case 'external':
      return `${meaning.module} ${meaning.name}`;
    default:
      return meaning.kind;
  }
}

function toldOption({ state, meanings }: ResolvedOption): string {
  return [state, ...meanings.map(told)].join(' | ');
}

function storeOf(graph: ProgramGraph, library = 'express-rate-limit'): string {
  const use = graph.uses.find((one) => one.library.id === library);
  if (use === undefined) throw new Error(`${library} is not used.`);
  return toldOption(optionOf(graph, use, ['store']));
}

const limiter = (options: string, more = '') => ({
  'src/limit.ts': `
    import rateLimit from 'express-rate-limit';
    import { RedisStore } from 'rate-limit-redis';
    ${more}
    export const limit = rateLimit(${options});`,
});

describe('an option of a library’s call', () => {
  it.each([
    ['is written', limiter('{ max: 5, store: new RedisStore({}) }'), 'present | made rate-limit-redis RedisStore'],
    ['is left out', limiter('{ max: 5 }'), 'absent'],
    ['is left out of options that are kept in a name', limiter('options', 'const options = { max: 5 };'), 'absent'],
    [
      'is spread in from another name',
      limiter('{ max: 5, ...shared }', 'const shared = { store: new RedisStore({}) };'),
      'present | made rate-limit-redis RedisStore',
    ],
    [
      'may be spread in from what cannot be read',
      limiter('{ max: 5, ...load() }', `import { load } from 'settings';`),
      'unknown',
    ],
    ['may be among arguments that are spread', limiter('...options', 'declare const options: [object];'), 'unknown'],
    [
      'is chosen by a condition',
      limiter('{ store: process.env.REDIS_URL ? new RedisStore({}) : undefined }'),
      'present | made rate-limit-redis RedisStore | null',
    ],
    [
      'is given afterwards',
      limiter('options', 'const options = { max: 5 };\noptions.store = new RedisStore({});'),
      'present | made rate-limit-redis RedisStore',
    ],
    [
      'comes from a function that puts the options together',
      limiter('settings(new RedisStore({}))', 'function settings(store) { return { max: 5, store }; }'),
      'present | made rate-limit-redis RedisStore',
    ],
    [
      'stands in a file of its own',
      {
        ...limiter('settings.limits', `import { settings } from './settings';`),
        'src/settings.ts': `import { store } from './store';\nexport const settings = { limits: { max: 5, store } };`,
        'src/store.ts': `import { RedisStore } from 'rate-limit-redis';\nexport const store = new RedisStore({});`,
      },
      'present | made rate-limit-redis RedisStore',
    ],
  ])('%s', (_, files, expected) => {
    expect(storeOf(linked(files))).toBe(expected);
  });
});

describe('a library’s use', () => {
  const graph = linked({
    'package.json': '{ "name": "shop", "dependencies": { "pg": "^8.16.0", "ioredis": "^5.0.0" } }',
    'apps/api/package.json': '{ "name": "api", "dependencies": { "express-rate-limit": "7.5.0" } }',
    'apps/api/src/limits.ts': `
      import rateLimit from 'express-rate-limit';
      export function makeLimiter(max: number) { return rateLimit({ max, windowMs: 60_000 }); }`,
    'apps/api/src/app.ts': `
      import express from 'express';
      import { makeLimiter } from './limits';
      import { pool } from './database';
      const app = express();
      const signIn = makeLimiter(5);
      app.post('/login', signIn, async (req, res) => { await pool.query('select 1'); res.json({}); });
      app.get('/orders', (req, res) => res.json([]));`,
    'apps/api/src/database.ts': `
      import { Pool } from 'pg';
      import Redis from 'ioredis';
      const cacheHost = 'cache:6379';
      const host = process.env.PGHOST ?? 'localhost';
      export const pool = new Pool({ max: Number(process.env.POOL_SIZE ?? 20), host });
      export class Cache { readonly client = new Redis('redis://' + cacheHost); }`,
  });
  const use = (id: string) => {
    const found = graph.uses.find((one) => one.library.id === id);
    if (found === undefined) throw new Error(`${id} is not used.`);
    return found;
  };

  it('knows the version that the nearest manifest with the package asks for', () => {
    expect([use('express-rate-limit').version, use('pg').version]).toEqual(['7.5.0', '^8.16.0']);
  });

  it('knows its routes, through a factory in another file', () => {
    expect(use('express-rate-limit').routes.map(({ path }) => path)).toEqual(['/login']);
    expect(use('pg').routes).toEqual([]);
  });

  it('knows what keeps it', () => {
    const kept = (id: string) => {
      const { keptIn } = use(id);
      const text = keptIn === null ? '' : (graph.facts.get(keptIn.file)?.code?.declarations ?? []);
      return [...text].find((one) => typeof one !== 'string' && one.span[0] === keptIn?.span[0]);
    };
    expect(kept('pg')).toMatchObject({ name: 'pool' });
    expect(use('ioredis').keptIn?.file).toBe('apps/api/src/database.ts');
  });

  it('answers for its arguments', () => {
    expect(toldOption(optionOf(graph, use('express-rate-limit'), ['max', 'limit']))).toBe('present | 5');
    expect(toldOption(optionOf(graph, use('pg'), ['max']))).toBe('present | POOL_SIZE or 20');
    expect(toldOption(optionOf(graph, use('pg'), ['host']))).toBe('present | PGHOST or "localhost"');
    expect(toldOption(argumentOf(graph, use('pg'), { kind: 'position', position: 1 }))).toBe('absent');
    const [address] = use('ioredis').fact.arguments;
    if (address === undefined) throw new Error('No address.');
    expect(textOf(graph, 'apps/api/src/database.ts', address)).toBe('redis://cache:6379');
    expect(meaningsOf(graph, 'apps/api/src/database.ts', address).map(told)).toEqual(['value']);
  });

  it('does its work where it is called, and for who calls that', () => {
    const handler = graph.routes.find(({ path }) => path === '/login')?.handlers[0] ?? '';
    expect(reachableEffects(graph, handler).map(({ effect, library }) => `${effect} ${library}`)).toContain(
      'database-read pg',
    );
  });
});

describe('clients of classes that extend them', () => {
  const graph = linked({
    'src/prisma.ts': `
      import { PrismaClient } from '@prisma/client';
      import { Injectable } from '@nestjs/common';
      @Injectable()
      export class Database extends PrismaClient {}
      @Injectable()
      export class Orders { constructor(private readonly database: Database) {} place() { return this.database.order.create({}); } }`,
  });

  it('are uses, without a call of their own', () => {
    expect(graph.uses.map(({ library, pattern }) => `${library.id} ${pattern.role}`)).toEqual(['prisma database-pool']);
  });

  it('have the effects of the client', () => {
    const effects = reachableEffects(graph, keyNamed(graph, 'src/prisma.ts', 'place'));
    expect(effects.map(({ effect }) => effect)).toEqual(['database-write']);
  });
});

describe('a limiter that middleware asks', () => {
  it('stands before the routes of that middleware', () => {
    const graph = linked({
      'src/app.ts': `
        import express from 'express';
        import { RateLimiterMemory } from 'rate-limiter-flexible';
        const app = express();
        const limiter = new RateLimiterMemory({ points: 5, duration: 60 });
        function limit(req, res, next) { limiter.consume(req.ip).then(() => next()); }
        app.get('/health', (req, res) => res.send('up'));
        app.use(limit);
        app.post('/login', (req, res) => res.send('in'));`,
    });
    expect(graph.uses[0]?.routes.map(({ path }) => path)).toEqual(['/login']);
  });
});

describe('what a query of a client that is called as a function does', () => {
  const effects = (body: string): string => {
    const graph = linked({
      'src/orders.ts': `
        import knex from 'knex';
        const db = knex({ client: 'pg' });
        export class OrderStore {
          constructor(private readonly database = db) {}
          async run(id: string) { ${body} }
        }`,
    });
    return reachableEffects(graph, keyNamed(graph, 'src/orders.ts', 'run'))
      .map(({ effect }) => effect)
      .join(' ');
  };

  it.each([
    ["return this.database('orders').where({ id }).first();", 'database-read'],
    ["return db.select('id').from('orders').where({ id });", 'database-read'],
    ["await db('orders').where({ id }).update({ paid: true });", 'database-read database-write'],
    [
      "const [row] = await db('orders').insert({ id }).onConflict('id').merge().returning('*');",
      'database-read database-write',
    ],
    ["await db('orders').where({ id }).whereNull('paid').del();", 'database-read database-write'],
    ['return db.client.config;', ''],
  ])('%s', (body, expected) => {
    expect(effects(body)).toBe(expected);
  });
});
