import { expect, it } from 'vitest';
import { createEngine } from '../../src/engine/engine.ts';

const compose = `services:
  api:
    build: .
    environment:
      DATABASE_URL: postgres://shop@orders-db:5432/shop
    deploy:
      replicas: 3
  orders-db:
    image: postgres:16
    volumes:
      - orders:/var/lib/postgresql/data
volumes:
  orders:
`;

const app = `import express from 'express';
import { Pool } from 'pg';
const pool = new Pool({ connectionString: process.env.DATABASE_URL });
const app = express();
app.get('/', async (request, response) => response.json(await pool.query('SELECT 1')));
app.listen(3000);
`;

const files = [
  {
    path: 'package.json',
    text: '{ "name": "shop", "scripts": { "start": "node app.js" }, "dependencies": { "express": "5", "pg": "8" } }',
  },
  { path: 'Dockerfile', text: 'FROM node:22\nCOPY . .\nCMD ["node", "app.js"]\n' },
  { path: 'compose.yaml', text: compose },
  { path: 'app.js', text: app },
  { path: 'notes.js', text: 'export const nothing = 1;\n' },
];

it.each([
  { name: 'the line of a service', file: 'compose.yaml', line: 1, expected: 'api' },
  { name: 'a line inside of a service', file: 'compose.yaml', line: 6, expected: 'api' },
  { name: 'the image of a database', file: 'compose.yaml', line: 8, expected: 'orders-db' },
  { name: 'code of a program', file: 'app.js', line: 4, expected: 'api' },
  { name: 'code of no program', file: 'notes.js', line: 0, expected: null },
  { name: 'a file that nobody read', file: 'gone.js', line: 0, expected: null },
])('$name belongs to $expected', async ({ file, line, expected }) => {
  const engine = createEngine({ homepage: 'https://example.com', today: '2026-11-23' });
  await engine.change(files);
  expect(engine.componentAt(file, line)).toBe(expected);
});
