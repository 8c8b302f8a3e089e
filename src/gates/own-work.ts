import type { CodeFacts } from '../facts/code.ts';
import type { Reference, Value } from '../facts/values.ts';
import { callByCallee } from '../link/calls-at.ts';
import type { CallEdge, CellAccess, FunctionKey, ProgramGraph, StateCell } from '../link/program-graph.ts';
import { growthOf } from './contents.ts';
import { gaugeOf, runnersOf, surroundings } from './gauge.ts';
import { workReaches } from './moment.ts';
import { isSameMention } from './named-values.ts';
import { lastName } from './origins.ts';
import { ownRunStop } from './own-run.ts';
import { ownWaitStop } from './own-wait.ts';
import { isProgramMade } from './program-made.ts';
import { asksAbout } from './refusal.ts';
import { firstStop, type Stop } from './stop.ts';

const stop = (reason: string): Stop => ({ gate: 'role', reason });

/** A collection about the work of this very process, in which no other instance would find anything of use. */
export function ownWorkStop(graph: ProgramGraph, cell: StateCell): Stop | null {
  return firstStop([
    () => gaugeStop(graph, cell),
    () => paceStop(graph, cell),
    () => overlapStop(graph, cell),
    () => clockStop(graph, cell),
    () => listenerStop(graph, cell),
    () => sameFlowStop(graph, cell),
    () => runStop(graph, cell),
    () => ownRunStop(graph, cell),
    () => ownWaitStop(graph, cell),
  ]);
}

function gaugeStop(graph: ProgramGraph, cell: StateCell): Stop | null {
  return gaugeOf(graph, cell) === 'own'
    ? stop('It counts what this process is doing now: up when something begins and down when it ends.')
    : null;
}

/** Delays and marks of loops: the program spells out for what, and the numbers follow from each other. */
function paceStop(graph: ProgramGraph, cell: StateCell): Stop | null {
  const growth = growthOf(cell);
  const isPace = growth.every((access) => {
    const { value, site, function: key } = access;
    const place = { graph, file: site.file, function: key };
    if (access.key === null || value === null || !isProgramMade(place, access.key)) return false;
    return isFlag(value) ? fallsBack(cell, access) : isOwnNumber(graph, cell, access, value);
  });
  return isPace && growth.length > 0
    ? stop('It paces this process: for each kind of work that the program names, how long to wait or whether it is on.')
    : null;
}

function isFlag(value: Value): boolean {
  return value.kind === 'literal' && typeof value.value === 'boolean';
}

/** `ticking[type] = true`, and `false` again in the same function. */
function fallsBack(cell: StateCell, { function: key, value }: CellAccess): boolean {
  const wanted = value?.kind === 'literal' ? value.value : null;
  return growthOf(cell).some(
    (other) => other.function === key && other.value?.kind === 'literal' && other.value.value === !wanted,
  );
}

/** A number that is made of constants and of what stood there before: a delay that grows and starts again. */
function isOwnNumber(graph: ProgramGraph, cell: StateCell, { function: key, site }: CellAccess, value: Value): boolean {
  const code = graph.facts.get(site.file)?.code ?? null;
  if (code === null) return false;
  const isNumber = (part: Value, depth: number): boolean => {
    if (depth > 4) return false;
    const next = (inner: Value): boolean => isNumber(inner, depth + 1);
    if (part.kind === 'reference' && isReadAt(cell, site.file, part.span[0])) return true;
    switch (part.kind) {
      case 'literal':
        return typeof part.value === 'number';
      case 'operator':
        return (part.left === null || next(part.left)) && next(part.right);
      case 'conditional':
        return next(part.then) && next(part.otherwise);
      case 'call':
        return (
          ['min', 'max'].includes(lastName(code, part.call)) && (code.calls[part.call]?.arguments.every(next) ?? false)
        );
      case 'reference':
        return isProgramMade({ graph, file: site.file, function: key }, part);
      default:
        return false;
    }
  };
  return isNumber(value, 0);
}

