import { pan, type View, zoomAt } from './viewport.ts';

export interface Gestures {
  readonly view: () => View;
  readonly move: (view: View) => void;
}

/** A press that moves less than this is a click. */
const slack = 4;

/** Wheel zooms at the pointer, dragging pans. A drag never ends as a click on what lies under it. */
export function followPointer(canvas: HTMLElement, gestures: Gestures): void {
  canvas.addEventListener(
    'wheel',
    (event) => {
      event.preventDefault();
      const { view, move } = gestures;
      if (event.shiftKey) return move(pan(view(), -event.deltaY, 0));
      // Pages and lines are what some mice count in; a notch of any of them is one step.
      const pixels = event.deltaMode === 0 ? event.deltaY : event.deltaY * 40;
      const factor = Math.exp(-Math.max(-120, Math.min(120, pixels)) / 400);
      const box = canvas.getBoundingClientRect();
      move(zoomAt(view(), factor, { x: event.clientX - box.left, y: event.clientY - box.top }));
    },
    { passive: false },
  );
  followDrag(canvas, gestures);
}

function followDrag(canvas: HTMLElement, { view, move }: Gestures): void {
  let start: { readonly x: number; readonly y: number; readonly view: View } | null = null;
  let dragged = false;
  canvas.addEventListener('pointerdown', (event) => {
    if (event.button > 1) return;
    start = { x: event.clientX, y: event.clientY, view: view() };
    dragged = false;
  });
  canvas.addEventListener('pointermove', (event) => {
    if (start === null || event.buttons === 0) return;
    const [x, y] = [event.clientX - start.x, event.clientY - start.y];
    if (!dragged && Math.hypot(x, y) < slack) return;
    if (!dragged) canvas.setPointerCapture(event.pointerId);
    dragged = true;
    canvas.classList.add('dragging');
    move(pan(start.view, x, y));
  });
  const end = () => {
    start = null;
    canvas.classList.remove('dragging');
  };
  canvas.addEventListener('pointerup', end);
  canvas.addEventListener('pointercancel', end);
  canvas.addEventListener(
    'click',
    (event) => {
      if (dragged) event.stopPropagation();
      dragged = false;
    },
    { capture: true },
  );
}
