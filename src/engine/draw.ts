import type { Grouping } from '../diagram/collapse.ts';
import { diagramOf } from '../diagram/diagram.ts';
import type { Annotations } from '../findings/annotations.ts';
import { annotationsOf } from '../findings/annotations-of.ts';
import type { Overlay } from '../findings/overlay.ts';
import { overlayOf } from '../findings/overlay-of.ts';
import type { Analysis, DiagramView, DrawnSystem } from './types.ts';

/** The System with its findings counted on it. */
export function overlayIn(analysis: Analysis): Overlay {
  return overlayOf(analysis.system, analysis.findings, analysis.graph.facts);
}

/** What is said of its parts beside. */
function annotationsIn(analysis: Analysis): Annotations {
  return annotationsOf(analysis.system, analysis.findings, analysis.graph.facts);
}

/** The picture of what was found, in every form. Throws a RangeError for a view that cannot be drawn yet. */
export function drawSystem(analysis: Analysis, view: DiagramView, grouping?: Grouping): DrawnSystem {
  const scene = { overlay: overlayIn(analysis), annotations: annotationsIn(analysis) };
  return { ...scene, ...diagramOf(scene, view, grouping) };
}
