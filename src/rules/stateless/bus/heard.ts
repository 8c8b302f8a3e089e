import type { PubSub } from '../../../catalog/types.ts';
import type { CallFact, CodeFacts } from '../../../facts/code.ts';
import type { FunctionId, Value } from '../../../facts/values.ts';
import { waysTo } from '../../../gates/ways.ts';
import { meaningsOf } from '../../../link/evaluate.ts';
import type { FunctionKey, LibraryUse, ProgramGraph, Reach, Site } from '../../../link/program-graph.ts';
import { isSideCode } from '../../../system/side-code.ts';
import { contains } from '../../../text/spans.ts';
import type { ConnectionTypes } from '../registry/connections.ts';

/** One call of a method of the emitter, with the name of its event. */
interface Call {
  readonly file: string;
  readonly fact: CallFact;
  readonly function: FunctionKey;
  readonly event: string;
}

/** An event that one request emits, and by which users are told who are connected to the same instance. */
export interface Heard {
  readonly emit: Site;
  readonly listen: Site;
  readonly way: Reach;
  readonly emitter: FunctionKey;
}

/** Events of an emitter that listeners of single connections write to their users, each with the ways that emit it. */
export function heardIn(
  graph: ProgramGraph,
  types: ConnectionTypes,
  use: LibraryUse,
  pubSub: PubSub,
  files: readonly string[],
): readonly Heard[] {
  const listens = callsOf(graph, use, pubSub.hears, files).filter((call) => tellsItsUser(graph, types, call));
  if (listens.length === 0) return [];
  return callsOf(graph, use, pubSub.tells, files).flatMap((emit): readonly Heard[] => {
    const listen = listens.find(({ event }) => event === emit.event);
    if (listen === undefined) return [];
    const listening = new Set(
      waysTo(graph, listen.function, ['request', 'socket']).map(({ entry }) => entry?.function ?? null),
    );
    // What a request tells itself stays with it.
    const [way] = waysTo(graph, emit.function, ['request', 'socket', 'queue']).filter(
      ({ certainty, entry }) => certainty === 'proved' && !listening.has(entry?.function ?? null),
    );
    const site = { file: emit.file, span: emit.fact.calleeSpan };
    return way === undefined
      ? []
      : [{ emit: site, listen: { file: listen.file, span: listen.fact.calleeSpan }, way, emitter: emit.function }];
  });
}

function callsOf(
  graph: ProgramGraph,
  use: LibraryUse,
  methods: readonly string[],
  files: readonly string[],
): readonly Call[] {
  return files.flatMap((file) => {
    const code = isSideCode(file) ? null : (graph.facts.get(file)?.code ?? null);
    return (code?.calls ?? []).flatMap((fact): readonly Call[] => {
      const [first] = fact.arguments;
      const event = first === undefined ? null : nameOf(first);
      if (event === null || !methods.includes(fact.callee.path.at(-1) ?? '') || !isOf(graph, use, file, fact))
        return [];
      return [{ file, fact, function: `${file}#${fact.function}`, event }];
    });
  });
}

/** A literal, or the literal that a name begins with: all that is said to somebody under `user:…`. */
function nameOf(value: Value): string | null {
  if (value.kind === 'literal') return typeof value.value === 'string' ? value.value : null;
  const [first] = value.kind === 'concatenation' ? value.parts : [];
  return first?.kind === 'literal' && first.value !== '' ? `${String(first.value)}…` : null;
}

function isOf(graph: ProgramGraph, use: LibraryUse, file: string, { callee }: CallFact): boolean {
  const reference = { ...callee, path: callee.path.slice(0, -1) };
  return meaningsOf(graph, file, { kind: 'reference', reference, span: callee.span }).some(
    (each) => each.kind === 'tracked' && each.use?.id === use.id,
  );
}

/** Whether a listener speaks to the connection that the function around it was given. */
function tellsItsUser(graph: ProgramGraph, types: ConnectionTypes, { file, fact }: Call): boolean {
  const code = graph.facts.get(file)?.code ?? null;
  const given = fact.arguments[1];
  if (code === null || given === undefined) return false;
  return meaningsOf(graph, file, given).some((meaning) => {
    const node = meaning.kind === 'function' ? graph.functions.get(meaning.function) : undefined;
    return node?.file === file && speaksIn(graph, types, file, code, node.id);
  });
}

function speaksIn(
  graph: ProgramGraph,
  types: ConnectionTypes,
  file: string,
  code: CodeFacts,
  listener: FunctionId,
): boolean {
  const within = code.functions[listener]?.span;
  return code.calls.some(({ callee, span }) => {
    const { root } = callee;
    if (!contains(within, span) || root.kind !== 'declared') return false;
    const declared = code.declarations[root.declaration];
    // Its own parameters are what it is told, and no user.
    if (declared?.kind !== 'parameter' || declared.function === listener) return false;
    const called = callee.path.join('.');
    return [...types.speaks].some(([type, methods]) => {
      const method = methods.find((each) => called === each);
      if (method === undefined) return false;
      const reference = { ...callee, path: [] };
      return meaningsOf(graph, file, { kind: 'reference', reference, span: callee.span }).some(
        (each) => each.kind === 'tracked' && each.type === type,
      );
    });
  });
}
