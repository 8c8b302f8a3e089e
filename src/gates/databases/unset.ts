import type { Value } from '../../facts/values.ts';
import type { Literal } from '../../link/decided.ts';
import { meaningsOf } from '../../link/evaluate.ts';
import type { Meaning, ProgramGraph } from '../../link/program-graph.ts';
import { writtenOnce } from './written-once.ts';

/** What a value is where the environment sets none of its names, and the names that would change it. */
export interface Unset {
  readonly is: Literal;
  readonly names: readonly string[];
}

/**
 * What a condition says for who sets nothing, where names of the environment that speak of a database are all that it asks:
 * `os.getenv('DB_ENGINE', 'sqlite') == 'postgres'` is false. Null where anything else decides.
 */
export function whenUnset(graph: ProgramGraph, file: string, test: Value): Unset | null {
  const answer = unset(graph, file, test, 0);
  return answer !== null && answer.names.length > 0 && answer.names.every(speaksOfDatabase) ? answer : null;
}

function speaksOfDatabase(name: string): boolean {
  return /DB|DATABASE|SQL|POSTGRES|^PG|RDS|MARIA|DIALECT/.test(name);
}

const deepest = 8;

function unset(graph: ProgramGraph, file: string, value: Value, depth: number): Unset | null {
  if (depth > deepest) return null;
  const next = (inner: Value): Unset | null => unset(graph, file, inner, depth + 1);
  switch (value.kind) {
    case 'literal':
      return { is: value.value, names: [] };
    case 'environment': {
      const fallback = value.fallback === null ? nothing : next(value.fallback);
      return fallback === null ? null : named(fallback, value.name);
    }
    case 'operator':
      return ofOperator(value, next);
    case 'conditional': {
      const test = next(value.test);
      const chosen = test === null ? null : next(test.is ? value.then : value.otherwise);
      return test === null || chosen === null ? null : { is: chosen.is, names: [...test.names, ...chosen.names] };
    }
    case 'call':
      return ofCall(graph, file, value, next);
    case 'reference': {
      const initial = writtenOnce(graph, file, value);
      if (initial !== null) return next(initial);
      const [meaning, another] = meaningsOf(graph, file, value);
      return meaning === undefined || another !== undefined ? null : ofMeaning(graph, meaning, depth);
    }
    default:
      return null;
  }
}

const nothing: Unset = { is: null, names: [] };

function named({ is, names }: Unset, name: string): Unset {
  return { is, names: [name, ...names] };
}

function ofMeaning(graph: ProgramGraph, meaning: Meaning, depth: number): Unset | null {
  switch (meaning.kind) {
    case 'literal':
      return { is: meaning.value, names: [] };
    case 'environment': {
      const [fallback, another] = meaning.fallback;
      if (another !== undefined) return null;
      const left = fallback === undefined ? nothing : ofMeaning(graph, fallback, depth + 1);
      return left === null ? null : named(left, meaning.name);
    }
    case 'value':
      return unset(graph, meaning.site.file, meaning.value, depth + 1);
    case 'made':
      return unset(graph, meaning.file, { kind: 'call', call: meaning.call, span: meaning.site.span }, depth + 1);
    default:
      return null;
  }
}

function ofOperator(
  { operator, left, right }: Value & { readonly kind: 'operator' },
  next: (value: Value) => Unset | null,
): Unset | null {
  const [one, other] = [left === null ? nothing : next(left), next(right)];
  // `'DB_HOST' in os.environ`: the whole environment is nothing that is written out.
  if (/^(?:not )?in$/.test(operator) && isEnvironment(right)) {
    const asked = typeof one?.is === 'string' ? one.is : null;
    return asked === null ? null : { is: operator === 'not in', names: [asked] };
  }
  if (/^(?:not )?in$/.test(operator) && one !== null && right.kind === 'list') {
    const items = right.items.map((each) => next(each));
    if (items.includes(null)) return null;
    return { is: items.some((each) => each?.is === one.is) === (operator === 'in'), names: one.names };
  }
  if (one === null || other === null) return null;
  const names = [...one.names, ...other.names];
  switch (operator) {
    case '!':
    case 'not':
      return { is: !other.is, names };
    case '&&':
    case 'and':
      return { is: one.is ? other.is : one.is, names };
    case '||':
    case 'or':
      return { is: one.is ? one.is : other.is, names };
    case '??':
      return { is: one.is ?? other.is, names };
    case '===':
    case '==':
    case 'is':
      return { is: one.is === other.is, names };
    case '!==':
    case '!=':
    case 'is not':
      return { is: one.is !== other.is, names };
    default:
      return null;
  }
}

function isEnvironment(value: Value): boolean {
  return value.kind === 'reference' && /^(?:environ|env)$/.test(value.reference.path.at(-1) ?? '');
}

/** Methods of texts that change nothing but capitals and blanks, and functions that make a switch of one. */
const cases: Readonly<Record<string, (text: string) => string>> = {
  lower: (text) => text.toLowerCase(),
  toLowerCase: (text) => text.toLowerCase(),
  upper: (text) => text.toUpperCase(),
  toUpperCase: (text) => text.toUpperCase(),
  strip: (text) => text.trim(),
  trim: (text) => text.trim(),
};

function ofCall(
  graph: ProgramGraph,
  file: string,
  value: Value & { readonly kind: 'call' },
  next: (value: Value) => Unset | null,
): Unset | null {
  const call = graph.facts.get(file)?.code?.calls[value.call];
  if (call === undefined) return null;
  const { root, path } = call.callee;
  const change = path.length === 1 ? cases[path[0] ?? ''] : undefined;
  if (change !== undefined && call.arguments.length === 0) {
    const of: Value | null =
      root.kind === 'value'
        ? root.value
        : root.kind === 'call'
          ? { kind: 'call', call: root.call, span: value.span }
          : root.kind === 'declared'
            ? { kind: 'reference', reference: { root, path: [], span: value.span }, span: value.span }
            : null;
    const text = of === null ? null : next(of);
    return text === null ? null : typeof text.is === 'string' ? { is: change(text.is), names: text.names } : text;
  }
  // Readers of settings are asked for a name in capitals, whatever object they are methods of: `env.bool("USE_DB", False)`.
  const [name, second] = call.arguments;
  if (name?.kind !== 'literal' || !/^[A-Z][A-Z0-9_]+$/.test(String(name.value))) return null;
  const given = call.named.find(({ key }) => key === 'default')?.value ?? second;
  const fallback = given === undefined ? nothing : next(given);
  return fallback === null ? null : named(fallback, String(name.value));
}
