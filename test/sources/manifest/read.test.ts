import { describe, expect, it } from 'vitest';
import type { CompilerManifest, EnvironmentManifest, PackageManifest } from '../../../src/facts/manifest.ts';
import { readManifest } from '../../../src/sources/manifest/read.ts';

function packageOf(value: unknown): PackageManifest {
  const text = typeof value === 'string' ? value : JSON.stringify(value, null, 2);
  const { manifest } = readManifest('package.json', text);
  if (manifest?.kind !== 'package') throw new Error('This is no package.');
  return manifest;
}

function compilerOf(text: string): CompilerManifest {
  const { manifest } = readManifest('apps/shop/tsconfig.build.json', text);
  if (manifest?.kind !== 'compiler') throw new Error('This is no compiler manifest.');
  return manifest;
}

function environmentOf(text: string): EnvironmentManifest['names'] {
  const { manifest } = readManifest('.env.example', text);
  if (manifest?.kind !== 'environment') throw new Error('This is no environment file.');
  return manifest.names;
}

describe('package.json', () => {
  it('says what a package is', () => {
    const manifest = packageOf({
      name: '@acme/orders',
      private: true,
      type: 'module',
      main: './dist/main.js',
      bin: './dist/cli.js',
      scripts: { start: 'node dist/main.js', build: 'tsc' },
      engines: { node: '>=20' },
      workspaces: ['packages/*'],
    });
    expect(manifest).toMatchObject({
      name: '@acme/orders',
      ecosystem: 'npm',
      private: true,
      module: 'esm',
      main: './dist/main.js',
      bin: { orders: './dist/cli.js' },
      workspaces: ['packages/*'],
      engine: '>=20',
      editorExtension: false,
    });
    expect(manifest.scripts.map(({ name, command }) => [name, command])).toEqual([
      ['start', 'node dist/main.js'],
      ['build', 'tsc'],
    ]);
  });

  it('is CommonJS, public and nameless unless it says otherwise', () => {
    expect(packageOf({})).toMatchObject({
      name: null,
      private: false,
      module: 'commonjs',
      main: null,
      engine: null,
      bin: {},
      exports: {},
    });
  });

  it('holds dependencies of every group, with the place of the name', () => {
    const text =
      '{"dependencies":{"express":"^4.18.0"},"devDependencies":{"vitest":"1"},"peerDependencies":{"react":"*"},"optionalDependencies":{"fsevents":"2"}}';
    const { dependencies } = packageOf(text);
    expect(dependencies.map(({ name, range, group }) => [name, range, group])).toEqual([
      ['express', '^4.18.0', 'runtime'],
      ['vitest', '1', 'development'],
      ['react', '*', 'peer'],
      ['fsevents', '2', 'optional'],
    ]);
    expect(dependencies.map(({ span: [start, end] }) => text.slice(start, end))).toEqual([
      '"express"',
      '"vitest"',
      '"react"',
      '"fsevents"',
    ]);
  });

  it.each([
    ['a text', './index.js', { '.': './index.js' }],
    ['conditions', { types: './a.d.ts', require: './a.cjs', import: './a.mjs' }, { '.': './a.mjs' }],
    ['conditions in conditions', { node: { require: './a.cjs' }, default: './b.js' }, { '.': './a.cjs' }],
    [
      'subpaths',
      { '.': './a.js', './b': { default: './b.js' }, './c/*': './c/*.js', './d': null },
      { '.': './a.js', './b': './b.js', './c/*': './c/*.js' },
    ],
    ['a list', ['./a.js', './b.js'], { '.': './a.js' }],
  ])('reads exports that are %s', (_title, exports, expected) => {
    expect(packageOf({ exports }).exports).toEqual(expected);
  });

  it('reads members that are written as an object', () => {
    expect(packageOf({ workspaces: { packages: ['apps/*'], nohoist: [] } }).workspaces).toEqual(['apps/*']);
  });

  it('reads several commands', () => {
    expect(packageOf({ bin: { shop: './a.js', cart: './b.js' } }).bin).toEqual({ shop: './a.js', cart: './b.js' });
  });

  it('tells an editor extension', () => {
    expect(packageOf({ engines: { vscode: '^1.90.0' } }).editorExtension).toBe(true);
  });

  it.each([
    [
      'wrong kinds of values',
      { name: 1, dependencies: [], scripts: { start: 1 }, workspaces: {}, bin: 1, engines: 'x', exports: 1 },
    ],
    [
      'names of the language',
      '{"dependencies":{"__proto__":"1","constructor":"2"},"bin":{"__proto__":"./a.js"},"exports":{"__proto__":"x"}}',
    ],
  ])('survives %s', (_title, value) => {
    expect(packageOf(value).name).toBeNull();
  });

  it.each([
    ['a missing comma', '{"name": "shop" "private": true}', 'shop'],
    ['an open brace', '{"name": "shop", "dependencies": {"express": "4"', 'shop'],
    ['a comment', '{"name": "shop" /* ours */}', 'shop'],
    ['a byte order mark', '\uFEFF{"name": "shop"}', 'shop'],
    ['Windows line ends', '{\r\n  "name": "shop"\r\n}', 'shop'],
  ])('keeps what stands around %s', (_title, text, name) => {
    expect(packageOf(text).name).toBe(name);
  });

  it.each([
    ['an empty file', '', ['Not valid JSON: value expected.']],
    ['another language', 'name: shop', ['Not valid JSON: invalid symbol.']],
    ['a list', '[]', []],
    ['endless nesting', '['.repeat(100_000), ['This file could not be read: it is nested too deeply.']],
  ])('has no facts for %s', (_title, text, problems) => {
    const facts = readManifest('package.json', text);
    expect(facts.manifest).toBeNull();
    expect(facts.problems.map(({ message }) => message).slice(0, 1)).toEqual(problems);
  });
});

