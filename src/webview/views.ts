import type { Picture, PictureView, PictureWish } from '../protocol/panel.ts';
import { element } from './frame.ts';

export interface Views {
  /** Marks the view that a picture is of. */
  readonly show: (picture: Picture) => void;
}

const names: readonly (readonly [view: PictureView, text: string, label: string])[] = [
  ['now', 'Now', 'What runs now'],
  ['instances', 'Instances', 'Two instances of each service, and what each holds'],
  ['target', 'Target', 'What the plan leads to'],
  ['difference', 'Difference', 'What the plan adds, changes and takes away'],
];

/** Which picture of the system is shown. */
export function createViews(holder: HTMLElement, wish: () => PictureWish, ask: (wish: PictureWish) => void): Views {
  const group = element('div', 'views');
  group.setAttribute('role', 'group');
  group.setAttribute('aria-label', 'View');
  const buttons = names.map(([view, text, label]) => {
    const button = document.createElement('button');
    button.type = 'button';
    button.textContent = text;
    button.title = label;
    button.setAttribute('aria-pressed', 'false');
    button.addEventListener('click', () => ask({ ...wish(), view }));
    group.append(button);
    return { view, button };
  });
  holder.prepend(group);
  return {
    show: (picture) => {
      for (const { view, button } of buttons) button.setAttribute('aria-pressed', String(view === picture.view));
    },
  };
}
