import type { Picture, PictureWish } from '../protocol/panel.ts';
import { element } from './frame.ts';
import { openSieve, type Sieve } from './sieve.ts';

type Kind = Picture['overlay']['components'][number]['kind'];

export interface Filters {
  /** Brings the list of kinds up to the picture. */
  readonly show: (picture: Picture) => void;
}

/** Which kinds and severities are shown, and which kinds are drawn as one or each by itself. */
export function createFilters(
  holder: HTMLElement,
  sieve: () => Sieve,
  sift: (sieve: Sieve) => void,
  wish: () => PictureWish,
  ask: (wish: PictureWish) => void,
): Filters {
  const details = document.createElement('details');
  details.className = 'menu filters';
  const summary = document.createElement('summary');
  summary.textContent = 'Filter';
  const body = element('div', 'menu-body');
  details.append(summary, body);
  holder.append(details);
  details.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape') return;
    event.stopPropagation();
    details.open = false;
    summary.focus();
  });
  let shown = '';

  function show(picture: Picture): void {
    const kinds = [...new Set(picture.overlay.components.map(({ kind }) => kind))];
    const key = JSON.stringify([kinds, picture.nodes.map(({ components }) => components.length > 1)]);
    if (key === shown) return;
    shown = key;
    body.replaceChildren(severities(), ...kinds.map((kind) => row(kind, picture)), reset());
  }

  function severities(): HTMLElement {
    const label = element('label', 'menu-row');
    const select = document.createElement('select');
    for (const [value, text] of [
      ['', 'everything'],
      ['note', 'with any finding'],
      ['warning', 'with errors or warnings'],
      ['error', 'with errors'],
    ] as const) {
      select.add(new Option(text, value, false, (sieve().least ?? '') === value));
    }
    select.addEventListener('change', () => {
      const least = (['note', 'warning', 'error'] as const).find((each) => each === select.value) ?? null;
      sift({ ...sieve(), least });
    });
    label.append('Show ', select);
    return label;
  }

  function row(kind: Kind, { overlay, nodes }: Picture): HTMLElement {
    const members = overlay.components.filter((each) => each.kind === kind).map(({ id }) => id);
    const line = element('div', 'menu-row');
    const label = document.createElement('label');
    const box = document.createElement('input');
    box.type = 'checkbox';
    box.checked = !sieve().hidden.has(kind);
    box.addEventListener('change', () => {
      const hidden = new Set(sieve().hidden);
      if (box.checked) hidden.delete(kind);
      else hidden.add(kind);
      sift({ ...sieve(), hidden });
    });
    label.append(box, ` ${kind} (${members.length})`);
    line.append(label);
    if (members.length > 1) {
      const isOne = nodes.some(({ components }) => components.length > 1 && components.includes(members[0] ?? ''));
      const turn = document.createElement('button');
      turn.type = 'button';
      turn.textContent = isOne ? 'Expand' : 'Collapse';
      turn.setAttribute('aria-label', `${turn.textContent} ${kind}`);
      turn.addEventListener('click', () => {
        const now = wish();
        const others = (kinds: readonly Kind[]) => kinds.filter((each) => each !== kind);
        ask({
          ...now,
          collapsed: isOne ? others(now.collapsed) : [...others(now.collapsed), kind],
          expanded: isOne ? [...others(now.expanded), kind] : others(now.expanded),
        });
      });
      line.append(turn);
    }
    return line;
  }

  function reset(): HTMLElement {
    const clear = document.createElement('button');
    clear.type = 'button';
    clear.textContent = 'Reset';
    clear.addEventListener('click', () => {
      shown = '';
      sift(openSieve);
      ask({ ...wish(), collapsed: [], expanded: [] });
    });
    return clear;
  }

  return { show };
}
