import type { SnippetTemplate } from '../../template.ts';

export const poolSqlalchemy: SnippetTemplate = {
  id: 'pool-sqlalchemy',
  title: 'Connection pool with its budget (SQLAlchemy)',
  description: 'One engine a process, its size from the environment, with the sum beside it',
  prefix: 'scale-pool-sqlalchemy',
  pattern: 'connections',
  problems: ['too many connections', 'remaining connection slots are reserved', 'QueuePool limit'],
  tradeoffs:
    'A smaller pool lets requests wait instead of the database refuse. Each worker of gunicorn has a pool of its own.',
  placement: 'inline',
  frameworks: [],
  files: [],
  languages: ['python'],
  rules: ['db-pool-over-budget', 'db-client-per-request'],
  packages: { sqlalchemy: '>=1.4' },
  slots: [
    { name: 'maximum', initial: '10' },
    { name: 'overflow', initial: '5' },
    { name: 'instances', initial: '4' },
  ],
  text: `import os

from sqlalchemy import create_engine

# One engine for the process. What it may open, «maximum» kept and «overflow» more at a
# peak, is its share of (max_connections 100 - 3 reserved) x 0.8 = 77 for
# «instances» instances and one more during a deploy. Each worker of gunicorn or
# uvicorn is an instance.
engine = create_engine(
    os.environ["DATABASE_URL"],
    pool_size=int(os.environ.get("DATABASE_POOL_SIZE", "«maximum»")),
    max_overflow=int(os.environ.get("DATABASE_POOL_OVERFLOW", "«overflow»")),
    # Waiting for half a minute hides a pool that is too small.
    pool_timeout=5,
    pool_pre_ping=True,
    pool_recycle=1800,
)
`,
};

export const poolAsyncpg: SnippetTemplate = {
  id: 'pool-asyncpg',
  title: 'Connection pool with its budget (asyncpg and FastAPI)',
  description: 'One pool a process, its size from the environment, with the sum beside it',
  prefix: 'scale-pool-asyncpg',
  pattern: 'connections',
  problems: ['too many connections', 'connection limit'],
  tradeoffs:
    'A smaller pool lets requests wait instead of the database refuse. Behind PgBouncer in transaction mode set statement_cache_size=0.',
  placement: 'inline',
  frameworks: ['fastapi', 'starlette'],
  files: [],
  languages: ['python'],
  rules: ['db-pool-over-budget', 'db-client-per-request'],
  packages: { asyncpg: '>=0.27', fastapi: '>=0.92' },
  slots: [
    { name: 'maximum', initial: '15' },
    { name: 'instances', initial: '4' },
  ],
  text: `import os
from contextlib import asynccontextmanager

import asyncpg


@asynccontextmanager
async def lifespan(app):
    """Opens one pool for the process, as app.state.pool: FastAPI(lifespan=…).

    Its size: (max_connections 100 - 3 reserved) x 0.8 = 77, shared by
    «instances» instances and one more during a deploy, is «maximum» each. Each worker of
    uvicorn is an instance.
    """
    pool = await asyncpg.create_pool(
        os.environ["DATABASE_URL"],
        min_size=1,
        max_size=int(os.environ.get("DATABASE_POOL_MAX", "«maximum»")),
        timeout=5,
        command_timeout=30,
    )
    app.state.pool = pool
    yield
    await pool.close()
`,
};
