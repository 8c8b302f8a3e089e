import type { CallFact } from '../facts/code.ts';
import type { Guard } from '../facts/operations.ts';
import type { CallId, Property, Value } from '../facts/values.ts';
import type { Span } from '../text/range.ts';
import type { FileIndex } from './follow/file-index.ts';
import type { World } from './follow/world.ts';
import type { LibraryUse, Site } from './program-graph.ts';

type SettingUse = Pick<LibraryUse, 'library' | 'pattern' | 'file' | 'call' | 'fact' | 'keptIn'>;

/**
 * Uses of a library that no call makes, but a name of a module that the framework reads: `SESSION_ENGINE = "…"`. There
 * is no call to show, so the use has a made-up one at the name, whose named arguments are what the setting describes.
 */
export function* settingUses(world: World): Iterable<SettingUse> {
  if (world.patterns.settings.size === 0) return;
  for (const file of world.files.values()) {
    for (const { name, value, span } of settingsIn(file)) {
      for (const { library, pattern } of world.patterns.settings.get(name) ?? []) {
        const found = pattern.call.kind === 'setting' ? within(value, pattern.call.path, span) : null;
        if (found === null) continue;
        const fact = madeUp(found.value, found.span);
        yield { library, pattern, file: file.path, call: callAt(found.span), fact, keptIn: keptAt(file, span) };
      }
    }
  }
}

/** The number of a call that is not written: below all others, and one for each place. */
export function callAt(span: Span): CallId {
  return -1_000_000 - span[0];
}

export interface Setting {
  readonly name: string;
  readonly value: Value;
  /** The name alone. */
  readonly span: Span;
  /** Under which conditions it has this value. */
  readonly guards: readonly Guard[];
}

/** Names that the module itself gives a value, under a condition or not. */
export function* settingsIn(file: FileIndex): Iterable<Setting> {
  const { declarations, functions } = file.code;
  for (const { name, initial, function: holder, span, guards } of declarations) {
    if (holder === 0 && initial !== null) yield { name, value: initial, span, guards: guards ?? [] };
  }
  for (const operation of functions[0]?.operations ?? []) {
    if (operation.kind !== 'assign' || operation.target.path.length > 0 || operation.value === null) continue;
    const { root, span } = operation.target;
    const name =
      root.kind === 'global' ? root.name : root.kind === 'declared' ? declarations[root.declaration]?.name : '';
    if (name !== undefined && name !== '') yield { name, value: operation.value, span, guards: operation.guards };
  }
}

/** What lies behind some keys of a setting, with the place of the last key. */
function within(value: Value, path: readonly string[], span: Span): { value: Value; span: Span } | null {
  const [key, ...rest] = path;
  if (key === undefined) return { value, span };
  const property = value.kind === 'object' ? value.properties.findLast((each) => each.key === key) : undefined;
  return property === undefined ? null : within(property.value, rest, property.span);
}

function madeUp(value: Value, span: Span): CallFact {
  const named: readonly Property[] = value.kind === 'object' ? value.properties : [];
  return {
    callee: { root: { kind: 'value', value }, path: [], span },
    arguments: [],
    named,
    construct: false,
    awaited: false,
    types: [],
    function: 0,
    sql: null,
    span: [span[0], value.span[1]],
    calleeSpan: span,
  };
}

function keptAt(file: FileIndex, span: Span): Site {
  return { file: file.path, span };
}
