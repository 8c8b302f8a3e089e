import type { Span } from './range.ts';

/** Whether one stretch of a file lies in another, or is the same; nothing lies in one that is missing. */
export function contains(outer: Span | undefined, inner: Span): boolean {
  return outer !== undefined && outer[0] <= inner[0] && inner[1] <= outer[1];
}
