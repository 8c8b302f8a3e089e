import type { PanelToHost, Picture } from '../protocol/panel.ts';

/** A place in a file, 0-based. */
export type PicturePlace = Picture['overlay']['components'][number]['evidence'][number];

const mostExported = 10 * 1024 * 1024;

/** The message when it is one that a panel sends; null for anything else, which is dropped. */
export function panelMessage(value: unknown): PanelToHost | null {
  if (typeof value !== 'object' || value === null || !('type' in value)) return null;
  const fields: Readonly<Record<string, unknown>> = { ...value };
  const { type, kind, id, index, version, format, text, message } = fields;
  if (type === 'ready') return { type };
  if (type === 'trouble' && typeof message === 'string') return { type, message: message.slice(0, 2000) };
  if (type === 'open' && isKind(kind) && typeof id === 'string' && isIndex(index) && isIndex(version)) {
    return { type, kind, id, index, version };
  }
  if (type === 'export' && isFormat(format) && typeof text === 'string' && text.length <= mostExported) {
    return { type, format, text };
  }
  return null;
}

/** The place that a panel asks for, taken from the picture that it was sent; null when the picture has no such thing any more. */
export function placeOf(
  { overlay }: Picture,
  { kind, id, index }: Extract<PanelToHost, { type: 'open' }>,
): PicturePlace | null {
  if (kind === 'component') return overlay.components.find((component) => component.id === id)?.evidence[index] ?? null;
  const connection = overlay.connections[index];
  // Where the picture changed since, another connection may stand at the index.
  if (connection === undefined || `${connection.from} → ${connection.to}` !== id) return null;
  return connection.evidence[0] ?? null;
}

function isKind(value: unknown): value is 'component' | 'connection' {
  return value === 'component' || value === 'connection';
}

function isIndex(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0;
}

function isFormat(value: unknown): value is 'svg' | 'mermaid' | 'markdown' {
  return value === 'svg' || value === 'mermaid' || value === 'markdown';
}
