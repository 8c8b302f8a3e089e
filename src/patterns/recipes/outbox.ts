import type { CodeTemplate } from '../template.ts';
import type { Recipe } from './recipe.ts';

const head = {
  prefix: 'scale-outbox',
  languages: ['typescript', 'javascript'],
  rules: ['queue-in-memory', 'work-after-response'],
  packages: { pg: '^8.16.0' },
  slots: [],
} as const;

/** What a request writes, in the transaction of what it changes. */
export const outbox: CodeTemplate = {
  ...head,
  id: 'outbox',
  title: 'Outbox: messages beside what they tell of',
  description: 'A message is kept in the transaction of the change that it tells of',
  text: `‹import type { PoolClient } from 'pg';

›/**
 * Keeps a message beside what a transaction changes: both are there afterwards, or neither. The relay sends it.
 *
 *     create table outbox (
 *       id bigint generated always as identity primary key,
 *       topic text not null,
 *       payload jsonb not null,
 *       created_at timestamptz not null default now(),
 *       attempts int not null default 0,
 *       next_at timestamptz not null default now(),
 *       sent_at timestamptz
 *     );
 *     create index outbox_unsent on outbox (next_at, id) where sent_at is null;
 */
export async function keepMessage(client‹: PoolClient›, topic‹: string›, payload‹: unknown›)‹: Promise<void>› {
  await client.query('insert into outbox (topic, payload) values ($1, $2)', [topic, JSON.stringify(payload)]);
}
`,
};

/** The program that sends what was kept. */
export const outboxRelay: CodeTemplate = {
  ...head,
  id: 'outbox-relay',
  title: 'Outbox: relay that sends what was kept',
  description: 'Any number of relays share the messages, and none is lost',
  text: `import { setTimeout as pause } from 'node:timers/promises';
import { Pool } from 'pg';

const databaseUrl = process.env.DATABASE_URL;
if (!databaseUrl) throw new Error('Set DATABASE_URL, to the database that holds the outbox.');

// A relay uses one connection; the second is for one that breaks.
const pool = new Pool({ connectionString: databaseUrl, max: 2, connectionTimeoutMillis: 5000 });
pool.on('error', (error) => console.error('Outbox:', error));

/** Sends one message. It can come twice, after a relay that died, so it goes with its id and whoever takes it drops the second. */
async function send(id‹: string›, topic‹: string›, payload‹: unknown›)‹: Promise<void>› {
  console.log('To send:', id, topic, payload);
}

/** Sends the oldest message and marks it; says whether there was one that could be sent. */
async function relay()‹: Promise<boolean>› {
  const client = await pool.connect();
  let broken‹: Error | undefined›;
  try {
    await client.query('begin');
    // What another relay has in hand is passed over, and so is what failed until its next try.
    const { rows } = await client.query(
      'select id, topic, payload from outbox where sent_at is null and next_at <= now() order by next_at, id limit 1 for update skip locked',
    );
    const [message] = rows;
    let isSent = false;
    if (message !== undefined) {
      try {
        await send(message.id, message.topic, message.payload);
        isSent = true;
        await client.query('update outbox set sent_at = now() where id = $1', [message.id]);
      } catch (error) {
        if (isSent) throw error;
        console.error('Outbox:', message.id, error);
        // It is never given up: the pause doubles up to five minutes. Look at times for rows with many attempts.
        await client.query(
          "update outbox set attempts = attempts + 1, next_at = now() + least(power(2, attempts), 300) * interval '1 second' where id = $1",
          [message.id],
        );
      }
    }
    await client.query('commit');
    return isSent;
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

async function main()‹: Promise<void>› {
  const stop = new AbortController();
  for (const signal of ['SIGTERM', 'SIGINT']) process.once(signal, () => stop.abort());
  while (!stop.signal.aborted) {
    const sent = await relay().catch((error) => {
      console.error('Outbox:', error);
      return false;
    });
    // With nothing that can be sent it looks again after a second, or ends at once when it is told to.
    if (!sent) await pause(1000, undefined, { signal: stop.signal }).catch(() => undefined);
  }
  await pool.end();
}

main().catch((error) => {
  console.error('Outbox:', error);
  process.exitCode = 1;
});
`,
};

export const outboxRecipe: Recipe = {
  id: 'outbox',
  title: 'Outbox table and relay (PostgreSQL)',
  description: 'Messages are kept in the transaction of what they tell of, and a program of its own sends them.',
  pattern: 'queues',
  problems: ['message is lost after commit', 'event is sent but nothing was saved', 'work after the response is lost'],
  tradeoffs:
    'A message goes out a little later, and can go out twice, so whoever takes it must know its id. Old rows must be deleted at times.',
  rules: ['work-after-response', 'queue-in-memory'],
  variants: [
    {
      language: 'script',
      frameworks: [],
      files: [
        { stem: 'outbox', template: outbox },
        { stem: 'outbox-relay', template: outboxRelay, isEntry: true },
      ],
      further: [
        'Create the table that stands above keepMessage, in a migration.',
        'Call keepMessage with the client of the transaction that makes the change.',
        'Say in send where messages go.',
      ],
    },
  ],
};
