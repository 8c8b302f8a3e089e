import type { HostToPanel, PanelState } from '../protocol/panel.ts';

/** The message when it has the shape that the panel relies on; null for anything else, which is dropped. */
export function hostMessage(value: unknown): HostToPanel | null {
  return isDiagram(value) || isReveal(value) ? value : null;
}

export function isPanelState(value: unknown): value is PanelState {
  return (
    isRecord(value) &&
    isNumber(value['zoom']) &&
    isNumber(value['x']) &&
    isNumber(value['y']) &&
    (value['selected'] === null || isText(value['selected'])) &&
    [null, 'LR', 'TB'].some((direction) => direction === value['direction']) &&
    isWish(value['wish'])
  );
}

function isWish(value: unknown): boolean {
  return (
    isRecord(value) &&
    [null, ...views].some((view) => view === value['view']) &&
    isRecord(value['hosts']) &&
    Object.values(value['hosts']).every(isNumber) &&
    isTexts(value['collapsed']) &&
    isTexts(value['expanded'])
  );
}

const views = ['now', 'instances', 'target', 'difference'];

function isDiagram(value: unknown): value is Extract<HostToPanel, { type: 'diagram' }> {
  return (
    isRecord(value) &&
    value['type'] === 'diagram' &&
    isNumber(value['version']) &&
    typeof value['stale'] === 'boolean' &&
    ['written', 'mermaid', 'mermaidFlat', 'layout', 'outline'].every((key) => isText(value[key])) &&
    views.some((view) => view === value['view']) &&
    isListOf(value['programs'], (program) => isText(program['name']) && isNumber(program['hosts'])) &&
    isRecord(value['hosts']) &&
    Object.values(value['hosts']).every(isNumber) &&
    isListOf(value['lines'], isLine) &&
    isListOf(value['nodes'], isNode) &&
    isListOf(value['edges'], isEdge) &&
    isOverlay(value['overlay']) &&
    isAnnotations(value['annotations'])
  );
}

function isReveal(value: unknown): value is Extract<HostToPanel, { type: 'reveal' }> {
  return isRecord(value) && value['type'] === 'reveal' && isText(value['id']);
}

function isOverlay(value: unknown): boolean {
  return isRecord(value) && isListOf(value['components'], isComponent) && isListOf(value['connections'], isConnection);
}

function isComponent(value: Fields): boolean {
  return (
    ['id', 'kind', 'name'].every((key) => isText(value[key])) &&
    isListOf(value['evidence'], isPlace) &&
    isCounts(value['findings'])
  );
}

function isConnection(value: Fields): boolean {
  return ['from', 'to', 'kind'].every((key) => isText(value[key])) && isListOf(value['evidence'], isPlace);
}

function isPlace(value: Fields): boolean {
  return isText(value['file']) && isNumber(value['line']);
}

function isCounts(value: unknown): boolean {
  return isRecord(value) && ['error', 'warning', 'note'].every((key) => isNumber(value[key]));
}

function isNode(value: Fields): boolean {
  return (
    isMark(value) &&
    isTexts(value['components']) &&
    isTexts(value['rows']) &&
    (value['name'] === null || isText(value['name'])) &&
    (value['finding'] === null || isNumber(value['finding']))
  );
}

function isEdge(value: Fields): boolean {
  return (
    isMark(value) && isText(value['label']) && isNumbers(value['connections']) && typeof value['guessed'] === 'boolean'
  );
}

function isMark(value: Fields): boolean {
  return (
    isText(value['id']) &&
    (value['badge'] === null || isText(value['badge'])) &&
    [null, 'error', 'warning', 'note'].some((severity) => severity === value['worst']) &&
    typeof value['over'] === 'boolean'
  );
}

function isAnnotations(value: unknown): boolean {
  return (
    isRecord(value) &&
    ['components', 'connections'].every((key) => isListOf(value[key], (each) => isListOf(each['facts'], isFact))) &&
    isListOf(value['findings'], isFinding)
  );
}

function isFact(value: Fields): boolean {
  return isText(value['text']) && (value['source'] === null || isText(value['source']));
}

function isFinding(value: Fields): boolean {
  const place = value['place'];
  return (
    ['ruleId', 'severity', 'message'].every((key) => isText(value[key])) &&
    isTexts(value['fixes']) &&
    isTexts(value['components']) &&
    isNumbers(value['connections']) &&
    isRecord(place) &&
    isText(place['file']) &&
    isRecord(place['range']) &&
    isRecord(place['range']['start']) &&
    isNumber(place['range']['start']['line'])
  );
}

function isLine(value: Fields): boolean {
  const target = value['target'];
  return (
    isText(value['text']) &&
    (value['depth'] === 0 || value['depth'] === 1) &&
    (target === null ||
      (isRecord(target) &&
        ((target['kind'] === 'component' && isText(target['id'])) ||
          ((target['kind'] === 'connection' || target['kind'] === 'finding') && isNumber(target['index'])))))
  );
}

type Fields = Readonly<Record<string, unknown>>;

function isRecord(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isListOf(value: unknown, isItem: (item: Fields) => boolean): boolean {
  return Array.isArray(value) && value.every((item) => isRecord(item) && isItem(item));
}

function isTexts(value: unknown): boolean {
  return Array.isArray(value) && value.every(isText);
}

function isNumbers(value: unknown): boolean {
  return Array.isArray(value) && value.every(isNumber);
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

function isNumber(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}
