import { describe, expect, it } from 'vitest';
import { addImport, addProperties } from '../../../src/sources/script/edit.ts';
import { readScript } from '../../../src/sources/script/read.ts';
import { applyEdits } from '../../../src/text/edits.ts';

interface Case {
  readonly title: string;
  readonly path?: string;
  readonly before: string;
  readonly names: readonly string[];
  readonly form?: 'esm' | 'commonjs';
  readonly after: string;
  readonly locals?: readonly string[];
}

const cases: readonly Case[] = [
  {
    title: 'behind the last import',
    before: "import express from 'express';\nimport { place } from './orders';\n\nplace();\n",
    names: ['createClient'],
    after:
      "import express from 'express';\nimport { place } from './orders';\nimport { createClient } from 'redis';\n\nplace();\n",
  },
  {
    title: 'in the quotes of the file, without its semicolons',
    before: 'import express from "express"\nimport { place } from "./orders"\n\nplace()\n',
    names: ['createClient'],
    after:
      'import express from "express"\nimport { place } from "./orders"\nimport { createClient } from "redis"\n\nplace()\n',
  },
  {
    title: 'with Windows line ends',
    before: "import express from 'express';\r\n\r\nexpress();\r\n",
    names: ['createClient'],
    after: "import express from 'express';\r\nimport { createClient } from 'redis';\r\n\r\nexpress();\r\n",
  },
  {
    title: 'into the import that stands',
    before: "import { createCluster } from 'redis';\nuse(createCluster);\n",
    names: ['createClient'],
    after: "import { createCluster, createClient } from 'redis';\nuse(createCluster);\n",
  },
  {
    title: 'into an import over several lines',
    before: "import {\n  createCluster,\n} from 'redis';\nuse(createCluster);\n",
    names: ['createClient'],
    after: "import {\n  createCluster, createClient,\n} from 'redis';\nuse(createCluster);\n",
  },
  {
    title: 'nothing where it is imported already',
    before: "import { createClient as connect } from 'redis';\n",
    names: ['createClient'],
    after: "import { createClient as connect } from 'redis';\n",
    locals: ['connect'],
  },
  {
    title: 'nothing where the whole module is imported',
    before: "import * as redis from 'redis';\n",
    names: ['createClient'],
    after: "import * as redis from 'redis';\n",
    locals: ['redis.createClient'],
  },
  {
    title: 'a statement of its own beside an import of types',
    before: "import type { RedisClientType } from 'redis';\nlet client: RedisClientType;\n",
    names: ['createClient'],
    after:
      "import type { RedisClientType } from 'redis';\nimport { createClient } from 'redis';\nlet client: RedisClientType;\n",
  },
  {
    title: 'another name where it is taken',
    before: "import { createClient } from './shop';\ncreateClient();\n",
    names: ['createClient'],
    after:
      "import { createClient } from './shop';\nimport { createClient as createClient2 } from 'redis';\ncreateClient();\n",
    locals: ['createClient2'],
  },
  {
    title: 'a default and a name',
    before: "import a from 'b';\n",
    names: ['default', 'createClient'],
    after: "import a from 'b';\nimport redis, { createClient } from 'redis';\n",
    locals: ['redis', 'createClient'],
  },
  {
    title: 'a require behind the last one',
    path: 'src/app.js',
    before: "'use strict';\nconst express = require('express');\nconst { place } = require('./orders');\n\nplace();\n",
    names: ['createClient'],
    after:
      "'use strict';\nconst express = require('express');\nconst { place } = require('./orders');\nconst { createClient } = require('redis');\n\nplace();\n",
  },
  {
    title: 'into the require that stands',
    path: 'src/app.js',
    before: "const { createCluster } = require('redis');\n",
    names: ['createClient'],
    after: "const { createCluster, createClient } = require('redis');\n",
  },
  {
    title: 'nothing where the whole module is required',
    path: 'src/app.js',
    before: "const redis = require('redis');\n",
    names: ['createClient'],
    after: "const redis = require('redis');\n",
    locals: ['redis.createClient'],
  },
  {
    title: 'a require by the ending of the file',
    path: 'src/app.cjs',
    before: 'run();\n',
    names: ['createClient'],
    after: "const { createClient } = require('redis');\n\nrun();\n",
  },
  {
    title: 'the form of the package in a file without imports, below what belongs on top',
    path: 'src/app.js',
    before: '#!/usr/bin/env node\n// The shop.\n\nrun();\n',
    names: ['createClient'],
    form: 'commonjs',
    after: "#!/usr/bin/env node\n// The shop.\n\nconst { createClient } = require('redis');\n\nrun();\n",
  },
  {
    title: 'as a whole where TypeScript requires its modules',
    before: "import express = require('express');\nimport type { Order } from './orders';\n\nexport = express();\n",
    names: ['createClient'],
    after:
      "import express = require('express');\nimport type { Order } from './orders';\nimport redis = require('redis');\n\nexport = express();\n",
    locals: ['redis.createClient'],
  },
  {
    title: 'as a whole under another name where that is taken',
    before: 'import express = require("express")\nconst redis = express()\n',
    names: ['createClient'],
    after: 'import express = require("express")\nimport redis2 = require("redis")\nconst redis = express()\n',
    locals: ['redis2.createClient'],
  },
  {
    title: 'nothing where TypeScript requires the module already',
    before: "import redis = require('redis');\nredis.createClient();\n",
    names: ['createClient'],
    after: "import redis = require('redis');\nredis.createClient();\n",
    locals: ['redis.createClient'],
  },
  {
    title: 'in the words of the imports beside it where a file has both',
    before: "import express = require('express');\nimport { place } from './orders';\nplace(express());\n",
    names: ['createClient'],
    after:
      "import express = require('express');\nimport { place } from './orders';\nimport { createClient } from 'redis';\nplace(express());\n",
  },
  {
    title: 'nothing of a name that only renames',
    before: "import { all } from './all';\nimport shop = all.shop;\nshop();\n",
    names: ['createClient'],
    after: "import { all } from './all';\nimport { createClient } from 'redis';\nimport shop = all.shop;\nshop();\n",
  },
  {
    title: 'with its type where TypeScript calls require',
    path: 'src/app.cts',
    before: "const express = require('express');\nexpress();\n",
    names: ['createClient'],
    after:
      "const express = require('express');\nconst { createClient }: typeof import('redis') = require('redis');\nexpress();\n",
  },
  {
    title: 'an import where a .cts file has such',
    path: 'src/app.cts',
    before: "import express from 'express';\nexpress();\n",
    names: ['createClient'],
    after: "import express from 'express';\nimport { createClient } from 'redis';\nexpress();\n",
  },
  {
    title: 'an import into an empty file',
    before: '',
    names: ['createClient'],
    after: "import { createClient } from 'redis';\n",
  },
];

