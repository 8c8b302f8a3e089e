import type { EnvironmentFact } from '../facts/deployment.ts';
import type { Reference, Value } from '../facts/values.ts';
import type { Literal } from '../link/decided.ts';
import { meaningsOf } from '../link/evaluate.ts';
import type { Meaning, ProgramGraph } from '../link/program-graph.ts';
import { settingsNamed } from '../system/named-settings.ts';
import type { PlacedGuard } from './conditions.ts';
import { fieldDefault } from './field-default.ts';
import { environmentKinds } from './guard.ts';

/**
 * The setting without which what stands behind conditions is never reached, by its name: an environment name that no
 * file of the workspace sets, or a member of the program's own settings that begins as off. Null where it is on as
 * the program comes, or where that cannot be told.
 */
export function switchedOffBy(
  graph: ProgramGraph,
  guards: readonly PlacedGuard[],
  read: EnvironmentReader = whileUnset(graph),
): string | null {
  for (const { file, guard } of guards) {
    const answer = ofValue({ graph, read }, file, guard.test, 0);
    if (answer !== null && answer.by !== null && Boolean(answer.is) !== guard.holds) return answer.by;
  }
  return null;
}

/** What a function gives back while nothing is set, and the setting that decides it. */
export function answerWhileUnset(graph: ProgramGraph, file: string, value: Value): Answer | null {
  return ofValue({ graph, read: whileUnset(graph) }, file, value, 0);
}

/** What a name of the environment holds: null where nothing sets it, undefined where that cannot be told. */
export type EnvironmentReader = (name: string) => Literal | undefined;

interface Asked {
  readonly graph: ProgramGraph;
  readonly read: EnvironmentReader;
}

export interface Answer {
  /** What it is while nothing is set; an unset name is null. */
  readonly is: Literal;
  /** The setting that decides; null for what the program writes out. */
  readonly by: string | null;
}

const deepest = 8;

function ofValue(asked: Asked, file: string, value: Value, depth: number): Answer | null {
  if (depth > deepest) return null;
  const next = (inner: Value): Answer | null => ofValue(asked, file, inner, depth + 1);
  switch (value.kind) {
    case 'literal':
      return { is: value.value, by: null };
    case 'environment': {
      const held = asked.read(value.name);
      if (held !== null) return held === undefined ? null : { is: held, by: value.name };
      return named(value.fallback === null ? { is: null, by: null } : next(value.fallback), value.name);
    }
    case 'operator':
      return ofOperator(value.operator, value.left === null ? null : next(value.left), next(value.right), value.left);
    case 'conditional': {
      const test = next(value.test);
      return test === null ? null : named(next(test.is ? value.then : value.otherwise), test.by);
    }
    case 'call':
      return ofCall(asked, file, value.call, depth);
    case 'reference':
      return ofReference(asked, file, value, depth);
    default:
      return null;
  }
}

function named(answer: Answer | null, name: string | null): Answer | null {
  return answer === null ? null : { is: answer.is, by: answer.by ?? name };
}

function ofReference(
  asked: Asked,
  file: string,
  value: Value & { readonly kind: 'reference' },
  depth: number,
): Answer | null {
  const meanings = meaningsOf(asked.graph, file, value);
  const [meaning, another] = meanings;
  const found = another === undefined && meaning !== undefined ? ofMeaning(asked, meaning, depth + 1) : null;
  const written = found === null ? null : named(found, settingName(asked, file, value.reference));
  return written ?? ofInitial(asked, file, value.reference, depth) ?? fieldDefault(asked.graph, value.reference);
}

/** What a setting that the program writes out goes by: `limits.active`, `ACTIVE`. A name that may change is none. */
function settingName(asked: Asked, file: string, { root, path }: Reference): string | null {
  const declared =
    root.kind === 'declared' ? asked.graph.facts.get(file)?.code?.declarations[root.declaration] : undefined;
  if (declared?.kind === 'variable' || declared?.kind === 'parameter') return null;
  // `const { active } = settings().limits` is told by where it was taken from.
  const from = path.length === 0 && declared?.initial?.kind === 'reference' ? declared.initial.reference.path : [];
  const own = declared === undefined ? [] : [declared.name];
  const name = [...(from.length > 0 ? from : own), ...path].slice(-2).join('.');
  return name === '' ? null : name;
}

