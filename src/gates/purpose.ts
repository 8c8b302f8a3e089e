import type { CodeFacts } from '../facts/code.ts';
import type { Value } from '../facts/values.ts';
import type { ProgramGraph, StateCell } from '../link/program-graph.ts';
import { dependOnComparison } from './comparing.ts';
import { growthOf } from './contents.ts';
import { gaugeOf } from './gauge.ts';
import { valuesOfRoot } from './named-values.ts';
import { ownName, partsOf, typeNames, typeOf, wordsOf } from './names.ts';
import { isMadeUp } from './origins.ts';

export { wordsOf } from './names.ts';

/** What a collection is for, as its names tell it. */
export interface Purpose {
  /** What a user would call its entries, as the beginning of a sentence: `Carts`. */
  readonly title: string;
  /**
   * `grave` where losing it means a wrong sign-in, a payment twice or a lost order, rather than an inconvenience;
   * `slight` where it costs little: one more handshake, or a bound of each client that grows with the instances.
   */
  readonly gravity: 'grave' | 'plain' | 'slight';
  /** What the user sees when an entry is missing on the instance that answers. */
  readonly harm: string;
}

interface PurposeWords extends Purpose {
  readonly words: ReadonlySet<string>;
}

const limits = 'Attempts and limits';

/** Purposes whose entries are made up on the spot and stand nowhere else, even where a name says "cache". */
const madeHere = new Set([
  limits,
  'Locks',
  'Marks of what was done',
  'One-time codes',
  'Refused entries',
  'Tokens',
  'Sessions',
  'Sign-in states',
  'Carts',
]);

/** What counts how often somebody came, whatever it is called. */
export const limiting: Purpose = { title: limits, gravity: 'grave', harm: 'each instance counts for itself' };

export function isMadeHere(purpose: Purpose | null): boolean {
  return purpose !== null && madeHere.has(purpose.title);
}

const purpose = (title: string, gravity: Purpose['gravity'], harm: string, words: string): PurposeWords => ({
  title,
  gravity,
  harm,
  words: new Set(words.split(' ')),
});

/** In order of how much they say: an `otpAttempts` map is about attempts before it is about codes. */
const purposes: readonly PurposeWords[] = [
  purpose(
    limits,
    'grave',
    'each instance counts for itself',
    'attempt attempts tries ratelimit ratelimits limiter limits throttle strikes failures quota quotas hits buckets',
  ),
  purpose(
    'Locks',
    'grave',
    'two instances can do the same work at once',
    'lock locks locked mutex mutexes busy semaphore leases running',
  ),
  purpose(
    'Marks of what was done',
    'grave',
    'another instance does it again',
    'processed seen handled idempotency idempotent dedupe deduplication delivered replay replays',
  ),
  purpose(
    'One-time codes',
    'grave',
    'the check may reach an instance that never saw the code',
    'otp otps code codes pin pins verification verifications challenge challenges nonce nonces verifier verifiers captcha captchas',
  ),
  purpose(
    'Refused entries',
    'grave',
    'what one instance refuses, another lets in',
    'revoked revocation revocations blacklist blacklisted blocklist denylist',
  ),
  purpose(
    'Tokens',
    'grave',
    'a token is unknown to the other instances',
    'token tokens jti refresh apikeys invites resets',
  ),
  purpose(
    'TLS sessions',
    'slight',
    'a client that comes back to another shakes hands anew',
    'tlssession tlssessions tlsticket tlstickets',
  ),
  purpose('Sessions', 'grave', 'what was opened on one is unknown to the others', 'session sessions login logins auth'),
  purpose(
    'Payments',
    'grave',
    'another instance knows nothing of them',
    'payment payments refund refunds charge charges balance balances wallet wallets ledger',
  ),
  purpose(
    'Orders',
    'grave',
    'the next request may reach another',
    'order orders booking bookings reservation reservations ticket tickets invoice invoices',
  ),
  purpose('Carts', 'plain', 'the next request may reach another', 'cart carts basket baskets wishlist wishlists'),
  purpose('Stock', 'grave', 'each instance sells from its own count', 'stock inventory seats availability'),
  purpose(
    'Jobs',
    'plain',
    'asking for a job may reach an instance that never had it',
    'job jobs task tasks progress exports imports report reports',
  ),
  purpose(
    'Users',
    'plain',
    'the next request may reach another',
    'user users account accounts member members customers profiles',
  ),
  purpose(
    'Users online',
    'plain',
    'users on other instances do not see each other',
    'online presence typing connected participants viewers players lobby lobbies',
  ),
  purpose(
    'Rooms',
    'plain',
    'users on other instances are in another room',
    'room rooms game games match matches channels',
  ),
  purpose(
    'Messages',
    'plain',
    'users on other instances never see them',
    'message messages chats conversation conversations history threads inbox',
  ),
  purpose('Votes', 'plain', 'each instance counts for itself', 'vote votes polls score scores likes ratings'),
  purpose('Uploads', 'plain', 'the next request may reach another', 'upload uploads chunks'),
];

