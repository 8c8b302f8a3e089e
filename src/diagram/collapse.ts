import type { Overlay, OverlayComponent } from '../findings/overlay.ts';
import { budgetTotals } from './budgets.ts';

/** Above this number a picture cannot be read without zooming, so components of one kind are drawn as one. */
export const readable = 25;

/** Components that are drawn as one node: one alone, or the less telling ones of a kind together. */
export interface Cluster {
  readonly kind: OverlayComponent['kind'];
  /** Never empty. */
  readonly members: readonly OverlayComponent[];
}

/**
 * At most 25 clusters, in the overlay's order. What is kept by itself is what a reader looks for first: errors, a
 * broken budget, warnings, then what most connections lead to.
 */
export function clustersOf(overlay: Overlay): readonly Cluster[] {
  const { components } = overlay;
  if (components.length <= readable) return components.map(alone);
  const ranked = ranking(overlay);
  const kept = new Set(ranked.slice(0, keptCount(ranked)));
  const clusters: Cluster[] = [];
  for (const component of components) {
    if (kept.has(component)) clusters.push(alone(component));
    else if (!clusters.some((each) => each.members.includes(component))) {
      const members = components.filter((each) => each.kind === component.kind && !kept.has(each));
      clusters.push({ kind: component.kind, members });
    }
  }
  return clusters;
}

function alone(component: OverlayComponent): Cluster {
  return { kind: component.kind, members: [component] };
}

/** The largest number that can stay by itself so that it and one cluster for each kind of the rest are readable. */
function keptCount(ranked: readonly OverlayComponent[]): number {
  let count = readable;
  while (count > 0 && count + new Set(ranked.slice(count).map((each) => each.kind)).size > readable) count--;
  return count;
}

function ranking(overlay: Overlay): readonly OverlayComponent[] {
  const totals = budgetTotals(overlay);
  const degrees = new Map<string, number>();
  for (const { from, to } of overlay.connections) {
    degrees.set(from, (degrees.get(from) ?? 0) + 1);
    degrees.set(to, (degrees.get(to) ?? 0) + 1);
  }
  const score = ({ id, findings }: OverlayComponent): readonly number[] => [
    findings.error > 0 || totals.get(id)?.over === true ? 1 : 0,
    findings.warning > 0 ? 1 : 0,
    degrees.get(id) ?? 0,
    findings.note,
  ];
  const scores = new Map(overlay.components.map((component) => [component, score(component)]));
  return [...overlay.components].sort((a, b) => {
    const [first, second] = [scores.get(a) ?? [], scores.get(b) ?? []];
    const at = first.findIndex((value, index) => value !== second[index]);
    return at < 0 ? 0 : (second[at] ?? 0) - (first[at] ?? 0);
  });
}
