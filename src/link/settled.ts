import type { World } from './follow/world.ts';
import { givenFunctions, ownerOf } from './givers.ts';
import type { CallReading } from './hits.ts';
import { madeWith } from './made-with.ts';
import type { CallEdge, FunctionKey, Holder } from './program-graph.ts';

/**
 * Marks the steps that settle which of several functions is meant by what they call afterwards: `tool.run()`, where
 * `tool` is made beside it with the one function that it runs, and `run(save)`, which runs no other.
 */
export function settled(
  world: World,
  edges: readonly CallEdge[],
  byCall: ReadonlyMap<CallEdge, CallReading>,
): readonly CallEdge[] {
  const held = edges.filter((edge) => edge.held !== undefined);
  if (held.length === 0) return edges;
  const ofObjects = leadingTo(edges, 'object');
  const ofArguments = leadingTo(edges, 'argument');
  const isHeldByObject = new Set(held.flatMap((edge) => (edge.held?.by === 'object' ? [edge.to] : [])));
  return edges.flatMap((edge): readonly CallEdge[] => {
    const reading = byCall.get(edge);
    if (reading === undefined || edge.held !== undefined) return [edge];
    const made = ofObjects.has(edge.to) ? madeWith(world, reading) : null;
    const isNamed = ofArguments.has(edge.to) && givesByName(world, reading);
    if (made === null && !isNamed) return [edge];
    const settles: readonly Holder[] = [
      ...(made === null ? [] : (['object'] as const)),
      ...(isNamed ? (['argument'] as const) : []),
    ];
    const run = (made ?? []).filter((key) => isHeldByObject.has(key));
    const { from, site } = edge;
    return [
      { ...edge, settles },
      ...run.map((to): CallEdge => ({ from, to, certainty: 'possible', kind: 'callback', site })),
    ];
  });
}

/** The functions that run what is held, or lead there by steps that stay with the holder. */
function leadingTo(edges: readonly CallEdge[], holder: Holder): ReadonlySet<FunctionKey> {
  const found = new Set(edges.flatMap(({ held, from }) => (held?.by === holder ? [from] : [])));
  const keeping = edges.filter(({ keeps }) => keeps?.includes(holder) === true);
  for (let before = -1; before !== found.size; ) {
    before = found.size;
    for (const { from, to } of keeping) if (found.has(to)) found.add(from);
  }
  return found;
}

/** Whether a call is given a function that is named or written there; a parameter, of whichever function, may be any. */
function givesByName(world: World, { file, call }: CallReading): boolean {
  const given = call.named.length === 0 ? call.arguments : [...call.arguments, ...call.named.map(({ value }) => value)];
  return given.some((argument) => ownerOf(file, argument) === null && givenFunctions(world, file, argument).length > 0);
}
