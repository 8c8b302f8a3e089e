import { describe, expect, it } from 'vitest';
import { connectionLines, type Files, manifest, see } from './workspace.ts';

/** Two services of one package, beside each other in one manifest; both import `lib.js`. */
const two = (lib: string, api: string, admin: string): Files => ({
  'package.json': manifest('shop', { dependencies: { express: '^5.0.0', pg: '^8.0.0', ioredis: '^5.0.0' } }),
  'lib.js': lib,
  'api.js': `import express from 'express';\n${api}\nconst app = express();\napp.get('/', (request, response) => response.end());\napp.listen(3000);\n`,
  'admin.js': `import express from 'express';\n${admin}\nconst app = express();\napp.get('/', (request, response) => response.end());\napp.listen(3001);\n`,
  'compose.yaml':
    'services:\n  api:\n    build: .\n    command: node api.js\n  admin:\n    build: .\n    command: node admin.js\n  db:\n    image: postgres:16\n',
});
const pool = `new Pool({ connectionString: 'postgres://shop@db/shop' })`;
const edges = (files: Files) => connectionLines(see(files)).filter((line) => line.includes(' → db '));

describe('a function in a file that several programs hold', () => {
  it.each<[string, Files, readonly string[]]>([
    [
      'belongs to those that call it',
      two(
        `import { Pool } from 'pg';\nexport const open = () => ${pool};\nexport const name = 'shop';\n`,
        `import { name } from './lib.js';\nconsole.log(name);`,
        `import { open } from './lib.js';\nopen();`,
      ),
      ['admin → db sql high'],
    ],
    [
      'belongs to those that call it through another',
      two(
        `import { Pool } from 'pg';\nconst open = () => ${pool};\nexport const start = () => open();\nexport const name = 'shop';\n`,
        `import { name } from './lib.js';\nconsole.log(name);`,
        `import { start } from './lib.js';\nstart();`,
      ),
      ['admin → db sql high'],
    ],
    [
      'belongs to all where it runs when the file is loaded',
      two(
        `import { Pool } from 'pg';\nexport const pool = ${pool};\nexport const name = 'shop';\n`,
        `import { name } from './lib.js';\nconsole.log(name);`,
        `import { pool } from './lib.js';\npool.query('SELECT 1');`,
      ),
      ['admin → db sql high', 'api → db sql high'],
    ],
    [
      'belongs to all where nobody is seen to call it',
      two(
        `import { Pool } from 'pg';\nexport const parts = { open: () => ${pool} };\n`,
        `import { parts } from './lib.js';\nconsole.log(parts);`,
        `import { parts } from './lib.js';\nfor (const each of Object.values(parts)) each();`,
      ),
      ['admin → db sql high', 'api → db sql high'],
    ],
    [
      'belongs to those whose routes lead to it',
      two(
        `import { Pool } from 'pg';\nexport const routes = (app) => { app.get('/orders', () => { ${pool}.query('SELECT 1'); }); };\nexport const name = 'shop';\n`,
        `import { name } from './lib.js';\nconsole.log(name);`,
        `import { routes } from './lib.js';\nroutes(express());`,
      ),
      ['admin → db sql high'],
    ],
  ])('%s', (_name, files, expected) => {
    expect(edges(files)).toEqual(expected);
  });
});
