import type { SocketServer } from '../../../catalog/types.ts';
import type { CallId, Reference, Value } from '../../../facts/values.ts';
import { meaningsOf } from '../../../link/evaluate.ts';
import type { ProgramGraph, Site } from '../../../link/program-graph.ts';
import { isSideCode } from '../../../system/side-code.ts';
import { isForAsker } from './audience.ts';
import { type Reached, reachedBy } from './reached.ts';
import { spokenAs } from './spoken.ts';

/** A message to sockets of others, or a question about them. */
export interface Broadcast {
  readonly site: Site;
  readonly reached: Reached;
}

/** What some files send to sockets of others, in the order of the files. */
export function broadcastsIn(
  graph: ProgramGraph,
  files: ReadonlySet<string>,
  sockets: SocketServer,
): readonly Broadcast[] {
  return [...files].filter((file) => !isSideCode(file)).flatMap((file) => broadcastsOf(graph, file, sockets));
}

function broadcastsOf(graph: ProgramGraph, file: string, sockets: SocketServer): readonly Broadcast[] {
  const code = graph.facts.get(file)?.code ?? null;
  if (code === null) return [];
  const known = knownIn(graph, file, code.functions.length);
  const found = code.calls.flatMap((fact, call) => {
    const subjects = known.get(call) ?? null;
    if (subjects === null && (!sockets.speaks.test(spokenAs(code, fact)) || isOfAnother(graph, file, fact.callee)))
      return [];
    return isForAsker(graph, file, fact, { ...sockets, subjects: subjects ?? [] }) ? [] : [{ call, fact }];
  });
  // `socket.to(room)` begins what `.emit(…)` behind it ends: that is one message.
  const begun = new Set(found.map(({ fact: { callee } }) => (callee.root.kind === 'call' ? callee.root.call : null)));
  return found
    .filter(({ call }) => !begun.has(call))
    .map(({ fact }) => ({
      site: { file, span: fact.calleeSpan },
      reached: reachedBy(graph, `${file}#${fact.function}`),
    }));
}

/** Calls that the catalogue takes for broadcasts, with who is meant by them where that is said. */
function knownIn(graph: ProgramGraph, file: string, functions: number): ReadonlyMap<CallId, readonly Value[]> {
  const known = new Map<CallId, readonly Value[]>();
  for (let id = 0; id < functions; id++) {
    for (const { effect, call, subject } of graph.effects.get(`${file}#${id}`) ?? []) {
      if (effect !== 'broadcast') continue;
      known.set(call, [...(known.get(call) ?? []), ...(subject === null ? [] : [subject])]);
    }
  }
  return known;
}

/** Whether what only its name tells is something that a package made, such as a client that speaks to another server. */
function isOfAnother(graph: ProgramGraph, file: string, { root, span }: Reference): boolean {
  if (root.kind !== 'declared') return false;
  const holder: Value = { kind: 'reference', reference: { root, path: [], span }, span };
  return meaningsOf(graph, file, holder).some(
    (each) => each.kind === 'made' || (each.kind === 'external' && each.module !== ''),
  );
}
