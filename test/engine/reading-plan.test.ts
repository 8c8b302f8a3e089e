import { expect, test } from 'vitest';
import { createEngine } from '../../src/engine/engine.ts';

/** What is parsed of a workspace, package manifests and the like left out. */
async function parsedOf(files: Readonly<Record<string, string>>): Promise<readonly string[]> {
  const engine = createEngine({ homepage: 'https://example.org', today: '2026-11-23' });
  await engine.change(Object.entries(files).map(([path, text]) => ({ path, text })));
  return [...engine.analysis().graph.facts.values()]
    .filter((facts) => facts.language === 'script')
    .map(({ path }) => path);
}

const server = JSON.stringify({ name: 'api', dependencies: { express: '^5.1.0' } });
const page = JSON.stringify({ name: 'page', dependencies: { react: '^19.0.0' } });

const cases: readonly {
  readonly title: string;
  readonly files: Readonly<Record<string, string>>;
  readonly parsed: readonly string[];
}[] = [
  {
    title: 'a file that uses a framework and all it imports, constants included',
    files: {
      'package.json': server,
      'src/server.ts': "import express from 'express';\nimport { limits } from './limits';",
      'src/limits.ts': "export * from './numbers';",
      'src/numbers.ts': 'export const limits = 5;',
      'src/unused.ts': 'export type Unused = string;',
    },
    parsed: ['src/limits.ts', 'src/numbers.ts', 'src/server.ts'],
  },
  {
    title: 'a page for browsers in a package of its own is left alone',
    files: {
      'api/package.json': server,
      'api/server.js': "require('express')();",
      'page/package.json': page,
      'page/src/cart.jsx': "import { useState } from 'react';\nconst carts = new Map();",
    },
    parsed: ['api/server.js'],
  },
  {
    title: 'what a server imports from another package of the workspace',
    files: {
      'api/package.json': server,
      'api/server.js': "require('express')(); require('@shop/prices');",
      'prices/package.json': JSON.stringify({ name: '@shop/prices', main: 'index.js' }),
      'prices/index.js': 'exports.prices = {};',
    },
    parsed: ['api/server.js', 'prices/index.js'],
  },
  {
    title: 'a file that is required by a name put together, when it holds something that could matter',
    files: {
      'package.json': server,
      'server.js': "const app = require('express')(); require('./jobs/' + process.env.JOB);",
      'jobs/refunds.js': 'const refunds = new Map();\nmodule.exports = (id) => refunds.set(id, true);',
      'jobs/README.js': '// Nothing here.',
    },
    parsed: ['jobs/refunds.js', 'server.js'],
  },
  {
    title: 'tests and fixtures are left alone',
    files: {
      'package.json': server,
      'server.js': "require('express')();",
      'test/server.test.js': "require('express')(); require('../server');",
    },
    parsed: ['server.js'],
  },
  {
    title: 'what a script of the package starts, also where its output would lie',
    files: {
      'package.json': JSON.stringify({ name: 'worker', scripts: { start: 'node dist/main' } }),
      'tsconfig.json': '{ "compilerOptions": { "rootDir": "src", "outDir": "dist" } }',
      'src/main.ts': "import './stock';",
      'src/stock.ts': 'export const stock = 1;',
      'src/other.ts': 'export const other = 1;',
    },
    parsed: ['src/main.ts', 'src/stock.ts'],
  },
  {
    title: 'what a container starts',
    files: {
      'compose.yaml': 'services:\n  worker:\n    build: ./worker\n    command: node jobs/nightly.js\n',
      'worker/jobs/nightly.js': 'setInterval(() => {}, 1000);',
      'worker/jobs/yearly.js': 'setInterval(() => {}, 1000);',
    },
    parsed: ['worker/jobs/nightly.js'],
  },
  {
    title: 'files that a framework finds by their place or by a directive',
    files: {
      'package.json': JSON.stringify({ name: 'shop', dependencies: { next: '^15.0.0' } }),
      'app/orders/route.ts': 'export function GET() {}',
      'app/actions.ts': "'use server';\nexport async function pay() {}",
      'app/words.ts': 'export type Words = string;',
    },
    parsed: ['app/actions.ts', 'app/orders/route.ts'],
  },
  {
    title: 'everything where no program can be named',
    files: { 'orders.js': 'exports.orders = [];', 'carts.js': 'exports.carts = [];' },
    parsed: ['carts.js', 'orders.js'],
  },
];

test.each(cases)('$title', async ({ files, parsed }) => {
  expect(await parsedOf(files)).toEqual(parsed);
});
