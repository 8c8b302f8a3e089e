import { redisInTime } from '../pieces/in-time.ts';
import { redisClient, redisConnection } from '../pieces/redis-connection.ts';
import type { SnippetTemplate } from '../template.ts';
import type { Recipe } from './recipe.ts';

/** A middleware for Express; a client of the program's own takes the place of the one that it makes. */
export const idempotencyKey: SnippetTemplate = {
  id: 'idempotency-key',
  title: 'Idempotency-Key: a request that comes twice (Express)',
  description: 'A request that is repeated under its key gets the first answer again',
  prefix: 'scale-idempotency-key',
  pattern: 'stateless',
  problems: ['customer is charged twice', 'order is placed twice', 'client retries', 'double click'],
  tradeoffs: 'Two requests to Redis more for each write.',
  languages: ['typescript', 'javascript'],
  rules: ['state-dedupe-in-memory'],
  // It answers by itself whatever fails, so that any version of Express will do.
  packages: { redis: '^5.12.0' },
  placement: 'file',
  frameworks: ['express'],
  files: [],
  client: redisClient,
  slots: [
    { name: 'user', initial: 'userId' },
    { name: 'hours', initial: '24' },
  ],
  text: `import { createHash } from 'node:crypto';
import { createClient } from 'redis';
‹import type { NextFunction, Request, Response } from 'express';
›
${redisConnection}
${redisInTime}
‹interface Kept {
  /** Of what was asked, so that a key is not used for something else. */
  asked: string;
  /** The answer; absent while the first request is under way. */
  answer?: { status: number; body: unknown };
}

›/**
 * Answers a request that is repeated under its Idempotency-Key as the first one was answered, on whichever instance it
 * comes; the second of two at once gets 409, and another request under the same key 422. It goes behind what signs in and
 * sets response.locals.«user», and before routes that must not happen twice and answer by response.json. While Redis is
 * down they answer 503: nothing is guessed.
 *
 * Keys are each user's own, so that nobody is given the answer of somebody else. Where nobody signs in, put into
 * response.locals.«user» what stays the same through all tries and is known to that client alone, such as the id of its
 * session or cart. A token does not do, because a fresh one would run the request again, and no address, which many share.
 */
export async function idempotencyKey(
  request‹: Request›,
  response‹: Response›,
  next‹: NextFunction›,
)‹: Promise<void>› {
  const given = request.get('Idempotency-Key');
  if (given === undefined) {
    response.status(400).json({ error: 'Send an Idempotency-Key with this request.' });
    return;
  }
  const user = response.locals.«user»;
  if (user === undefined || user === null) {
    response.status(401).json({ error: 'Sign in first.' });
    return;
  }
  const key = \`idempotency:\${hashOf([user, request.method, request.baseUrl + request.path, given])}\`;
  const asked = hashOf([request.query, request.body ?? null]);
  try {
    // Who dies in between leaves the key for a minute, in which work must end.
    const started = await inTime(redis.set(key, JSON.stringify({ asked }), { NX: true, EX: 60 }));
    if (started !== 'OK') {
      const kept‹: Kept› = JSON.parse(String((await inTime(redis.get(key))) ?? '{}'));
      answerAgain(response, kept, asked);
      return;
    }
  } catch (error) {
    console.error('Redis:', error);
    response.status(503).json({ error: 'Try again later.' });
    return;
  }
  const json = response.json.bind(response);
  let isAnswered = false;
  response.json = (body) => {
    // The first answer counts: what fails behind it changes nothing any more.
    if (isAnswered) return response;
    isAnswered = true;
    const status = response.statusCode;
    // The answer is kept before it goes out, so that a repetition never finds nothing.
    keep(key, asked, status, body)
      .catch((error) => console.error('An answer is not kept:', error))
      .then(() => {
        if (!response.headersSent) json.call(response.status(status), body);
      })
      .catch(next);
    return response;
  };
  // What fails is mostly answered by other means, and may be tried again as well.
  response.once('finish', () => {
    if (isAnswered || response.statusCode < 500) return;
    inTime(redis.del(key)).catch((error) => console.error('Redis:', error));
  });
  next();
}

/** What failed on our side may be tried again under the same key. */
async function keep(key‹: string›, asked‹: string›, status‹: number›, body‹: unknown›)‹: Promise<void>› {
  if (status >= 500) await inTime(redis.del(key));
  else await inTime(redis.set(key, JSON.stringify({ asked, answer: { status, body } }), { EX: «hours» * 3600 }));
}

function answerAgain(response‹: Response›, { asked: first, answer }‹: Kept›, asked‹: string›)‹: void› {
  if (first !== undefined && first !== asked) {
    response.status(422).json({ error: 'This Idempotency-Key was used for another request.' });
  } else if (answer === undefined) {
    response.status(409).set('Retry-After', '1').json({ error: 'The first request is still under way.' });
  } else {
    response.status(answer.status).set('Idempotent-Replayed', 'true').json(answer.body);
  }
}

function hashOf(parts‹: unknown[]›)‹: string› {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}
`,
};

export const idempotencyRecipe: Recipe = {
  id: 'idempotency',
  title: 'Idempotency keys for requests that must not happen twice',
  description: 'A middleware answers a repeated request as the first was answered, on whichever instance it comes.',
  pattern: 'stateless',
  problems: [
    'customer is charged twice',
    'order is placed twice',
    'client retries',
    'double click',
    'dedupe in memory',
  ],
  tradeoffs:
    'Two requests to Redis more for each write, and while Redis is down those routes answer 503. A unique key in the database is simpler where one row says it all.',
  rules: ['state-dedupe-in-memory'],
  variants: [
    {
      language: 'script',
      frameworks: ['express'],
      files: [{ stem: 'idempotency-key', template: idempotencyKey }],
      further: [
        "Put it before the routes: app.post('/orders', idempotencyKey, …), behind what reads the body and what signs in.",
        'Keys are each user’s own: say in idempotencyKey where the id of who is signed in stands, or what stands for it where nobody signs in.',
      ],
    },
  ],
};
