import type { CallFact } from '../../../facts/code.ts';
import type { Value } from '../../../facts/values.ts';
import type { Stop } from '../../../gates/stop.ts';
import { meaningsOf } from '../../../link/evaluate.ts';
import { exportMatches } from '../../../link/follow/patterns.ts';
import type { FunctionKey, LibraryUse, ProgramGraph } from '../../../link/program-graph.ts';
import { isMadeBy } from './put.ts';

/** One call that counts: `limiter.consume(request.ip)`. */
interface Counting {
  readonly file: string;
  readonly function: FunctionKey;
  readonly key: Value | null;
}

/** A connection stays on the instance that it reached, so what is counted for it by itself is counted whole there. */
export function connectionStop(graph: ProgramGraph, use: LibraryUse): Stop | null {
  const countings = countingsOf(graph, use);
  return countings.length > 0 && countings.every((each) => isConnection(graph, each))
    ? { gate: 'role', reason: 'It counts each connection by itself, and a connection stays on one instance.' }
    : null;
}

/** Whether all who ask are counted together, or made to wait: then what it spares is something behind the service. */
export function countsTogether(graph: ProgramGraph, use: LibraryUse): boolean {
  const queue = use.pattern.limit?.queuedBy;
  const isQueued =
    queue !== undefined &&
    callsOf(graph).some(
      ({ file, fact }) =>
        fact.construct &&
        meaningsOf(graph, file, calleeOf(fact)).some(
          (meaning) => meaning.kind === 'external' && exportMatches(meaning, queue.modules, queue.name),
        ) &&
        fact.arguments.some((value) => isMadeBy(graph, use, file, value)),
    );
  const countings = countingsOf(graph, use);
  return isQueued || (countings.length > 0 && countings.every(({ key }) => key?.kind === 'literal'));
}

function calleeOf({ callee }: CallFact): Value {
  return { kind: 'reference', reference: callee, span: callee.span };
}

function countingsOf(graph: ProgramGraph, use: LibraryUse): readonly Counting[] {
  const asked = use.pattern.limit?.asked;
  if (asked === undefined) return [];
  return callsOf(graph).flatMap(({ file, fact }) => {
    const { root, path, span } = fact.callee;
    if (!asked.methods.includes(path.at(-1) ?? '')) return [];
    const receiver: Value = { kind: 'reference', reference: { root, path: path.slice(0, -1), span }, span };
    if (!isMadeBy(graph, use, file, receiver)) return [];
    return [{ file, function: `${file}#${fact.function}`, key: fact.arguments[asked.key] ?? null }];
  });
}

function callsOf(graph: ProgramGraph): readonly { readonly file: string; readonly fact: CallFact }[] {
  return [...graph.facts.values()].flatMap(({ path, code }) =>
    (code?.calls ?? []).map((fact) => ({ file: path, fact })),
  );
}

/** `socket.id`, where a handler of sockets was given the socket. */
function isConnection(graph: ProgramGraph, { file, function: from, key }: Counting): boolean {
  if (key?.kind !== 'reference' || key.reference.path.join() !== 'id' || key.reference.root.kind !== 'declared') {
    return false;
  }
  const declared = graph.facts.get(file)?.code?.declarations[key.reference.root.declaration];
  const reaches = graph.moments.get(from) ?? [];
  return declared?.kind === 'parameter' && reaches.length > 0 && reaches.every(({ moment }) => moment === 'socket');
}
