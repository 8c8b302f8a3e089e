import type { LockUse } from '../../../catalog/locks.ts';
import type { CodeFacts } from '../../../facts/code.ts';
import { callOf } from '../../../facts/operations.ts';
import type { CallId, Reference, Value } from '../../../facts/values.ts';
import { argumentOf, meaningsOf } from '../../../link/evaluate.ts';
import type { LibraryUse, ProgramGraph } from '../../../link/program-graph.ts';
import { functionsFor, type Region, within } from './region.ts';

/** Whether it lets in one at a time. */
export function isExclusive(graph: ProgramGraph, use: LibraryUse): boolean {
  const permits = use.pattern.lock?.permits;
  if (permits === undefined) return true;
  const given = argumentOf(graph, use, permits);
  if (given.state === 'absent') return true;
  return given.meanings.length === 1 && given.meanings[0]?.kind === 'literal' && given.meanings[0].value === 1;
}

/** Where the locks of the catalogue are taken, and what runs meanwhile, by the call that made each. */
export function heldRegions(graph: ProgramGraph): ReadonlyMap<string, readonly Region[]> {
  const locks = graph.uses.filter(({ pattern }) => pattern.lock !== undefined);
  const found = new Map<string, Region[]>();
  if (locks.length === 0) return found;
  const kinds = new Map(
    locks.flatMap(({ pattern: { lock } }) => (lock === undefined ? [] : [[lock.type, lock] as const])),
  );
  const methods = new Set([...kinds.values()].flatMap(methodsOf));
  for (const [file, { code }] of graph.facts) {
    if (code === null) continue;
    code.calls.forEach(({ callee }, call) => {
      const method = callee.path.at(-1) ?? '';
      if (!methods.has(method)) return;
      for (const { type, use } of locksAt(graph, file, callee)) {
        const lock = kinds.get(type);
        const region = lock === undefined ? null : regionAt(graph, code, file, call, lock);
        if (region !== null) found.set(use, [...(found.get(use) ?? []), region]);
      }
    });
  }
  return found;
}

function methodsOf({ runs, takes, enters }: LockUse): readonly string[] {
  return [...runs.map(({ method }) => method), ...takes, ...(enters === undefined ? [] : [enters])];
}

/** The locks that a method is called of, or that are called themselves, each by the call that made it. */
function locksAt(
  graph: ProgramGraph,
  file: string,
  callee: Reference,
): readonly { readonly type: string; readonly use: string }[] {
  if (callee.root.kind === 'global' || callee.root.kind === 'value') return [];
  const reference = { ...callee, path: callee.path.slice(0, -1) };
  const value: Value = { kind: 'reference', reference, span: callee.span };
  return meaningsOf(graph, file, value).flatMap((meaning) =>
    meaning.kind === 'tracked' && meaning.use !== null ? [{ type: meaning.type, use: meaning.use.id }] : [],
  );
}

function regionAt(graph: ProgramGraph, code: CodeFacts, file: string, call: CallId, lock: LockUse): Region | null {
  const fact = code.calls[call];
  if (fact === undefined) return null;
  const method = fact.callee.path.at(-1) ?? '';
  const key = `${file}#${fact.function}`;
  const operations = code.functions[fact.function]?.operations ?? [];
  const site = { file, span: fact.calleeSpan };
  const run = lock.runs.find((each) => each.method === method);
  const given = run === undefined ? undefined : fact.arguments[run.position];
  if (given !== undefined) {
    return { function: key, site, operations: new Set(), functions: functionsFor(graph, key, file, given) };
  }
  if (method === lock.enters) return { function: key, site, operations: within(operations, call), functions: [] };
  if (!lock.takes.includes(method)) return null;
  const end = releaseOf(code, fact.function, call, lock);
  const held = operations.filter(({ span }) => span[0] >= fact.span[1] && (end === null || span[0] < end));
  return { function: key, site, operations: new Set(held), functions: [] };
}

/** Where what was taken is released in the same function: `lock.release()`, or the call of what taking it gave. */
function releaseOf(code: CodeFacts, owner: number, call: CallId, lock: LockUse): number | null {
  const given = code.declarations.findIndex(({ initial }) => initial?.kind === 'call' && initial.call === call);
  const releases = (code.functions[owner]?.operations ?? []).flatMap((operation) => {
    const id = callOf(operation);
    const callee = id === null ? undefined : code.calls[id]?.callee;
    if (callee === undefined || operation.span[0] < (code.calls[call]?.span[1] ?? 0)) return [];
    const isGiven = callee.root.kind === 'declared' && callee.root.declaration === given && callee.path.length === 0;
    return isGiven || lock.releases.includes(callee.path.at(-1) ?? '') ? [operation.span[0]] : [];
  });
  return releases.at(-1) ?? null;
}
