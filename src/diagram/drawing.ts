import type { Annotation } from '../findings/annotations.ts';
import {
  connectionName,
  type FindingCounts,
  type OverlayComponent,
  type OverlayConnection,
} from '../findings/overlay.ts';
import { budgetText, budgetTotals } from './budgets.ts';
import { type Cluster, clustersOf, type Grouping, ownGrouping } from './collapse.ts';
import { type Change, noAnnotation, type Scene, type SceneChange } from './scene.ts';
import { addCounts, countedKind, instancesText, kindWord, noFindings, roleWord } from './wording.ts';

/** What is drawn, before any picture language: nodes and edges with their texts, unescaped. */
export interface Drawing {
  /** What the picture is of, for those who do not see it: `Architecture now`. */
  readonly title: string;
  readonly nodes: readonly DrawnNode[];
  readonly edges: readonly DrawnEdge[];
  /** Titles of the boxes that nodes may stand in, in the order in which they are drawn. */
  readonly boxes: readonly string[];
  /** What there is, not what is drawn: of many alike only one node may be left. */
  readonly size: { readonly components: number; readonly connections: number };
}

export interface DrawnNode {
  /** `n0`, `n1` …: never a text from the workspace. */
  readonly id: string;
  readonly kind: OverlayComponent['kind'];
  /** One of the drawing's boxes. */
  readonly box: string;
  /** Ids of the components it stands for; more than one where it is collapsed. */
  readonly components: readonly string[];
  readonly title: string;
  /** What stands under the title: kind and instances, connections, what it is made of. */
  readonly lines: readonly string[];
  readonly findings: FindingCounts;
  /** More than one instance is known to run, so it is drawn as a stack. */
  readonly several: boolean;
  readonly over: boolean;
  /** What it is in this view alone: a thing that each instance holds, or something that comes new. */
  readonly mark: NodeMark | null;
  /** Index of the finding that it stands for, among the annotations'; null for a component. */
  readonly finding: number | null;
}

export type NodeMark = 'held' | 'shared' | Change;

export interface DrawnEdge {
  /** `e0`, `e1` …, in the order of the drawing. */
  readonly id: string;
  readonly from: string;
  readonly to: string;
  readonly kind: OverlayConnection['kind'];
  readonly label: string;
  readonly findings: FindingCounts;
  /** Indices into the overlay's connections. */
  readonly connections: readonly number[];
  /** Known by its name alone. */
  readonly guessed: boolean;
  readonly over: boolean;
  readonly mark: Change | null;
}

/** Columns of the picture, from the edge inwards. */
export type Tier = 'Edge' | 'Services' | 'Workers' | 'Queues' | 'Data' | 'Files' | 'Outside';

export function drawingOf(scene: Scene, grouping: Grouping = ownGrouping): Drawing {
  const { overlay, annotations, changes } = scene;
  const totals = budgetTotals(overlay);
  const noted = new Map(overlay.components.map(({ id }, index) => [id, annotations.components[index] ?? noAnnotation]));
  const nodes = clustersOf(overlay, grouping).map((cluster, index) =>
    changed(drawnNode(cluster, `n${index}`, totals, noted), changes?.components),
  );
  const size = { components: overlay.components.length, connections: overlay.connections.length };
  const edges = drawnEdges(scene, nodes, totals);
  return { title: 'Architecture now', nodes, edges, boxes: tierOrder, size };
}

type Totals = ReturnType<typeof budgetTotals>;

export const tierOrder: readonly Tier[] = ['Edge', 'Services', 'Workers', 'Queues', 'Data', 'Files', 'Outside'];

const tiers: Readonly<Record<OverlayComponent['kind'], Tier>> = {
  client: 'Edge',
  gateway: 'Edge',
  loadbalancer: 'Edge',
  service: 'Services',
  worker: 'Workers',
  scheduler: 'Workers',
  queue: 'Queues',
  cache: 'Data',
  database: 'Data',
  search: 'Data',
  storage: 'Files',
  volume: 'Files',
  external: 'Outside',
  observability: 'Outside',
};

/** A sign before the name and the reason under it, so that colour is never needed. */
function changed(node: DrawnNode, changes: ReadonlyMap<string, SceneChange> | undefined): DrawnNode {
  const [id] = node.components;
  const change = node.components.length === 1 && id !== undefined ? changes?.get(id) : undefined;
  if (change === undefined) return node;
  return {
    ...node,
    title: `${changeSigns[change.change]} ${node.title}`,
    lines: [...node.lines, change.why],
    mark: change.change,
  };
}

