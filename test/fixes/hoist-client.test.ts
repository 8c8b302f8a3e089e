import { describe, expect, it } from 'vitest';
import { compile } from '../patterns/compile.ts';
import { answerTo, applyFix, type Files } from './apply.ts';
import { packageOf } from './shop-files.ts';

const server = (head: string, body: string): Files => ({
  'package.json': packageOf(),
  'src/server.ts': `import express from 'express';
${head}

const app = express();

// Takes a payment.
app.post('/payments', async (request, response) => {
${body}
});
app.listen(3000);
`,
});

const cases: readonly { name: string; files: Files; written: string; gone: readonly string[] }[] = [
  {
    name: 'a pool that is never closed',
    files: server(
      "import { Pool } from 'pg';",
      "  const pool = new Pool({ max: 5 });\n  await pool.query('SELECT 1');\n  response.json({});",
    ),
    written: "const pool = new Pool({ max: 5 });\n\n// Takes a payment.\napp.post('/payments'",
    gone: [],
  },
  {
    name: 'a client that is opened and closed around one query',
    files: server(
      "import { Client } from 'pg';",
      "  const client = new Client({ connectionString: process.env.DATABASE_URL });\n  await client.connect();\n  try {\n    await client.query('SELECT 1');\n    response.json({});\n  } finally {\n    await client.end();\n  }",
    ),
    written: "response) => {\n  await client.query('SELECT 1');\n  response.json({});\n});",
    gone: ['Client(', '.connect(', '.end(', 'finally'],
  },
  {
    name: 'a client that is closed at the end, with a catch that stays',
    files: server(
      "import { Client } from 'pg';",
      "  const client = new Client();\n  await client.connect();\n  try {\n    await client.query('SELECT 1');\n    response.json({});\n  } catch {\n    response.status(500).json({});\n  } finally {\n    await client.end();\n  }",
    ),
    written: '} catch {\n    response.status(500).json({});\n  }',
    gone: ['finally', '.end('],
  },
];

describe('hoist-client', () => {
  it.each(cases)('moves $name', async ({ files, written, gone }) => {
    const { after } = await applyFix(files, 'db-client-per-request', 'hoist-client');
    const text = after['src/server.ts'] ?? '';
    expect(text).toContain(written);
    for (const each of gone) expect(text).not.toContain(each);
    expect(compile('server.ts', text)).toEqual([]);
  });

  it.each([
    [
      'what it is made from is the request’s own',
      "  const size = Number(request.query.size);\n  const pool = new Pool({ max: size });\n  await pool.query('SELECT 1');\n  response.json({});",
      "import { Pool } from 'pg';",
    ],
    [
      'nobody knows how it is opened and closed',
      "  const redis = new Redis();\n  await redis.get('orders');\n  redis.disconnect();\n  response.json({});",
      "import Redis from 'ioredis';",
    ],
    [
      'it holds a transaction',
      "  const client = new Client();\n  await client.connect();\n  await client.query('BEGIN');\n  await client.query('COMMIT');\n  response.json({});",
      "import { Client } from 'pg';",
    ],
  ])('refuses where %s', async (_, body, head) => {
    const answer = await answerTo(server(head, body), 'db-client-per-request', 'hoist-client');
    expect(answer.kind).toBe('refusal');
  });
});
