import type { Overlay } from '../findings/overlay.ts';
import { drawingOf } from './drawing.ts';
import { mermaidText } from './mermaid.ts';
import { type OutlineLine, outlineLines, outlineOf } from './outline.ts';
import { type DiagramView, requireDrawn } from './view.ts';

/** One picture in every form that a surface needs, and what its nodes and edges stand for. */
export interface Diagram {
  readonly mermaid: string;
  /** The same without boxes, for when the first cannot be laid out. */
  readonly mermaidFlat: string;
  /** Markdown list lines. */
  readonly outline: string;
  readonly lines: readonly OutlineLine[];
  /** Ids of the components that each node of the Mermaid text stands for, several where it is collapsed. */
  readonly nodes: readonly { readonly id: string; readonly components: readonly string[] }[];
  readonly edges: readonly {
    readonly id: string;
    /** Indices of the overlay's connections that the edge stands for. */
    readonly connections: readonly number[];
    readonly over: boolean;
    readonly guessed: boolean;
  }[];
}

/** Throws a RangeError with a sentence for the user when the view cannot be drawn yet. */
export function diagramOf(overlay: Overlay, view: DiagramView): Diagram {
  requireDrawn(view);
  const drawing = drawingOf(overlay);
  return {
    mermaid: mermaidText(drawing, 'grouped'),
    mermaidFlat: mermaidText(drawing, 'flat'),
    outline: outlineOf(overlay),
    lines: outlineLines(overlay),
    nodes: drawing.nodes.map(({ id, components }) => ({ id, components })),
    edges: drawing.edges.map(({ id, connections, over, guessed }) => ({ id, connections, over, guessed })),
  };
}