/** The mention of an entry begins with the mention of the collection. */
function isReadAt(cell: StateCell, file: string, start: number): boolean {
  return cell.accesses.some(({ kind, site }) => kind === 'read' && site.file === file && site.span[0] === start);
}

/** What a timer or a queue's worker puts in and takes out again before it ends: it only keeps one process from starting twice. */
function overlapStop(graph: ProgramGraph, cell: StateCell): Stop | null {
  const growth = growthOf(cell).filter((access) => !isTakingOut(graph, access));
  const isLeft = growth.every((access) =>
    cell.accesses.some(
      (other) =>
        other.function === access.function &&
        ((other.kind === 'remove' && isSameMention(other.key, access.key ?? access.value)) ||
          isTakingOut(graph, other)),
    ),
  );
  const isOwnTurn = growth.every(({ function: key }) => {
    const reaches = workReaches(graph, key);
    return reaches.length > 0 && reaches.every(({ moment }) => moment === 'timer' || moment === 'queue');
  });
  return growth.length > 0 && isLeft && isOwnTurn && !growth.some((access) => isLeftByFailure(graph, cell, access))
    ? stop('It keeps a job from starting twice on this process; which instance gets the job is decided elsewhere.')
    : null;
}

/**
 * `tries[id] = tries.get(id, 0) + 1`, and taken out only where the work succeeds: what a run that failed left there is
 * what the next one, perhaps elsewhere, goes on from.
 */
function isLeftByFailure(graph: ProgramGraph, cell: StateCell, { function: key, value, site }: CellAccess): boolean {
  const code = graph.facts.get(site.file)?.code ?? null;
  if (code === null || value === null) return false;
  const own = cell.accesses.filter((other) => other.function === key);
  return (
    own.some((other) => other.kind === 'read' && asksAbout(code, value, other.site.span, 0)) &&
    own.every(({ kind, operation }) => kind !== 'remove' || !operation.inFinally)
  );
}

/** `running[name] = running[name].filter(…)`. */
function isTakingOut(graph: ProgramGraph, { value, site }: CellAccess): boolean {
  const code = graph.facts.get(site.file)?.code ?? null;
  return code !== null && value?.kind === 'call' && lastName(code, value.call) === 'filter';
}

/**
 * Every instance has such a timer or such a loop, which fills its own from where all of them look. That each does the
 * work is another rule's finding.
 */
function clockStop(graph: ProgramGraph, cell: StateCell): Stop | null {
  const reaches = growthOf(cell).flatMap((access) => workReaches(graph, access.function));
  const isByClock = reaches.length > 0 && reaches.every(({ moment }) => moment === 'timer');
  return isByClock
    ? stop('Only timers fill it, no request does. Each instance has them, so each fills its own in the same way.')
    : null;
}

/** One object's events put entries in and ask for them: what one of its listeners kept, the next one finds. */
function listenerStop(graph: ProgramGraph, cell: StateCell): Stop | null {
  const registrars = new Set<FunctionKey | null>();
  for (const access of cell.accesses) {
    const reaches = workReaches(graph, access.function);
    if (reaches.length === 0) continue;
    for (const { chain } of reaches) registrars.add(registrarOf(graph, chain));
  }
  const isOne = registrars.size === 1 && !registrars.has(null);
  return isOne
    ? stop('Listeners that one function sets up fill it and ask it, so they find what they kept on the same process.')
    : null;
}

/** The function that handed a listener to something outside the workspace, on the way to a function. */
function registrarOf(graph: ProgramGraph, chain: readonly CallEdge[]): FunctionKey | null {
  const handed = chain.findLast((edge) => edge.kind === 'callback' && edge.certainty === 'possible');
  return handed !== undefined && isListening(graph, handed) ? handed.from : null;
}

const listens = /^(?:on|once|addListener|addEventListener|subscribe|prependListener)$/;

