import type { SnippetTemplate } from '../../template.ts';

const shared = {
  pattern: 'replication',
  problems: ['database is busy with reads', 'use the read replica', 'old data after saving'],
  tradeoffs:
    'A replica is behind by some moments, and by minutes when it is busy: rights, stock and balances are read from the primary. It helps reads alone, because each write runs on the replica too.',
  languages: ['python'],
  rules: ['read-replica-unused', 'replica-read-after-write'],
} as const;

export const readWriteSplitSqlalchemy: SnippetTemplate = {
  ...shared,
  id: 'read-write-split-sqlalchemy',
  title: 'Read/write split over a replica (SQLAlchemy)',
  description: 'Writes to the primary, reads to a replica, one’s own writes included',
  prefix: 'scale-read-write',
  packages: { sqlalchemy: '>=1.4' },
  placement: 'inline',
  frameworks: [],
  files: [],
  slots: [
    { name: 'maximum', initial: '5' },
    { name: 'seconds', initial: '5' },
  ],
  text: `import os
import time

from sqlalchemy import create_engine


def _open(url):
    return create_engine(
        url,
        pool_size=int(os.environ.get("DATABASE_POOL_SIZE", "«maximum»")),
        max_overflow=0,
        pool_timeout=5,
        pool_pre_ping=True,
    )


# Takes all writes, and the reads that must see them.
primary = _open(os.environ["DATABASE_URL"])
# Takes the other reads; the same database while REPLICA_URL is not set.
_replica_url = os.environ.get("REPLICA_URL")
replica = _open(_replica_url) if _replica_url else primary


def reader_for(wrote_at=None):
    """Where a user's reads go: to the replica, if it has what the user wrote.

    wrote_at is time.time() of the last write, kept in the user's session,
    which all instances share.
    """
    if wrote_at is not None and time.time() - wrote_at < «seconds»:
        return primary
    return replica
`,
};

export const readWriteSplitDjango: SnippetTemplate = {
  ...shared,
  id: 'read-write-split-django',
  title: 'Read/write split over a replica (Django)',
  description: 'A database router: writes to default, reads to a replica',
  prefix: 'scale-read-write-django',
  packages: { django: '>=3.2' },
  placement: 'file',
  frameworks: ['django'],
  files: [],
  slots: [
    { name: 'name', initial: 'ReplicaRouter' },
    { name: 'replica', initial: 'replica' },
  ],
  text: `from django.db import transaction


class «name»:
    """Reads go to the replica, writes and what is in a transaction to default.

    In the settings: DATABASE_ROUTERS = ["….«name»"], and a «replica» in
    DATABASES with "TEST": {"MIRROR": "default"}. A request that reads what it
    has just written asks for it by .using("default"), or is atomic.
    """

    def db_for_read(self, model, **hints):
        # What a transaction has written is not on the replica yet.
        in_transaction = transaction.get_connection("default").in_atomic_block
        return "default" if in_transaction else "«replica»"

    def db_for_write(self, model, **hints):
        return "default"

    def allow_relation(self, one, other, **hints):
        # Both are the same data.
        return True

    def allow_migrate(self, db, app_label, **hints):
        return db == "default"
`,
};
