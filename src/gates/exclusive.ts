import type { CodeFacts } from '../facts/code.ts';
import type { Guard } from '../facts/operations.ts';
import { isOpposite, isOther, isSame } from '../facts/operators.ts';
import type { Value } from '../facts/values.ts';
import { guardsAt } from '../link/guards-at.ts';
import type { Effect, FunctionKey, ProgramGraph } from '../link/program-graph.ts';
import type { PlacedGuard } from './conditions.ts';

/** Effects that a function comes to in a run in which some conditions hold: what stands under their opposite is left out. */
export function effectsUnder(
  graph: ProgramGraph,
  from: FunctionKey,
  conditions: readonly PlacedGuard[],
): readonly Effect[] {
  const wanted = conditions.flatMap(({ file, guard }) => asked(graph, file, guard) ?? []);
  const isLeftOut = (file: string, guards: readonly Guard[]): boolean =>
    guards.some((guard) => {
      const one = asked(graph, file, guard);
      return one !== null && wanted.some((other) => areExclusive(one, other));
    });
  const seen = new Set([from]);
  const queue = [from];
  const found: Effect[] = [];
  for (const key of queue) {
    const effects = graph.effects.get(key) ?? [];
    found.push(...effects.filter(({ site, operation }) => !isLeftOut(site.file, operation.guards)));
    for (const edge of graph.callees.get(key) ?? []) {
      if (edge.certainty !== 'proved' || edge.given === true || seen.has(edge.to)) continue;
      if (isLeftOut(edge.site.file, guardsAt(graph, edge.from, edge.site))) continue;
      seen.add(edge.to);
      queue.push(edge.to);
    }
  }
  return found;
}

/** What a condition asks: a mention, as it is written, and what it wants it to be. */
interface Asked {
  readonly mention: string;
  /** The literal that it is compared with; null where it is asked by itself. */
  readonly literal: string | null;
  readonly holds: boolean;
}

function areExclusive(one: Asked, other: Asked): boolean {
  if (one.mention !== other.mention) return false;
  if (one.literal === other.literal) return one.holds !== other.holds;
  return one.literal !== null && other.literal !== null && one.holds && other.holds;
}

function asked(graph: ProgramGraph, file: string, { test, holds }: Guard): Asked | null {
  const code = graph.facts.get(file)?.code ?? null;
  if (code === null) return null;
  if (test.kind !== 'operator') {
    const mention = mentionOf(code, test);
    return mention === null ? null : { mention, literal: null, holds };
  }
  if (test.left === null) {
    return isOpposite(test.operator) ? asked(graph, file, { test: test.right, holds: !holds }) : null;
  }
  const isEqual = isSame(test.operator);
  if ((!isEqual && !isOther(test.operator)) || test.right.kind !== 'literal') return null;
  const mention = mentionOf(code, test.left);
  return mention === null ? null : { mention, literal: String(test.right.value), holds: holds === isEqual };
}

/** A name of the environment, or a member of something that has a name: a bare name may be another thing elsewhere. */
function mentionOf(code: CodeFacts, value: Value): string | null {
  if (value.kind === 'environment') return `environment ${value.name}`;
  if (value.kind !== 'reference' || value.reference.path.length === 0) return null;
  const { root, path } = value.reference;
  if (root.kind !== 'declared') return null;
  return [code.declarations[root.declaration]?.name ?? '', ...path].join('.');
}
