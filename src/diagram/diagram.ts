import { digestOf } from '../text/digest.ts';
import type { Grouping } from './collapse.ts';
import type { Drawing, DrawnEdge, DrawnNode } from './drawing.ts';
import { drawingIn } from './drawing-in.ts';
import { edgeLabel, labelLines, mermaidText, worstOf } from './mermaid.ts';
import { type OutlineLine, outlineLines, outlineOf } from './outline.ts';
import type { Scene } from './scene.ts';
import type { DiagramView } from './view.ts';
import { badgeText } from './wording.ts';

/** One picture in every form that a surface needs, and what its nodes and edges stand for. */
export interface Diagram {
  /** Mermaid text that says all: what a file or another program is given. */
  readonly written: string;
  /** Mermaid text for the layout alone; what is found is drawn over it from `nodes` and `edges`. */
  readonly mermaid: string;
  /** The same without boxes, for when the first cannot be laid out. */
  readonly mermaidFlat: string;
  /** The same for two pictures whose layouts are: those differ in texts and findings alone. */
  readonly layout: string;
  /** Markdown list lines. */
  readonly outline: string;
  readonly lines: readonly OutlineLine[];
  readonly nodes: readonly DiagramNode[];
  readonly edges: readonly DiagramEdge[];
}

/** What is drawn over the layout. */
interface Mark {
  /** `✖ 2  ⚠ 1`; null where nothing is found. */
  readonly badge: string | null;
  readonly worst: 'error' | 'warning' | 'note' | null;
  readonly over: boolean;
}

export interface DiagramNode extends Mark {
  readonly id: string;
  /** Ids of the components that it stands for, several where it is collapsed. */
  readonly components: readonly string[];
  /** The rows of its label. */
  readonly rows: readonly string[];
  /** A name for those who do not see it, where the components' lines of the outline do not say what it is. */
  readonly name: string | null;
  readonly mark: DrawnNode['mark'];
  /** Index of the finding that it stands for, among the annotations'; null for a component. */
  readonly finding: number | null;
}

export interface DiagramEdge extends Mark {
  readonly id: string;
  /** Indices of the overlay's connections that the edge stands for. */
  readonly connections: readonly number[];
  readonly guessed: boolean;
  readonly label: string;
  readonly mark: DrawnEdge['mark'];
}

export function diagramOf(scene: Scene, view: DiagramView, grouping?: Grouping): Diagram {
  const drawing = drawingIn(scene, view, grouping);
  return {
    written: mermaidText(drawing, 'plain'),
    mermaid: mermaidText(drawing, 'grouped'),
    mermaidFlat: mermaidText(drawing, 'flat'),
    layout: layoutOf(drawing),
    outline: outlineOf(scene, view),
    lines: outlineLines(scene, view),
    nodes: drawing.nodes.map((node) => ({
      id: node.id,
      components: node.components,
      rows: labelLines(node),
      badge: badgeText(node.findings),
      worst: worstOf(node.findings),
      over: node.over,
      name: view === 'instances' ? [node.title, ...node.lines, node.box].join(', ') : null,
      mark: node.mark,
      finding: node.finding,
    })),
    edges: drawing.edges.map((edge) => ({
      id: edge.id,
      connections: edge.connections,
      over: edge.over,
      guessed: edge.guessed,
      label: edgeLabel(edge),
      badge: badgeText(edge.findings),
      worst: worstOf(edge.findings),
      mark: edge.mark,
    })),
  };
}

/** All that places and sizes hang on but the texts under the names, whose length hardly changes. */
function layoutOf({ nodes, edges }: Drawing): string {
  return digestOf(
    JSON.stringify([
      nodes.map(({ id, kind, box, title, lines, several, components, mark }) => [
        id,
        kind,
        box,
        mark,
        title,
        lines.length,
        several,
        components.length > 1,
      ]),
      edges.map(({ from, to, kind, label }) => [from, to, kind, label === '']),
    ]),
  );
}
