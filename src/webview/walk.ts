import type { Picture } from '../protocol/panel.ts';

export type Direction = 'along' | 'against' | 'next' | 'previous';

/** Arrow keys follow edges: right along them, left against them, up and down to the neighbours in order. */
export function directionOf(key: string): Direction | null {
  switch (key) {
    case 'ArrowRight':
      return 'along';
    case 'ArrowLeft':
      return 'against';
    case 'ArrowDown':
      return 'next';
    case 'ArrowUp':
      return 'previous';
    default:
      return null;
  }
}

/** The node that a step leads to, as an index into the picture's nodes; null when there is none that way. */
export function step(picture: Picture, from: number, direction: Direction): number | null {
  if (direction === 'next') return from + 1 < picture.nodes.length ? from + 1 : null;
  if (direction === 'previous') return from > 0 ? from - 1 : null;
  const here = new Set(picture.nodes[from]?.components ?? []);
  const [near, far] = direction === 'along' ? (['from', 'to'] as const) : (['to', 'from'] as const);
  for (const connection of picture.overlay.connections) {
    // A message flows from the queue to its consumer, and is drawn so.
    const turned = connection.kind === 'consume';
    const start = turned ? connection[far] : connection[near];
    const end = turned ? connection[near] : connection[far];
    if (!here.has(start) || here.has(end)) continue;
    const index = picture.nodes.findIndex((node) => node.components.includes(end));
    if (index >= 0) return index;
  }
  return null;
}
