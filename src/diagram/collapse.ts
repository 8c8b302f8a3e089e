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

/** More are never drawn, whatever is asked for. */
export const drawable = 60;

/** What somebody wants drawn as one, and what each by itself. */
export interface Grouping {
  readonly collapsed: readonly OverlayComponent['kind'][];
  readonly expanded: readonly OverlayComponent['kind'][];
}

export const ownGrouping: Grouping = { collapsed: [], expanded: [] };

/**
 * At most 25 clusters, in the overlay's order, or 60 where somebody expands a kind. What is kept by itself is what a
 * reader looks for first: errors, a broken budget, warnings, then what most connections lead to.
 */
export function clustersOf(overlay: Overlay, grouping: Grouping = ownGrouping): readonly Cluster[] {
  const { components } = overlay;
  const own = components.length > readable ? keptOf(overlay) : withoutManyOutside(components);
  const kept = new Set(grouped(overlay, own, grouping));
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

/** What is asked for comes first, as far as a cluster for each kind of the rest leaves room. */
function grouped(
  overlay: Overlay,
  own: readonly OverlayComponent[],
  { collapsed, expanded }: Grouping,
): readonly OverlayComponent[] {
  if (collapsed.length + expanded.length === 0) return own;
  const asked = ranking(overlay).filter(({ kind }) => expanded.includes(kind));
  let kept = [...new Set([...own.filter(({ kind }) => !collapsed.includes(kind)), ...asked])];
  const rest = () => new Set(overlay.components.filter((each) => !kept.includes(each)).map(({ kind }) => kind)).size;
  while (kept.length > 0 && kept.length + rest() > drawable) kept = kept.slice(0, -1);
  return kept;
}

/** Hosts outside say little about how a system scales; many of them hide what does. */
function withoutManyOutside(components: readonly OverlayComponent[]): readonly OverlayComponent[] {
  const outside = components.filter((component) => component.kind === 'external' && isQuiet(component));
  return outside.length > fewOutside ? components.filter((component) => !outside.includes(component)) : components;
}

const fewOutside = 6;

function isQuiet({ findings }: OverlayComponent): boolean {
  return findings.error + findings.warning === 0;
}

function alone(component: OverlayComponent): Cluster {
  return { kind: component.kind, members: [component] };
}

/** As many as leave room for one cluster of each kind of the rest; many that tell nothing are never kept. */
function keptOf(overlay: Overlay): readonly OverlayComponent[] {
  const ranked = ranking(overlay);
  const crowded = (component: OverlayComponent) =>
    overlay.components.filter((each) => each.kind === component.kind && isQuiet(each)).length > fewOfAKind;
  const telling = ranked.filter((component) => !isQuiet(component) || !crowded(component));
  // Where hardly anything tells, what most connections lead to is still worth more than one box for all.
  const quiet = telling.length < fewTelling ? ranked.filter((component) => !telling.includes(component)) : [];
  let kept = [...telling, ...quiet].slice(0, readable);
  const kindsOfTheRest = () => new Set(ranked.filter((each) => !kept.includes(each)).map((each) => each.kind)).size;
  while (kept.length > 0 && kept.length + kindsOfTheRest() > readable) kept = kept.slice(0, -1);
  return kept;
}

/** So many without a finding may stand by themselves even in a crowded picture. */
const fewOfAKind = 4;

/** A picture with fewer boxes than these would say nothing of a large system. */
const fewTelling = 8;

function ranking(overlay: Overlay): readonly OverlayComponent[] {
  const totals = budgetTotals(overlay);
  const degrees = new Map<string, number>();
  for (const { from, to } of overlay.connections) {
    degrees.set(from, (degrees.get(from) ?? 0) + 1);
    degrees.set(to, (degrees.get(to) ?? 0) + 1);
  }
  const score = ({ id, findings }: OverlayComponent): readonly number[] => [
    findings.error > 0 || totals.get(id)?.over === 'known' ? 1 : 0,
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
