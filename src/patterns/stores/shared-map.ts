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
      const found = new Set‹<string>›();
      for await (const some of client.scanIterator({ MATCH: nameOf('*') })) [some].flat().forEach((name) => found.add(name));
      names.push(...found);
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

  return { get, set, has, delete: remove, entries, keys, values, size };
}

/** Throws a TypeError for what JSON would not give back as it was. */
function writtenAs(value‹: unknown›)‹: string› {
  if (value === undefined) throw new TypeError('Nothing cannot be kept: delete the entry.');
  refuseOthers(value);
  return JSON.stringify(value);
}

function refuseOthers(value‹: unknown›)‹: void› {
  if (value === null || ['string', 'boolean'].includes(typeof value) || Number.isFinite(value)) return;
  const prototype = typeof value === 'object' ? Object.getPrototypeOf(value) : undefined;
  if (!Array.isArray(value) && prototype !== null && prototype !== Object.prototype) {
    throw new TypeError('Only texts, numbers, true, false, lists and plain objects can be kept.');
  }
  // What an object has no value for is not written, and reads the same; a list has a place for it.
  const parts = Object.values(value ?? {});
  parts.filter((part) => Array.isArray(value) || part !== undefined).forEach(refuseOthers);
}
`,
};
