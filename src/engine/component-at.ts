import type { Overlay } from '../findings/overlay.ts';
import { overlayIn } from './overlay-in.ts';
import type { Analysis } from './types.ts';

/**
 * The component that a line belongs to: the one that is known from it, else the nearest one before it in the same
 * manifest, else the program that the file is part of. Null where it is part of nothing that is drawn.
 */
export function componentAt(analysis: Analysis, file: string, line: number): string | null {
  const overlay = overlayIn(analysis);
  const known = knownFrom(overlay, file);
  const exact = known.find((each) => each.line === line);
  if (exact !== undefined) return exact.id;
  const program = analysis.system.programs.find(({ role, files }) => role !== 'other' && files.has(file));
  const drawn = overlay.components.find(({ id }) => id === program?.name);
  if (drawn !== undefined) return drawn.id;
  // Code of no program may name a database somewhere; the lines below that say nothing of it.
  const isManifest = (analysis.graph.facts.get(file)?.deployment ?? null) !== null;
  const before = known.filter((each) => each.line <= line).sort((a, b) => b.line - a.line);
  return isManifest ? (before[0]?.id ?? null) : null;
}

function knownFrom({ components }: Overlay, file: string): readonly { readonly id: string; readonly line: number }[] {
  return components.flatMap(({ id, evidence }) =>
    evidence.flatMap((place) => (place.file === file ? [{ id, line: place.line }] : [])),
  );
}