/** What the collection is for, from its own name, then its type, then its class. Null when no name tells. */
export function purposeOf(graph: ProgramGraph, cell: StateCell): Purpose | null {
  const owner =
    cell.home.kind === 'field' || cell.home.kind === 'static' ? graph.classes.get(cell.home.class) : undefined;
  const ofOwner = purposeIn(headWords(owner?.fact.name ?? ''));
  // What a limiter keeps is what it counts, whether it is called history, requests or clients there.
  if (ofOwner?.title === limits) return ofOwner;
  return ownPurposeOf(graph, cell) ?? ofOwner;
}

/** What its own name, its type or its entries tell. The class around it may hold things of many kinds. */
export function ownPurposeOf(graph: ProgramGraph, cell: StateCell): Purpose | null {
  if (gaugeOf(graph, cell) === 'clients') return openCounts;
  const isSaying = (word: string): boolean =>
    !(singleWords.has(word) && holdsTables(graph, cell)) && !(word === 'code' && isCacheOfCode(graph, cell));
  return (
    purposeIn(headWords(withoutKey(ownName(cell))).filter(isSaying)) ??
    purposeIn(wordsOf(ownName(cell)).filter((word) => word !== 'code' && isSaying(word))) ??
    purposeIn(typeNames(typeOf(graph, cell)).flatMap(headWords)) ??
    purposeIn(wordsOf(holderName(cell))) ??
    purposeOfEntries(graph, cell)
  );
}

/** The name of the object that the collection is a member of, as `tries` of `const tries = { mail: new Map() }`. */
function holderName({ home, name }: StateCell): string {
  return home.kind === 'module' ? name.split('.').slice(0, -1).join('.') : '';
}

/** Words that are also verbs or places, as a pinned position; a code or a mark is one thing that is checked, and no table. */
const singleWords = new Set(['pin', 'pins', 'code', 'codes', 'replay', 'replays']);

/** Whether each entry begins as an empty table of its own. */
function holdsTables(graph: ProgramGraph, cell: StateCell): boolean {
  const growth = growthOf(cell);
  return (
    growth.length > 0 &&
    growth.every(({ value, site }) => {
      const code = graph.facts.get(site.file)?.code ?? null;
      const isRoot = value?.kind === 'reference' && value.reference.path.length === 0;
      const values = code !== null && isRoot ? valuesOfRoot(code, value.reference) : [value];
      return values.some((each) => each?.kind === 'container' && each.initial.length === 0);
    })
  );
}

/** A `codeCache` is about code of the program as well as about codes that are sent; those are made up, or end. */
function isCacheOfCode(graph: ProgramGraph, cell: StateCell): boolean {
  if (!/^caches?$/.test(partsOf(ownName(cell)).at(-1) ?? '')) return false;
  return growthOf(cell).every(({ key, value, site }) => {
    const code = graph.facts.get(site.file)?.code ?? null;
    const ends = value?.kind === 'object' && value.properties.some((each) => /expir|ttl|until|validto/i.test(each.key));
    return code !== null && !ends && !isMadeUp(code, key) && !isMadeUp(code, value);
  });
}

