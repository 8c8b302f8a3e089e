import type { OutlineLine, Picture } from '../protocol/panel.ts';
import { connectionId } from './picture.ts';

export interface OutlineTarget {
  readonly kind: 'component' | 'connection' | 'finding';
  readonly id: string;
  /** Of a connection its index among the overlay's, of a finding among the annotations'; 0 for a component. */
  readonly index: number;
}

/** The picture as a list of buttons with the same content; what a screen reader, and a picture that fails, fall back to. */
export function fillOutline(list: HTMLElement, picture: Picture, open: (target: OutlineTarget) => void): void {
  const items: HTMLLIElement[] = [];
  let inner: HTMLUListElement | null = null;
  for (const line of picture.lines) {
    const item = lineItem(line, picture, open);
    if (line.depth === 0) {
      inner = null;
      items.push(item);
      continue;
    }
    if (inner === null) {
      inner = document.createElement('ul');
      items.at(-1)?.append(inner);
    }
    inner.append(item);
  }
  list.replaceChildren(...items);
}

function lineItem(line: OutlineLine, picture: Picture, open: (target: OutlineTarget) => void): HTMLLIElement {
  const item = document.createElement('li');
  const target = targetOf(line, picture);
  if (target === null) {
    item.textContent = line.text;
    return item;
  }
  const button = document.createElement('button');
  button.type = 'button';
  button.dataset['id'] = target.id;
  button.dataset['index'] = String(target.index);
  // The name stands out from its facts; both come from one line, so that list and picture cannot differ.
  const split = line.text.indexOf(': ');
  const name = document.createElement('strong');
  name.textContent = split < 0 ? line.text : line.text.slice(0, split);
  button.append(name, split < 0 ? '' : line.text.slice(split));
  button.addEventListener('click', () => open(target));
  item.append(button);
  return item;
}

function targetOf({ target }: OutlineLine, picture: Picture): OutlineTarget | null {
  if (target === null) return null;
  if (target.kind === 'component') return { ...target, index: 0 };
  if (target.kind === 'finding') {
    const finding = picture.annotations.findings[target.index];
    return finding === undefined ? null : { ...target, id: finding.ruleId };
  }
  const connection = picture.overlay.connections[target.index];
  return connection === undefined ? null : { ...target, id: connectionId(connection) };
}
