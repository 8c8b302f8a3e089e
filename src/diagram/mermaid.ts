import type { FindingCounts } from '../findings/overlay.ts';
import type { Drawing, DrawnEdge, DrawnNode } from './drawing.ts';
import { drawingIn } from './drawing-in.ts';
import { labelOf, shownText } from './labels.ts';
import type { Scene } from './scene.ts';
import type { DiagramView } from './view.ts';
import { badgeText, plural } from './wording.ts';

/**
 * `grouped` puts tiers in boxes; `flat` has none, for layouts that fail on boxes; both leave what is found to the page,
 * so that a finding that goes asks for no new layout. `document` is grouped and says it all, with the few colours that a
 * page without our style sheet lacks; `plain` is the same without them.
 */
export type MermaidForm = 'grouped' | 'flat' | 'plain' | 'document';

/** Mermaid refuses longer texts, drawing an error in their place. */
export const longestText = 50_000;

/**
 * The picture as Mermaid flowchart text that versions 11 and 12 both read. Nodes are n0, n1 …, edges e0, e1 …, and
 * classes are bare, so that the page decides all colours.
 */
export function mermaidOf(scene: Scene, view: DiagramView, form: MermaidForm = 'plain'): string {
  return mermaidText(drawingIn(scene, view), form);
}

/** With more edges than this their texts hide the lines, so that only what a number says is written. */
const labelled = 40;

/** Leaves out edge texts, then all but one edge of each pair, until the text is short enough. */
export function mermaidText(drawing: Drawing, form: MermaidForm): string {
  const crowded = drawing.edges.length > labelled;
  const telling = drawing.edges.map((edge) =>
    crowded && !/\d of \d|limit \d/.test(edge.label) ? { ...edge, label: '' } : edge,
  );
  const whole = textOf({ ...drawing, edges: telling }, form);
  if (whole.length <= longestText) return whole;
  const unlabelled = drawing.edges.map((edge) => ({ ...edge, label: '' }));
  const bare = textOf({ ...drawing, edges: unlabelled }, form);
  if (bare.length <= longestText) return bare;
  const pairs = new Map(unlabelled.map((edge) => [`${edge.from} ${edge.to}`, edge]));
  return textOf({ ...drawing, edges: [...pairs.values()] }, form);
}

function sizeText({ components, connections }: Drawing['size']): string {
  return `${components} ${plural('component', components)} and ${connections} ${plural('connection', connections)}`;
}

function textOf(drawing: Drawing, form: MermaidForm): string {
  return [
    'flowchart LR',
    `  accTitle: ${drawing.title}`,
    `  accDescr: ${sizeText(drawing.size)}; an outline of the same stands beside the picture.`,
    ...(form === 'flat' ? drawing.nodes.map((node) => `  ${nodeText(node, form)}`) : groupedNodes(drawing, form)),
    ...drawing.edges.map((edge) => `  ${edgeText(edge, form)}`),
    ...classLines(drawing, form),
    ...(form === 'document' ? colourLines(drawing) : []),
    '',
  ].join('\n');
}

/** A box is worth its lines only around two nodes or more, and only where there is more than one tier. */
function groupedNodes({ nodes, boxes }: Drawing, form: MermaidForm): string[] {
  const filled = boxes.map((box) => ({ box, members: nodes.filter((node) => node.box === box) }));
  return filled.flatMap(({ box, members }, index) =>
    members.length < 2 || members.length === nodes.length
      ? members.map((node) => `  ${nodeText(node, form)}`)
      : [`  subgraph g${index}["${labelOf(box)}"]`, ...members.map((node) => `    ${nodeText(node, form)}`), '  end'],
  );
}

/** Whether the text itself says what is found, because nobody draws it over the picture afterwards. */
function saysFindings(form: MermaidForm): boolean {
  return form === 'plain' || form === 'document';
}

function nodeText(node: DrawnNode, form: MermaidForm): string {
  const badge = saysFindings(form) ? badgeText(node.findings) : null;
  const lines = [...labelLines(node), ...(badge === null ? [] : [badge])];
  return shapeText(node, `"${lines.map((line) => labelOf(line)).join('<br/>')}"`);
}

/** The rows of a node's label, as the picture has them. */
export function labelLines({ title, lines }: DrawnNode): readonly string[] {
  return [title === '' ? '(unnamed)' : title, ...lines].map((line) => shownText(line));
}

/** An edge's words hold a sum and what is wrong with it. */
const longestEdge = 64;

export function edgeLabel({ label }: DrawnEdge): string {
  return shownText(label, longestEdge);
}