function isListening(graph: ProgramGraph, { site }: CallEdge): boolean {
  const code = graph.facts.get(site.file)?.code ?? null;
  const call = callByCallee(graph.facts, site);
  return code !== null && call !== null && listens.test(lastName(code, call.id));
}

/** Whoever puts an entry in also sets up the listener that asks for it, so both are on one process. */
function sameFlowStop(graph: ProgramGraph, cell: StateCell): Stop | null {
  const writers = new Set(growthOf(cell).map((access) => access.function));
  const readers = cell.accesses.filter(({ kind }) => !['write', 'append', 'remove', 'clear', 'assign'].includes(kind));
  const isSame = readers.every(({ function: key }) => {
    const node = graph.functions.get(key);
    const code = node === undefined ? null : (graph.facts.get(node.file)?.code ?? null);
    return node !== undefined && code !== null && isListenerWithin(graph, code, node.file, node.id, writers);
  });
  return isSame && readers.length > 0
    ? stop('Whoever puts an entry in listens for what asks about it, so both happen on the same process.')
    : null;
}

/** Whether a function, or one around it, is given to something that the filling function made and listens to. */
function isListenerWithin(
  graph: ProgramGraph,
  code: CodeFacts,
  file: string,
  id: number,
  writers: ReadonlySet<FunctionKey>,
): boolean {
  for (let at: number | null = id; at !== null && at !== 0; at = code.functions[at]?.parent ?? null) {
    const given = code.calls.findIndex(
      (fact, call) =>
        listens.test(lastName(code, call)) &&
        !isGiven(code, fact.callee) &&
        fact.arguments.some((argument) => argument.kind === 'function' && argument.function === at),
    );
    if (given < 0 || graph.entries.some((entry) => entry.function === `${file}#${at}`)) continue;
    for (let outer = code.functions[at]?.parent ?? null; outer !== null && outer !== 0; ) {
      if (writers.has(`${file}#${outer}`)) return true;
      outer = code.functions[outer]?.parent ?? null;
    }
  }
  return false;
}

/** A socket or a request comes from outside, and others like it may be on other instances. */
function isGiven(code: CodeFacts, { root }: Reference): boolean {
  return root.kind !== 'declared' || code.declarations[root.declaration]?.kind === 'parameter';
}

/**
 * What one handler notes about its own run: it puts the entry in without asking first, and takes it out in the end,
 * whatever happens. Nobody else asks for it.
 */
function runStop(graph: ProgramGraph, cell: StateCell): Stop | null {
  const growth = growthOf(cell);
  const handlers = new Set(
    cell.accesses.flatMap((access) =>
      workReaches(graph, access.function)
        .filter(({ moment }) => moment !== 'timer')
        .map(({ entry }) => entry?.function ?? null),
    ),
  );
  if (growth.length === 0 || handlers.size !== 1 || handlers.has(null)) return null;
  const asksFirst = growth.some((access) =>
    cell.accesses.some(
      ({ kind, function: key, site }) =>
        key === access.function && ['read', 'test', 'size'].includes(kind) && site.span[0] < access.site.span[0],
    ),
  );
  const removers = cell.accesses.filter(({ kind }) => kind === 'remove').map((access) => access.function);
  const beginners = runnersOf(
    graph,
    growth.map((access) => access.function),
  );
  const ends = removers.some((key) =>
    (graph.callers.get(key) ?? []).some(
      (edge) => isInFinally(graph, edge) && surroundings(graph, edge.from).some((each) => beginners.has(each)),
    ),
  );
  return !asksFirst && ends
    ? stop(
        'One handler notes its own run here and takes the entry out when the run ends; no other request asks for it.',
      )
    : null;
}

function isInFinally(graph: ProgramGraph, { from, site }: CallEdge): boolean {
  const operations = graph.functions.get(from)?.fact.operations ?? [];
  return operations.some(({ inFinally, span }) => inFinally && span[0] <= site.span[0] && site.span[1] <= span[1]);
}
