import { describe, expect, it } from 'vitest';
import { moduleResolver } from '../../src/link/modules/resolve.ts';
import { factsOf } from '../sources/workspace.ts';
import { linked } from './linked.ts';

interface Case {
  readonly name: string;
  readonly files: Readonly<Record<string, string>>;
  readonly from: string;
  readonly module: string;
  /** The file, or `package <name>`, or `missing`, or `asset`. */
  readonly to: string;
}

const cases: readonly Case[] = [
  {
    name: 'a file beside it, without its extension',
    files: { 'src/carts.ts': '' },
    from: 'src/app.ts',
    module: './carts',
    to: 'src/carts.ts',
  },
  {
    name: 'the source of what is written as its output',
    files: { 'src/carts.ts': '' },
    from: 'src/app.ts',
    module: './carts.js',
    to: 'src/carts.ts',
  },
  {
    name: 'a folder through its index',
    files: { 'src/carts/index.tsx': '' },
    from: 'src/app.ts',
    module: './carts',
    to: 'src/carts/index.tsx',
  },
  {
    name: 'a client that a build makes from a schema, which stands for its package',
    files: {
      'prisma/schema.prisma':
        'generator client {\n  provider = "prisma-client"\n  output = "../src/generated/prisma"\n}\n',
    },
    from: 'src/orders/store.ts',
    module: '../generated/prisma/client',
    to: 'package @prisma/client',
  },
  {
    name: 'such a client under a name that the compiler maps',
    files: {
      'prisma/schema.prisma':
        'generator client {\n  provider = "prisma-client"\n  output = "../src/generated/prisma"\n}\n',
      'tsconfig.json': '{ "compilerOptions": { "baseUrl": ".", "paths": { "@/*": ["src/*"] } } }',
    },
    from: 'src/orders/store.ts',
    module: '@/generated/prisma/client',
    to: 'package @prisma/client',
  },
  {
    name: 'what is missing beside such a client',
    files: {
      'prisma/schema.prisma':
        'generator client {\n  provider = "prisma-client"\n  output = "../src/generated/prisma"\n}\n',
    },
    from: 'src/orders/store.ts',
    module: '../generated/prisms',
    to: 'missing',
  },
  {
    name: 'the folder above',
    files: { 'src/index.js': '' },
    from: 'src/carts/store.js',
    module: '..',
    to: 'src/index.js',
  },
  {
    name: 'a folder with a package.json of its own',
    files: { 'src/carts/package.json': '{ "main": "lib/start.js" }', 'src/carts/lib/start.js': '' },
    from: 'src/app.js',
    module: './carts',
    to: 'src/carts/lib/start.js',
  },
  {
    name: 'a name that the package gives one of its folders for module-alias',
    files: {
      'api/package.json': '{ "_moduleAliases": { "@root": ".", "@jobs": "bin/jobs" } }',
      'api/bin/jobs/digest.js': '',
    },
    from: 'api/bin/server.js',
    module: '@jobs/digest',
    to: 'api/bin/jobs/digest.js',
  },
  {
    name: 'a package that only begins like a name of module-alias',
    files: { 'package.json': '{ "_moduleAliases": { "@jobs": "jobs" } }', 'jobs/index.js': '' },
    from: 'server.js',
    module: '@jobs-board/client',
    to: 'package @jobs-board/client',
  },
  {
    name: 'a subpath import of the package around it, from its source',
    files: {
      'api/package.json': '{ "imports": { "#jobs/*": { "types": "./types/*.d.ts", "default": "./dist/jobs/*.js" } } }',
      'api/src/jobs/digest.ts': '',
    },
    from: 'api/src/server.ts',
    module: '#jobs/digest',
    to: 'api/src/jobs/digest.ts',
  },
  {
    name: 'a pattern of the nearest compiler configuration, inherited from the root',
    files: {
      'tsconfig.base.json': '{ "compilerOptions": { "baseUrl": ".", "paths": { "@shop/*": ["libs/*/src"] } } }',
      'apps/api/tsconfig.json': '{ "extends": "../../tsconfig.base.json" }',
      'libs/carts/src/index.ts': '',
    },
    from: 'apps/api/src/main.ts',
    module: '@shop/carts',
    to: 'libs/carts/src/index.ts',
  },
  {
    name: 'the longest of several patterns',
    files: {
      'tsconfig.json': '{ "compilerOptions": { "paths": { "@/*": ["./src/*"], "@/carts/*": ["./modules/carts/*"] } } }',
      'modules/carts/store.ts': '',
      'src/carts/store.ts': '',
    },
    from: 'src/main.ts',
    module: '@/carts/store',
    to: 'modules/carts/store.ts',
  },
  {
    name: 'a name from the base folder',
    files: { 'tsconfig.json': '{ "compilerOptions": { "baseUrl": "src" } }', 'src/carts/store.ts': '' },
    from: 'src/main.ts',
    module: 'carts/store',
    to: 'src/carts/store.ts',
  },
  {
    name: 'a package of the workspace, its built main taken back to the source',
    files: {
      'packages/carts/package.json': '{ "name": "@shop/carts", "main": "dist/index.js" }',
      'packages/carts/src/index.ts': '',
    },
    from: 'apps/api/main.ts',
    module: '@shop/carts',
    to: 'packages/carts/src/index.ts',
  },
  {
    name: 'a package that says where its output lies',
    files: {
      'packages/carts/package.json': '{ "name": "@shop/carts", "exports": { ".": "./compiled/main.js" } }',
      'packages/carts/tsconfig.json': '{ "compilerOptions": { "rootDir": "source", "outDir": "compiled" } }',
      'packages/carts/source/main.ts': '',
    },
    from: 'apps/api/main.ts',
    module: '@shop/carts',
    to: 'packages/carts/source/main.ts',
  },
  {
    name: 'a part of a package of the workspace',
    files: {
      'packages/carts/package.json': '{ "name": "@shop/carts", "exports": { "./*": "./dist/*.js" } }',
      'packages/carts/src/prices.ts': '',
    },
    from: 'apps/api/main.ts',
    module: '@shop/carts/prices',
    to: 'packages/carts/src/prices.ts',
  },
  {
    name: 'a name that the package puts before a folder',
    files: {
      'api/package.json': '{ "name": "api", "_moduleAliases": { "@root": ".", "@routes": "routes" } }',
      'api/routes/orders.js': '',
    },
    from: 'api/bin/server.js',
    module: '@routes/orders',
    to: 'api/routes/orders.js',
  },
  {
    name: 'an import that the package names by itself',
    files: { 'package.json': '{ "name": "api", "imports": { "#db/*": "./dist/db/*.js" } }', 'src/db/pool.ts': '' },
    from: 'src/server.ts',
    module: '#db/pool',
    to: 'src/db/pool.ts',
  },
  { name: 'a builtin by its new name', files: {}, from: 'src/a.ts', module: 'node:fs', to: 'package fs' },
  {
    name: 'a part of a package',
    files: {},
    from: 'src/a.ts',
    module: 'date-fns/format',
    to: 'package date-fns/format',
  },
  { name: 'a package with a scope', files: {}, from: 'src/a.ts', module: '@nestjs/core', to: 'package @nestjs/core' },
  { name: 'a file that is not there', files: {}, from: 'src/a.ts', module: './gone', to: 'missing' },
  { name: 'a path out of the workspace', files: {}, from: 'src/a.ts', module: '../../gone', to: 'missing' },
  { name: 'an alias that leads nowhere', files: {}, from: 'src/a.ts', module: '@/gone', to: 'missing' },
  { name: 'a style sheet', files: {}, from: 'src/a.ts', module: './page.css', to: 'asset' },
  {
    name: 'a Python module beside it',
    files: { 'shop/models.py': '' },
    from: 'shop/views.py',
    module: '.models',
    to: 'shop/models.py',
  },
  {
    name: 'a Python package from the root',
    files: { 'shop/settings/__init__.py': '' },
    from: 'shop/app/views.py',
    module: 'shop.settings',
    to: 'shop/settings/__init__.py',
  },
  {
    name: 'another Python package of the workspace, which the importing one needs',
    files: {
      'packages/web/pyproject.toml': '[project]\nname = "web"\ndependencies = ["store-core>=1"]',
      'packages/store/pyproject.toml': '[project]\nname = "store-core"',
      'packages/store/src/shelves/stock.py': '',
    },
    from: 'packages/web/src/web/views.py',
    module: 'shelves.stock',
    to: 'packages/store/src/shelves/stock.py',
  },
  {
    name: 'another Python package of the workspace, called as what is imported',
    files: {
      'shop-shared/pyproject.toml': '[project]\nname = "Shop.Shared"',
      'shop-shared/shop_shared/prices/__init__.py': '',
      'backend/requirements.txt': 'fastapi==0.100.0',
    },
    from: 'backend/main.py',
    module: 'shop_shared.prices',
    to: 'shop-shared/shop_shared/prices/__init__.py',
  },
  {
    name: 'a namespace that several Python packages of the workspace share',
    files: {
      'shop_base/pyproject.toml': '[project]\nname = "shop.base"',
      'shop_base/shop/base/prices.py': '',
      'shop_web/pyproject.toml': '[project]\nname = "shop.web"',
      'shop_web/shop/web/views.py': '',
    },
    from: 'shop_web/shop/web/views.py',
    module: 'shop.base.prices',
    to: 'shop_base/shop/base/prices.py',
  },
  {
    name: 'a library that a folder of another Python package is called like',
    files: {
      'packages/web/pyproject.toml': '[project]\nname = "web"\ndependencies = ["redis"]',
      'packages/store/pyproject.toml': '[project]\nname = "store"',
      'packages/store/redis/client.py': '',
    },
    from: 'packages/web/web/views.py',
    module: 'redis.client',
    to: 'package redis.client',
  },
  {
    name: 'a file that another Python package of the workspace does not have',
    files: {
      'packages/web/pyproject.toml': '[project]\nname = "web"\ndependencies = ["store"]',
      'packages/store/pyproject.toml': '[project]\nname = "store"',
      'packages/store/store/client.py': '',
    },
    from: 'packages/web/web/views.py',
    module: 'store.server',
    to: 'package store.server',
  },
];

