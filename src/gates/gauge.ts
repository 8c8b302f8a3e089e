import type { CodeFacts } from '../facts/code.ts';
import type { Value } from '../facts/values.ts';
import type { CellAccess, FunctionKey, ProgramGraph, StateCell } from '../link/program-graph.ts';
import { growthOf } from './contents.ts';
import { valuesOfRoot } from './named-values.ts';
import { wordsOf } from './names.ts';

/**
 * What a collection of numbers counts that go up when something begins and down when it ends. `own` is this process's
 * own work; `clients` is how much of it each client has open, asked before more is let in, which is a limit.
 */
export type Gauge = 'own' | 'clients' | null;

export function gaugeOf(graph: ProgramGraph, cell: StateCell): Gauge {
  const growth = growthOf(cell);
  const moves = growth.map((access) => ({ access, move: moveOf(graph, access) }));
  if (moves.length === 0 || moves.some(({ move }) => move === null)) return null;
  const of = (direction: Move): readonly FunctionKey[] =>
    moves.filter(({ move }) => move === direction).map(({ access }) => access.function);
  const lowering = of('down');
  if (lowering.length === 0 || of('up').length === 0) return null;
  const raisers = runnersOf(graph, of('up'));
  const isOneFlow = lowering.every((key) => surroundings(graph, key).some((each) => raisers.has(each)));
  if (!isOneFlow) return null;
  return cell.accesses.some((access) => limitsClients(graph, access)) ? 'clients' : 'own';
}

/** Where a gauge of clients is asked before more is let in; empty for every other collection. */
export function limitsIn(graph: ProgramGraph, cell: StateCell): readonly CellAccess[] {
  return gaugeOf(graph, cell) === 'clients' ? cell.accesses.filter((access) => limitsClients(graph, access)) : [];
}

type Move = 'up' | 'down' | 'level';

function moveOf(graph: ProgramGraph, { operation, value, site }: CellAccess): Move | null {
  if (operation.kind === 'assign' && operation.operator !== '=') {
    if (operation.operator === '++' || operation.operator === '+=') return 'up';
    return operation.operator === '--' || operation.operator === '-=' ? 'down' : null;
  }
  const code = graph.facts.get(site.file)?.code ?? null;
  return value === null || code === null ? null : directionOf(code, value, 0);
}

function directionOf(code: CodeFacts, value: Value, depth: number): Move | null {
  if (depth > 3) return null;
  if (value.kind === 'literal') return typeof value.value === 'number' ? 'level' : null;
  if (value.kind === 'reference' && value.reference.path.length === 0) {
    const found = valuesOfRoot(code, value.reference).map((each) => directionOf(code, each, depth + 1));
    return found.length === 1 ? (found[0] ?? null) : null;
  }
  if (value.kind !== 'operator' || value.left === null || value.right.kind !== 'literal') return null;
  if (value.right.value !== 1) return null;
  if (value.operator === '+') return 'up';
  return value.operator === '-' ? 'down' : null;
}

/** Functions, and those that call them. Handlers that are merely written beside each other are not among them. */
export function runnersOf(graph: ProgramGraph, raising: readonly FunctionKey[]): ReadonlySet<FunctionKey> {
  let reached = new Set(raising);
  for (let step = 0; step < 2; step++) {
    const callers = [...reached].flatMap((key) =>
      (graph.callers.get(key) ?? []).filter(isCall).map(({ from }) => from),
    );
    reached = new Set([...reached, ...callers.filter((key) => graph.functions.get(key)?.id !== 0)]);
  }
  return reached;
}

function isCall({ kind }: { readonly kind: string }): boolean {
  return kind === 'call' || kind === 'member';
}

/** A function with those that it is written in, and the callers of each with those that they are written in. */
export function surroundings(graph: ProgramGraph, key: FunctionKey): readonly FunctionKey[] {
  const met = new Map<FunctionKey, number>([[key, 0]]);
  for (const [at, steps] of met) {
    const node = graph.functions.get(at);
    const parent = node?.fact.parent ?? 0;
    if (node !== undefined && parent !== 0 && !met.has(`${node.file}#${parent}`))
      met.set(`${node.file}#${parent}`, steps);
    if (steps >= 3) continue;
    for (const { from } of graph.callers.get(at) ?? []) if (!met.has(from)) met.set(from, steps + 1);
  }
  return [...met.keys()].filter((each) => graph.functions.get(each)?.id !== 0);
}

const clientWords =
  /^(?:ip|ips|ipaddress|address|user|userid|username|account|accountid|tenant|tenantid|client|clientid|customer|customerid|member|email|phone|session|sessionid|token|apikey|organisation|organization|org|orgid|team|teamid|workspace|project|publickey)$/;

/** Whether an entry is asked for under the name of a client and compared with a bound. */
function limitsClients(graph: ProgramGraph, { kind, key, operation, site, function: owner }: CellAccess): boolean {
  if ((kind !== 'read' && kind !== 'test') || key === null) return false;
  const code = graph.facts.get(site.file)?.code ?? null;
  if (
    code === null ||
    !namesOf(code, key)
      .flatMap(wordsOf)
      .some((word) => clientWords.test(word))
  )
    return false;
  const isCompared = (test: Value): boolean => {
    if (test.kind !== 'operator') return false;
    if (test.left !== null && ['>=', '>', '<', '<='].includes(test.operator)) {
      return [test.left, test.right].some((side) => leadsTo(code, side, site.span, 0));
    }
    return (test.left !== null && isCompared(test.left)) || isCompared(test.right);
  };
  const operations = graph.functions.get(owner)?.fact.operations ?? [operation];
  return operations.some(
    (each) =>
      (each.kind === 'return' || each.kind === 'throw' || each.kind === 'call') &&
      each.guards.some(({ test }) => isCompared(test)),
  );
}

/** Whether a value is the mention at a place, or a name for what stands there. */
function leadsTo(code: CodeFacts, value: Value, span: readonly [number, number], depth: number): boolean {
  if (depth > 3) return false;
  if (value.span[0] <= span[0] && span[1] <= value.span[1]) return true;
  return (
    value.kind === 'reference' &&
    valuesOfRoot(code, value.reference).some((each) => leadsTo(code, each, span, depth + 1))
  );
}

function namesOf(code: CodeFacts, value: Value): readonly string[] {
  if (value.kind !== 'reference') return [];
  const { root, path } = value.reference;
  const last = path.at(-1);
  if (last !== undefined) return [last];
  return root.kind === 'declared' ? [code.declarations[root.declaration]?.name ?? ''] : [];
}
