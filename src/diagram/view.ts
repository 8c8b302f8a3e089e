/** What a picture shows: what stands now, every instance by itself, what the plan leads to, or what lies between. */
export type DiagramView = 'now' | 'instances' | 'target' | 'difference';

/** The views that can be drawn today; the command line names them when another is asked for. */
export const drawnViews: readonly DiagramView[] = ['now'];

/** Throws a RangeError with a sentence for the user when the view cannot be drawn yet. */
export function requireDrawn(view: DiagramView): void {
  if (drawnViews.includes(view)) return;
  throw new RangeError(`The view "${view}" cannot be drawn yet. Views that can: ${drawnViews.join(', ')}.`);
}
