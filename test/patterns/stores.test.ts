import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  oldestRateLimitStore,
  passingRateLimitStore,
  rateLimitStore,
} from '../../src/patterns/stores/rate-limit-store.ts';
import { sessionStore } from '../../src/patterns/stores/session-store.ts';
import { sharedRedis } from '../../src/patterns/stores/shared-redis.ts';
import { uploadStorage } from '../../src/patterns/stores/upload-storage.ts';
import { workQueue } from '../../src/patterns/stores/work-queue.ts';
import { codeOf } from '../../src/patterns/template.ts';
import { compile } from './compile.ts';

describe('stores that fixes write', () => {
  it.each(['typescript', 'javascript'] as const)('compile together in %s', (language) => {
    const ending = language === 'typescript' ? 'ts' : 'js';
    const beside = { [`shared-redis.${ending}`]: codeOf(sharedRedis, language) };
    for (const template of [sessionStore, rateLimitStore]) {
      expect(compile(`${template.id}.${ending}`, codeOf(template, language), beside)).toEqual([]);
    }
  });

  const older = [
    ['6.7.0', 'express-rate-limit-6', oldestRateLimitStore],
    ['7.0.0', 'express-rate-limit-7', passingRateLimitStore],
    ['7.0.0 without counts given out', 'express-rate-limit-7', oldestRateLimitStore],
    ['the newest, which a range may bring', 'express-rate-limit', passingRateLimitStore],
  ] as const;

  it.each(older)('compile with express-rate-limit %s', (_, installed, template) => {
    const root = process.cwd();
    // Its types stand among ours, because those of a package would take the newest limiter that is installed.
    const redisTypes = readFileSync(`${root}/node_modules/rate-limit-redis-4/dist/index.d.ts`, 'utf8');
    const paths = {
      'express-rate-limit': [`${root}/node_modules/${installed}`],
      'rate-limit-redis': [`${root}/test/patterns/rate-limit-redis.d.ts`],
    };
    for (const language of ['typescript', 'javascript'] as const) {
      const ending = language === 'typescript' ? 'ts' : 'js';
      const beside = {
        'rate-limit-redis.d.ts': redisTypes,
        [`shared-redis.${ending}`]: codeOf(sharedRedis, language),
      };
      expect(compile(`${template.id}.${ending}`, codeOf(template, language), beside, { paths })).toEqual([]);
    }
  });
});

describe('modules that stand by themselves', () => {
  const rows = [uploadStorage, workQueue].flatMap((template) =>
    (['typescript', 'javascript'] as const).map((language) => ({ template, language })),
  );
  it.each(rows)('$template.id compiles in $language', ({ template, language }) => {
    const ending = language === 'typescript' ? 'ts' : 'js';
    expect(compile(`${template.id}.${ending}`, codeOf(template, language))).toEqual([]);
  });
});
