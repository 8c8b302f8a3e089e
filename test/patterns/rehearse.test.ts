import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { newUser, runCheck, startAll, startBalancer } from '../../src/patterns/scenarios/rehearse.mjs';
import type { Check } from '../../src/patterns/scenarios/scenario.ts';
import { folderWith } from './python-programs.ts';

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

const stops: (() => unknown)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

/** A balancer in front of some servers, each of which answers in its own way. */
async function balanced(...answers: readonly Answer[]): Promise<string> {
  const ports: number[] = [];
  for (const answer of answers) {
    const server = createServer(answer);
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    const address = server.address();
    if (typeof address === 'object' && address !== null) ports.push(address.port);
    stops.push(() => server.close());
  }
  const balancer = await startBalancer(ports);
  stops.push(balancer.stop);
  return balancer.url;
}

const at = (url: string, received: readonly { readonly path: string; readonly body: string }[] = []) => ({
  url,
  outside: { received },
  copies: [],
});

const says =
  (status: number, text = ''): Answer =>
  (_, response) =>
    response.writeHead(status).end(text);

/** Answers with success so many times, and with 429 from then on. */
function upTo(limit: number, passed = 200): Answer {
  let left = limit;
  return (request, response) => says(left-- > 0 ? passed : 429)(request, response);
}

/** Keeps the first thing that it was asked, until it is told itself that it has changed. */
function remembering(): Answer {
  let known = 'old';
  return (request, response) => {
    if (request.method === 'PUT') known = 'new';
    says(200, known)(request, response);
  };
}

/** Counts by whatever it takes for a client. */
function eachUpTo(limit: number, clientOf: (request: IncomingMessage) => string): Answer {
  const counts = new Map<string, number>();
  return (request, response) => {
    const client = clientOf(request);
    const count = (counts.get(client) ?? 0) + 1;
    counts.set(client, count);
    says(count > limit ? 429 : 200)(request, response);
  };
}

const ask = { path: '/' };
const title = 'It holds';

