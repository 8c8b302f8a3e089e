import type { HeldThread } from '../held-threads.ts';
import type { CallPattern, EffectPattern, Library } from '../types.ts';
import { argument, called, namedOrAt, option } from './wording.ts';

function holds(call: CallPattern, held: HeldThread, more: Pick<EffectPattern, 'only'> = {}): EffectPattern {
  return { call, effect: 'held-thread', holds: held, ...more };
}

/** Named without `node:`, which means the same module. */
const cryptography = ['crypto'];
// Of bcryptjs, which is JavaScript alone, `hash` and `compare` work on the same thread, so that awaiting them gains little.
const bcrypt = ['bcrypt'];

const derives = 'derives a key';
const runs = 'runs a command';

/** Costs are those from which one call takes some milliseconds of a core. */
const passwords: readonly EffectPattern[] = [
  holds(called(cryptography, 'pbkdf2Sync'), {
    doing: derives,
    brief: true,
    instead: 'Use `pbkdf2`, which works on another thread, and await it through `promisify`.',
    felt: { argument: argument(2), from: 10_000 },
  }),
  holds(called(cryptography, 'scryptSync'), {
    doing: derives,
    brief: true,
    instead: 'Use `scrypt`, which works on another thread, and await it through `promisify`.',
    felt: { argument: option(3, 'N', 'cost'), from: 4096 },
  }),
  holds(
    called(cryptography, 'generateKeyPairSync'),
    { doing: 'makes a pair of keys', brief: true, instead: 'Use `generateKeyPair`, and await it through `promisify`.' },
    // Keys on curves are there at once.
    { only: { arguments: [argument(0)], values: ['rsa', 'rsa-pss', 'dsa', 'dh'] } },
  ),
  holds(called(bcrypt, 'hashSync'), {
    doing: 'hashes a password',
    brief: true,
    instead: 'Use `hash`, and await it.',
    felt: { argument: argument(1), from: 8 },
  }),
  holds(called(bcrypt, 'compareSync'), {
    doing: 'checks a password',
    brief: true,
    instead: 'Use `compare`, and await it.',
  }),
];

const command: HeldThread['command'] = {
  words: [argument(0), argument(1)],
  quick: ['-version', '--version', '-V', '-h', '--help', 'which', 'where', 'command -v', 'git rev-parse'],
};

const commands: readonly EffectPattern[] = [
  ...['execSync', 'spawnSync', 'execFileSync'].map((name) =>
    holds(called(['child_process'], name), {
      doing: runs,
      command,
      instead: `Use \`${name.replace('Sync', '')}\`, and await its end.`,
    }),
  ),
];

const upload = 'of a user, however long it is';

const files: readonly EffectPattern[] = [
  holds(called(['fs'], 'readFileSync'), {
    doing: `reads a file ${upload}`,
    instead: 'Read it as a stream, or await `readFile` of `node:fs/promises`.',
    sized: argument(0),
  }),
  holds(called(['fs'], 'writeFileSync'), {
    doing: `writes a file ${upload}`,
    instead: 'Write it as a stream, or await `writeFile` of `node:fs/promises`.',
    sized: argument(1),
  }),
  holds(called(['fs'], 'copyFileSync'), {
    doing: `copies a file ${upload}`,
    instead: 'Await `copyFile` of `node:fs/promises`.',
    sized: argument(0),
  }),
  ...['gzipSync', 'deflateSync', 'deflateRawSync', 'brotliCompressSync'].map((name) =>
    holds(called(['zlib'], name), {
      doing: `compresses a file ${upload}`,
      instead: `Lead it through the stream of \`node:zlib\`, or await \`${name.replace('Sync', '')}\` through \`promisify\`.`,
      sized: argument(0),
    }),
  ),
  ...['gunzipSync', 'inflateSync', 'inflateRawSync', 'unzipSync', 'brotliDecompressSync'].map((name) =>
    holds(called(['zlib'], name), {
      doing: `unpacks a file ${upload}`,
      instead: `Lead it through the stream of \`node:zlib\`, or await \`${name.replace('Sync', '')}\` through \`promisify\`.`,
      sized: argument(0),
    }),
  ),
];

const asks = 'waits for another service';
const verbs = ['get', 'post', 'put', 'patch', 'delete', 'head', 'options', 'request'];
const onThread = 'Await `asyncio.to_thread(…)`, or let the handler be a plain `def`, which gets a thread of its own.';

const python: readonly EffectPattern[] = [
  ...verbs.map((name) =>
    holds(called(['requests', 'httpx'], name), {
      doing: asks,
      instead: 'Await a client that is asynchronous, as `httpx.AsyncClient`, or put the call on a thread.',
    }),
  ),
  holds(called(['urllib.request'], 'urlopen'), {
    doing: asks,
    instead: 'Await a client that is asynchronous, as `httpx.AsyncClient`, or put the call on a thread.',
  }),
  holds(called(['time'], 'sleep'), {
    doing: 'sleeps',
    instead: 'Await `asyncio.sleep`.',
    felt: { argument: namedOrAt(0, 'secs', 'seconds'), from: 0.05 },
  }),
  ...['run', 'call', 'check_call', 'check_output', 'getoutput'].map((name) =>
    holds(called(['subprocess'], name), {
      doing: runs,
      command,
      instead: 'Await `asyncio.create_subprocess_exec`, or put the call on a thread.',
    }),
  ),
  holds(called(['os'], 'system'), {
    doing: runs,
    command,
    instead: 'Await `asyncio.create_subprocess_shell`, or put the call on a thread.',
  }),
  holds(called(['bcrypt'], 'hashpw'), { doing: 'hashes a password', instead: onThread }),
  holds(called(['bcrypt'], 'checkpw'), { doing: 'checks a password', instead: onThread }),
  holds(called(['hashlib'], 'pbkdf2_hmac'), {
    doing: derives,
    instead: onThread,
    felt: { argument: namedOrAt(3, 'iterations'), from: 10_000 },
  }),
  holds(called(['hashlib'], 'scrypt'), { doing: derives, instead: onThread }),
];

/** Calls that take milliseconds and more of the thread on which all requests of a process take turns. */
export const heldThreads: Library = {
  id: 'held-threads',
  title: 'Calls that hold their thread',
  packages: [...bcrypt, 'requests', 'httpx'],
  types: [],
  uses: [],
  effects: [...passwords, ...commands, ...files, ...python],
  citation: {
    title: 'Node.js: don’t block the event loop',
    url: 'https://nodejs.org/learn/asynchronous-work/dont-block-the-event-loop',
    quote: 'In a server, you should not use the following synchronous APIs from these modules',
  },
};
