/** Where the picture stands in its window: screen = picture × zoom + (x, y). */
export interface View {
  readonly zoom: number;
  readonly x: number;
  readonly y: number;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

const smallest = 0.2;
const largest = 4;

/** Zooms by a factor and keeps the point under the pointer where it is. */
export function zoomAt(view: View, factor: number, at: { readonly x: number; readonly y: number }): View {
  const zoom = clamp(view.zoom * factor, smallest, largest);
  const ratio = zoom / view.zoom;
  return { zoom, x: at.x - (at.x - view.x) * ratio, y: at.y - (at.y - view.y) * ratio };
}

/** The whole picture, in the middle, never enlarged. */
export function fitted(picture: Size, space: Size, margin = 24): View {
  const zoom = clamp(
    Math.min((space.width - 2 * margin) / picture.width, (space.height - 2 * margin) / picture.height, 1),
    smallest,
    largest,
  );
  return {
    zoom,
    x: (space.width - picture.width * zoom) / 2,
    y: (space.height - picture.height * zoom) / 2,
  };
}

export function pan(view: View, x: number, y: number): View {
  return { ...view, x: view.x + x, y: view.y + y };
}

/** Moves as little as needed to bring a box, in screen coordinates of the space, into sight. */
export function bringIntoSight(
  view: View,
  box: { readonly left: number; readonly top: number; readonly right: number; readonly bottom: number },
  space: Size,
  margin = 24,
): View {
  const shift = (from: number, to: number, room: number) =>
    from < margin ? margin - from : to > room - margin ? Math.max(room - margin - to, margin - from) : 0;
  return pan(view, shift(box.left, box.right, space.width), shift(box.top, box.bottom, space.height));
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(most, Math.max(least, value));
}
