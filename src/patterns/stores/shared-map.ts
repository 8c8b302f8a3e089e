import type { CodeTemplate } from '../template.ts';

/** What a `Map` is asked, answered by promises, so that code which waits stays as it is. */
export const sharedMap: CodeTemplate = {
  id: 'shared-map',
  title: 'Entries that all instances share',
  description: 'Text keys and JSON values in Redis, or in memory where one instance runs',
  prefix: 'scale-shared-map',
  languages: ['typescript', 'javascript'],
  rules: ['state-module-collection', 'state-singleton-field', 'auth-challenge-in-memory'],
  packages: { redis: '^5.12.0' },
  slots: [{ name: 'redis', initial: './shared-redis.js' }],
  text: `import { connectSharedRedis } from '«redis»';

/**
 * Entries of all instances, each under a text and gone so many days after it was last set; null keeps them for good. What
 * is read is a copy: what is changed in it counts once the entry is set again. While Redis is down every use fails, because
 * whether an entry is there is never guessed.
 */
export function createSharedMap‹<Value>›(prefix‹: string›, days‹: number | null›) {
  // One instance keeps what it would have kept in Redis, so that both take the same values.
  const kept = new Map‹<string, string>›();
  const lifetime = days === null ? {} : { expiration: { type: 'EX'‹ as const›, value: Math.round(days * 86_400) } };
  const nameOf = (key‹: string›) => {
    if (typeof key === 'object') throw new TypeError('A key is a text.');
    return \`\${prefix}:\${key}\`;
  };
  // Where no memory is allowed the program stops as it starts, when its environment is there, and not at its first request.
  setImmediate(connectSharedRedis);

  async function get(key‹: string›)‹: Promise<Value | undefined>› {
    const client = connectSharedRedis();
    const written = client === null ? kept.get(nameOf(key)) : await client.get(nameOf(key));
    return written === undefined || written === null ? undefined : JSON.parse(written);
  }

  async function set(key‹: string›, value‹: Value›) {
    const client = connectSharedRedis();
    const written = writtenAs(value);
    if (client === null) kept.set(nameOf(key), written);
    else await client.set(nameOf(key), written, lifetime);
  }

  async function has(key‹: string›) {
    const client = connectSharedRedis();
    return client === null ? kept.has(nameOf(key)) : (await client.exists(nameOf(key))) === 1;
  }

  async function remove(key‹: string›) {
    const client = connectSharedRedis();
    return client === null ? kept.delete(nameOf(key)) : (await client.del(nameOf(key))) === 1;
  }

  /** All that is there, in no order. It is handed over as a whole, which suits hundreds of entries and not millions. */
  async function entries() {
    const client = connectSharedRedis();
    const names‹: string[]› = client === null ? [...kept.keys()] : [];
    if (client !== null) {
      for await (const found of client.scanIterator({ MATCH: nameOf('*') })) names.push(...[found].flat());
    }
    const all = client === null ? [...kept.values()] : names.length === 0 ? [] : await client.mGet(names);
    const pairs‹: [string, Value][]› = [];
    names.forEach((name, at) => {
      const written = all[at];
      if (written !== undefined && written !== null) pairs.push([name.slice(prefix.length + 1), JSON.parse(written)]);
    });
    return pairs;
  }

  async function keys() {
    return (await entries()).map(([key]) => key);
  }

  async function values() {
    return (await entries()).map(([, value]) => value);
  }

  async function size() {
    return (await entries()).length;
  }

  async function clear() {
    for (const key of await keys()) await remove(key);
  }

  return { get, set, has, delete: remove, entries, keys, values, size, clear };
}

/** Throws a TypeError for what JSON would not give back as it was. */
function writtenAs(value‹: unknown›)‹: string› {
  refuseOthers(value);
  return JSON.stringify(value);
}

function refuseOthers(value‹: unknown›)‹: void› {
  if (value === null || ['string', 'number', 'boolean', 'undefined'].includes(typeof value)) return;
  const isPlain = Array.isArray(value) || (typeof value === 'object' && Object.getPrototypeOf(value) === Object.prototype);
  if (!isPlain) throw new TypeError('Only texts, numbers, true, false, lists and plain objects can be kept.');
  Object.values(value).forEach(refuseOthers);
}
`,
};
