import { describe, expect, it } from 'vitest';
import { wholeModule } from '../../src/fixes/python/module-place.ts';
import { applyFix, type Files } from './apply.ts';

const limits =
  'from flask_limiter import Limiter\nfrom flask_limiter.util import get_remote_address\n\nlimiter = Limiter(get_remote_address)\n';

function app(module: string): string {
  return `from flask import Flask\n\nfrom ${module} import limiter\n\napp = Flask(__name__)\nlimiter.init_app(app)\n\n\n@app.post("/sign-in")\n@limiter.limit("5 per minute")\ndef sign_in():\n    return "welcome"\n`;
}

/** A program of two files: the entry, and limits that the fix gives a module of its own. */
const layouts: readonly {
  readonly name: string;
  readonly started: string;
  readonly files: Files;
  readonly file: string;
  readonly module: string;
  readonly imported: string;
}[] = [
  {
    name: 'no package, beside the entry',
    started: 'app:app',
    files: { 'app.py': app('limits'), 'limits.py': limits },
    file: 'limits.py',
    module: 'shared_redis.py',
    imported: 'shared_redis',
  },
  {
    name: 'a folder that is no package, from the folder that the program starts in',
    started: 'app:app',
    files: { 'app.py': app('web.limits'), 'web/limits.py': limits },
    file: 'web/limits.py',
    module: 'shared_redis.py',
    imported: 'shared_redis',
  },
  {
    name: 'a folder that is no package with dots in it, which reach no further than the folder',
    started: 'app:app',
    files: {
      'app.py': app('web.limits'),
      'web/limits.py': `from .names import NAME\n${limits}`,
      'web/names.py': 'NAME = "web"\n',
    },
    file: 'web/limits.py',
    module: 'shared_redis.py',
    imported: 'shared_redis',
  },
  {
    name: 'a package, with dots where the file says nothing else',
    started: 'shop.app:app',
    files: { 'shop/__init__.py': '', 'shop/app.py': app('.limits'), 'shop/limits.py': limits },
    file: 'shop/limits.py',
    module: 'shop/shared_redis.py',
    imported: '.shared_redis',
  },
  {
    name: 'a package, by its whole name where the file imports so',
    started: 'shop.app:app',
    files: {
      'shop/__init__.py': '',
      'shop/app.py': app('shop.limits'),
      'shop/limits.py': `from shop.names import NAME\n${limits}`,
      'shop/names.py': 'NAME = "shop"\n',
    },
    file: 'shop/limits.py',
    module: 'shop/shared_redis.py',
    imported: 'shop.shared_redis',
  },
  {
    name: 'a package, by its whole name where the file imports a module of it as a whole',
    started: 'shop.app:app',
    files: {
      'shop/__init__.py': '',
      'shop/app.py': app('shop.limits'),
      'shop/limits.py': `from shop import names\n${limits}`,
      'shop/names.py': 'NAME = "shop"\n',
    },
    file: 'shop/limits.py',
    module: 'shop/shared_redis.py',
    imported: 'shop.shared_redis',
  },
  {
    name: 'a package within a package: in the outer one, whatever folder the entry stands in',
    started: 'shop.web.app:app',
    files: {
      'shop/__init__.py': '',
      'shop/web/__init__.py': '',
      'shop/web/app.py': app('.limits'),
      'shop/web/limits.py': limits,
    },
    file: 'shop/web/limits.py',
    module: 'shop/shared_redis.py',
    imported: '..shared_redis',
  },
  {
    name: 'a package whose entry stands outside of it: in the package, which may be started by another',
    started: 'wsgi:app',
    files: { 'wsgi.py': app('shop.limits'), 'shop/__init__.py': '', 'shop/limits.py': limits },
    file: 'shop/limits.py',
    module: 'shop/shared_redis.py',
    imported: '.shared_redis',
  },
  {
    name: 'a folder with an `__init__.py` that the program starts inside of',
    started: '--chdir shop app:app',
    files: { 'shop/__init__.py': '', 'shop/app.py': app('limits'), 'shop/limits.py': limits },
    file: 'shop/limits.py',
    module: 'shop/shared_redis.py',
    imported: 'shared_redis',
  },
  {
    name: 'such a folder within another: no higher than the program starts',
    started: '--chdir all/shop app:app',
    files: {
      'all/__init__.py': '',
      'all/shop/__init__.py': '',
      'all/shop/app.py': app('limits'),
      'all/shop/limits.py': limits,
    },
    file: 'all/shop/limits.py',
    module: 'all/shop/shared_redis.py',
    imported: 'shared_redis',
  },
];

describe('a module that a fix writes in Python', () => {
  it.each(layouts)('in $name', async ({ started, files, file, module, imported }) => {
    const all: Files = {
      'requirements.txt': 'flask\nflask-limiter\n',
      Dockerfile: `FROM python:3.12\nCOPY . .\nCMD ["gunicorn", "-w", "4", ${started
        .split(' ')
        .map((word) => `"${word}"`)
        .join(', ')}]\n`,
      ...files,
    };
    const { after } = await applyFix(all, 'ratelimit-memory-store', 'ratelimit-shared-store');
    expect(Object.keys(after).filter((path) => path.endsWith('shared_redis.py'))).toEqual([module]);
    expect(after[file]).toContain(`from ${imported} import shared_redis_url\n`);
    const { after: twice } = await applyFix(
      { ...after, [file]: files[file] ?? '' },
      'ratelimit-memory-store',
      'ratelimit-shared-store',
    );
    expect(twice).toEqual(after);
  });

  it.each([
    ['queue', 'queue', '*'],
    ['shop.queue', 'shop', 'queue'],
    ['shop.web.queue', 'shop.web', 'queue'],
    ['.queue', '.', 'queue'],
    ['..queue', '..', 'queue'],
    ['..web.queue', '..web', 'queue'],
  ])('%s is imported as a whole', (name, module, imported) => {
    expect(wholeModule(name)).toEqual({ module, imported });
  });
});
