import type { SnippetTemplate } from '../template.ts';

export const idempotentConsumer: SnippetTemplate = {
  id: 'idempotent-consumer',
  title: 'Queue: consumer that does each message once (pg)',
  description: 'What a message changes and the mark that it is done are one transaction',
  prefix: 'scale-idempotent-consumer',
  pattern: 'queues',
  problems: ['message is handled twice', 'customer is charged twice', 'exactly once', 'webhook comes twice'],
  tradeoffs:
    'Once holds for what is written in the same database; a mail or a charge elsewhere needs an idempotency key of its own there. Old marks must be deleted at times.',
  languages: ['typescript', 'javascript'],
  rules: ['state-dedupe-in-memory', 'claim-without-transaction'],
  packages: { pg: '^8.16.0' },
  placement: 'inline',
  frameworks: [],
  files: [],
  slots: [
    { name: 'name', initial: 'handleOnce' },
    { name: 'table', initial: 'handled_messages' },
  ],
  text: `‹import type { Pool, PoolClient } from 'pg';

›/**
 * Does the work of a message once, however often and on whichever instance it comes, and says whether this was the time.
 * The work uses the client that it is given: what it writes is kept together with the mark, or neither is.
 *
 *     create table «table» (id text primary key, handled_at timestamptz not null default now());
 */
export async function «name»(pool‹: Pool›, id‹: string›, work‹: (client: PoolClient) => Promise<void>›)‹: Promise<boolean>› {
  const client = await pool.connect();
  let broken‹: Error | undefined›;
  try {
    await client.query('begin');
    // Who comes second waits here until the first has committed, and then finds the mark.
    const { rowCount } = await client.query('insert into «table» (id) values ($1) on conflict do nothing', [id]);
    if (rowCount === 1) await work(client);
    await client.query('commit');
    return rowCount === 1;
  } catch (error) {
    await client.query('rollback').catch((problem) => {
      broken = problem;
    });
    throw error;
  } finally {
    // A connection that cannot even roll back is not given to others.
    client.release(broken);
  }
}
`,
};
