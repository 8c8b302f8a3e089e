import type { Picture } from '../protocol/panel.ts';
import type { Parts } from './picture.ts';

type Kind = Picture['overlay']['components'][number]['kind'];

/** What is left out of the picture and of its outline, without a new layout. */
export interface Sieve {
  readonly hidden: ReadonlySet<Kind>;
  /** Only what has a finding at least so bad; null for everything. */
  readonly least: 'error' | 'warning' | 'note' | null;
  /** Only this component and those connected to it; null for all. */
  readonly around: string | null;
}

export const openSieve: Sieve = { hidden: new Set(), least: null, around: null };

/** Ids of the components that are shown. */
export function shownComponents({ overlay }: Picture, sieve: Sieve): ReadonlySet<string> {
  const near = sieve.around === null ? null : neighboursOf(overlay.connections, sieve.around);
  return new Set(
    overlay.components
      .filter(
        ({ id, kind, findings }) =>
          !sieve.hidden.has(kind) && isBadEnough(findings, sieve.least) && (near === null || near.has(id)),
      )
      .map(({ id }) => id),
  );
}

function isBadEnough({ error, warning, note }: Counts, least: Sieve['least']): boolean {
  switch (least) {
    case null:
      return true;
    case 'error':
      return error > 0;
    case 'warning':
      return error + warning > 0;
    case 'note':
      return error + warning + note > 0;
  }
}

type Counts = Picture['overlay']['components'][number]['findings'];

function neighboursOf(connections: Picture['overlay']['connections'], around: string): ReadonlySet<string> {
  const near = new Set([around]);
  for (const { from, to } of connections) {
    if (from === around) near.add(to);
    if (to === around) near.add(from);
  }
  return near;
}

/** Takes parts out of sight, and out of the way of Tab; answers with how many nodes are left. */
export function applySieve(svg: SVGSVGElement, { nodes, edges }: Parts, picture: Picture, sieve: Sieve): number {
  const shown = shownComponents(picture, sieve);
  let left = 0;
  for (const { element, members, drawn } of nodes) {
    const isShown = members.some((id) => shown.has(id));
    svg.querySelector(`.badge[data-of="${drawn}"]`)?.classList.toggle('sieved', !isShown);
    element.classList.toggle('sieved', !isShown);
    element.setAttribute('tabindex', isShown ? '0' : '-1');
    if (isShown) left++;
  }
  for (const { element, drawn, connections } of edges) {
    const isShown = connections.some((index) => {
      const connection = picture.overlay.connections[index];
      return connection !== undefined && shown.has(connection.from) && shown.has(connection.to);
    });
    const all = svg.querySelectorAll(`path[data-id="${drawn}"], .badge[data-of="${drawn}"]`);
    const label = svg.querySelector(`.edgeLabel .label[data-id="${drawn}"]`)?.parentElement;
    for (const each of [element, ...all, ...(label === null || label === undefined ? [] : [label])]) {
      each.classList.toggle('sieved', !isShown);
    }
  }
  return left;
}

/** The lines of the outline that are left, in their order. */
export function sievedLines(picture: Picture, sieve: Sieve): Picture['lines'] {
  const shown = shownComponents(picture, sieve);
  // What is said of a component goes with it.
  let isShown = true;
  return picture.lines.filter(({ depth, target }) => {
    if (target?.kind === 'component') isShown = shown.has(target.id);
    if (depth === 1 && !isShown) return false;
    if (target === null || target.kind === 'finding') return true;
    if (target.kind === 'component') return isShown;
    const connection = picture.overlay.connections[target.index];
    return connection !== undefined && shown.has(connection.from) && shown.has(connection.to);
  });
}
