import type { PictureWish } from '../protocol/panel.ts';
import type { DiagramResult } from '../protocol/requests.ts';
import type { CurrentFolder } from './folder.ts';

/** The picture that somebody wishes of a folder as it is now. */
export function pictureOf({ engine }: CurrentFolder, wish: Partial<PictureWish>): DiagramResult {
  const grouping = { collapsed: wish.collapsed ?? [], expanded: wish.expanded ?? [] };
  return { ...engine.diagram('now', grouping), view: 'now', programs: [], stale: false };
}
