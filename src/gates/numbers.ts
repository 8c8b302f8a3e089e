import { fallsBack, type Value } from '../facts/values.ts';
import { callAt } from '../link/calls-at.ts';
import { meaningsOf } from '../link/evaluate.ts';
import type { Meaning, ProgramGraph, ResolvedOption } from '../link/program-graph.ts';

/** A number that code says, and whether the environment may say another. */
export interface ReadNumber {
  readonly value: number;
  readonly known: 'literal' | 'environment';
}

/** Names may lead to names; beyond this they are given up. */
const deepest = 12;

/** `open` where the environment alone says it; null where it cannot be read. */
type Answer = ReadNumber | 'open' | null;

/** The number that an option holds; null when it cannot be read or when several may hold. */
export function numberOfOption(graph: ProgramGraph, option: ResolvedOption): ReadNumber | null {
  if (option.state !== 'present') return null;
  return settled(single(option.meanings.map((meaning) => ofOneOf(graph, option.meanings, meaning, 0))));
}

/** The number that a value is, through names, arithmetic and fallbacks of environment names. */
export function numberOf(graph: ProgramGraph, file: string, value: Value): ReadNumber | null {
  return settled(ofValue(graph, file, value, 0));
}

function settled(answer: Answer): ReadNumber | null {
  return answer === 'open' ? null : answer;
}

function ofMeaning(graph: ProgramGraph, meaning: Meaning, depth: number): Answer {
  switch (meaning.kind) {
    case 'literal':
      return literal(meaning.value);
    case 'environment':
      return fromEnvironment(single(meaning.fallback.map((each) => ofMeaning(graph, each, depth + 1))) ?? 'open');
    case 'value':
      return ofValue(graph, meaning.site.file, meaning.value, depth + 1);
    default:
      return ofCallAt(graph, meaning, depth);
  }
}

/**
 * One of what a value may be. A parameter that callers may leave out, as in `options.limit ?? 10`, says no number of its
 * own, so what stands beside it holds by default.
 */
function ofOneOf(graph: ProgramGraph, all: readonly Meaning[], meaning: Meaning, depth: number): Answer {
  const answer = ofMeaning(graph, meaning, depth);
  return answer === null && meaning.kind === 'unknown' && all.length > 1 && callAt(graph.facts, meaning.site) === null
    ? 'open'
    : answer;
}

function ofValue(graph: ProgramGraph, file: string, value: Value, depth: number): Answer {
  if (depth > deepest) return null;
  switch (value.kind) {
    case 'literal':
      return literal(value.value);
    case 'environment':
      return fromEnvironment(value.fallback === null ? 'open' : ofValue(graph, file, value.fallback, depth + 1));
    case 'operator':
      return ofOperator(graph, file, value, depth);
    case 'call':
      return ofCall(graph, file, value, depth);
    case 'reference':
    case 'conditional': {
      const meanings = meaningsOf(graph, file, value);
      return single(meanings.map((meaning) => ofOneOf(graph, meanings, meaning, depth + 1)));
    }
    default:
      return null;
  }
}

function ofOperator(
  graph: ProgramGraph,
  file: string,
  value: Value & { readonly kind: 'operator' },
  depth: number,
): Answer {
  const right = ofValue(graph, file, value.right, depth + 1);
  if (value.left === null) {
    if (value.operator === '+') return right;
    if (value.operator !== '-' || right === null || right === 'open') return null;
    return { ...right, value: -right.value };
  }
  const left = ofValue(graph, file, value.left, depth + 1);
  // `Number(process.env.LIMIT) || 100`: the left side is the environment's, so the right is what code says.
  if (fallsBack(value.operator)) return left === 'open' ? fromEnvironment(right) : left;
  const apply = arithmetic[value.operator];
  if (left === 'open' || right === 'open') return 'open';
  if (left === null || right === null || apply === undefined) return null;
  const known = left.known === 'literal' && right.known === 'literal' ? 'literal' : 'environment';
  return finite({ value: apply(left.value, right.value), known });
}

const arithmetic: Readonly<Record<string, (left: number, right: number) => number>> = {
  '+': (left, right) => left + right,
  '-': (left, right) => left - right,
  '*': (left, right) => left * right,
  '/': (left, right) => left / right,
  '**': (left, right) => left ** right,
};

/** What a library's words for time say in milliseconds, as `minutes(5)` of a limiter's helpers. */
const millisecondsIn: Readonly<Record<string, number>> = {
  seconds: 1000,
  minutes: 60_000,
  hours: 3_600_000,
  days: 86_400_000,
};

const conversions = new Set(['Number', 'parseInt', 'parseFloat']);

function ofCall(graph: ProgramGraph, file: string, value: Value & { readonly kind: 'call' }, depth: number): Answer {
  const code = graph.facts.get(file)?.code;
  const call = code?.calls[value.call];
  const [first] = call?.arguments ?? [];
  if (call === undefined || first === undefined) return null;
  const { root, path } = call.callee;
  const declared = root.kind === 'declared' ? code?.declarations[root.declaration] : undefined;
  const name = path.at(-1) ?? (root.kind === 'global' ? root.name : (declared?.name ?? ''));
  if (root.kind === 'global' && conversions.has(name)) return ofValue(graph, file, first, depth + 1);
  const factor = millisecondsIn[name];
  if (factor === undefined || declared?.kind !== 'import') {
    return single(meaningsOf(graph, file, value).map((each) => (each.kind === 'literal' ? literal(each.value) : null)));
  }
  const count = ofValue(graph, file, first, depth + 1);
  return count === null || count === 'open' ? count : { ...count, value: count.value * factor };
}

/** A name that stands for the result of a conversion is given as the place of that call. */
function ofCallAt(graph: ProgramGraph, meaning: Meaning, depth: number): Answer {
  const { site } = meaning;
  const call = callAt(graph.facts, site);
  if (call === null || depth > deepest) return null;
  return ofCall(graph, site.file, { kind: 'call', call: call.id, span: site.span }, depth + 1);
}

function literal(value: string | number | boolean | null): ReadNumber | null {
  if (typeof value === 'number') return finite({ value, known: 'literal' });
  if (typeof value !== 'string') return null;
  if (/^\d+(?:\.\d+)?$/.test(value)) return { value: Number(value), known: 'literal' };
  return durationOf(value);
}

/** `1 minute`, `15m`, `30 seconds`: the spans of time that limiters take as text. */
function durationOf(text: string): ReadNumber | null {
  const match = /^(\d+(?:\.\d+)?)\s*(s|sec|secs|seconds?|m|mins?|minutes?|h|hrs?|hours?|d|days?)$/i.exec(text.trim());
  const unit = match?.[2]?.toLowerCase().slice(0, 1);
  const factor = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 }[unit ?? ''];
  return match === null || factor === undefined ? null : { value: Number(match[1]) * factor, known: 'literal' };
}

function fromEnvironment(answer: Answer): Answer {
  return answer === null || answer === 'open' ? answer : { ...answer, known: 'environment' };
}

/** One number, which the environment may still overrule where one of the answers is open; null where they differ. */
function single(answers: readonly Answer[]): Answer {
  const numbers = answers.filter((answer) => answer !== 'open');
  const [first] = numbers;
  if (first === undefined) return answers.length === 0 ? null : 'open';
  if (first === null || !numbers.every((each) => each?.value === first.value)) return null;
  return numbers.length === answers.length ? first : fromEnvironment(first);
}

function finite(number: ReadNumber): ReadNumber | null {
  return Number.isFinite(number.value) ? number : null;
}

/** The call that stands at a meaning's place; below zero for none. */
