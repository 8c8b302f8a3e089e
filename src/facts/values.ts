import type { Span } from '../text/range.ts';

/** Index of a declaration in `CodeFacts.declarations`. */
export type DeclarationId = number;
/** Index of a function in `CodeFacts.functions`; 0 is the body of the module itself. */
export type FunctionId = number;
/** Index of a class in `CodeFacts.classes`. */
export type ClassId = number;
/** Index of a call in `CodeFacts.calls`. */
export type CallId = number;

/**
 * A mention of something by name and members: `orders`, `this.store.get`, `makePool().query`.
 * `path` holds the member names behind the root; a computed member whose name is not a literal is `'*'`.
 */
export interface Reference {
  readonly root: ReferenceRoot;
  readonly path: readonly string[];
  readonly span: Span;
}

export type ReferenceRoot =
  /** A name bound in this file; Python's module names and JavaScript's imports are bound too. */
  | { readonly kind: 'declared'; readonly declaration: DeclarationId }
  /** A name this file does not bind: a global or a builtin. */
  | { readonly kind: 'global'; readonly name: string }
  /** `this` in JavaScript, the first parameter of a method in Python; `class` is the class whose member holds the mention. */
  | { readonly kind: 'this'; readonly class: ClassId | null }
  | { readonly kind: 'super'; readonly class: ClassId | null }
  /** The result of a call, as in `express().use`. */
  | { readonly kind: 'call'; readonly call: CallId }
  /** Anything else that stands before a dot, such as a literal or a parenthesised condition. */
  | { readonly kind: 'value'; readonly value: Value };

/** A type as it is written: `Map<string, Session>` is names `['Map']` with two arguments. */
export interface TypeMention {
  readonly names: readonly string[];
  /** The declaration that the first name is bound to, when this file binds it. */
  readonly declaration: DeclarationId | null;
  readonly arguments: readonly TypeMention[];
}

export interface Property {
  readonly key: string;
  readonly value: Value;
  /** What the key is where it is no literal text: the number of `{1: page}`, `name` of `{name: page}`. Left out where it is one. */
  readonly computed?: Value;
  /** The key's own span, which is where a finding about the option stands. */
  readonly span: Span;
}

/** What an expression is, as far as its syntax says. Every value has the span of its whole expression. */
export type Value =
  | {
      readonly kind: 'literal';
      readonly value: string | number | boolean | null;
      /** Left out where it is a text, and not bytes that are written like one. */
      readonly bytes?: true;
      readonly span: Span;
    }
  /** `process.env.NAME`, `os.environ['NAME']`, `os.getenv('NAME', default)`, with `??`, `||` or `or` folded into `fallback`. */
  | { readonly kind: 'environment'; readonly name: string; readonly fallback: Value | null; readonly span: Span }
  | { readonly kind: 'reference'; readonly reference: Reference; readonly span: Span }
  /** An object or dictionary literal; `spreads` holds what `...x` or `**x` brings in. */
  | {
      readonly kind: 'object';
      readonly properties: readonly Property[];
      readonly spreads: readonly Value[];
      readonly span: Span;
    }
  | {
      readonly kind: 'list';
      readonly items: readonly Value[];
      /** A tuple, which is equal to no list. Left out where it is a list. */
      readonly fixed?: true;
      readonly span: Span;
    }
  /** A container that the language itself offers: `new Map()`, `new Set()`, `dict()`, `defaultdict(list)`. Object and list literals keep their own kinds. */
  | {
      readonly kind: 'container';
      readonly shape: ContainerShape;
      /** The values it is filled with where it is made; empty for `new Map()`. */
      readonly initial: readonly Value[];
      /** What makes an entry that is asked for and not there: the `list` of `defaultdict(list)`. Left out where nothing does. */
      readonly makes?: Value;
      /** The keys that it is filled under, one for each of `initial`, where a comprehension fills it. Left out elsewhere. */
      readonly keys?: readonly Value[];
      readonly span: Span;
    }
  /** Text put together from parts: a template, an f-string, or `+` with a text on one side. */
  | { readonly kind: 'concatenation'; readonly parts: readonly Value[]; readonly span: Span }
  /** Parts of a file path joined by the language's own means: `path.join`, `path.resolve`, `os.path.join`, `Path / 'x'`. */
  | { readonly kind: 'path-join'; readonly parts: readonly Value[]; readonly span: Span }
  | {
      readonly kind: 'conditional';
      readonly test: Value;
      readonly then: Value;
      readonly otherwise: Value;
      readonly span: Span;
    }
  /** A unary or binary operator, as it is written: `===`, `&&`, `!`, `%`, `in`. Unary operators have no `left`. */
  | {
      readonly kind: 'operator';
      readonly operator: string;
      readonly left: Value | null;
      readonly right: Value;
      readonly span: Span;
    }
  | { readonly kind: 'call'; readonly call: CallId; readonly span: Span }
  | { readonly kind: 'function'; readonly function: FunctionId; readonly span: Span }
  | { readonly kind: 'class'; readonly class: ClassId; readonly span: Span }
  /** `...items` or `*items` among arguments or list items; `byName` where it gives arguments by their names: `**options`. */
  | { readonly kind: 'spread'; readonly of: Value; readonly byName?: true; readonly span: Span }
  | { readonly kind: 'unknown'; readonly span: Span };

export type ContainerShape = 'map' | 'set' | 'list' | 'weak' | 'counter';

/** Whether an operator gives its left side, or where that is nothing its right: `a ?? b`, `a || b`, and `a or b` of Python. */
export function fallsBack(operator: string): boolean {
  return operator === '??' || operator === '||' || operator === 'or';
}
