import type { ArgumentPattern, BegunWork } from '../../catalog/types.ts';
import type { CallFact, CodeFacts } from '../../facts/code.ts';
import type { CallId, Reference, Value } from '../../facts/values.ts';
import type { FunctionKey, FunctionNode, LibraryUse, ProgramGraph } from '../../link/program-graph.ts';
import { remembered } from '../../link/remembered.ts';
import { lastName } from '../origins.ts';
import { chainFrom, isLeftAlone, isOnlyWatched } from './left-alone.ts';
import { functionsOf } from './targets.ts';

export interface Begun {
  readonly begins: BegunWork['begins'];
  readonly targets: readonly FunctionKey[];
  /** The process does not exit before it is done. */
  readonly isHeld: boolean;
}

/** Work that a call begins beside its caller, as the catalogue knows it, where nothing waits for its end. */
export function begunIn(graph: ProgramGraph, node: FunctionNode, code: CodeFacts, call: CallId): Begun | null {
  const use = beginners(graph).get(`${node.file}#${call}`);
  const work = use?.pattern.begunWork;
  const fact = code.calls[call];
  if (work === undefined || fact === undefined) return null;
  if (!isStarted(code, call, work) || isWaitedFor(code, node, work)) {
    return { begins: work.begins, targets: [], isHeld: false };
  }
  const value = argumentAt(fact, work.runs);
  const targets = value === null ? [] : functionsOf(graph, node.key, node.file, value);
  const all = [...new Set([...targets, ...registered(graph, node.file, fact)])];
  return {
    begins: work.begins,
    targets: work.takesTurns === true ? all.filter((key) => waits(graph, key)) : all,
    isHeld: work.heldUnless !== undefined && !isLetGo(code, call, work.heldUnless),
  };
}

/** Whether a function waits for anything on its way. One that never does is done in one go as soon as it has begun. */
function waits(graph: ProgramGraph, key: FunctionKey): boolean {
  const fact = graph.functions.get(key)?.fact;
  return fact?.async !== true || fact.operations.some(({ awaited }) => awaited);
}

/** `Thread(…, daemon=True)`, `thread.daemon = True`, `thread.setDaemon(True)`. */
function isLetGo(code: CodeFacts, call: CallId, option: string): boolean {
  const isSet = (value: Value | null | undefined) =>
    value != null && !(value.kind === 'literal' && value.value === false);
  if (isSet(code.calls[call]?.named.find(({ key }) => key === option)?.value)) return true;
  const names = keptUnder(code, call);
  const isIts = ({ root }: Reference) => root.kind === 'declared' && names.includes(root.declaration);
  return (
    code.calls.some(({ callee }) => isIts(callee) && callee.path.at(-1)?.toLowerCase() === `set${option}`) ||
    code.functions.some(({ operations }) =>
      operations.some(
        (each) =>
          (each.kind === 'assign' && isIts(each.target) && each.target.path.at(-1) === option && isSet(each.value)) ||
          (each.kind === 'container' && isIts(each.target) && each.target.path.at(-1) === option && isSet(each.value)),
      ),
    )
  );
}

/** The names that what a call makes begins as. */
function keptUnder(code: CodeFacts, call: CallId): readonly number[] {
  return code.declarations.flatMap(({ initial }, id) =>
    initial?.kind === 'call' && initial.call === call ? [id] : [],
  );
}

/** The calls that begin work, by place. */
const beginners = remembered(
  ({ uses }: ProgramGraph): ReadonlyMap<string, LibraryUse> =>
    new Map(uses.flatMap((use) => (use.pattern.begunWork === undefined ? [] : [[use.id, use] as const]))),
);

/** What a framework keeps for behind the answer is an entry of its own. */
function registered({ entries }: ProgramGraph, file: string, { calleeSpan }: CallFact): readonly FunctionKey[] {
  return entries.flatMap((each) =>
    each.site.file === file && each.site.span[0] === calleeSpan[0] ? [each.function] : [],
  );
}

/** Whether the call, or the method that begins what it makes, is a statement of its own. */
function isStarted(code: CodeFacts, call: CallId, { begins, startedBy }: BegunWork): boolean {
  if (begins === 'response') return true;
  if (startedBy === undefined) return isLeftAlone(code, call) || isOnlyWatched(code, call);
  if (chainFrom(code, call).some((each) => lastName(code, each) === startedBy)) return true;
  const names = keptUnder(code, call);
  return code.calls.some(
    ({ callee: { root, path } }) =>
      root.kind === 'declared' && names.includes(root.declaration) && path.length === 1 && path[0] === startedBy,
  );
}

/** Whether the function waits for anything by such a method: what it begins in a loop is waited for in another. */
function isWaitedFor(code: CodeFacts, { id }: FunctionNode, { waitedBy }: BegunWork): boolean {
  return code.calls.some(
    (each, call) =>
      each.function === id && waitedBy.includes(lastName(code, call)) && each.callee.root.kind !== 'value',
  );
}

function argumentAt(fact: CallFact, pattern: ArgumentPattern): Value | null {
  if (pattern.kind === 'named') {
    const named = fact.named.find(({ key }) => pattern.names.includes(key))?.value;
    return named ?? (pattern.position === undefined ? null : (fact.arguments[pattern.position] ?? null));
  }
  return pattern.kind === 'position' ? (fact.arguments.at(pattern.position) ?? null) : null;
}
