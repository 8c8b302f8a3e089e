import type { CodeFacts } from '../facts/code.ts';
import type { Operation } from '../facts/operations.ts';
import { partsOf } from '../facts/value-parts.ts';
import type { DeclarationId, Value } from '../facts/values.ts';
import { callByCallee } from '../link/calls-at.ts';
import { isLookedAt } from '../link/looked-at.ts';
import type { CellAccess, FunctionKey, ProgramGraph, StateCell } from '../link/program-graph.ts';
import { contains } from '../text/spans.ts';

/**
 * Whether nothing hangs on what an access finds but how the collection itself is changed: `if key in entries: del
 * entries[key]`, and the place of an entry that is looked up to take it out or to put another there. Nobody is told what
 * stood there.
 */
export function onlyChanges(graph: ProgramGraph, cell: StateCell, access: CellAccess): boolean {
  const node = graph.functions.get(access.function);
  const code = graph.facts.get(access.site.file)?.code ?? null;
  if (node === undefined || code === null || !looksUp(access)) return false;
  const changing = cell.accesses.filter(({ kind, function: key }) => changes.has(kind) && key === access.function);
  if (changing.length === 0) return false;
  const own = new Set(changing.map(({ operation }) => operation));
  const names = namesFor(code, access);
  // A condition stands at each of the steps that it covers, so it is looked at once.
  const told = new Map<Value, boolean>();
  const isAbout = (value: Value | null): boolean => {
    if (value === null) return false;
    const known = told.get(value) ?? mentions(code, value, access, names);
    told.set(value, known);
    return known;
  };
  const hangs = (operation: Operation): boolean =>
    operation !== access.operation && (isUnder(operation, isAbout) || stepsOf(code, operation).some(isAbout));
  // Hardly any change hangs on it, so that is asked before all the other steps of what may be a long function.
  if (![...own].some(hangs)) return false;
  const where = { graph, function: access.function };
  return node.fact.operations.every(
    (operation) => own.has(operation) || isUnheard(where, operation, own) || !hangs(operation),
  );
}

const changes: ReadonlySet<CellAccess['kind']> = new Set(['remove', 'clear', 'write', 'append']);
const places: ReadonlySet<string> = new Set(['findIndex', 'findLastIndex', 'index']);

/** Whether it only asks whether or where something stands, and is given nothing of what is kept. */
function looksUp({ kind, operation }: CellAccess): boolean {
  if (kind === 'test') return true;
  return kind === 'read' && operation.kind === 'container' && places.has(operation.method ?? '');
}

/** The names that hold what was found. */
function namesFor(code: CodeFacts, { site }: CellAccess): ReadonlySet<DeclarationId> {
  const found = code.declarations.flatMap(({ initial }, id) =>
    initial !== null && initial.kind !== 'function' && contains(initial.span, site.span) ? [id] : [],
  );
  return new Set(found);
}

function mentions(code: CodeFacts, value: Value, access: CellAccess, names: ReadonlySet<DeclarationId>): boolean {
  if (value.kind === 'function') return false;
  if (contains(value.span, access.site.span)) return true;
  const next = (inner: Value): boolean => mentions(code, inner, access, names);
  if (value.kind === 'reference') {
    const { root } = value.reference;
    return root.kind === 'declared' && names.has(root.declaration);
  }
  if (value.kind === 'call') return (code.calls[value.call]?.arguments ?? []).some(next);
  return partsOf(value).some(next);
}

function isUnder({ guards }: Operation, isAbout: (value: Value) => boolean): boolean {
  return guards.some(({ test }) => isAbout(test));
}

/** What a step works with, besides what it works on. */
function stepsOf(code: CodeFacts, operation: Operation): readonly (Value | null)[] {
  if (operation.kind === 'call') return code.calls[operation.call]?.arguments ?? [];
  if (operation.kind === 'container') return [operation.key, operation.value];
  return [operation.value];
}

interface Where {
  readonly graph: ProgramGraph;
  readonly function: FunctionKey;
}

/** A return that gives nothing, or what was taken out to callers who do not look at it. */
function isUnheard({ graph, function: key }: Where, operation: Operation, own: ReadonlySet<Operation>): boolean {
  if (operation.kind !== 'return') return false;
  const { value } = operation;
  if (value === null) return true;
  const root = value.kind === 'reference' ? value.reference.root : value;
  if (root.kind !== 'call') return false;
  const isTaken = [...own].some((each) => each.kind === 'container' && each.call === root.call);
  return (
    isTaken &&
    (graph.callers.get(key) ?? []).every(({ site }) => {
      const caller = graph.facts.get(site.file)?.code ?? null;
      const call = callByCallee(graph.facts, site);
      return caller !== null && call !== null && !isLookedAt(caller, call.id);
    })
  );
}
