import type { EffectKind } from '../catalog/types.ts';
import { reachableEffects } from '../link/effects.ts';
import type { CallEdge, CellAccess, FunctionKey, ProgramGraph, StateCell } from '../link/program-graph.ts';
import { growthOf } from './contents.ts';
import { workReaches } from './moment.ts';
import { isSameMention } from './named-values.ts';
import { refusesBy } from './refusal.ts';
import type { Stop } from './stop.ts';

/**
 * What this process itself waits for: whoever puts an entry in starts the wait that takes it out again, the wait changes
 * nothing that others see, and only timers ask besides. Another instance that waits for the same thing does no harm, which
 * is what tells it from a lock around work.
 */
export function ownWaitStop(graph: ProgramGraph, cell: StateCell): Stop | null {
  const growth = growthOf(cell);
  if (growth.length === 0) return null;
  const waits = growth.map((access) => waitOf(graph, cell, access));
  if (waits.includes(null)) return null;
  const own = new Set<FunctionKey | null>([...growth.map((access) => access.function), ...waits]);
  const asking = cell.accesses.filter(({ kind }) => ['read', 'test', 'iterate', 'size', 'escape'].includes(kind));
  const isOwn = asking.every((access) =>
    own.has(access.function) ? !refusesBy(graph, access) : isByClock(graph, access.function),
  );
  return isOwn
    ? {
        gate: 'role',
        reason:
          'It holds what this process is waiting for: whoever puts an entry in starts the wait that takes it out.',
      }
    : null;
}

/** The function that takes the entry out again, which is called behind where it is put in and does nothing but wait. */
function waitOf(graph: ProgramGraph, cell: StateCell, access: CellAccess): FunctionKey | null {
  const edges = (graph.callees.get(access.function) ?? []).filter(
    ({ site, kind }) => (kind === 'call' || kind === 'member') && site.span[0] > access.site.span[0],
  );
  const wait = edges.find(
    (edge) =>
      edge.to !== access.function &&
      takesOut(cell, edge.to) &&
      polls(graph, edge.to) &&
      isAbout(graph, edge, access) &&
      !reachableEffects(graph, edge.to).some(({ effect }) => seenByOthers.has(effect)),
  );
  return wait?.to ?? null;
}

function takesOut(cell: StateCell, key: FunctionKey): boolean {
  return cell.accesses.some((access) => access.kind === 'remove' && access.function === key);
}

/** Whether the function sets a timer and looks again: it calls itself, or waits in a loop. */
function polls(graph: ProgramGraph, key: FunctionKey): boolean {
  const node = graph.functions.get(key);
  const code = node === undefined ? null : (graph.facts.get(node.file)?.code ?? null);
  if (node === undefined || code === null) return false;
  const isWithin = (id: number): boolean => {
    for (let at: number | null = id; at !== null; at = code.functions[at]?.parent ?? null)
      if (at === node.id) return true;
    return false;
  };
  const own = code.calls.filter(({ function: id }) => isWithin(id));
  const setsTimer = own.some(({ callee: { root, path } }) => {
    const name = path.at(-1) ?? (root.kind === 'declared' ? code.declarations[root.declaration]?.name : null);
    return timers.test(name ?? (root.kind === 'global' ? root.name : ''));
  });
  const again = (graph.callees.get(key) ?? []).some(({ to }) => to === key);
  const inside = code.functions.some(
    (_, id) => isWithin(id) && (graph.callees.get(`${node.file}#${id}`) ?? []).some(({ to }) => to === key),
  );
  return setsTimer && (again || inside || node.fact.operations.some(({ inLoop }) => inLoop));
}

const timers = /^(?:setTimeout|setInterval|setImmediate|sleep|delay|wait)$/;

/** Whether the call is given the entry that was put in. */
function isAbout(graph: ProgramGraph, { site, call }: CallEdge, access: CellAccess): boolean {
  const given = call === undefined ? undefined : graph.facts.get(site.file)?.code?.calls[call]?.arguments;
  return given?.some((value) => isSameMention(value, access.key ?? access.value)) === true;
}

/** What is written into files may be a log, and what is published may be a message about it. */
const seenByOthers: ReadonlySet<EffectKind> = new Set([
  'database-write',
  'transaction',
  'file-remove',
  'mail',
  'payment',
  'external-call',
  'enqueue',
  'object-write',
  'cache-write',
  'lock',
]);

function isByClock(graph: ProgramGraph, key: FunctionKey): boolean {
  const reaches = workReaches(graph, key);
  return reaches.length > 0 && reaches.every(({ moment }) => moment === 'timer');
}
