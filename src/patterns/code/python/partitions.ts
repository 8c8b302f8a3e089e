import type { SnippetTemplate } from '../../template.ts';

const shared = {
  pattern: 'partitioning',
  languages: ['python'],
  packages: { sqlalchemy: '>=1.4' },
  placement: 'file',
  frameworks: [],
  files: [],
} as const;

export const shardRouterSqlalchemy: SnippetTemplate = {
  ...shared,
  id: 'shard-router-sqlalchemy',
  title: 'Shard router with 256 logical shards (SQLAlchemy)',
  description: 'Keys belong to logical shards for good; databases hold ranges of them',
  prefix: 'scale-shards',
  problems: ['one database is too small', 'too many writes', 'resharding moves all rows', 'user_id % 4'],
  tradeoffs:
    'Queries over several keys ask every database, and no transaction spans two. Before it, try indexes, batches, replicas and a bigger machine.',
  rules: ['shard-modulo'],
  slots: [
    { name: 'first', initial: 'SHARDS_A_URL' },
    { name: 'second', initial: 'SHARDS_B_URL' },
    { name: 'maximum', initial: '5' },
  ],
  text: `import hashlib
import os

from sqlalchemy import create_engine

# A power of two that never changes, so that a key's logical shard never does
# either. Rows carry it in a column.
SHARD_COUNT = 256


def _open(variable):
    # Each process opens so many connections to each database.
    return create_engine(
        os.environ[variable],
        pool_size=int(os.environ.get("SHARD_POOL_SIZE", "«maximum»")),
        max_overflow=0,
        pool_timeout=5,
        pool_pre_ping=True,
    )


# Which database holds which logical shards. To split a database, copy the rows
# of half of its shards to a new one, then give the new one its range here: no
# other row moves.
HOMES = [
    (range(0, 128), _open("«first»")),
    (range(128, 256), _open("«second»")),
]


def shard_of(key):
    """The logical shard of a text."""
    digest = hashlib.sha256(key.encode()).digest()
    return int.from_bytes(digest[:4], "big") & (SHARD_COUNT - 1)


def engine_of(key):
    """The database that holds what belongs to a key."""
    shard = shard_of(key)
    for shards, engine in HOMES:
        if shard in shards:
            return engine
    raise LookupError(f"No database holds shard {shard}.")
`,
};

export const domainEngines: SnippetTemplate = {
  ...shared,
  id: 'domain-engines',
  title: 'Vertical partition: one engine per domain (SQLAlchemy)',
  description: 'Users, orders and payments each in a database of their own',
  prefix: 'scale-domains',
  problems: ['one database is too small', 'one domain slows all others', 'split the monolith'],
  tradeoffs:
    'No join and no transaction spans two domains: what belongs together goes by a queue or an outbox. Begin with one server and a user for each domain, and move a domain when it must.',
  rules: ['db-pool-over-budget', 'db-client-per-request'],
  slots: [
    { name: 'one', initial: 'users' },
    { name: 'two', initial: 'orders' },
    { name: 'three', initial: 'payments' },
    { name: 'maximum', initial: '5' },
  ],
  text: `import os

from sqlalchemy import create_engine


def _open(domain):
    # One pool for the process and domain. As long as domains share a server,
    # their pools share its connections too.
    return create_engine(
        os.environ[f"{domain.upper()}_DATABASE_URL"],
        pool_size=int(os.environ.get("DATABASE_POOL_SIZE", "«maximum»")),
        max_overflow=0,
        pool_timeout=5,
        pool_pre_ping=True,
    )


# Each domain connects as a user who sees its own tables alone, so that a query
# across two of them fails today, and not on the day when one of them moves.
«one» = _open("«one»")
«two» = _open("«two»")
«three» = _open("«three»")
`,
};
