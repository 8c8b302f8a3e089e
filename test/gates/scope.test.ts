import { describe, expect, it } from 'vitest';
import { scopeStop } from '../../src/gates/scope.ts';
import { analyse } from '../rules/analyse.ts';

const app = "import express from 'express';\nimport './part.js';\nconst app = express();\napp.listen(3000);\n";

interface ScopeCase {
  readonly name: string;
  readonly file: string;
  readonly files: Readonly<Record<string, string>>;
  /** A part of the reason; null where nothing stops. */
  readonly stop: string | null;
}

const cases: readonly ScopeCase[] = [
  { name: 'a file that the server imports', file: 'src/part.ts', files: {}, stop: null },
  {
    name: 'a test',
    file: 'src/part.test.ts',
    files: { 'src/part.test.ts': 'export const orders = [];' },
    stop: 'a test',
  },
  {
    name: 'an example',
    file: 'examples/orders.ts',
    files: { 'examples/orders.ts': 'export const a = 1;' },
    stop: 'an example',
  },
  { name: 'a script', file: 'scripts/seed.ts', files: { 'scripts/seed.ts': 'export const a = 1;' }, stop: 'a script' },
  {
    name: 'tools that the server imports, as servers for agents do',
    file: 'src/tools/orders.ts',
    files: {
      'src/app.ts': "import express from 'express';\nimport './tools/orders.js';\nexpress().listen(3000);\n",
      'src/tools/orders.ts': 'export const a = 1;',
    },
    stop: null,
  },
  {
    name: 'a file that says it runs in the browser',
    file: 'src/part.ts',
    files: { 'src/part.ts': "'use client';\nexport const a = 1;" },
    stop: 'runs in the browser',
  },
  {
    name: 'a file that uses what only a browser has',
    file: 'src/part.ts',
    files: { 'src/part.ts': "export const carts = () => localStorage.getItem('carts');" },
    stop: 'runs in the browser',
  },
  {
    name: 'a file that nobody imports',
    file: 'src/lonely.ts',
    files: { 'src/lonely.ts': 'export const a = 1;' },
    stop: 'No program',
  },
  {
    name: 'an editor extension',
    file: 'src/part.ts',
    files: { 'package.json': '{ "name": "shop-tools", "main": "src/app.ts", "engines": { "vscode": "^1.105.0" } }' },
    stop: 'editor extension',
  },
  {
    name: 'a desktop application',
    file: 'src/part.ts',
    files: { 'package.json': '{ "name": "till", "main": "src/app.ts", "devDependencies": { "electron": "^38.0.0" } }' },
    stop: 'desktop application',
  },
  {
    name: 'a server that starts in bin',
    file: 'bin/index.js',
    files: {
      'package.json': '{ "name": "shop", "scripts": { "start": "node ./bin" }, "dependencies": { "express": "5" } }',
      'bin/index.js': "require('express')().listen(3000);",
    },
    stop: null,
  },
  {
    name: 'a server of a developer among the scripts',
    file: 'scripts/preview.ts',
    files: {
      'package.json':
        '{ "name": "shop", "scripts": { "preview": "node scripts/preview.ts" }, "dependencies": { "express": "5" } }',
      'scripts/preview.ts': app,
    },
    stop: 'a script',
  },
];

describe('scope', () => {
  it.each(cases.map((each) => [each.name, each] as const))('%s', (_name, { file, files, stop }) => {
    const all = new Map(Object.entries({ 'src/app.ts': app, 'src/part.ts': 'export const a = 1;', ...files }));
    const answer = scopeStop(analyse(all), file);
    if (stop === null) expect(answer).toBeNull();
    else expect(answer).toMatchObject({ gate: 'scope', reason: expect.stringContaining(stop) });
  });
});
