import { reachableEffects } from '../link/effects.ts';
import { guardsAt } from '../link/guards-at.ts';
import type { CellAccess, ClassNode, FunctionKey, ProgramGraph, StateCell } from '../link/program-graph.ts';
import { growthOf } from './contents.ts';
import { leavesOutProduction } from './guard.ts';
import { workReach } from './moment.ts';
import { isMadeToStandIn, sharing, standsIn } from './stand-in.ts';
import type { Stop } from './stop.ts';

const stop = (reason: string): Stop => ({ gate: 'guard', reason });

/** Whether memory is only used where a shared store is not: beside it in the same function, or as another class of its kind (G6). */
export function dualModeStop(
  graph: ProgramGraph,
  cell: StateCell,
  growth: readonly CellAccess[] = growthOf(cell),
): Stop | null {
  if (growth.length === 0) return null;
  if (growth.every((access) => isOutsideProduction(graph, access))) {
    return stop('It is filled only outside production.');
  }
  if (growth.every((access) => standsIn(graph, access)) || isMadeToStandIn(graph, cell)) {
    return stop('It is used only where the shared store beside it is not, as while no address is set.');
  }
  if (cell.home.kind !== 'field') return null;
  const own = graph.classes.get(cell.home.class);
  const sibling = own === undefined ? undefined : sharedSibling(graph, own);
  return sibling === undefined
    ? null
    : stop(`\`${own?.fact.name}\` stands in where \`${sibling.fact.name}\`, which shares its entries, is not chosen.`);
}

function isOutsideProduction(graph: ProgramGraph, { operation, function: key, site }: CellAccess): boolean {
  return (
    operation.guards.some((guard) => leavesOutProduction(graph, site.file, guard)) ||
    isCalledOutsideProduction(graph, key, 0)
  );
}

/** Whether all who call a function while the service works do so only outside production. */
function isCalledOutsideProduction(graph: ProgramGraph, key: FunctionKey, depth: number): boolean {
  const callers = (graph.callers.get(key) ?? []).filter(({ from }) => workReach(graph, from) !== null);
  return (
    callers.length > 0 &&
    !graph.entries.some((entry) => entry.function === key) &&
    callers.every(
      ({ from, site }) =>
        guardsAt(graph, from, site).some((guard) => leavesOutProduction(graph, site.file, guard)) ||
        (depth < 2 && isCalledOutsideProduction(graph, from, depth + 1)),
    )
  );
}

/** A class of the same interface or base, made somewhere in the program, whose methods speak with a shared store. */
function sharedSibling(graph: ProgramGraph, own: ClassNode): ClassNode | undefined {
  const kinds = kindsOf(own);
  if (kinds.size === 0) return undefined;
  return [...graph.classes.values()].find(
    (other) =>
      other.key !== own.key &&
      other.constructions.length > 0 &&
      [...kindsOf(other)].some((kind) => kinds.has(kind)) &&
      methodsOf(other).some((key) => reachableEffects(graph, key).some((effect) => sharing.has(effect.effect))),
  );
}

/** Names of the interfaces and bases that say what a class is for; those of frameworks' hooks say nothing. */
function kindsOf(node: ClassNode): ReadonlySet<string> {
  const names = [...node.fact.implements.map((type) => type.names.at(-1) ?? ''), ...node.bases];
  return new Set(names.filter((name) => name !== '' && !/^(?:On|Before|After)[A-Z]/.test(name)));
}

function methodsOf(node: ClassNode): readonly FunctionKey[] {
  return node.fact.methods.map((id) => `${node.file}#${id}`);
}
