import { describe, expect, it } from 'vitest';
import { rateLimitStore } from '../../src/patterns/stores/rate-limit-store.ts';
import { sessionStore } from '../../src/patterns/stores/session-store.ts';
import { sharedRedis } from '../../src/patterns/stores/shared-redis.ts';
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
});