/** How much each client has open, counted before more is let in. */
const openCounts: Purpose = { title: 'Counts', gravity: 'slight', harm: 'each instance lets as many through' };

/** Purposes whose entries are numbers that add up, so that what matters is the sum and not who finds what. */
export function isCounted(purpose: Purpose | null): boolean {
  return purpose !== null && [limits, 'Counts', 'Stock', 'Votes'].includes(purpose.title);
}

function purposeIn(words: readonly string[]): PurposeWords | null {
  const said = new Set(words);
  return purposes.find((each) => [...each.words].some((word) => said.has(word))) ?? null;
}

/** `cartsByUser` holds carts; what comes behind says what they are asked by. */
function withoutKey(name: string): string {
  const parts = partsOf(name);
  const cut = parts.findIndex((part, index) => index > 0 && ['by', 'per', 'for', 'to', 'of'].includes(part));
  return (cut < 0 ? parts : parts.slice(0, cut)).join('_');
}

/** Words at the end of a type's or a class's name that say nothing of what it is. */
const emptyWords =
  /^(?:data|entry|entries|info|record|records|state|item|items|payload|result|details|context|map|store|object|dto|model|entity|bucket|row|document|value|list|cache|registry|service|services|manager|repository|handler|controller|gateway|provider|resolver|module)$/;

/** What a type's name is at its end: a `TaskInterval` is an interval and no task, a `SessionData` is a session. */
function headWords(name: string): readonly string[] {
  const parts = [...partsOf(name)];
  while (parts.length > 1 && emptyWords.test(parts.at(-1) ?? '')) parts.pop();
  const last = parts.at(-1);
  const before = parts.at(-2);
  if (last === undefined) return [];
  return before === undefined ? [last] : [`${before}${last}`, last];
}

/** A member that counts attempts is a limit where it is compared with one; what only goes into an answer is a figure. */
function earned(graph: ProgramGraph, cell: StateCell, name: string, match: PurposeWords | null): PurposeWords | null {
  if (match?.title !== 'Attempts and limits') return match;
  const files = new Set(cell.accesses.map(({ site }) => site.file));
  const isBounded = [...files].some((file) => {
    const code = graph.facts.get(file)?.code ?? null;
    return code?.functions.some(({ operations }) =>
      dependOnComparison(operations, comparing, (left, right) =>
        [...(left === null ? [] : [left]), right].some((side) => isNamed(code, side, name)),
      ),
    );
  });
  return isBounded ? match : null;
}

const comparing = new Set(['<', '<=', '>', '>=', '===', '==', '!==', '!=']);

function isNamed(code: CodeFacts, value: Value, name: string): boolean {
  if (value.kind === 'operator')
    return isNamed(code, value.right, name) || (value.left !== null && isNamed(code, value.left, name));
  if (value.kind !== 'reference') return false;
  const { root, path } = value.reference;
  return path.includes(name) || (root.kind === 'declared' && code.declarations[root.declaration]?.name === name);
}

/** Names of the entries' own members, where they say something grave. A code or a token among them must look like one that was made up or that ends. */
function purposeOfEntries(graph: ProgramGraph, cell: StateCell): PurposeWords | null {
  const told = cell.accesses.flatMap(({ value, site }) => {
    if (value?.kind !== 'object') return [];
    const code = graph.facts.get(site.file)?.code ?? null;
    const ends = value.properties.some(({ key }) => /expir|ttl|until|validto|used/i.test(key));
    return value.properties.flatMap((property) => {
      const named = purposeIn(headWords(property.key));
      if (named === null || named.gravity !== 'grave') return [];
      const match = earned(graph, cell, property.key, named);
      const mustBeHandedOut = named.title === 'One-time codes' || named.title === 'Tokens';
      const isHandedOut = !mustBeHandedOut || ends || (code !== null && isMadeUp(code, property.value));
      return match === null || !isHandedOut ? [] : [match];
    });
  });
  return purposes.find((each) => told.includes(each)) ?? null;
}
