import { describe, expect, it } from 'vitest';
import { compileErrors, styleErrors } from '../patterns/python-programs.ts';
import { answerTo, applyFix, type Files, reasonAgainst } from './apply.ts';

const rule = 'db-pool-over-budget';
const fix = 'pool-from-environment';

function compose(replicas: number, command = 'gunicorn -w 2 app:app', more = ''): Files {
  return {
    'requirements.txt': 'flask\nsqlalchemy\n',
    'compose.yaml': `services:
  shop:
    build: .
    command: ${command}
    environment:
      DATABASE_URL: postgresql://shop@db:5432/shop
    deploy:
      replicas: ${replicas}
${more}  db:
    image: postgres:16
    command: postgres -c max_connections=100
`,
  };
}

function app(engine: string, head = 'import os\n\n'): string {
  return `${head}from flask import Flask
from sqlalchemy import create_engine, text

app = Flask(__name__)
${engine}


@app.get("/orders")
def orders():
    with engine.connect() as connection:
        return str(connection.execute(text("select 1")).scalar())
`;
}

const address = 'os.environ["DATABASE_URL"]';

const cases: readonly {
  readonly name: string;
  readonly files: Files;
  readonly written: string;
  readonly size: string;
}[] = [
  {
    name: "the library's own size",
    files: { 'app.py': app(`engine = create_engine(${address})`), ...compose(4) },
    written: `app = Flask(__name__)
# Of the 97 connections of db, 77 (80 %) may be planned with. That
# leaves 77 for 8 processes: 9 each.
engine = create_engine(
    ${address},
    pool_size=int(os.environ.get("DATABASE_POOL_SIZE", "9")),
    max_overflow=0,
)
`,
    size: '9',
  },
  {
    name: 'sizes that are written, with remarks',
    files: {
      'app.py': app(`# The shop's orders.
engine = create_engine(
    ${address},
    pool_size=20,  # many
    max_overflow=10,
    pool_pre_ping=True,
)`),
      ...compose(4),
    },
    written: `# Of the 97 connections of db, 77 (80 %) may be planned with. That
# leaves 77 for 8 processes: 9 each.
# The shop's orders.
engine = create_engine(
    ${address},
    pool_size=int(os.environ.get("DATABASE_POOL_SIZE", "9")),  # many
    max_overflow=0,
    pool_pre_ping=True,
)
`,
    size: '9',
  },
  {
    name: 'a pool beside that of a worker',
    files: {
      'app.py': app(`engine = create_engine(${address}, pool_size=40)`),
      'worker.py':
        'import os\n\nfrom celery import Celery\nfrom sqlalchemy import create_engine\n\ncelery = Celery("worker")\nreports = create_engine(os.environ["DATABASE_URL"], pool_size=5, max_overflow=0)\n\n\n@celery.task\ndef report():\n    with reports.connect() as connection:\n        connection.execute("select 1")\n',
      ...compose(
        2,
        'gunicorn -w 2 app:app',
        '  worker:\n    build: .\n    command: celery -A worker worker --concurrency 1\n    environment:\n      DATABASE_URL: postgresql://shop@db:5432/shop\n    deploy:\n      replicas: 2\n',
      ),
    },
    // The worker works on one task at a time, so it takes one connection of the five that its pool has room for.
    written: '# taken: 2 × 1 (worker.py:7). That leaves 75 for 4 processes: 18 each.\n',
    size: '18',
  },
];

