import type { Overlay } from '../findings/overlay.ts';
import { overlayOf } from '../findings/overlay-of.ts';
import type { Analysis } from './types.ts';

/** The System with its findings counted on it. */
export function overlayIn(analysis: Analysis): Overlay {
  return overlayOf(analysis.system, analysis.findings, analysis.graph.facts);
}
