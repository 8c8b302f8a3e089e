import type { Card } from './card.ts';
import type { Part } from './picture.ts';

/** Long enough that a pointer on its way shows nothing. */
const waiting = 300;

/** Shows a card where the pointer rests, and leaves it while the pointer is on the part or on the card. */
export function followHover(parts: readonly Part[], canvas: HTMLElement, card: Card, show: (part: Part) => void): void {
  let timer = 0;
  const later = (run: () => void) => {
    clearTimeout(timer);
    timer = window.setTimeout(run, waiting);
  };
  for (const part of parts) {
    part.element.addEventListener('pointerenter', (event) => {
      // A picture that is being dragged passes under the pointer.
      if (event.buttons === 0) later(() => part.element.isConnected && show(part));
    });
    part.element.addEventListener('pointerleave', () => later(() => leave(canvas, card)));
    part.element.addEventListener('pointerdown', () => clearTimeout(timer));
  }
}

function leave(canvas: HTMLElement, card: Card): void {
  const box = canvas.querySelector('.card');
  if (box === null || box.contains(document.activeElement)) return;
  if (!box.matches(':hover')) card.hide();
  else box.addEventListener('pointerleave', () => card.hide(), { once: true });
}
