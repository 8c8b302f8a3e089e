import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { claimedRun } from '../../src/patterns/stores/python/claimed-run.ts';
import { sharedAsyncRedis, sharedRedis, sharedRedisAddress } from '../../src/patterns/stores/python/shared-redis.ts';
import { codeOf } from '../../src/patterns/template.ts';
import { compileErrors, folderWith, missingModules, python, styleErrors } from './python-programs.ts';

const missing = missingModules(['redis']);
const templates = [sharedRedis, sharedAsyncRedis, sharedRedisAddress];

describe.each([...templates, claimedRun])('$id', (template) => {
  const text = codeOf(template, 'python');

  it('is Python as PEP 8 wants it, within 79 columns', () => {
    expect(compileErrors({ 'module.py': text })).toBe('');
    expect(styleErrors(text)).toBe('');
    expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThan(80);
  });

  it('says what its findings are answered with', () => {
    expect(template.title.length).toBeLessThanOrEqual(60);
    expect(template.description.length).toBeLessThanOrEqual(80);
  });
});

/** What a module's function answers in an environment of its own. */
function asked(module: string, call: string, environment: Readonly<Record<string, string>>): string {
  const template = templates.find(({ id }) => id === module);
  const folder = folderWith({ [`${module}.py`]: template === undefined ? '' : codeOf(template, 'python') });
  const words = ['-c', `import ${module}\nprint(${module}.${call})`];
  const { stdout, stderr } = spawnSync(python, words, { cwd: folder.path, env: environment, encoding: 'utf8' });
  folder.remove();
  return stdout.trim() || (stderr.trim().split('\n').at(-1) ?? '');
}

const stopped = 'RuntimeError: Set REDIS_URL, or ALLOW_SINGLE_INSTANCE=1 while exactly one instance runs.';
const url = 'redis://127.0.0.1:1';

describe.skipIf(missing.length > 0 && process.env['CI'] === undefined)(
  `shared stores in Python (needs ${missing.join(', ') || 'nothing more'})`,
  () => {
    it.each([
      ['outside of production without an address', {}, 'None'],
      ['in production without an address', { APP_ENV: 'production' }, stopped],
      ['in production, alone and with leave', { APP_ENV: 'production', ALLOW_SINGLE_INSTANCE: '1' }, 'None'],
      ['with an address', { APP_ENV: 'production', REDIS_URL: url }, url],
    ])('%s', (_, environment, answer) => {
      for (const { id } of templates) expect(asked(id, 'shared_redis_url()', environment)).toBe(answer);
    });

    it('lets jobs run that wait and such that do not, and leaves both out where nobody answers', () => {
      const folder = folderWith({
        'shared_redis.py': codeOf(sharedRedis, 'python'),
        'claimed_run.py': codeOf(claimedRun, 'python'),
        'app.py': `import asyncio
import inspect
import logging
from claimed_run import claimed_run

logging.disable()


@claimed_run("plain")
def plain(word):
    return word


@claimed_run("waiting", seconds=60)
async def waiting(word):
    return word


print(plain("a"), inspect.iscoroutinefunction(waiting), asyncio.run(waiting("b")))
`,
      });
      const said = [{}, { REDIS_URL: url }].map((env) =>
        spawnSync(python, ['app.py'], { cwd: folder.path, env, encoding: 'utf8' }).stdout.trim(),
      );
      folder.remove();
      expect(said).toEqual(['a True b', 'None True None']);
    });

    it('fails within a second where nobody answers, and makes one pool', () => {
      const environment = { REDIS_URL: url };
      expect(asked('shared_redis', 'connect_shared_redis() is shared_redis.connect_shared_redis()', environment)).toBe(
        'True',
      );
      const started = performance.now();
      expect(asked('shared_redis', 'connect_shared_redis().ping()', environment)).toContain('ConnectionError');
      expect(performance.now() - started).toBeLessThan(5_000);
      const dialled = 'connect_shared_async_redis().connection_pool.connection_kwargs["socket_timeout"]';
      expect(asked('shared_async_redis', dialled, environment)).toBe('0.5');
      expect(asked('shared_async_redis', 'connect_shared_async_redis()', {})).toBe('None');
    });
  },
);