/** `const { enabled } = settings().limits`: the name is taken out of something whose own name tells more. */
function ofInitial(asked: Asked, file: string, { root, path }: Reference, depth: number): Answer | null {
  if (root.kind !== 'declared' || path.length > 0) return null;
  const declared = asked.graph.facts.get(file)?.code?.declarations[root.declaration];
  if (declared?.kind !== 'constant' || declared.initial?.kind !== 'reference') return null;
  return ofValue(asked, file, declared.initial, depth + 1);
}

function ofMeaning(asked: Asked, meaning: Meaning, depth: number): Answer | null {
  switch (meaning.kind) {
    case 'literal':
      return { is: meaning.value, by: null };
    case 'environment': {
      const held = asked.read(meaning.name);
      if (held !== null) return held === undefined ? null : { is: held, by: meaning.name };
      const [fallback, another] = meaning.fallback;
      if (another !== undefined) return null;
      return named(
        fallback === undefined ? { is: null, by: null } : ofMeaning(asked, fallback, depth + 1),
        meaning.name,
      );
    }
    case 'value':
      return ofValue(asked, meaning.site.file, meaning.value, depth + 1);
    default:
      return null;
  }
}

/** `Boolean(process.env.LIMITS)`, and a method of a text of the environment that nothing sets: `process.env.LIMITS?.trim()`. */
function ofCall(asked: Asked, file: string, id: number, depth: number): Answer | null {
  const call = asked.graph.facts.get(file)?.code?.calls[id];
  if (call === undefined) return null;
  const { root, path } = call.callee;
  const [only, another] = call.arguments;
  if (root.kind === 'global' && root.name === 'Boolean' && path.length === 0 && another === undefined) {
    const answer = only === undefined ? null : ofValue(asked, file, only, depth + 1);
    return answer === null ? null : { ...answer, is: Boolean(answer.is) };
  }
  if (root.kind !== 'value' || path.length !== 1) return null;
  const receiver = ofValue(asked, file, root.value, depth + 1);
  if (receiver?.is === null) return receiver;
  return typeof receiver?.is === 'string' && /^(?:trim|toLowerCase)$/.test(path[0] ?? '') ? receiver : null;
}

function ofOperator(operator: string, left: Answer | null, right: Answer | null, written: Value | null): Answer | null {
  const by = left?.by ?? right?.by ?? null;
  switch (operator) {
    case '!':
    case 'not':
      return right === null ? null : { ...right, is: !right.is };
    case '&&':
    case 'and':
      // One that is off is enough, whatever the other says.
      return [left, right].find((each) => each !== null && !each.is) ?? (left === null ? null : right);
    case '||':
    case 'or':
    case '??': {
      if (left === null || right === null) return null;
      const isLeft = operator === '??' ? left.is !== null : Boolean(left.is);
      return isLeft ? left : named(right, left.by);
    }
    case '===':
    case '==':
    case 'is':
      return left === null || right === null || written === null ? null : { is: left.is === right.is, by };
    case '!==':
    case '!=':
    case 'is not':
      return left === null || right === null || written === null ? null : { is: left.is !== right.is, by };
    default:
      return null;
  }
}

/** Nothing is set but what a file of the workspace sets, of which it is not told what it holds. */
function whileUnset(graph: ProgramGraph): EnvironmentReader {
  return (name) => (isSet(graph, name) ? undefined : null);
}

/** Whether a file of the workspace sets an environment name to anything but an off, or every deployment sets it. */
function isSet(graph: ProgramGraph, name: string): boolean {
  if (environmentKinds.has(name)) return true;
  return settingsNamed(graph, name).some(({ fact }) => !isOff(fact));
}

export function isOff({ value }: EnvironmentFact): boolean {
  if (value?.kind === 'number') return value.value === 0;
  return value?.kind === 'word' && /^(?:false|off|no)$/i.test(value.value);
}
