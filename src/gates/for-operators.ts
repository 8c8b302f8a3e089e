import type { CodeFacts, DecoratorFact } from '../facts/code.ts';
import type { Guard } from '../facts/operations.ts';
import type { Reference, Value } from '../facts/values.ts';
import type { FunctionKey, LibraryUse, ProgramGraph, Reach } from '../link/program-graph.ts';
import { conditionsOfUse, conditionsOnWay } from './conditions.ts';
import { wordsOf } from './purpose.ts';

const operators: ReadonlySet<string> = new Set([
  ...[
    'admin',
    'admins',
    'administrator',
    'administrators',
    'superadmin',
    'superuser',
    'superusers',
    'sysadmin',
    'staff',
  ],
]);

/**
 * Whether administrators alone come to a place: a decorator of the handler or of its class asks for one, a parameter of
 * it is given by what does, or a condition on the way that holds, or whose opposite leaves, is about one.
 */
export function isForOperators(graph: ProgramGraph, use: LibraryUse, reach: Reach): boolean {
  const { entry } = reach;
  if (entry !== null && asksForOperator(graph, entry.function)) return true;
  return [...conditionsOfUse(graph, use), ...conditionsOnWay(graph, reach)].some(({ file, guard }) =>
    isAboutOperator(graph.facts.get(file)?.code ?? null, guard),
  );
}

function asksForOperator(graph: ProgramGraph, key: FunctionKey): boolean {
  const node = graph.functions.get(key);
  const code = node === undefined ? null : (graph.facts.get(node.file)?.code ?? null);
  if (node === undefined || code === null) return false;
  const owner = node.class === null ? undefined : graph.classes.get(node.class);
  const decorators: readonly DecoratorFact[] = [...node.fact.decorators, ...(owner?.fact.decorators ?? [])];
  if (decorators.some(({ reference }) => speaks(code, reference))) return true;
  // `user = Depends(require_admin)`
  return node.fact.parameters.some((id) => {
    const initial = code.declarations[id]?.initial ?? null;
    const given = initial?.kind === 'call' ? (code.calls[initial.call]?.arguments ?? []) : [];
    return given.some((each) => each.kind === 'reference' && speaks(code, each.reference));
  });
}

/** `if user.is_superuser`, and what stands behind `if not user.is_superuser: return`. */
function isAboutOperator(code: CodeFacts | null, { test, holds }: Guard): boolean {
  return code !== null && holds && sidesOf(test).some((each) => isMention(code, each));
}

/** All that must hold where a test does. */
function sidesOf(value: Value): readonly Value[] {
  return value.kind === 'operator' && /^(?:&&|and)$/.test(value.operator) && value.left !== null
    ? [...sidesOf(value.left), ...sidesOf(value.right)]
    : [value];
}

function isMention(code: CodeFacts, value: Value): boolean {
  if (value.kind === 'reference') return speaks(code, value.reference);
  const fact = value.kind === 'call' ? code.calls[value.call] : undefined;
  return fact !== undefined && speaks(code, fact.callee);
}

function speaks(code: CodeFacts, { root, path }: Reference): boolean {
  const name = path.at(-1) ?? (root.kind === 'declared' ? code.declarations[root.declaration]?.name : undefined) ?? '';
  return wordsOf(name).some((word) => operators.has(word));
}
