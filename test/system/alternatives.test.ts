import { describe, expect, it } from 'vitest';
import { budgetLines, type Files, manifest, see } from './workspace.ts';

const part = (name: string, connections: number) => `
  import express from 'express';
  import { Pool } from 'pg';
  const pool = new Pool({ connectionString: process.env.DATABASE_URL, max: ${connections} });
  export function ${name}() {
    const app = express();
    app.get('/${name}', async (request, response) => response.send(await pool.query('select 1')));
    app.listen(3000);
  }
`;

const scripts = { start: 'node all.js', 'start:shop': 'node start-shop.js', 'start:desk': 'node start-desk.js' };

const files: Files = {
  'package.json': manifest('store', { scripts }),
  'shop.js': part('shop', 5),
  'desk.js': part('desk', 7),
  'all.js': `import { shop } from './shop.js';\nimport { desk } from './desk.js';\nshop();\ndesk();\n`,
  'start-shop.js': `import { shop } from './shop.js';\nshop();\n`,
  'start-desk.js': `import { desk } from './desk.js';\ndesk();\n`,
};

const service = (name: string) =>
  `  ${name}:\n    build: .\n    command: node ${name}.js\n    environment: { DATABASE_URL: "postgres://x@orders-db/shop" }\n    scale: 2\n`;
const compose = (...names: readonly string[]) =>
  `services:\n  orders-db:\n    image: postgres:16\n${names.map(service).join('')}`;

/** The programs that a budget sums up, with what each asks for. */
const programsOf = (all: Files) =>
  see(all).system.budgets.flatMap(({ demands }) => demands.map((each) => `${each.use.file} in ${each.program}`));

describe('programs that start what others start', () => {
  it('counts the whole or its parts, whichever asks for less', () => {
    expect(programsOf(files)).toEqual(['desk.js in store#all.js', 'shop.js in store#all.js']);
  });

  it('counts the parts where the whole asks for more', () => {
    const more = {
      ...files,
      'all.js': `${files['all.js']}import { Pool } from 'pg';\nnew Pool({ connectionString: process.env.DATABASE_URL, max: 90 });\n`,
    };
    expect(programsOf(more)).toEqual(['desk.js in store#start-desk.js', 'shop.js in store#start-shop.js']);
  });

  it('counts all that a manifest runs side by side', () => {
    expect(programsOf({ ...files, 'compose.yaml': compose('all', 'start-desk') })).toHaveLength(3);
  });

  it('counts a worker beside a server that shares its files', () => {
    const worker = `import './desk.js';\nimport { Worker } from 'bullmq';\nnew Worker('orders', async () => {});\n`;
    const beside = { ...files, 'start-desk.js': worker };
    expect(programsOf(beside)).toContain('desk.js in store#start-desk.js');
    expect(programsOf(beside)).toContain('desk.js in store#all.js');
  });
});

it('knows how many processes run, or that a number is assumed', () => {
  const forks = (count: string) => ({
    'package.json': manifest('store', { scripts: { start: 'node all.js' } }),
    'shop.js': part('shop', 5),
    'all.js': `import cluster from 'node:cluster';\nimport os from 'node:os';\nimport { shop } from './shop.js';
      if (cluster.isPrimary) { for (let at = 0; at < ${count}; at++) cluster.fork(); } else { shop(); }`,
  });
  const known = (count: string) =>
    see(forks(count)).system.budgets.flatMap(({ demands }) => demands.map((each) => each.processesKnown));
  expect([known('os.cpus().length'), known('3')]).toEqual([[false], [true]]);
  expect(budgetLines(see(forks('3')))).toHaveLength(1);
});
