import type { TypeMention, Value } from '../facts/values.ts';
import type { ProgramGraph, StateCell } from '../link/program-graph.ts';

/** What a collection is for, as its names tell it. */
export interface Purpose {
  /** What a user would call its entries, as the beginning of a sentence: `Carts`. */
  readonly title: string;
  /** Whether losing it means a wrong sign-in, a payment twice or a lost order, rather than an inconvenience. */
  readonly grave: boolean;
  /** What the user sees when an entry is missing on the instance that answers. */
  readonly harm: string;
}

interface PurposeWords extends Purpose {
  readonly words: ReadonlySet<string>;
}

/** Purposes whose entries are made up on the spot and stand nowhere else, even where a name says "cache". */
const madeHere = new Set([
  'Attempts and limits',
  'Locks',
  'Marks of what was done',
  'One-time codes',
  'Tokens',
  'Sessions',
  'Carts',
]);

export function isMadeHere(purpose: Purpose | null): boolean {
  return purpose !== null && madeHere.has(purpose.title);
}

const purpose = (title: string, gravity: 'grave' | 'plain', harm: string, words: string): PurposeWords => ({
  title,
  grave: gravity === 'grave',
  harm,
  words: new Set(words.split(' ')),
});

/** In order of how much they say: an `otpAttempts` map is about attempts before it is about codes. */
const purposes: readonly PurposeWords[] = [
  purpose(
    'Attempts and limits',
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
    'Tokens',
    'grave',
    'a token is unknown to the other instances',
    'token tokens jti refresh revoked revocation revocations blacklist blocklist denylist apikeys invites resets',
  ),
  purpose(
    'Sessions',
    'grave',
    'users are signed out whenever another instance answers',
    'session sessions login logins auth',
  ),
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
    'Who is online',
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
    'message messages chat chats conversation conversations history threads inbox',
  ),
  purpose('Votes', 'plain', 'each instance counts for itself', 'vote votes poll polls score scores likes ratings'),
  purpose('Uploads', 'plain', 'the next part may reach another instance', 'upload uploads chunks drafts'),
];

/** What the collection is for, from its own name, then its type, then its class. Null when no name tells. */
export function purposeOf(graph: ProgramGraph, cell: StateCell): Purpose | null {
  const owner =
    cell.home.kind === 'field' || cell.home.kind === 'static' ? graph.classes.get(cell.home.class) : undefined;
  const keys = cell.accesses.flatMap((access) => propertyNames(access.value));
  for (const names of [[ownName(cell)], typeNames(typeOf(graph, cell)), keys, [owner?.fact.name ?? '']]) {
    const words = new Set(names.flatMap(wordsOf));
    const match = purposes.find((each) => [...each.words].some((word) => words.has(word)));
    if (match !== undefined) return match;
  }
  return null;
}

/** The cell's own name, without those of the class or functions around it. */
export function ownName(cell: StateCell): string {
  return cell.name.slice(cell.name.lastIndexOf('.') + 1);
}

/** The words of a name in camel, Pascal, snake or upper case, in lower case. */
export function wordsOf(name: string): readonly string[] {
  const parts = name
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replaceAll(/([A-Z]+)([A-Z][a-z])/g, '$1 $2')
    .split(/[^A-Za-z0-9]+/)
    .filter((part) => part !== '')
    .map((part) => part.toLowerCase());
  const pairs = parts.slice(1).map((part, index) => `${parts[index]}${part}`);
  return [...pairs, ...parts];
}

/** The type that a cell is declared with, where the file says one. */
export function typeOf(graph: ProgramGraph, cell: StateCell): TypeMention | null {
  if (cell.home.kind !== 'field' && cell.home.kind !== 'static') return cell.declaration?.type ?? null;
  const { field } = cell.home;
  return graph.classes.get(cell.home.class)?.fact.fields.find((each) => each.name === field)?.type ?? null;
}

export function typeNames(type: TypeMention | null): readonly string[] {
  return type === null ? [] : [...type.names, ...type.arguments.flatMap(typeNames)];
}

function propertyNames(value: Value | null): readonly string[] {
  return value?.kind === 'object' ? value.properties.map((property) => property.key) : [];
}