/** Each kind has a shape of its own, and several instances a stack, so that colour is never needed. */
function shapeText({ id, kind, several, components }: DrawnNode, label: string): string {
  const named = (shape: string) => `${id}@{ shape: ${shape}, label: ${label} }`;
  if (several || components.length > 1) return named('procs');
  switch (kind) {
    case 'client':
      return `${id}((${label}))`;
    case 'gateway':
    case 'loadbalancer':
      return `${id}{{${label}}}`;
    case 'service':
      return `${id}[${label}]`;
    case 'worker':
      return `${id}[[${label}]]`;
    case 'scheduler':
      return named('delay');
    case 'database':
      return `${id}[(${label})]`;
    case 'cache':
      return `${id}(${label})`;
    case 'queue':
      return named('das');
    case 'storage':
      return named('bow-rect');
    case 'volume':
      return named('lin-cyl');
    case 'search':
      return named('notch-rect');
    case 'external':
      return `${id}([${label}])`;
    case 'observability':
      return named('doc');
  }
}

function edgeText(edge: DrawnEdge, form: MermaidForm): string {
  const badge = saysFindings(form) ? badgeText(edge.findings) : null;
  const text = [edge.label, ...(badge === null ? [] : [badge])].filter((part) => part !== '').join(' · ');
  const label = text === '' ? '' : `|"${labelOf(text, longestEdge)}"|`;
  return `${edge.from} ${edge.id}@${arrowOf(edge, form)}${label} ${edge.to}`;
}

/** Solid for calls, dotted for messages, thick for copies of data and for a broken budget, no head for mounted files. */
function arrowOf(edge: DrawnEdge, form: MermaidForm): string {
  if (edge.over && saysFindings(form)) return '==>';
  switch (edge.kind) {
    case 'amqp':
    case 'kafka':
    case 'publish':
    case 'consume':
      return '-.->';
    case 'websocket':
      return '<-->';
    case 'replicate':
      return '==>';
    case 'mount':
      return '---';
    case 'http':
    case 'grpc':
    case 'sql':
    case 'mongodb':
    case 'redis':
    case 's3':
    case 'smtp':
    case 'other':
      return '-->';
  }
}

function classLines({ nodes }: Drawing, form: MermaidForm): string[] {
  const classes = new Map<string, string[]>();
  const add = (name: string, id: string) => classes.set(name, [...(classes.get(name) ?? []), id]);
  for (const node of nodes) {
    add(`si-${node.kind}`, node.id);
    const worst = worstOf(node.findings);
    if (saysFindings(form) && worst !== null) add(`si-has-${worst}`, node.id);
    if (saysFindings(form) && node.over) add('si-over', node.id);
    if (node.components.length > 1) add('si-collapsed', node.id);
    if (node.mark !== null) add(`si-${node.mark}`, node.id);
  }
  return [...classes].map(([name, ids]) => `  class ${ids.join(',')} ${name}`);
}

/** Borders and lines alone, in colours that stand out on light and on dark pages alike. */
function colourLines({ nodes, edges }: Drawing): string[] {
  const has = (severity: keyof FindingCounts) => nodes.some((node) => worstOf(node.findings) === severity);
  const over = edges.flatMap((edge, index) => (edge.over ? [index] : []));
  return [
    ...(has('error') ? ['  classDef si-has-error stroke:#d73a49,stroke-width:3px'] : []),
    ...(has('warning') ? ['  classDef si-has-warning stroke:#b08800,stroke-width:2px'] : []),
    ...(over.length === 0 ? [] : [`  linkStyle ${over.join(',')} stroke:#d73a49,stroke-width:4px`]),
    ...changeLines({ nodes, edges }),
  ];
}

const changeStyles = {
  added: 'stroke:#1a7f37,stroke-width:3px',
  changed: 'stroke:#0969da,stroke-width:2px',
  removed: 'stroke:#6e7781,stroke-width:2px,stroke-dasharray:4 4',
} as const;

/** What comes, changes and goes; the signs before the names say the same. */
function changeLines({ nodes, edges }: Pick<Drawing, 'nodes' | 'edges'>): string[] {
  return (['added', 'changed', 'removed'] as const).flatMap((change) => {
    const joined = edges.flatMap((edge, index) => (edge.mark === change ? [index] : []));
    return [
      ...(nodes.some(({ mark }) => mark === change) ? [`  classDef si-${change} ${changeStyles[change]}`] : []),
      ...(joined.length === 0 ? [] : [`  linkStyle ${joined.join(',')} ${changeStyles[change]}`]),
    ];
  });
}

/** The severity that a component is marked by; null for none. */
export function worstOf(counts: FindingCounts): keyof FindingCounts | null {
  return counts.error > 0 ? 'error' : counts.warning > 0 ? 'warning' : counts.note > 0 ? 'note' : null;
}
