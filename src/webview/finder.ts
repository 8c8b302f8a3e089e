import { element } from './frame.ts';
import type { Part } from './picture.ts';

export interface Finder {
  readonly open: () => void;
}

/** A line to type a name into; Enter goes from one part that has it to the next, Shift and Enter back. */
export function createFinder(
  holder: HTMLElement,
  canvas: HTMLElement,
  parts: () => readonly Part[],
  go: (part: Part) => void,
  say: (sentence: string) => void,
): Finder {
  const box = element('div', 'finder');
  box.hidden = true;
  box.setAttribute('role', 'search');
  const input = document.createElement('input');
  input.type = 'text';
  input.placeholder = 'Find a component';
  input.setAttribute('aria-label', 'Find a component or a connection');
  const count = element('span', 'finder-count');
  const close = document.createElement('button');
  close.type = 'button';
  close.textContent = '×';
  close.setAttribute('aria-label', 'Close the search');
  box.append(input, count, close);
  holder.append(box);
  let at = 0;

  function found(): readonly Part[] {
    const text = input.value.trim().toLowerCase();
    return text === '' ? [] : parts().filter((part) => part.label.toLowerCase().includes(text));
  }

  function step(by: number): void {
    const all = found();
    at = all.length === 0 ? 0 : (at + by + all.length) % all.length;
    const part = all[at];
    const sentence = input.value.trim() === '' ? '' : part === undefined ? 'nothing' : `${at + 1} of ${all.length}`;
    count.textContent = sentence;
    if (part === undefined) {
      say(sentence === '' ? '' : `Nothing is called ${input.value}`);
      return;
    }
    go(part);
    say(`${sentence}: ${part.label}`);
  }

  function shut(): void {
    box.hidden = true;
    canvas.focus();
  }

  input.addEventListener('input', () => {
    at = 0;
    step(0);
  });
  box.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') shut();
    else if (event.key === 'Enter' && event.target === input) step(event.shiftKey ? -1 : 1);
    event.stopPropagation();
  });
  close.addEventListener('click', shut);
  return {
    open: () => {
      box.hidden = false;
      input.select();
      input.focus();
    },
  };
}
