import type { Annotation, Annotations } from '../findings/annotations.ts';
import type { Overlay } from '../findings/overlay.ts';

/** What there is to draw: the System with its findings counted on it, and what is written beside. */
export interface Scene {
  readonly overlay: Overlay;
  readonly annotations: Annotations;
}

export const noAnnotation: Annotation = { drawn: [], facts: [] };

/** A System of which nothing is known but names and counts, as where it comes from a file. */
export function plainScene(overlay: Overlay): Scene {
  return { overlay, annotations: { components: [], connections: [], findings: [] } };
}
