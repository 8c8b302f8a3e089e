import type { Guard, Operation } from '../../../facts/operations.ts';
import type { CallId, Value } from '../../../facts/values.ts';
import type { RuleContext } from '../../../findings/rule.ts';
import { functionsFrom } from '../../../gates/reachable.ts';
import type { Stop } from '../../../gates/stop.ts';
import type { FileAccess } from '../../../link/paths/accesses.ts';
import type { FunctionKey, ProgramGraph, Reach } from '../../../link/program-graph.ts';
import { contains } from '../../../text/spans.ts';
import { isAbout } from './readers.ts';

/**
 * `if (!exists(file)) write(file, …)`: what is missing is made anew, by each instance for itself. The question may stand
 * at any step of the way to the write, and in a function of its own.
 */
export function madeWhereMissingStop(
  { graph }: RuleContext,
  write: FileAccess,
  ways: readonly Reach[],
  accesses: readonly FileAccess[],
): Stop | null {
  const asking = accesses.filter(
    (each) => each.effect.effect === 'file-test' && isAbout(write, each, 'path') && !isFolderOf(each, write),
  );
  if (asking.length === 0) return null;
  const isOwn = isMissing(graph, write.effect.function, write.effect.operation.guards, asking);
  const isOnWay = ({ chain }: Reach): boolean =>
    chain.some((edge) => isMissing(graph, edge.from, guardsAt(graph, edge.from, edge.site.span), asking));
  return isOwn || (ways.length > 0 && ways.every(isOnWay))
    ? { gate: 'role', reason: 'It is made only where it is missing, so each instance makes its own.' }
    : null;
}

/** Whether a question is about the folder that the file lies in, which is made once. */
function isFolderOf(question: FileAccess, write: FileAccess): boolean {
  return question.shapes.some((shape) => write.shapes.some((written) => written.startsWith(`${shape}/`)));
}

function guardsAt(graph: ProgramGraph, key: FunctionKey, span: readonly [number, number]): readonly Guard[] {
  const node = graph.functions.get(key);
  const calls = graph.facts.get(node?.file ?? '')?.code?.calls ?? [];
  const isAround = (operation: Operation): boolean =>
    operation.kind === 'call' && contains(calls[operation.call]?.span, span);
  return node?.fact.operations.filter(isAround).at(-1)?.guards ?? [];
}

function isMissing(
  graph: ProgramGraph,
  key: FunctionKey,
  guards: readonly Guard[],
  asking: readonly FileAccess[],
): boolean {
  return guards.some(({ test, holds }) => says(graph, key, test, holds, asking, 0) === false);
}

/** Whether a condition that holds, or does not, says that the file is there; null where it does not ask. */
function says(
  graph: ProgramGraph,
  key: FunctionKey,
  test: Value,
  holds: boolean,
  asking: readonly FileAccess[],
  depth: number,
): boolean | null {
  const file = graph.functions.get(key)?.file ?? '';
  const code = graph.facts.get(file)?.code;
  if (depth > 5) return null;
  switch (test.kind) {
    case 'operator': {
      if (test.left === null)
        return says(graph, key, test.right, test.operator === '!' ? !holds : holds, asking, depth + 1);
      return (
        says(graph, key, test.left, holds, asking, depth + 1) ?? says(graph, key, test.right, holds, asking, depth + 1)
      );
    }
    case 'call':
      return asks(graph, key, test.call, asking) ? holds : null;
    case 'reference': {
      const { root } = test.reference;
      if (root.kind === 'call') return asks(graph, key, root.call, asking) ? holds : null;
      const initial = root.kind === 'declared' ? code?.declarations[root.declaration]?.initial : null;
      return initial == null ? null : says(graph, key, initial, holds, asking, depth + 1);
    }
    default:
      return null;
  }
}

/** The call asks whether the file is there, by itself or in the functions that it leads to. */
function asks(graph: ProgramGraph, key: FunctionKey, call: CallId, asking: readonly FileAccess[]): boolean {
  if (asking.some(({ effect }) => effect.function === key && effect.call === call)) return true;
  const node = graph.functions.get(key);
  const span = graph.facts.get(node?.file ?? '')?.code?.calls[call]?.calleeSpan;
  return (graph.callees.get(key) ?? [])
    .filter(({ site }) => site.span[0] === span?.[0])
    .some(({ to }) => {
      const led = new Set(functionsFrom(graph, to, 2));
      return asking.some(({ effect }) => led.has(effect.function));
    });
}
