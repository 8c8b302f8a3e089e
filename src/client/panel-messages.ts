import type { OpenMessage, PanelToHost, Picture, PictureView, PictureWish } from '../protocol/panel.ts';

/** Where something of a picture comes from, 0-based; a finding says the characters too. */
export interface PicturePlace {
  readonly file: string;
  readonly line: number;
  readonly range?: Picture['annotations']['findings'][number]['place']['range'];
}

const mostExported = 10 * 1024 * 1024;

/** The message when it is one that a panel sends; null for anything else, which is dropped. */
export function panelMessage(value: unknown): PanelToHost | null {
  if (typeof value !== 'object' || value === null || !('type' in value)) return null;
  const fields: Readonly<Record<string, unknown>> = { ...value };
  const { type, kind, id, index, version, format, text, message, fix } = fields;
  if (type === 'ready' || type === 'cursor') return { type };
  if (type === 'trouble' && typeof message === 'string') return { type, message: message.slice(0, 2000) };
  if (type === 'open' && isKind(kind) && typeof id === 'string' && isIndex(index) && isIndex(version)) {
    return { type, kind, id, index, version, ...(fix === true && { fix }) };
  }
  if (type === 'wish') return wishIn(fields);
  if (type === 'export' && isFormat(format) && typeof text === 'string' && text.length <= mostExported) {
    return { type, format, text };
  }
  return null;
}

function wishIn(fields: Readonly<Record<string, unknown>>): PanelToHost | null {
  const { view, hosts, collapsed, expanded } = fields;
  const isHosts = typeof hosts === 'object' && hosts !== null && Object.values(hosts).every(isHostCount);
  if (!(view === null || isView(view)) || !isHosts || !isKinds(collapsed) || !isKinds(expanded)) return null;
  return { type: 'wish', view, hosts: { ...hosts }, collapsed, expanded };
}

/** More would only make sums longer. */
const mostHosts = 1000;

function isHostCount(value: unknown): boolean {
  return isIndex(value) && value > 0 && value <= mostHosts;
}

function isView(value: unknown): value is PictureView {
  return ['now', 'instances', 'target', 'difference'].some((view) => view === value);
}

function isKinds(value: unknown): value is PictureWish['collapsed'] {
  return Array.isArray(value) && value.length <= 20 && value.every((kind) => typeof kind === 'string');
}

/** The places that a panel asks for, taken from the picture that it was sent; none when the picture has no such thing any more. */
export function placesOf(
  { overlay, annotations }: Pick<Picture, 'overlay' | 'annotations'>,
  { kind, id, index }: Omit<OpenMessage, 'version'>,
): readonly PicturePlace[] {
  if (kind === 'component') return overlay.components.find((component) => component.id === id)?.evidence ?? [];
  if (kind === 'finding') {
    const finding = annotations.findings[index];
    if (finding === undefined || finding.ruleId !== id) return [];
    const { file, range } = finding.place;
    return [{ file, line: range.start.line, range }];
  }
  const connection = overlay.connections[index];
  // Where the picture changed since, another connection may stand at the index.
  return connection === undefined || `${connection.from} → ${connection.to}` !== id ? [] : connection.evidence;
}

function isKind(value: unknown): value is OpenMessage['kind'] {
  return value === 'component' || value === 'connection' || value === 'finding';
}

function isIndex(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0;
}

function isFormat(value: unknown): value is 'svg' | 'mermaid' | 'markdown' {
  return value === 'svg' || value === 'mermaid' || value === 'markdown';
}
