import type { Picture } from '../protocol/panel.ts';
import { drawnNodes } from './marks.ts';

/** A node or an edge of the drawn picture and what it stands for. */
export interface Part {
  readonly element: SVGElement;
  /** A component's id, or `from → to` of a connection. */
  readonly id: string;
  readonly kind: 'component' | 'connection';
  /** The node's or the edge's own id in the picture: `n0`, `e3`. */
  readonly drawn: string;
  readonly label: string;
  /** A connection's index among the overlay's; 0 for a component. */
  readonly index: number;
  /** All components that a node is drawn for; none for an edge. */
  readonly members: readonly string[];
  /** All connections that an edge is drawn for; none for a node. */
  readonly connections: readonly number[];
  /** Index of the finding that a node stands for, among the annotations'; null for a component. */
  readonly finding: number | null;
  /** How many components or connections are drawn as this one. */
  readonly drawnFor: number;
}

export interface Parts {
  readonly nodes: readonly Part[];
  readonly edges: readonly Part[];
}

export function connectionId({ from, to }: { readonly from: string; readonly to: string }): string {
  return `${from} → ${to}`;
}

/** Finds nodes and edges in Mermaid's drawing, gives them roles and names, and makes nodes reachable by Tab. */
export function nameParts(svg: SVGSVGElement, picture: Picture): Parts {
  svg.setAttribute('role', 'group');
  svg.setAttribute('aria-roledescription', 'architecture diagram');
  return { nodes: nameNodes(svg, picture), edges: nameEdges(svg, picture) };
}

function nameNodes(svg: SVGSVGElement, picture: Picture): Part[] {
  const elements = drawnNodes(svg);
  return picture.nodes.flatMap(({ id: drawn, components, rows, name, mark, finding }): Part[] => {
    const element = elements.get(drawn);
    const [first] = components;
    if (element === undefined || first === undefined) return [];
    const label = name ?? components.map((component) => componentLine(picture, component)).join('; ');
    // A name holds what is seen in the same order, so that whoever speaks to the panel can say what stands there.
    const isOther = components.length > 1 || (name === null && mark !== null);
    describe(element, isOther ? `${rows.join(' ')}: ${label}` : label);
    for (const row of element.querySelectorAll('.text-outer-tspan')) row.after(' ');
    element.setAttribute('tabindex', '0');
    return [
      {
        element,
        id: first,
        kind: 'component',
        drawn,
        label,
        index: 0,
        members: components,
        connections: [],
        finding,
        drawnFor: components.length,
      },
    ];
  });
}

function nameEdges(svg: SVGSVGElement, picture: Picture): Part[] {
  return picture.edges.flatMap(({ id: drawn, connections }): Part[] => {
    const path = svg.querySelector<SVGPathElement>(`path[data-id="${drawn}"]`);
    const [index] = connections;
    const connection = index === undefined ? undefined : picture.overlay.connections[index];
    if (path === null || index === undefined || connection === undefined) return [];
    const label = connections.map((each) => connectionLine(picture, each)).join('; ');
    const element = widened(path);
    // The outline holds every connection for the keyboard; in the picture Tab goes from node to node.
    element.setAttribute('tabindex', '-1');
    describe(element, label);
    const id = connectionId(connection);
    return [
      {
        element,
        id,
        kind: 'connection',
        drawn,
        label,
        index,
        members: [],
        connections,
        finding: null,
        drawnFor: connections.length,
      },
    ];
  });
}

/** A line is too thin to hit; a wide unseen one over it takes the pointer. */
function widened(path: SVGPathElement): SVGElement {
  const target = document.createElementNS('http://www.w3.org/2000/svg', 'path');
  target.setAttribute('d', path.getAttribute('d') ?? '');
  target.setAttribute('class', 'hit');
  path.after(target);
  return target;
}

/** The name for assistive technology; the pointer gets a card. */
function describe(element: SVGElement, label: string): void {
  element.setAttribute('role', 'button');
  element.setAttribute('aria-label', label);
}

function componentLine(picture: Picture, id: string): string {
  return picture.lines.find(({ target }) => target?.kind === 'component' && target.id === id)?.text ?? id;
}

function connectionLine(picture: Picture, index: number): string {
  const line = picture.lines.find(({ target }) => target?.kind === 'connection' && target.index === index);
  const connection = picture.overlay.connections[index];
  const from = picture.overlay.components.find((component) => component.id === connection?.from)?.name ?? '';
  return `${from} ${line?.text ?? ''}`;
}
