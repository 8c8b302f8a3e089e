import type { TrackedType } from '../../catalog/types.ts';
import type { CallId, Value } from '../../facts/values.ts';
import type { Span } from '../../text/range.ts';
import type { CallPlace, Certainty, ClassKey, FunctionKey } from '../program-graph.ts';

/** A call of a package's export, by place. */
export interface Make {
  readonly module: string;
  readonly name: string;
  readonly file: string;
  readonly call: CallId;
}

/** What a value may be, as linking needs it: `Meaning` of program-graph.ts with identities and unopened members. */
export type Known = Said &
  (
    | { readonly kind: 'literal'; readonly value: string | number | boolean | null }
    | { readonly kind: 'environment'; readonly name: string; readonly fallback: Value | null }
    /** `origin` tells one object of the type from another: the call that made it, or the parameter that brings it. */
    | { readonly kind: 'tracked'; readonly type: TrackedType; readonly origin: string; readonly make: Make | null }
    /** A package's export; the module is empty for a global of the language. */
    | { readonly kind: 'external'; readonly module: string; readonly name: string }
    | ({ readonly kind: 'made' } & Make)
    /** What a method of something unopened gives back, as `upload.single('photo')`. */
    | { readonly kind: 'result'; readonly of: Known; readonly call: CallId }
    /** A member of something unopened: `map.get`, `router.post`, `prisma.user.create`. */
    | { readonly kind: 'member'; readonly of: Known; readonly path: readonly string[] }
    /** `wrapped` is the call that made it around functions it was given, as `asyncHandler(placeOrder)`. */
    | { readonly kind: 'function'; readonly function: FunctionKey; readonly wrapped?: CallPlace }
    | { readonly kind: 'class'; readonly class: ClassKey }
    /** `exact` where it was made by `new`, so that no subclass can stand in its place. */
    | { readonly kind: 'instance'; readonly class: ClassKey; readonly exact: boolean }
    /** All exports of a file of the workspace. */
    | { readonly kind: 'module'; readonly path: string }
    | { readonly kind: 'value'; readonly value: Value }
    | { readonly kind: 'unknown' }
  );

/** Where it is said, and whether syntax settles it. */
export interface Said {
  readonly file: string;
  readonly span: Span;
  readonly certainty: Certainty;
}

export function keyOf(file: string, id: number): string {
  return `${file}#${id}`;
}

/** The file and the id that a key was made of. */
export function partsOf(key: string): { readonly file: string; readonly id: number } {
  const cut = key.lastIndexOf('#');
  return { file: key.slice(0, cut), id: Number(key.slice(cut + 1)) };
}

/** A text that is the same for two knowns exactly when they mean the same thing. */
export function identityOf(known: Known): string {
  switch (known.kind) {
    case 'literal':
      return `literal ${JSON.stringify(known.value)}`;
    case 'environment':
      return `environment ${known.name}`;
    case 'tracked':
      return `tracked ${known.type} ${known.origin}`;
    case 'external':
      return `external ${known.module} ${known.name}`;
    case 'made':
      return `made ${known.file}#${known.call}`;
    case 'result':
      return `result ${known.file}#${known.call} ${receiverOf(known.of)}`;
    case 'member':
      return `member ${identityOf(known.of)} ${known.path.join('.')}`;
    case 'function':
      return known.wrapped === undefined
        ? `function ${known.function}`
        : `function ${known.function} ${known.wrapped.file}#${known.wrapped.call}`;
    case 'class':
      return `class ${known.class}`;
    case 'instance':
      return `instance ${known.class} ${known.exact}`;
    case 'module':
      return `module ${known.path}`;
    case 'value':
      return `value ${known.file} ${known.span[0]} ${known.span[1]}`;
    case 'unknown':
      return 'unknown';
  }
}

/**
 * What tells two results of one call apart: what it was called on, but not what that was the result of in turn. A chain
 * of calls that leads back into itself would have no end of different beginnings.
 */
function receiverOf(known: Known): string {
  if (known.kind === 'result') return `result ${known.file}#${known.call}`;
  if (known.kind === 'member') return `member ${receiverOf(known.of)} ${known.path.join('.')}`;
  return identityOf(known);
}

/**
 * How many members and results of things that were not opened one answer holds. Where data may come from more places
 * than this, it is as good as unknown, and every further member of it would multiply them.
 */
const mostUnopened = 30;

/** The same meanings, each once; one that is proved stands before one that is possible. */
export function distinct(knowns: readonly Known[]): readonly Known[] {
  if (knowns.length < 2 || areAllOfOtherKinds(knowns)) return knowns;
  const byIdentity = new Map<string, Known>();
  let unopened = 0;
  for (const known of knowns) {
    const isUnopened = known.kind === 'member' || known.kind === 'result';
    if (isUnopened && unopened >= mostUnopened) continue;
    const identity = identityOf(known);
    const earlier = byIdentity.get(identity);
    if (isUnopened && earlier === undefined) unopened++;
    if (earlier === undefined || (earlier.certainty === 'possible' && known.certainty === 'proved')) {
      byIdentity.set(identity, known);
    }
  }
  return [...byIdentity.values()];
}

/** Two of different kinds mean different things; with few that is told faster than by their identities. */
function areAllOfOtherKinds(knowns: readonly Known[]): boolean {
  if (knowns.length > 4) return false;
  for (let at = 1; at < knowns.length; at++) {
    for (let before = 0; before < at; before++) if (knowns[before]?.kind === knowns[at]?.kind) return false;
  }
  return true;
}

export function asPossible(known: Known): Known {
  return known.certainty === 'possible' ? known : { ...known, certainty: 'possible' };
}

/** A known whose certainty is no better than that of what it was reached through. */
export function through(of: Said, knowns: readonly Known[]): readonly Known[] {
  return of.certainty === 'proved' ? knowns : knowns.map(asPossible);
}
