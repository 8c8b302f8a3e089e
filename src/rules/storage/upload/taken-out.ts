import type { CodeFacts } from '../../../facts/code.ts';
import type { Guard, Operation } from '../../../facts/operations.ts';
import type { Value } from '../../../facts/values.ts';
import { functionsFrom } from '../../../gates/reachable.ts';
import type { FunctionKey, FunctionNode, ProgramGraph } from '../../../link/program-graph.ts';
import { initialOf, isWholeFile } from './file-paths.ts';

/**
 * Whether each route takes the file out of the folder again: somewhere behind it the file is read by its path and then
 * removed by it, under the same conditions. A removal under a condition of its own may stand for a failure alone.
 */
export function isTakenOut(graph: ProgramGraph, chains: readonly (readonly FunctionKey[])[]): boolean {
  return chains.length > 0 && chains.every((chain) => isTakenOutBy(graph, chain));
}

/** Whether one of the handlers of a route takes the file out. */
export function isTakenOutBy(graph: ProgramGraph, chain: readonly FunctionKey[]): boolean {
  return chain.some((key) => takesOut(graph, key));
}

function takesOut(graph: ProgramGraph, handler: FunctionKey): boolean {
  return functionsFrom(graph, handler, 8).some((key) => {
    const node = graph.functions.get(key);
    if (node === undefined) return false;
    const about = node.fact.operations.filter((operation) => isAboutReceived(graph, node, operation));
    return about.some(
      (removal, index) =>
        !removal.inCatch &&
        removes(graph, node, removal) &&
        about.slice(0, index).some((read) => sameGuards(read.guards, removal.guards.filter(isOfItsOwn))),
    );
  });
}

/** A call that is given the path of a received file. */
function isAboutReceived(graph: ProgramGraph, node: FunctionNode, operation: Operation): boolean {
  const code = graph.facts.get(node.file)?.code ?? null;
  const call = code !== null && operation.kind === 'call' ? code.calls[operation.call] : undefined;
  return code !== null && call?.arguments.some((value) => isFilePath(code, value)) === true;
}

function isFilePath(code: CodeFacts, value: Value, depth = 0): boolean {
  if (depth > 4) return false;
  const next = (inner: Value): boolean => isFilePath(code, inner, depth + 1);
  if (value.kind === 'operator') return (value.left !== null && next(value.left)) || next(value.right);
  if (value.kind !== 'reference') return false;
  const { path } = value.reference;
  const behind = initialOf(code, value);
  if (behind !== null) return next(behind);
  return /^(?:path|file_?path)$/i.test(path.at(-1) ?? '') && path.length > 0;
}

/** The call itself removes a file, or leads to what does. */
function removes(graph: ProgramGraph, node: FunctionNode, operation: Operation): boolean {
  if (operation.kind !== 'call') return false;
  const own = graph.effects.get(node.key) ?? [];
  if (own.some(({ effect, call }) => effect === 'file-remove' && call === operation.call)) return true;
  const span = graph.facts.get(node.file)?.code?.calls[operation.call]?.calleeSpan;
  return (graph.callees.get(node.key) ?? [])
    .filter(({ site }) => site.span[0] === span?.[0])
    .some(({ to }) =>
      functionsFrom(graph, to, 3).some((key) =>
        (graph.effects.get(key) ?? []).some(({ effect }) => effect === 'file-remove'),
      ),
    );
}

/** `if (request.file)` asks whether there is anything to remove, and leaves nothing behind where there is. */
function isOfItsOwn({ test, holds }: Guard): boolean {
  return !(holds && isWholeFile(test));
}

function sameGuards(one: readonly Guard[], other: readonly Guard[]): boolean {
  const keys = (guards: readonly Guard[]) => guards.map(({ test, holds }) => `${test.span.join()} ${holds}`).join('\n');
  return keys(one) === keys(other);
}