describe('what a module name means', () => {
  it.each(cases)('$name', ({ files, from, module, to }) => {
    const facts = factsOf(files);
    const manifests = new Map(
      [...facts].flatMap(([path, { manifest }]) => (manifest === null ? [] : [[path, manifest]])),
    );
    const paths = new Set(Object.keys(files).filter((path) => !/\.(?:json|toml|txt)$/.test(path)));
    const found = moduleResolver({ hasCode: (path) => paths.has(path), manifests })(from, module);
    const told = found.kind === 'file' ? found.path : found.kind === 'package' ? `package ${found.module}` : found.kind;
    expect(told).toBe(to);
  });
});

describe('imports between files', () => {
  const graph = linked({
    'src/app.ts': `
      import type { Cart } from './types';
      import { carts } from './carts';
      import './missing';
      export * from './prices';
      const plugin = await import('./plugin.js');
      for (const name of ['a', 'b']) require('./routes/' + name);
    `,
    'src/types.ts': 'export interface Cart { readonly id: string }',
    'src/carts.ts': 'export const carts = [];',
    'src/prices.ts': '',
    'src/plugin.ts': '',
  });

  it('are kept for values alone, with their kind', () => {
    const edges = graph.imports.get('src/app.ts')?.map(({ to, dynamic }) => `${to}${dynamic ? ' dynamic' : ''}`);
    expect(edges?.sort()).toEqual(['src/carts.ts', 'src/plugin.ts dynamic', 'src/prices.ts']);
  });

  it('that lead nowhere are told', () => {
    expect(graph.unresolved.map(({ module, reason }) => `${module} ${reason}`).sort()).toEqual([
      './missing no-file',
      './routes/* dynamic',
    ]);
  });
});

