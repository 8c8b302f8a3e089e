import type { SharedElsewhere } from '../catalog/types.ts';
import type { CallFact } from '../facts/code.ts';
import type { CallId } from '../facts/values.ts';
import { argumentOf } from '../link/evaluate.ts';
import type { LibraryUse, ProgramGraph, Site } from '../link/program-graph.ts';
import { type StoreKind, storeKind } from './shared.ts';

/** A call that gives something made elsewhere what makes it shared. */
export interface GivenElsewhere {
  /** `host` where only the processes of one host share it. */
  readonly kind: 'host' | 'store';
  readonly site: Site;
  /** Whether a condition leads to it, so that it may not be given everywhere. */
  readonly guarded: boolean;
}

/** The call in some files that shares what a use makes; one that shares between hosts before one that does not. */
export function givenElsewhere(
  graph: ProgramGraph,
  use: LibraryUse,
  files: ReadonlySet<string>,
): GivenElsewhere | null {
  const patterns = use.pattern.shared?.elsewhere ?? [];
  if (patterns.length === 0) return null;
  const found = [...files].flatMap((file) =>
    (graph.facts.get(file)?.code?.calls ?? []).flatMap((fact, call) => {
      const kind = kindGiven(graph, use, patterns, { file, call, fact });
      if (kind !== 'host' && kind !== 'store') return [];
      const operations = graph.functions.get(`${file}#${fact.function}`)?.fact.operations ?? [];
      const step = operations.find((each) => each.kind === 'call' && each.call === call);
      return [{ kind, site: { file, span: fact.calleeSpan }, guarded: (step?.guards.length ?? 0) > 0 } as const];
    }),
  );
  return found.find(({ kind }) => kind === 'store') ?? found[0] ?? null;
}

interface At {
  readonly file: string;
  readonly call: CallId;
  readonly fact: CallFact;
}

function kindGiven(
  graph: ProgramGraph,
  use: LibraryUse,
  patterns: readonly SharedElsewhere[],
  at: At,
): StoreKind | null {
  const when = use.pattern.shared;
  const pattern = patterns.find(({ call }) => isCall(graph, call, at));
  if (when === undefined || pattern === undefined) return null;
  const given = argumentOf(graph, { ...use, ...at }, pattern.gives);
  if (given.state === 'absent') return at.fact.arguments.some(({ kind }) => kind === 'spread') ? 'store' : null;
  const kinds = given.meanings.map((meaning) => storeKind(graph, when, meaning));
  if (kinds.length > 0 && kinds.every((kind) => kind === 'memory')) return 'memory';
  return kinds.length > 0 && kinds.every((kind) => kind === 'host') ? 'host' : 'store';
}

function isCall(graph: ProgramGraph, pattern: SharedElsewhere['call'], { file, call, fact }: At): boolean {
  if (pattern.kind !== 'method') return graph.following?.isCallOf(file, call, [pattern]) === true;
  return fact.callee.path.length > 0 && pattern.methods.includes(fact.callee.path.at(-1) ?? '');
}