const cases: readonly { name: string; check: Check; answers: readonly Answer[]; harm: string | null }[] = [
  {
    name: 'the same answer from all',
    check: { kind: 'same-answer', title, first: ask, afterwards: ask, times: 4 },
    answers: [says(200, 'a'), says(200, 'a')],
    harm: null,
  },
  {
    name: 'one that does not know',
    check: { kind: 'same-answer', title, first: ask, afterwards: ask, times: 4 },
    answers: [says(200, 'a'), says(401)],
    harm: '2 of 4 answers to GET / were 401.',
  },
  {
    name: 'one that says something else',
    check: { kind: 'same-answer', title, first: ask, afterwards: ask, times: 4 },
    answers: [says(200, 'a'), says(200, 'b')],
    harm: '4 answers to GET / were of 2 kinds.',
  },
  {
    name: 'a beginning that fails',
    check: { kind: 'same-answer', title, first: { method: 'POST', path: '/in' }, afterwards: ask, times: 4 },
    answers: [says(500)],
    harm: 'POST /in was answered with 500.',
  },
  {
    name: 'a limit that is one',
    check: { kind: 'limit-holds', title, ask, limit: 5, tries: 12 },
    answers: [upTo(5)],
    harm: null,
  },
  {
    name: 'a copy of what was, kept from before the change',
    check: { kind: 'same-answer', title, before: ask, first: { method: 'PUT', path: '/' }, afterwards: ask, times: 4 },
    answers: [remembering(), remembering()],
    harm: '4 answers to GET / were of 2 kinds.',
  },
  {
    name: 'a limit that refuses what passes it',
    check: { kind: 'limit-holds', title, ask, limit: 5, tries: 12, passes: 'all but 429' },
    answers: [upTo(5, 401)],
    harm: null,
  },
  {
    name: 'a limit behind which nobody answers',
    check: { kind: 'limit-holds', title, ask, limit: 5, tries: 12, passes: 'all but 429' },
    answers: [upTo(5, 502)],
    harm: '5 of 12 answers were 502.',
  },
  {
    name: 'a limit that is counted twice',
    check: { kind: 'limit-holds', title, ask, limit: 5, tries: 12 },
    answers: [upTo(5), upTo(5)],
    harm: '10 of 12 tries passed; the limit is 5.',
  },
  {
    name: 'a limit that never comes',
    check: { kind: 'limit-holds', title, ask, limit: 5, tries: 12 },
    answers: [says(200)],
    harm: '12 of 12 tries passed; the limit is 5.',
  },
  {
    name: 'a limit for each client',
    check: { kind: 'counts-each-client', title, ask, tries: 3 },
    answers: [eachUpTo(3, (request) => String(request.headers['x-forwarded-for']))],
    harm: null,
  },
  {
    name: 'a limit for all clients together',
    check: { kind: 'counts-each-client', title, ask, tries: 3 },
    answers: [eachUpTo(3, () => 'all')],
    harm: 'After 3 tries of one client another was answered with 429.',
  },
  {
    name: 'all answered',
    check: { kind: 'all-answered', title, ask, times: 7, atOnce: 3 },
    answers: [says(200)],
    harm: null,
  },
  {
    name: 'some not answered',
    check: { kind: 'all-answered', title, ask, times: 8, atOnce: 4 },
    answers: [says(200), says(503)],
    harm: '4 of 8 requests were answered with 503.',
  },
  {
    name: 'different numbers',
    check: { kind: 'distinct-answers', title, ask, times: 4 },
    answers: [counting(1, 2), counting(2, 2)],
    harm: null,
  },
  {
    name: 'the same numbers',
    check: { kind: 'distinct-answers', title, ask, times: 4 },
    answers: [counting(1, 1), counting(1, 1)],
    harm: 'Of 4 answers only 2 were different.',
  },
  {
    name: 'an answer in time',
    check: { kind: 'answers-in-time', title, ask, milliseconds: 5000 },
    answers: [says(200)],
    harm: null,
  },
  {
    name: 'a result that never comes',
    check: {
      kind: 'answers-in-time',
      title,
      ask,
      milliseconds: 5000,
      result: { ask: { path: '{where}' }, holds: 'done', milliseconds: 300 },
    },
    answers: [says(200, '{"where": "/jobs/1"}')],
    harm: 'The result was not there after 300 ms.',
  },
  {
    name: 'a status that is expected',
    check: { kind: 'answers-with', title, ask, statuses: [401, 503], times: 4 },
    answers: [says(401), says(503)],
    harm: null,
  },
  {
    name: 'a status that is not',
    check: { kind: 'answers-with', title, ask, statuses: [401], times: 4 },
    answers: [says(401), says(200)],
    harm: '2 of 4 answers were 200.',
  },
];

function counting(from: number, step: number): Answer {
  let number = from;
  return (_, response) => {
    response.end(String(number));
    number += step;
  };
}

