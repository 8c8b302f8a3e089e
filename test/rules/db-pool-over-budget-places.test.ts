import { expect, test } from 'vitest';
import { createEngine } from '../../src/engine/engine.ts';

const files: Readonly<Record<string, string>> = {
  'package.json': '{ "name": "api", "main": "server.js", "scripts": { "start": "node server.js" } }\n',
  'server.js': `const express = require('express');
const { Pool } = require('pg');
const orders = new Pool({ connectionString: process.env.DATABASE_URL, max: 90 });
const figures = new Pool({ connectionString: process.env.DATABASE_URL });
const locks = new Pool({ connectionString: process.env.DATABASE_URL, max: 1 });
const app = express();
app.get('/', async (request, response) => {
  response.json([await orders.query('select 1'), await figures.query('select 1'), await locks.query('select 1')]);
});
app.listen(3000);
`,
  'compose.yaml': `services:
  api:
    build: .
    command: node server.js
    environment:
      DATABASE_URL: postgres://orders-db:5432/shop
    deploy:
      replicas: 1
  orders-db:
    image: postgres:16
`,
};

test('each pool is told with its size, and with where the size comes from', async () => {
  const engine = createEngine({ homepage: 'https://example.org', today: '2026-11-23' });
  await engine.change(Object.entries(files).map(([path, text]) => ({ path, text })));
  const found = engine.analysis().findings.find(({ ruleId }) => ruleId === 'db-pool-over-budget');
  expect(found?.related.map(({ message }) => message)).toEqual([
    'api: up to 90 connections in each process.',
    'api runs on up to 1 host.',
    "api: up to 10 connections in each process, which is the library's default.",
    'api: up to one connection in each process.',
  ]);
});
