import { type Direction, type Rendering, renderPicture } from './render.ts';
import { fitted, type Size } from './viewport.ts';

/** Above this zoom the texts are read without effort, and the other direction need not be tried. */
const comfortable = 0.85;

/** Draws in the wanted direction, or, the first time, in the one in which the whole picture is seen larger. */
export async function renderBest(
  name: string,
  texts: readonly [grouped: string, flat: string],
  wanted: Direction | null,
  stage: HTMLElement,
  space: Size,
): Promise<{ readonly rendering: Rendering; readonly direction: Direction }> {
  const across = await renderPicture(`${name}-across`, texts, wanted ?? 'LR', stage);
  if (wanted !== null || zoomOf(across, space) >= comfortable) {
    return { rendering: across, direction: wanted ?? 'LR' };
  }
  const down = await renderPicture(`${name}-down`, texts, 'TB', stage);
  return zoomOf(down, space) > zoomOf(across, space)
    ? { rendering: down, direction: 'TB' }
    : { rendering: across, direction: 'LR' };
}

/** The size that Mermaid writes into the picture's view box, in pixels at zoom 1. */
export function naturalSize(svg: SVGSVGElement): Size {
  const [, , width = 1, height = 1] = (svg.getAttribute('viewBox') ?? '').split(/\s+/).map(Number);
  return { width, height };
}

function zoomOf(rendering: Rendering, space: Size): number {
  return rendering.form === 'none' ? 0 : fitted(naturalSize(rendering.svg), space).zoom;
}
