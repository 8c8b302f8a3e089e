import { expect, test } from 'vitest';
import { allowsScript, scriptPlace } from '../../src/insertions/script-body.ts';
import { poolPg } from '../../src/patterns/code/pool-pg.ts';
import { engineOf } from './inserted.ts';

test('what waits at its top fits only where modules may', async () => {
  const waiting = {
    ...poolPg,
    text: "import { Pool } from 'pg';\n\nconst pool = new Pool();\nawait pool.query('select 1');\n",
  };
  const fits = async (type: string, file: string, text: string) => {
    const { graph } = (
      await engineOf({ 'package.json': `{ "name": "shop", "type": "${type}" }`, [file]: text })
    ).analysis();
    const place = scriptPlace(graph, file, text, [text.length, text.length], []);
    return place !== null && allowsScript(place, waiting);
  };
  expect(await fits('module', 'own.js', "import fs from 'node:fs';\n")).toBe(true);
  expect(await fits('commonjs', 'own.mjs', "import fs from 'node:fs';\n")).toBe(true);
  expect(await fits('commonjs', 'own.js', "const fs = require('node:fs');\n")).toBe(false);
  // TypeScript writes imports there as well, and compiles them to CommonJS.
  expect(await fits('commonjs', 'own.ts', "import fs from 'node:fs';\n")).toBe(false);
});
