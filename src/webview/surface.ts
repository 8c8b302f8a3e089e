import type { DiagramMessage, PictureWish } from '../protocol/panel.ts';
import { naturalSize } from './best-direction.ts';
import { createCard } from './card.ts';
import type { Frame } from './frame.ts';
import { followPointer } from './gestures.ts';
import type { Host } from './host.ts';
import { followHover } from './hover.ts';
import { markFindings } from './marks.ts';
import type { OutlineTarget } from './outline.ts';
import { nameParts, type Part, type Parts } from './picture.ts';
import type { Direction } from './render.ts';
import { applySieve, openSieve, type Sieve } from './sieve.ts';
import { announce } from './summary.ts';
import { bringIntoSight, fitted, pan, type Size, type View, zoomAt } from './viewport.ts';
import { directionOf, step } from './walk.ts';

/** Where the picture is seen, moved, walked and opened. */
export interface Surface {
  readonly show: (svg: SVGSVGElement, message: DiagramMessage) => void;
  readonly reveal: (id: string) => void;
  readonly open: (target: OpenTarget) => void;
  readonly showOutline: () => void;
  /** Which way the picture runs; null until one was drawn. */
  readonly direction: () => Direction | null;
  readonly setDirection: (direction: Direction) => void;
  readonly sieve: () => Sieve;
  readonly sift: (sieve: Sieve) => void;
  /** Nodes and edges that can be seen. */
  readonly parts: () => readonly Part[];
  readonly go: (part: Part) => void;
  readonly shown: () => { readonly svg: SVGSVGElement; readonly picture: DiagramMessage } | null;
  readonly save: () => void;
}

/** What is opened, of the picture or of its outline, which can be newer. */
export interface OpenTarget extends OutlineTarget {
  readonly version: number;
}

/** What the rest of the panel lends to the surface. */
export interface Surroundings {
  readonly wish: () => PictureWish;
  readonly sieved: () => void;
  readonly find: () => void;
}