interface LoadCase {
  readonly name: string;
  /** What `jobs/__init__.py` holds. */
  readonly text: string;
  readonly loaded: readonly string[];
}

const both = ['jobs/digest.py', 'jobs/sweep.py'];
const exec = 'spec.loader.exec_module(importlib.util.module_from_spec(spec))';

const loads: readonly LoadCase[] = [
  {
    name: 'a pattern of files that a name holds',
    text: `import glob\nimport importlib.util\nfrom os.path import dirname, join\nfound = glob.glob(join(dirname(__file__), "*.py"))\nfor file in found:\n    spec = importlib.util.spec_from_file_location("x", file)\n    ${exec}`,
    loaded: both,
  },
  {
    name: 'a pattern of files below a folder by its path',
    text: `from importlib.util import spec_from_file_location\nfrom pathlib import Path\nfor file in sorted(Path(__file__).parent.glob("*.py")):\n    spec = spec_from_file_location(file.stem, file)`,
    loaded: both,
  },
  {
    name: 'names that are put into a path inside a function',
    text: `import importlib.util\nfrom os.path import dirname\ndef begin():\n    folder = dirname(__file__) + "/late/"\n    for name in ["mail"]:\n        spec = importlib.util.spec_from_file_location(name, f"{folder}{name}.py")`,
    loaded: ['jobs/late/mail.py'],
  },
  {
    name: 'the modules of a package',
    text: 'import importlib\nimport pkgutil\nfor one in pkgutil.iter_modules(__path__):\n    importlib.import_module(f"{__name__}.{one.name}")',
    loaded: both,
  },
  {
    name: 'the names in a folder',
    text: 'import os\nfrom importlib import import_module\nfor name in os.listdir(os.path.dirname(os.path.abspath(__file__))):\n    import_module("jobs." + name[:-3])',
    loaded: both,
  },
  {
    name: 'one module that a setting chooses',
    text: 'import importlib\nimport os\nimportlib.import_module(f"jobs.{os.environ[\'JOB\']}")',
    loaded: [],
  },
  {
    name: 'files of a folder that only the running program knows',
    text: 'import glob\nimport importlib.util\nimport os\nfor file in glob.glob(os.path.join(os.environ["PLUGINS"], "*.py")):\n    importlib.util.spec_from_file_location("x", file)',
    loaded: [],
  },
  {
    name: 'a folder that is only listed',
    text: 'import glob\nfrom os.path import dirname, join\nfor file in glob.glob(join(dirname(__file__), "*.py")):\n    print(file)',
    loaded: [],
  },
  {
    name: 'files that are no code',
    text: 'import glob\nimport importlib\nfrom os.path import dirname, join\nfor file in glob.glob(join(dirname(__file__), "*.json")):\n    importlib.import_module(file)',
    loaded: [],
  },
];

describe('files of Python that are loaded because they lie in a folder', () => {
  it.each(loads)('$name', ({ text, loaded }) => {
    const graph = linked({
      'jobs/__init__.py': text,
      'jobs/digest.py': 'state = {}',
      'jobs/sweep.py': 'state = {}',
      'jobs/late/mail.py': 'state = {}',
    });
    expect((graph.imports.get('jobs/__init__.py') ?? []).map(({ to }) => to).sort()).toEqual(loaded);
  });
});
