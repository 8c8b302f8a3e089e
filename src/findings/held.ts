/** What each instance keeps for itself where a rule finds something, and what users see of it. */
export interface Held {
  /** In a word or two, for a box in a picture: `sessions`. */
  readonly what: string;
  /** What happens to somebody whose second request another instance answers. */
  readonly seen: string;
}

const sessions: Held = { what: 'sessions', seen: 'signed in at A, unknown at B' };
const challenges: Held = { what: 'sign-in codes', seen: 'the code of A is refused by B' };
const limits: Held = { what: 'limits', seen: 'both let the whole limit pass' };
const state: Held = { what: 'state', seen: 'written at A, missing at B' };
const caches: Held = { what: 'caches', seen: 'changed at A, old at B' };
const sockets: Held = { what: 'open sockets', seen: 'sent at A, not received by those at B' };
const locks: Held = { what: 'locks', seen: 'locked at A, free at B' };
const jobs: Held = { what: 'waiting jobs', seen: 'put in at A, unknown to B' };
const schedules: Held = { what: 'schedules', seen: 'run once by A and once by B' };
const keys: Held = { what: 'own keys', seen: 'signed by A, refused by B' };
const files: Held = { what: 'files', seen: 'written at A, missing at B' };

/** By the id of the rule that finds it. */
const held: ReadonlyMap<string, Held> = new Map([
  ['session-memory-store', sessions],
  ['session-file-store', sessions],
  ['mcp-session-in-memory', sessions],
  ['auth-challenge-in-memory', challenges],
  ['ratelimit-memory-store', limits],
  ['ratelimit-handrolled', limits],
  ['upload-local-disk', { what: 'uploads', seen: 'uploaded to A, missing at B' }],
  ['state-module-collection', state],
  ['state-module-counter', state],
  ['state-singleton-field', state],
  ['state-app-global', state],
  ['state-agent-memory', state],
  ['state-dedupe-in-memory', state],
  ['crdt-server-local', state],
  ['cache-local-incoherent', caches],
  ['next-isr-local-cache', caches],
  ['apollo-cache-local', caches],
  ['socketio-no-adapter', sockets],
  ['ws-registry-local', sockets],
  ['pubsub-in-memory', sockets],
  ['eventemitter-as-bus', sockets],
  ['lock-in-process', locks],
  ['queue-in-memory', jobs],
  ['cron-in-process', schedules],
  ['auth-ephemeral-secret', keys],
  ['next-instance-keys', keys],
  ['fs-write-then-serve', files],
  ['fs-write-in-handler', files],
  ['db-local-file', { what: 'a database file', seen: 'saved at A, missing at B' }],
]);

/** Null for rules about something else than what an instance keeps. */
export function heldBy(ruleId: string): Held | null {
  return held.get(ruleId) ?? null;
}

/** What users see of things of this name. */
export function seenOf(what: string): string | null {
  return [...held.values()].find((each) => each.what === what)?.seen ?? null;
}

/** Where things of this name stand in a list: what users notice first comes first. */
export function heldOrder(what: string): number {
  return [...held.values()].findIndex((each) => each.what === what);
}
