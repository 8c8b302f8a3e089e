import type { SnippetTemplate } from '../../template.ts';

export const idempotentConsumerSqlalchemy: SnippetTemplate = {
  id: 'idempotent-consumer-sqlalchemy',
  title: 'Queue: consumer that does each message once (SQLAlchemy)',
  description: 'What a message changes and the mark that it is done are one transaction',
  prefix: 'scale-idempotent-consumer',
  pattern: 'queues',
  problems: ['message is handled twice', 'customer is charged twice', 'exactly once', 'webhook comes twice'],
  tradeoffs:
    'Once holds for what is written in the same database; a mail or a charge elsewhere needs an idempotency key of its own there. Old marks must be deleted at times.',
  languages: ['python'],
  rules: ['state-dedupe-in-memory', 'claim-without-transaction'],
  packages: { sqlalchemy: '>=1.4' },
  placement: 'inline',
  frameworks: [],
  files: [],
  slots: [
    { name: 'name', initial: 'handle_once' },
    { name: 'table', initial: 'handled_messages' },
  ],
  text: `from sqlalchemy import text

# create table «table» (
#     id text primary key, handled_at timestamptz not null default now()
# );
MARK = text("insert into «table» (id) values (:id) on conflict do nothing")


def «name»(engine, message_id, work):
    """Does the work of a message once, however often and wherever it comes.

    The work is given the connection: what it writes is kept together with the
    mark, or neither is. Says whether this was the time.
    """
    with engine.begin() as connection:
        # Who comes second waits here until the first has committed.
        if connection.execute(MARK, {"id": message_id}).rowcount == 0:
            return False
        work(connection)
        return True
`,
};
