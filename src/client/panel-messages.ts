import type { PanelToHost, Picture } from '../protocol/panel.ts';

/** A place in a file, 0-based. */
type PicturePlace = Picture['overlay']['components'][number]['evidence'][number];

const mostExported = 10 * 1024 * 1024;

/** The message when it is one that a panel sends; null for anything else, which is dropped. */
export function panelMessage(value: unknown): PanelToHost | null {
  if (typeof value !== 'object' || value === null || !('type' in value)) return null;
  const fields: Readonly<Record<string, unknown>> = { ...value };
  const { type, kind, id, index, format, text, message } = fields;
  if (type === 'ready') return { type };
  if (type === 'trouble' && typeof message === 'string') return { type, message: message.slice(0, 2000) };
  if (type === 'open' && (kind === 'component' || kind === 'connection') && typeof id === 'string' && isIndex(index)) {
    return { type, kind, id, index };
  }
  if (type === 'export' && isFormat(format) && typeof text === 'string' && text.length <= mostExported) {
    return { type, format, text };
  }
  return null;
}

/** The place that a panel asks for, taken from the picture that it was sent; null when the picture has no such thing any more. */
export function placeOf(picture: Picture, wanted: Extract<PanelToHost, { type: 'open' }>): PicturePlace | null {
  const { components, connections } = picture.overlay;
  const evidence =
    wanted.kind === 'component'
      ? components.filter((component) => component.id === wanted.id)
      : connections.filter((connection) => `${connection.from} → ${connection.to}` === wanted.id);
  return evidence.flatMap((each) => each.evidence)[wanted.index] ?? null;
}

function isIndex(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0;
}

function isFormat(value: unknown): value is 'svg' | 'mermaid' | 'markdown' {
  return value === 'svg' || value === 'mermaid' || value === 'markdown';
}
