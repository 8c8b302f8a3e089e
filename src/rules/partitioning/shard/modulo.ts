import type { CodeFacts } from '../../../facts/code.ts';
import { fallsBack, type Reference, type Value } from '../../../facts/values.ts';
import { meaningsOf } from '../../../link/evaluate.ts';
import type { ProgramGraph, Site } from '../../../link/program-graph.ts';

type Operator = Extract<Value, { readonly kind: 'operator' }>;

/** `key % n` as it stands in a file, and the text right before it where it is part of one. */
export interface Modulo {
  readonly file: string;
  readonly value: Operator;
  /** `orders_` of `orders_${customer % 4}`; empty where nothing stands before it. */
  readonly before: string;
  /** Whether it picks something out of a list or a table, as `pools[customer % 4]`. */
  readonly picks: boolean;
}

interface Search {
  readonly graph: ProgramGraph;
  readonly depth: number;
  /** A remainder that picks the key of another pick is a logical shard, which a table maps on. */
  readonly inKey: boolean;
}

const deepest = 6;

/** Every `key % n` that a value is made with, through names, functions and texts. */
export function modulosIn(graph: ProgramGraph, file: string, value: Value): readonly Modulo[] {
  return within({ graph, depth: 0, inKey: false }, file, value, '');
}

/** Every `key % n` by which a mention picks something: `pools[customer % 4].query`. */
export function modulosPicking(graph: ProgramGraph, file: string, reference: Reference): readonly Modulo[] {
  const code = graph.facts.get(file)?.code;
  if (code == null || !reference.path.includes('*')) return [];
  return keysIn(code, reference.span).flatMap((key) =>
    within({ graph, depth: 1, inKey: true }, file, key, '').map((found) => ({ ...found, picks: true })),
  );
}

function within(search: Search, file: string, value: Value, before: string): readonly Modulo[] {
  const { graph, inKey } = search;
  if (search.depth > deepest) return [];
  const deeper = { ...search, depth: search.depth + 1 };
  const next = (inner: Value, text = '', at = file) => within(deeper, at, inner, text);
  switch (value.kind) {
    case 'operator':
      if (value.operator === '%' && value.left !== null) return [{ file, value, before, picks: false }];
      return fallsBack(value.operator) && value.left !== null
        ? [...next(value.left, before), ...next(value.right, before)]
        : [];
    case 'concatenation':
      return value.parts.flatMap((part, at) => next(part, textBefore(value.parts[at - 1])));
    case 'object':
      return value.properties.flatMap((property) => next(property.value));
    case 'list':
      return value.items.flatMap((item) => next(item));
    case 'conditional':
      return [...next(value.then, before), ...next(value.otherwise, before)];
    case 'call':
      return [...throughForms(deeper, file, value, before), ...opened(graph, file, value, next)];
    case 'reference':
      return [...(inKey ? [] : modulosPicking(graph, file, value.reference)), ...opened(graph, file, value, next)];
    default:
      return [];
  }
}

/** What a name or a call leads to, where that is another value. */
function opened(
  graph: ProgramGraph,
  file: string,
  value: Value,
  next: (inner: Value, text: string, at: string) => readonly Modulo[],
): readonly Modulo[] {
  return meaningsOf(graph, file, value).flatMap((each) =>
    each.kind === 'value' && each.value !== value ? next(each.value, '', each.site.file) : [],
  );
}

const forms = /^(?:String|Number|toString|padStart|str|int|abs|floor|trunc|format)$/;

/** `String(id % 4)` and `Math.abs(hash % 4)` hold what they are given, and so does what wraps a statement. */
function throughForms(
  search: Search,
  file: string,
  value: Extract<Value, { readonly kind: 'call' }>,
  before: string,
): readonly Modulo[] {
  const call = search.graph.facts.get(file)?.code?.calls[value.call];
  if (call === undefined) return [];
  const { root, path } = call.callee;
  const name = path.at(-1) ?? (root.kind === 'global' ? root.name : '');
  if (!forms.test(name) && call.sql === null) return [];
  const receiver = root.kind === 'value' ? [root.value] : [];
  return [...receiver, ...call.arguments].flatMap((each) => within(search, file, each, before));
}

function textBefore(part: Value | undefined): string {
  return part?.kind === 'literal' ? String(part.value) : '';
}

/** Keys of the mentions that stand in a stretch of a file: of `pools[key]` and `pools.get(key)`. */
function keysIn(code: CodeFacts, span: Site['span']): readonly Value[] {
  return code.functions.flatMap(({ operations }) =>
    operations.flatMap((operation) =>
      operation.kind === 'container' &&
      operation.access === 'read' &&
      operation.key !== null &&
      operation.span[0] === span[0] &&
      operation.span[1] <= span[1]
        ? [operation.key]
        : [],
    ),
  );
}

/** Whether what stands before the `%` only grows from call to call, or is chance: then everything gets its turn. */
export function takesTurns(graph: ProgramGraph, file: string, value: Value, depth = 0): boolean {
  const code = graph.facts.get(file)?.code;
  if (code == null || depth > deepest) return false;
  const next = (inner: Value | null): boolean => inner !== null && takesTurns(graph, file, inner, depth + 1);
  switch (value.kind) {
    case 'operator':
      return value.operator === '++' || value.operator === '--' || next(value.left) || next(value.right);
    case 'call': {
      const call = code.calls[value.call];
      const name = call?.callee.path.at(-1) ?? '';
      return /^(?:now|random|time|getTime|randint|floor|trunc|next|incr|getAndIncrement)$/.test(name)
        ? !/^(?:floor|trunc)$/.test(name) || call?.arguments.some(next) === true
        : false;
    }
    case 'reference':
      return isCounted(code, value.reference);
    default:
      return false;
  }
}

/** Whether some line counts it up: `next++`, `turn += 1`, `turn = (turn + 1) % pools.length`. */
function isCounted(code: CodeFacts, { root, path }: Reference): boolean {
  const name = path.at(-1);
  return code.functions.some(({ operations }) =>
    operations.some((operation) => {
      if (operation.kind !== 'assign') return false;
      const { target } = operation;
      const isSame =
        name === undefined
          ? target.path.length === 0 &&
            root.kind === 'declared' &&
            target.root.kind === 'declared' &&
            root.declaration === target.root.declaration
          : target.path.at(-1) === name;
      return isSame && (operation.operator !== '=' || operation.value?.kind === 'operator');
    }),
  );
}