const changeSigns: Readonly<Record<Change, string>> = { added: '✚', changed: '△', removed: '×' };

function drawnNode(
  { kind, members }: Cluster,
  id: string,
  totals: Totals,
  noted: ReadonlyMap<string, Annotation>,
): DrawnNode {
  const [first] = members;
  const single = members.length === 1 ? first : undefined;
  const total = single === undefined ? undefined : totals.get(single.id);
  return {
    id,
    kind,
    box: tiers[kind],
    components: members.map((member) => member.id),
    title: single?.name ?? countedKind(kind, members.length),
    lines: [
      single === undefined
        ? 'drawn as one'
        : [kindWord(kind), roleWord(single), instancesText(single)].filter((part) => part !== null).join(' · '),
      ...(total === undefined ? [] : [`${total.demand} of ${total.supply} connections`]),
      ...(single === undefined ? [] : (noted.get(single.id)?.drawn ?? [])),
    ],
    findings: members.reduce((sum, member) => addCounts(sum, member.findings), noFindings),
    several: single?.instances !== undefined && single.instances.source !== 'assumed' && single.instances.max > 1,
    over: members.some((member) => totals.get(member.id)?.over === 'known'),
    mark: null,
    finding: null,
  };
}

/** One edge for each pair of nodes and kind; what lies inside a collapsed node is left to the outline. */
function drawnEdges(
  { overlay, annotations, changes }: Scene,
  nodes: readonly DrawnNode[],
  totals: Totals,
): DrawnEdge[] {
  const nodeOf = new Map(nodes.flatMap((node) => node.components.map((component) => [component, node] as const)));
  const edges = new Map<string, Omit<DrawnEdge, 'id'>>();
  for (const [index, connection] of overlay.connections.entries()) {
    const [source, target] = [nodeOf.get(connection.from), nodeOf.get(connection.to)];
    if (source === undefined || target === undefined || source === target) continue;
    // A message flows from the queue to its consumer, and the picture reads in that direction.
    const [from, to] = connection.kind === 'consume' ? [target.id, source.id] : [source.id, target.id];
    const key = `${from} ${to} ${connection.kind}`;
    const known = edges.get(key);
    const guessed = connection.confidence === 'low';
    const over = connection.budget !== undefined && totals.get(connection.to)?.over === 'known';
    const change = changes?.connections.get(connectionName(connection));
    const sign = change === undefined ? '' : `${changeSigns[change.change]} `;
    const why = change?.change === 'changed' ? ` (${change.why})` : '';
    edges.set(key, {
      from,
      to,
      kind: connection.kind,
      label:
        known === undefined
          ? `${sign}${edgeLabel(connection, totals, annotations.connections[index] ?? noAnnotation)}${why}`
          : connectionWord(connection.kind),
      findings: addCounts(known?.findings ?? noFindings, connection.findings ?? noFindings),
      connections: [...(known?.connections ?? []), index],
      guessed: guessed && known?.guessed !== false,
      over: over || known?.over === true,
      mark: known === undefined || known.mark === change?.change ? (change?.change ?? null) : null,
    });
  }
  return [...edges.values()].map((edge, index) => ({ id: `e${index}`, ...edge }));
}

/** A sign tells a broken budget: ✖ by numbers that are known, ⚠ by a number of instances that is assumed. */
function edgeLabel(connection: OverlayConnection, totals: Totals, { drawn }: Annotation): string {
  const budget = budgetText(connection, totals);
  const over = budget === null ? 'no' : (totals.get(connection.to)?.over ?? 'no');
  const sign = { no: '', assumed: '⚠', known: '✖' }[over];
  const word = `${connectionWord(connection.kind)}${connection.confidence === 'low' ? ' ?' : ''}`;
  const doubt = over === 'assumed' ? 'if as many run' : '';
  const sum = budget === null ? drawn.join(' · ') : [...drawn, budget].join(' = ');
  return [sign, word, sum, doubt].filter((part) => part !== '').join(' ');
}

function connectionWord(kind: OverlayConnection['kind']): string {
  return kind === 'other' ? '' : kind === 'mount' ? 'files' : kind;
}