describe('compiler settings', () => {
  it('are read with comments and trailing commas', () => {
    const manifest = compilerOf(`{
      // Shared by all apps.
      "extends": "../../tsconfig.json",
      "compilerOptions": {
        "baseUrl": ".", "rootDir": "src", "outDir": "dist", /* built */
        "paths": { "@shop/*": ["libs/*/src", "libs/*"], "@env": ["./env.ts"], },
      },
    }`);
    expect(manifest).toEqual({
      kind: 'compiler',
      extends: ['../../tsconfig.json'],
      baseUrl: '.',
      paths: { '@shop/*': ['libs/*/src', 'libs/*'], '@env': ['./env.ts'] },
      rootDir: 'src',
      outDir: 'dist',
    });
  });

  it('extend several and say nothing when they are empty', () => {
    expect(compilerOf('{"extends": ["a", "b"]}')).toEqual({
      kind: 'compiler',
      extends: ['a', 'b'],
      baseUrl: null,
      paths: {},
      rootDir: null,
      outDir: null,
    });
  });
});

describe('environment files', () => {
  it('give names with the safe part of their values', () => {
    const text = [
      '# Where the shop keeps its sessions.',
      'REDIS_URL=redis://user:secret@cache:6379/0',
      'export PORT = 3000 # the port',
      'NODE_ENV="production"',
      "API_KEY='sk_live_123'",
      'EMPTY=',
      'POOL_MAX=`10`',
      '  INDENTED=true',
      'not an assignment',
      '9WRONG=1',
    ].join('\n');
    expect(environmentOf(text).map(({ name, value }) => [name, value])).toEqual([
      [
        'REDIS_URL',
        { kind: 'address', address: { scheme: 'redis', host: 'cache', port: 6379, database: '0', parameters: {} } },
      ],
      ['PORT', { kind: 'number', value: 3000 }],
      ['NODE_ENV', { kind: 'word', value: 'production' }],
      ['API_KEY', null],
      ['EMPTY', null],
      ['POOL_MAX', { kind: 'number', value: 10 }],
      ['INDENTED', { kind: 'word', value: 'true' }],
    ]);
    expect(JSON.stringify(environmentOf(text))).not.toMatch(/secret|sk_live/);
  });

  it('stand with the name alone', () => {
    const text = 'A=1\r\n  export REDIS_URL=redis://cache\r\n';
    expect(environmentOf(text).map(({ span: [start, end] }) => text.slice(start, end))).toEqual(['A', 'REDIS_URL']);
  });

  it('skip the lines of a value in quotes', () => {
    const text = 'KEY="-----BEGIN\nINSIDE=1\n\\"still\nend-----"\nAFTER=2\nOPEN="no end\nLAST=3';
    expect(environmentOf(text).map(({ name }) => name)).toEqual(['KEY', 'AFTER', 'OPEN', 'LAST']);
  });

  it.each(['', '\uFEFFA=1', '\0\0=', '=', '"', 'A="\\', '#', '\r\r\r'])('survives %j', (text) => {
    expect(readManifest('.env', text).problems).toEqual([]);
  });
});

describe('other manifests', () => {
  it('yield nothing and no problem', () => {
    const facts = readManifest('pnpm-workspace.yaml', 'packages:\n  - apps/*\n');
    expect([facts.manifest, facts.problems]).toEqual([null, []]);
  });
});
