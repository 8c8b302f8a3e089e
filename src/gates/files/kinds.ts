import type { CallFact, CodeFacts } from '../../facts/code.ts';
import type { Guard } from '../../facts/operations.ts';
import type { DeclarationId, Value } from '../../facts/values.ts';
import type { Effect, ProgramGraph } from '../../link/program-graph.ts';

/** Types of which no value is of another of them; whatever else is named may be a kind of anything. */
const apart: ReadonlySet<string> = new Set(
  'str bytes bytearray int float bool dict list tuple Path PurePath'.split(' '),
);

/**
 * Whether a call does not lead to a write in the very function that it calls, because that stands under a condition which
 * what it is given there does not meet. `code` is the caller's.
 */
export function isOfAnotherKind(
  graph: ProgramGraph,
  code: CodeFacts,
  call: CallFact,
  { function: to, operation }: Effect,
): boolean {
  const node = graph.functions.get(to);
  const called = node === undefined ? null : (graph.facts.get(node.file)?.code ?? null);
  if (node === undefined || called === null) return false;
  return node.fact.parameters.some((parameter, index) => {
    const name = called.declarations[parameter]?.name;
    const value = call.arguments[index] ?? call.named.find(({ key }) => key === name)?.value;
    if (value?.kind !== 'reference' || value.reference.path.length > 0 || value.reference.root.kind !== 'declared') {
      return false;
    }
    const given = code.declarations[value.reference.root.declaration]?.type?.names.at(-1);
    return given !== undefined && isForAnotherKind(called, operation.guards, parameter, given);
  });
}

/**
 * Whether a step is only for another kind of value than what a parameter is given: `isinstance(data, Path)` where the
 * caller hands over bytes. `given` is the name of the type that the caller's value is declared with.
 */
function isForAnotherKind(code: CodeFacts, guards: readonly Guard[], parameter: DeclarationId, given: string): boolean {
  return guards.some(({ test, holds }) => {
    const asked = kindsAskedOf(code, test, parameter);
    if (asked === null) return false;
    return holds ? asked.every((kind) => kind !== given && apart.has(kind)) : asked.includes(given);
  });
}

/** The types that a test asks a parameter for; null for any other test. */
function kindsAskedOf(code: CodeFacts, test: Value, parameter: DeclarationId): readonly string[] | null {
  const call = test.kind === 'call' ? code.calls[test.call] : undefined;
  if (call?.callee.root.kind !== 'global' || call.callee.root.name !== 'isinstance') return null;
  const [value, kinds] = call.arguments;
  if (value?.kind !== 'reference' || kinds === undefined) return null;
  const { root, path } = value.reference;
  if (root.kind !== 'declared' || root.declaration !== parameter || path.length > 0) return null;
  const names = (kinds.kind === 'list' ? kinds.items : [kinds]).map((each) => typeName(code, each));
  return names.every((name) => name !== null) ? names : null;
}

function typeName(code: CodeFacts, value: Value): string | null {
  if (value.kind !== 'reference') return null;
  const { root, path } = value.reference;
  const last = path.at(-1);
  if (last !== undefined) return last;
  if (root.kind === 'global') return root.name;
  return root.kind === 'declared' ? (code.declarations[root.declaration]?.name ?? null) : null;
}