describe('pool-from-environment', () => {
  it.each(cases)('sizes $name', async ({ files, written, size }) => {
    const { after, next } = await applyFix(files, rule, fix);
    expect(after['app.py']).toContain(written);
    expect(after['app.py']).toContain(`"DATABASE_POOL_SIZE", "${size}"`);
    expect(after['.env.example']).toContain(`DATABASE_POOL_SIZE=${size}\n`);
    expect(next).toBeNull();
    expect(compileErrors(after)).toBe('');
    expect(styleErrors(after['app.py'] ?? '')).toBe('');
  });

  it('brings the module of the environment where it is not there', async () => {
    const engine = 'engine = create_engine("postgresql://shop@db:5432/shop")';
    const { after } = await applyFix({ 'app.py': app(engine, ''), ...compose(4) }, rule, fix);
    expect(after['app.py']).toContain('import os\n\nfrom flask import Flask\n');
  });

  it('sizes a pool of pg in the same way', async () => {
    const files = (pool: string): Files => ({
      'package.json':
        '{ "name": "shop", "main": "app.js", "type": "module", "dependencies": { "express": "^5.0.0", "pg": "^8.0.0" } }\n',
      'app.js': `import express from 'express';
import { Pool } from 'pg';

const app = express();
${pool}
app.get('/orders', async (request, response) => response.send(await pool.query('select 1')));
app.listen(3000);
`,
      ...compose(4, 'node app.js'),
    });
    const { after } = await applyFix(
      files('const pool = new Pool({ connectionString: process.env.DATABASE_URL, max: 50 });'),
      rule,
      fix,
    );
    expect(after['app.js']).toContain(`
// Of the 97 connections of db, 77 (80 %) may be planned with.
// That leaves 77 for 4 processes: 19 each.
const pool = new Pool({ connectionString: process.env.DATABASE_URL, max: Number(process.env.DATABASE_POOL_SIZE ?? 19) });
`);
  });

  it('gives the pool its share at the maximum of an autoscaler', async () => {
    const files: Files = {
      'package.json': '{ "name": "shop", "type": "module", "dependencies": { "express": "*", "pg": "*" } }',
      'app.js': `import express from 'express';
import { Pool } from 'pg';

const app = express();
const pool = new Pool({ connectionString: process.env.DATABASE_URL });
app.get('/orders', async (request, response) => response.send(await pool.query('select 1')));
app.listen(3000);
`,
      'k8s/shop.yaml': `apiVersion: apps/v1
kind: Deployment
metadata: { name: shop }
spec:
  template:
    spec:
      containers:
        - name: shop
          image: registry.example.com/shop:1
          command: ["node", "app.js"]
          env:
            - { name: DATABASE_URL, valueFrom: { secretKeyRef: { name: shop, key: url } } }
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: { name: shop }
spec:
  scaleTargetRef: { apiVersion: apps/v1, kind: Deployment, name: shop }
  minReplicas: 2
  maxReplicas: 10
`,
    };
    const { after } = await applyFix(files, 'hpa-max-over-budget', fix);
    expect(after['app.js']).toContain('max: Number(process.env.DATABASE_POOL_SIZE ?? 5)');
    expect(after['app.js']).toContain('77 for 13 processes: 5 each');
  });

  const refused: readonly { readonly name: string; readonly files: Files; readonly reason: string }[] = [
    {
      name: 'where no connection is left',
      files: { 'app.py': app(`engine = create_engine(${address})`), ...compose(50) },
      reason:
        'has no connection left for a pool in each of 100 processes: of its 97 connections 77 (80 %) may be planned with.',
    },
    {
      name: 'where the size stands elsewhere',
      files: { 'app.py': app(`SIZE = 40\nengine = create_engine(${address}, pool_size=SIZE)`), ...compose(4) },
      reason:
        'The size does not stand in the call itself, so that others may depend on where it comes from. (app.py:8)',
    },
    {
      name: 'another library',
      files: {
        'app.py': app(
          `engine = create_pool(${address}, max_size=60)`,
          'import os\n\nfrom asyncpg import create_pool\n',
        ),
        ...compose(4),
      },
      reason: 'This library’s pool is not sized by a fix yet',
    },
  ];

  it.each(refused)('refuses $name', async ({ files, reason }) => {
    expect(await reasonAgainst(files, rule, fix)).toContain(reason);
  });

  it('says the size before it is chosen', async () => {
    const files = { 'app.py': app(`engine = create_engine(${address})`), ...compose(4) };
    expect(await answerTo(files, rule, fix)).toMatchObject({
      kind: 'offer',
      title: 'Take the pool’s size from the environment, 9 where it says none',
      safety: 'needs-review',
    });
  });
});