export function createSurface(frame: Frame, host: Host, around: Surroundings): Surface {
  const { canvas, sheet } = frame;
  const saved = host.saved();
  let view: View = saved ?? { zoom: 1, x: 0, y: 0 };
  let selected: string | null = saved?.selected ?? null;
  let direction: Direction | null = saved?.direction ?? null;
  // Until somebody moves it, the picture is fitted anew whenever it or its window changes.
  let moved = saved !== null;
  let shown: Shown | null = null;
  let sieve: Sieve = openSieve;
  let calledFrom: Part | null = null;

  const space = (): Size => ({ width: canvas.clientWidth, height: canvas.clientHeight });
  const middle = () => ({ x: canvas.clientWidth / 2, y: canvas.clientHeight / 2 });
  const all = (): readonly Part[] => (shown === null ? [] : [...shown.parts.nodes, ...shown.parts.edges]);

  function apply(next: View): void {
    view = next;
    sheet.style.transform = `translate(${view.x}px, ${view.y}px) scale(${view.zoom})`;
    save();
  }

  function save(): void {
    host.save({ zoom: view.zoom, x: view.x, y: view.y, selected, direction, wish: around.wish() });
  }

  function move(next: View): void {
    moved = true;
    apply(next);
  }

  function fitAll(): void {
    if (shown !== null && canvas.clientWidth > 0) apply(fitted(shown.size, space()));
  }

  function select(id: string | null): void {
    selected = id;
    for (const part of all()) {
      const here = part.id === id || (id !== null && part.members.includes(id));
      part.element.classList.toggle('selected', here);
    }
    apply(view);
  }

  function open(target: OpenTarget): void {
    select(target.id);
    host.post({ type: 'open', kind: target.kind, id: target.id, index: target.index, version: target.version });
  }

  /** What is drawn as one has no single source, so its members are shown to choose from. */
  function openPart(part: Part): void {
    if (shown === null) return;
    if (part.finding !== null) {
      select(part.id);
      openFinding(part.finding, false);
      return;
    }
    if (part.drawnFor < 2) {
      open({ ...part, version: shown.message.version });
      return;
    }
    showOutline();
    select(part.id);
    const buttons = [...frame.outlineList.querySelectorAll<HTMLButtonElement>('button')];
    const isMeant = ({ dataset }: HTMLElement) => dataset['id'] === part.id && dataset['index'] === String(part.index);
    buttons.find(isMeant)?.focus();
  }

  function openFinding(index: number, fix: boolean): void {
    const id = shown?.message.annotations.findings[index]?.ruleId;
    if (shown === null || id === undefined) return;
    const { version } = shown.message;
    host.post({ type: 'open', kind: 'finding', id, index, version, ...(fix && { fix: true as const }) });
  }

  const card = createCard(canvas, {
    open: (part) => openPart(part),
    openFinding,
    around: (part) => {
      card.hide();
      lookAround(part.id);
    },
    back: () => {
      const from = calledFrom?.element;
      if (from?.isConnected === true) from.focus({ preventScroll: true });
      else canvas.focus();
    },
  });

  function showCard(part: Part, enter: boolean): void {
    if (shown === null) return;
    calledFrom = part;
    card.show(part, shown.message, enter);
  }

  /** The neighbours of one component alone; once more, and all are back. */
  function lookAround(id: string): void {
    select(id);
    sift({ ...sieve, around: sieve.around === id ? null : id });
  }

  function sift(next: Sieve): void {
    sieve = next;
    if (shown === null) return;
    const left = applySieve(shown.svg, shown.parts, shown.message, sieve);
    announce(frame.live, `${left} of ${shown.parts.nodes.length} nodes are shown`);
    around.sieved();
  }

  function intoSight(part: Part): void {
    const [box, edge] = [part.element.getBoundingClientRect(), canvas.getBoundingClientRect()];
    const inside = {
      left: box.left - edge.left,
      top: box.top - edge.top,
      right: box.right - edge.left,
      bottom: box.bottom - edge.top,
    };
    const next = bringIntoSight(view, inside, space());
    if (next.x !== view.x || next.y !== view.y) move(next);
  }

  function reveal(id: string): void {
    select(id);
    const part = all().find((each) => each.id === id || each.members.includes(id));
    if (part !== undefined) intoSight(part);
  }

  function focusNode(index: number): void {
    const part = shown?.parts.nodes[index];
    if (part === undefined) return;
    part.element.focus({ preventScroll: true });
    intoSight(part);
  }

  function show(svg: SVGSVGElement, message: DiagramMessage): void {
    const focused = shown?.parts.nodes.find((part) => part.element === document.activeElement)?.id;
    const size = atNaturalSize(svg);
    const parts = nameParts(svg, message);
    shown = { message, parts, size, svg };
    card.hide();
    sheet.replaceChildren(svg);
    markFindings(svg, message);
    applySieve(svg, parts, message, sieve);
    for (const part of all()) part.element.addEventListener('click', () => openPart(part));
    followHover(all(), canvas, card, (part) => showCard(part, false));
    if (moved) apply(view);
    else fitAll();
    select(selected);
    const again = parts.nodes.find((part) => part.id === focused);
    again?.element.focus({ preventScroll: true });
  }

  function showOutline(): void {
    frame.outline.hidden = false;
    frame.outlineButton.setAttribute('aria-expanded', 'true');
  }

  function toggleOutline(): void {
    frame.outline.hidden = !frame.outline.hidden;
    frame.outlineButton.setAttribute('aria-expanded', String(!frame.outline.hidden));
  }

  function onKey(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const index = shown?.parts.nodes.findIndex((part) => part.element === event.target) ?? -1;
    const handled = index < 0 ? canvasKey(event.key) : nodeKey(event.key, index) || canvasKey(event.key);
    if (handled) event.preventDefault();
  }

  function nodeKey(key: string, index: number): boolean {
    const part = shown?.parts.nodes[index];
    if (shown === null || part === undefined) return false;
    if (key === 'Enter' || key === ' ') openPart(part);
    else if (key === 'c' || key === 'C') showCard(part, true);
    else if (key === 'n' || key === 'N') lookAround(part.id);
    else if (key === 'Escape' && card.isOpen()) card.hide();
    else if (key === 'Escape') {
      if (sieve.around !== null) sift({ ...sieve, around: null });
      canvas.focus();
    } else {
      const direction = directionOf(key);
      if (direction === null) return false;
      const next = step(shown.message, index, direction);
      if (next !== null) focusNode(next);
    }
    return true;
  }

  function canvasKey(key: string): boolean {
    switch (key) {
      case '+':
      case '=':
        move(zoomAt(view, 1.25, middle()));
        return true;
      case '-':
        move(zoomAt(view, 0.8, middle()));
        return true;
      case '0':
        move(zoomAt(view, 1 / view.zoom, middle()));
        return true;
      case 'f':
      case 'F':
        moved = false;
        fitAll();
        return true;
      case 't':
      case 'T':
        frame.buttons.turn.click();
        return true;
      case 'r':
      case 'R':
        host.post({ type: 'cursor' });
        return true;
      case 'o':
      case 'O':
        toggleOutline();
        return true;
      case 'ArrowRight':
      case 'ArrowLeft':
        move(pan(view, key === 'ArrowRight' ? -40 : 40, 0));
        return true;
      case 'ArrowDown':
      case 'ArrowUp':
        move(pan(view, 0, key === 'ArrowDown' ? -40 : 40));
        return true;
      case 'Escape':
        if (card.isOpen()) card.hide();
        else if (sieve.around !== null) sift({ ...sieve, around: null });
        else select(null);
        return true;
      default:
        return false;
    }
  }

  followPointer(canvas, { view: () => view, move });
  canvas.addEventListener('keydown', onKey);
  document.addEventListener('keydown', (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== 'f') return;
    event.preventDefault();
    around.find();
  });
  canvas.addEventListener('focusin', (event) => {
    const part = shown?.parts.nodes.find(({ element }) => element === event.target);
    if (part !== undefined) intoSight(part);
  });
  frame.buttons.in.addEventListener('click', () => canvasKey('+'));
  frame.buttons.out.addEventListener('click', () => canvasKey('-'));
  frame.buttons.actual.addEventListener('click', () => canvasKey('0'));
  frame.buttons.find.addEventListener('click', around.find);
  frame.buttons.cursor.addEventListener('click', () => canvasKey('r'));
  frame.buttons.fit.addEventListener('click', () => canvasKey('f'));
  frame.outlineButton.addEventListener('click', toggleOutline);
  frame.outline.hidden = window.innerWidth < 900;
  frame.outlineButton.setAttribute('aria-expanded', String(!frame.outline.hidden));
  new ResizeObserver(() => {
    if (!moved) fitAll();
  }).observe(canvas);

  /** A picture that runs another way has another shape, so it is fitted anew. */
  function setDirection(next: Direction): void {
    if (direction !== null && direction !== next) moved = false;
    direction = next;
  }

  function seen(): readonly Part[] {
    return all().filter(({ element }) => !element.classList.contains('sieved'));
  }

  function go(part: Part): void {
    select(part.id);
    intoSight(part);
  }

  return {
    show,
    reveal,
    open,
    showOutline,
    direction: () => direction,
    setDirection,
    sieve: () => sieve,
    sift,
    parts: seen,
    go,
    shown: () => (shown === null ? null : { svg: shown.svg, picture: shown.message }),
    save,
  };
}

interface Shown {
  readonly message: DiagramMessage;
  readonly parts: Parts;
  readonly size: Size;
  readonly svg: SVGSVGElement;
}

/** The sheet shows the picture at its own size and scales it as a whole. */
function atNaturalSize(svg: SVGSVGElement): Size {
  const size = naturalSize(svg);
  svg.setAttribute('width', String(size.width));
  svg.setAttribute('height', String(size.height));
  svg.style.maxWidth = 'none';
  return size;
}
