import { diagramOf } from '../diagram/diagram.ts';
import type { Overlay } from '../findings/overlay.ts';
import { overlayOf } from '../findings/overlay-of.ts';
import type { Analysis, DiagramText, DiagramView } from './types.ts';

/** The System with its findings counted on it. */
export function overlayIn(analysis: Analysis): Overlay {
  return overlayOf(analysis.system, analysis.findings, analysis.graph.facts);
}

/** The picture of what was found, in every form. Throws a RangeError for a view that cannot be drawn yet. */
export function drawSystem(analysis: Analysis, view: DiagramView): DiagramText {
  return diagramOf(overlayIn(analysis), view);
}
