import type { RuleContext } from '../../findings/rule.ts';
import { guardsAt } from '../../link/guards-at.ts';
import type { CellAccess, FunctionKey, ProgramGraph, StateCell } from '../../link/program-graph.ts';
import { remembered } from '../../link/remembered.ts';
import { growthOf } from '../contents.ts';
import { workReach } from '../moment.ts';
import { functionsFrom, isWithin } from '../reachable.ts';
import type { Stop } from '../stop.ts';
import type { KeptWork } from './kept-work.ts';
import { lossOf } from './loss.ts';

/** Work in a list that requests put in and that a clock, or whoever puts in, takes out one by one. */
export const listedWork = remembered(({ graph }: RuleContext): readonly (KeptWork & { readonly cell: string })[] =>
  graph.cells.flatMap((cell) => (cell.shape === 'list' ? workIn(graph, cell) : [])),
);

function workIn(graph: ProgramGraph, cell: StateCell): readonly (KeptWork & { readonly cell: string })[] {
  const targets = [...new Set(cell.accesses.filter(takesNext).map((access) => access.function))].filter((key) =>
    isDoneBeside(graph, cell, key),
  );
  if (targets.length === 0) return [];
  return growthOf(cell).flatMap((access) => {
    const { function: key, site } = access;
    const reach = access.kind === 'append' ? workReach(graph, key, ['request', 'socket']) : null;
    if (reach === null || targets.includes(key)) return [];
    return [
      {
        until: 'turn',
        function: key,
        site,
        guards: guardsAt(graph, key, site),
        targets,
        takers: targets,
        reach,
        queue: cell.id,
        stop: toldStop(graph, access),
        cell: cell.id,
      },
    ];
  });
}

/** `queue.shift()`, `queue.pop(0)`, `queue.splice(0, 10)`: what stands first, or all, and no entry by its own key. */
function takesNext({ kind, operation, key }: CellAccess): boolean {
  if (kind !== 'remove' || operation.kind !== 'container') return false;
  const isFirst = key === null || (key.kind === 'literal' && typeof key.value === 'number');
  return isFirst && /^(?:shift|pop|popleft|splice)$/.test(operation.method ?? '');
}

/** Whether what takes entries out is run by a clock or the start of the program, or by whoever puts them in. */
function isDoneBeside(graph: ProgramGraph, cell: StateCell, key: FunctionKey): boolean {
  const isStarted = (graph.moments.get(key) ?? []).some(
    ({ moment, certainty }) => certainty === 'proved' && ['timer', 'boot', 'load'].includes(moment),
  );
  return isStarted || growthOf(cell).some((access) => functionsFrom(graph, access.function, 3).includes(key));
}

/** `new Promise((resolve) => queue.push({ order, resolve }))`: whoever puts it in is told of its end. */
function toldStop(graph: ProgramGraph, { function: key, value }: CellAccess): Stop | null {
  const isTold =
    value?.kind === 'object' &&
    value.properties.some((each) => /^(?:resolve|reject|callback|cb|done|res|deferred|future)$/i.test(each.key));
  const node = graph.functions.get(key);
  const code = node === undefined ? null : (graph.facts.get(node.file)?.code ?? null);
  const isPromised = code?.calls.some(
    ({ construct, callee, arguments: given }) =>
      construct &&
      callee.root.kind === 'global' &&
      callee.root.name === 'Promise' &&
      given.some((each) => each.kind === 'function' && isWithin(graph, key, `${node?.file}#${each.function}`)),
  );
  return isTold || isPromised === true
    ? { gate: 'moment', reason: 'Whoever puts it in is told of its end, so the request may wait for it.' }
    : null;
}

/** Whether a list is a queue of work that somebody would miss, which is told as that and not as a collection. */
export function isWorkList(context: RuleContext, cell: StateCell): boolean {
  return listedWork(context).some(
    (each) =>
      each.cell === cell.id &&
      each.stop === null &&
      'kind' in
        lossOf(context.graph, { targets: each.targets, own: [], from: each.function, site: each.site, isHeld: true }),
  );
}
