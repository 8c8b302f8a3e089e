import { describe, expect, it } from 'vitest';
import { createEngine } from '../../src/engine/engine.ts';

const files = [
  {
    path: 'package.json',
    text: '{ "name": "shop", "scripts": { "start": "node app.ts" }, "dependencies": { "express": "5", "pg": "8" } }',
  },
  {
    path: 'app.ts',
    text: `import express from 'express';
import { Pool } from 'pg';
const pool = new Pool();
const app = express();
app.get('/figures', async (request, response) => {
  const { rows } = await pool.query('SELECT count(*) FROM orders');
  response.json(rows);
});
app.listen(3000);
`,
  },
];

describe('what the plan alone says', () => {
  it('stands in the plan, among what blocks nothing, and in no list of findings', async () => {
    const engine = createEngine({ homepage: 'https://example.com', today: '2026-11-23' });
    await engine.change(files);
    const { findings, opportunities } = engine.analysis();
    expect(findings.map(({ ruleId }) => ruleId)).not.toContain('read-hot-uncached');
    expect(opportunities.map(({ ruleId }) => ruleId)).toEqual(['read-hot-uncached']);
    expect(engine.explain('app.ts', 5).findings).toEqual([]);
    const { markdown } = engine.plan({ today: '2026-11-23' });
    expect(markdown).toContain('everybody gets the same answer');
  });

  it('is taken out of the plan by a comment like any finding', async () => {
    const engine = createEngine({ homepage: 'https://example.com', today: '2026-11-23' });
    const quiet = '  // second-instance-ignore read-hot-uncached: asked once a day\n  const { rows }';
    await engine.change(files.map(({ path, text }) => ({ path, text: text.replace('  const { rows }', quiet) })));
    expect(engine.analysis().opportunities).toEqual([]);
    expect(engine.plan({ today: '2026-11-23' }).markdown).not.toContain('everybody gets the same answer');
  });
});