describe('a check of a rehearsal', () => {
  it.each(cases)('tells $name', async ({ check, answers, harm }) => {
    const url = await balanced(...answers);
    expect(await runCheck(check, at(url))).toBe(harm);
  });

  it('tells an answer that comes too late', async () => {
    const url = await balanced((_, response) => setTimeout(() => response.end(), 120));
    const check: Check = { kind: 'answers-in-time', title, ask, milliseconds: 50 };
    expect(await runCheck(check, at(url))).toMatch(/^The answer took \d+ ms; a user waits 50\.$/);
  });

  it('does not ask by a name that no answer held', async () => {
    const url = await balanced(says(200, 'a'));
    const check: Check = { kind: 'same-answer', title, first: ask, afterwards: { path: '/{order}' }, times: 1 };
    await expect(runCheck(check, at(url))).rejects.toThrow('No answer before GET /{order} held {order}: fill it in.');
  });

  it('counts what is sent elsewhere', async () => {
    const url = await balanced(says(200));
    const check: Check = { kind: 'sent-at-most', title, path: '/mail', atMost: 1, milliseconds: 1, ask };
    const sent = { path: '/mail', body: '' };
    expect(await runCheck(check, at(url, [sent]))).toBeNull();
    expect(await runCheck(check, at(url))).toBe('Nothing was sent to /mail in 1 ms.');
    expect(await runCheck(check, at(url, [sent, sent]))).toBe('2 were sent to /mail where 1 should have been.');
  });

  it('keeps the cookies of a user and what answers held', async () => {
    const seen: string[] = [];
    const url = await balanced((request, response) => {
      seen.push(`${request.url} ${request.headers.cookie ?? ''}`);
      response.setHeader('set-cookie', 'session=7; Path=/');
      response.end('{"id": 3}');
    });
    const check: Check = { kind: 'same-answer', title, first: ask, afterwards: { path: '/orders/{id}' }, times: 1 };
    expect(await runCheck(check, at(url), newUser())).toBeNull();
    expect(seen).toEqual(['/ ', '/orders/3 session=7']);
  });
});

const server = (body: string) => `import { createServer } from 'node:http';
${body}
createServer((request, response) => answer(request, response)).listen(process.env.PORT);
`;

function rehearsalOf(disk: 'each' | 'shared') {
  const command = [process.execPath, 'server.mjs'];
  return { instances: 2, command, disk, ready: '/', environment: { MAIL: '{outside}/mail' }, beside: [], checks: [] };
}

describe('a program that is rehearsed', () => {
  it('runs as often as it is asked to, on disks of its own, with a place to send to', { timeout: 60_000 }, async () => {
    const folder = folderWith({
      'server.mjs': server(`import { existsSync, writeFileSync } from 'node:fs';
async function answer(request, response) {
  if (request.url === '/mail') await fetch(process.env.MAIL, { method: 'POST', body: 'hello' });
  response.end(existsSync('mark') ? 'marked' : 'new');
  writeFileSync('mark', '');
}`),
    });
    stops.push(folder.remove);
    const first: Check = { kind: 'answers-with', title, ask: { path: '/' }, statuses: [200], times: 2 };
    for (const disk of ['each', 'shared'] as const) {
      const system = await startAll(rehearsalOf(disk), folder.path);
      expect(system.copies).toHaveLength(2);
      expect(await runCheck(first, system)).toBeNull();
      const sent: Check = {
        kind: 'sent-at-most',
        title,
        path: '/mail',
        atMost: 1,
        milliseconds: 10,
        ask: { path: '/mail' },
      };
      expect(await runCheck(sent, system)).toBeNull();
      await system.stop();
    }
    const { existsSync } = await import('node:fs');
    expect(existsSync(`${folder.path}/mark`)).toBe(true);
  });

  it.each([
    ['waits for what is under way', "process.once('SIGTERM', () => server.close(() => process.exit()));", null],
    ['does not', '', '2 of 2 requests under way were dropped.'],
  ])('is seen to stop in order where it %s', { timeout: 60_000 }, async (_, more, harm) => {
    const folder = folderWith({
      'server.mjs': `import { createServer } from 'node:http';
const server = createServer((request, response) => setTimeout(() => response.end(), request.url === '/slow' ? 700 : 0));
server.listen(process.env.PORT);
${more}
`,
    });
    stops.push(folder.remove);
    const system = await startAll(rehearsalOf('shared'), folder.path);
    stops.push(system.stop);
    const check: Check = { kind: 'stops-in-order', title, ask: { path: '/slow' }, milliseconds: 300 };
    expect(await runCheck(check, system)).toBe(harm);
  });

  it('is told with its own words when it does not start', { timeout: 60_000 }, async () => {
    const folder = folderWith({ 'server.mjs': `throw new Error('There is no DATABASE_URL.');` });
    stops.push(folder.remove);
    await expect(startAll(rehearsalOf('shared'), folder.path)).rejects.toThrow('There is no DATABASE_URL.');
  });
});