describe('adding an import', () => {
  it.each(cases)('$title', ({ path = 'src/app.ts', before, names, form = 'esm', after, locals }) => {
    const wanted = names.map((imported) => ({ imported, local: imported === 'default' ? 'redis' : imported }));
    const added = addImport(path, before, { module: 'redis', names: wanted, form });
    expect(added).not.toBeNull();
    const text = applyEdits(before, added?.edits ?? []);
    expect(text).toBe(after);
    expect(readScript(path, text).problems).toEqual([]);
    expect(Object.values(added?.locals ?? {})).toEqual(locals ?? names);
    const again = addImport(path, text, { module: 'redis', names: wanted, form });
    expect(again?.edits).toEqual([]);
  });

  it.each([
    ['import { createClient } from "redis";\n', 'import { createClient, type RedisClientType } from "redis";\n'],
    [
      "import type { Shop } from './shop';\n",
      "import type { Shop } from './shop';\nimport type { RedisClientType } from 'redis';\n",
    ],
    ["import type { RedisClientType } from 'redis';\n", "import type { RedisClientType } from 'redis';\n"],
    [
      "import fs = require('node:fs');\n",
      "import fs = require('node:fs');\nimport type { RedisClientType } from 'redis';\n",
    ],
    [
      "const { createClient } = require('redis');\n",
      "const { createClient } = require('redis');\nimport type { RedisClientType } from 'redis';\n",
    ],
  ])('brings a type alone into %j', (before, after) => {
    const names = [{ imported: 'RedisClientType', local: 'RedisClientType', isType: true }] as const;
    const added = addImport('src/app.ts', before, { module: 'redis', names, form: 'esm' });
    expect(applyEdits(before, added?.edits ?? [])).toBe(after);
    expect(added?.locals).toEqual({ RedisClientType: 'RedisClientType' });
  });

  it('refuses a file that does not parse', () => {
    expect(addImport('src/app.ts', 'const a = ;', { module: 'redis', names: [], form: 'esm' })).toBeNull();
  });
});

describe('adding a property', () => {
  it.each([
    ['session({ secret })', 'session({ secret, store: make() })'],
    ['session({})', 'session({ store: make() })'],
    ['session({\n  secret,\n  name,\n})', 'session({\n  secret,\n  name,\n  store: make(),\n})'],
    ['session({\n  secret,\n  name\n})', 'session({\n  secret,\n  name,\n  store: make()\n})'],
    ['session({\r\n\tsecret,\r\n})', 'session({\r\n\tsecret,\r\n\tstore: make(),\r\n})'],
    ['session({\n  secret // apples\n})', 'session({\n  secret, // apples\n  store: make()\n})'],
    ['session({\n  secret, // apples\n})', 'session({\n  secret, // apples\n  store: make(),\n})'],
    ['session({\n  secret /* apples */\n})', 'session({\n  secret, /* apples */\n  store: make()\n})'],
  ])('%j', (before, after) => {
    const given = readScript('src/app.ts', before).code?.calls[0]?.arguments[0];
    const edits = given === undefined ? null : addProperties('src/app.ts', before, given.span, { store: 'make()' });
    expect(applyEdits(before, edits ?? [])).toBe(after);
  });

  it('adds several at once', () => {
    const before = 'session({\n  secret // apples\n})';
    const given = readScript('src/app.ts', before).code?.calls[0]?.arguments[0];
    const edits = addProperties('src/app.ts', before, given?.span ?? [0, 0], { store: 'make()', resave: 'false' });
    expect(applyEdits(before, edits ?? [])).toBe(
      'session({\n  secret, // apples\n  store: make(),\n  resave: false\n})',
    );
  });

  it('refuses a place where no object stands', () => {
    expect(addProperties('src/app.ts', 'session(options)', [8, 15], { store: 'make()' })).toBeNull();
  });
});
