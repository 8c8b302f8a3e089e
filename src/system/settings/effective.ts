import type { SettingsModule } from '../../catalog/settings.ts';
import type { Guard } from '../../facts/operations.ts';
import type { Value } from '../../facts/values.ts';
import type { ProgramGraph, Site } from '../../link/program-graph.ts';
import type { Span } from '../../text/range.ts';
import { holdsInProduction, leavesOutProduction } from '../production.ts';

/** One value that a setting may have in production. */
export interface SettingValue {
  readonly file: string;
  readonly value: Value;
  /** The name where it is written. */
  readonly at: Site;
  /** What is written into it afterwards, last one last; an unknown change has no path. */
  readonly changes: readonly SettingChange[];
}

export interface SettingChange {
  readonly path: readonly string[] | null;
  readonly file: string;
  readonly value: Value | null;
  readonly at: Site;
}

interface Step {
  readonly span: Span;
  readonly guards: readonly Guard[];
  readonly apply: (before: readonly SettingValue[]) => readonly SettingValue[];
}

/**
 * What a name of a settings module holds when the module has run in production: later lines win over earlier ones, what
 * a module stars stands where it is starred, and a branch that is for development alone is left out. Several values
 * where a condition that production does not settle chooses; none where nothing gives it a value.
 */
export function settingIn(
  graph: ProgramGraph,
  file: string,
  name: string,
  settings: SettingsModule,
  chosen: Choosing = undecided,
): readonly SettingValue[] {
  return valuesIn({ graph, name, settings, chosen, seen: new Set() }, file);
}

/** Settles a condition that production leaves open; null where it cannot. */
export type Choosing = (file: string, test: Value) => boolean | null;

const undecided: Choosing = () => null;

interface Search {
  readonly graph: ProgramGraph;
  readonly name: string;
  readonly settings: SettingsModule;
  readonly chosen: Choosing;
  readonly seen: Set<string>;
}

function valuesIn(search: Search, file: string): readonly SettingValue[] {
  const code = search.graph.facts.get(file)?.code ?? null;
  if (code === null || search.seen.has(file)) return [];
  search.seen.add(file);
  const steps = [...stars(search, file), ...writes(search, file)].sort((a, b) => a.span[0] - b.span[0]);
  let values: readonly SettingValue[] = [];
  for (const { guards, apply } of steps) {
    const answers = guards.map((guard) => inProduction(search, file, guard));
    if (answers.includes(false)) continue;
    const after = apply(values);
    values = answers.includes(null) ? union(values, after) : after;
  }
  return values;
}

function union(before: readonly SettingValue[], after: readonly SettingValue[]): readonly SettingValue[] {
  return [...before, ...after.filter((value) => !before.includes(value))];
}

/** `from .base import *`: its values stand from here on, where it has any. */
function stars(search: Search, file: string): readonly Step[] {
  const { graph } = search;
  const edges = graph.imports.get(file) ?? [];
  return (graph.facts.get(file)?.code?.exports ?? []).flatMap((fact): readonly Step[] => {
    if (fact.kind !== 'star') return [];
    const last = fact.module.split('.').at(-1) ?? '';
    const edge =
      edges.find(({ site }) => site.span[0] === fact.span[0]) ??
      edges.find(({ to }) => last !== '' && (to.endsWith(`/${last}.py`) || to.endsWith(`/${last}/__init__.py`)));
    if (edge === undefined) return [];
    const apply: Step['apply'] = (before) => {
      const taken = valuesIn({ ...search, seen: new Set(search.seen) }, edge.to);
      return taken.length === 0 ? before : taken;
    };
    return [{ span: fact.span, guards: [], apply }];
  });
}

function writes({ graph, name }: Search, file: string): readonly Step[] {
  const code = graph.facts.get(file)?.code;
  if (code == null) return [];
  const whole = (value: Value, span: Span, guards: readonly Guard[]): Step => ({
    span,
    guards,
    apply: () => [{ file, value, at: { file, span }, changes: [] }],
  });
  const change = (path: readonly string[] | null, value: Value | null, span: Span, guards: readonly Guard[]): Step => ({
    span,
    guards,
    apply: (before) =>
      before.map((each) => ({ ...each, changes: [...each.changes, { path, file, value, at: { file, span } }] })),
  });
  const declared = code.declarations.flatMap((each): readonly Step[] =>
    each.name === name && each.function === 0 && each.initial !== null
      ? [whole(each.initial, each.span, each.guards ?? [])]
      : [],
  );
  const written = (code.functions[0]?.operations ?? []).flatMap((operation): readonly Step[] => {
    if (operation.kind !== 'assign' && operation.kind !== 'container') return [];
    const { target, guards, value } = operation;
    const { root, path, span } = target;
    const isIt =
      root.kind === 'global'
        ? root.name === name
        : root.kind === 'declared' && code.declarations[root.declaration]?.name === name;
    if (!isIt) return [];
    if (operation.kind === 'assign') {
      const isPlain = operation.operator === '=' && value !== null;
      if (path.length === 0) return [isPlain ? whole(value, span, guards) : change(null, null, span, guards)];
      return [change(isPlain && !path.includes('*') ? path : null, value, span, guards)];
    }
    if (!['write', 'append', 'remove', 'clear'].includes(operation.access)) return [];
    const key = operation.key?.kind === 'literal' ? String(operation.key.value) : null;
    const isEntry = operation.access === 'write' && key !== null && operation.method === null;
    return [change(isEntry ? [...path, key] : null, value, span, guards)];
  });
  return [...declared, ...written];
}

/** Whether a condition holds in production; null where that alone does not settle it. */
function inProduction(search: Search, file: string, guard: Guard): boolean | null {
  const named = debugNamed(search, file, guard.test);
  if (named !== null) return named === 'either' ? null : named === guard.holds;
  if (leavesOutProduction(search.graph, file, guard)) return false;
  if (guard.holds && holdsInProduction(search.graph, file, guard.test)) return true;
  const chosen = search.chosen(file, guard.test);
  return chosen === null ? null : chosen === guard.holds;
}

/** What a test of the debug setting is in production: off, unless the code itself says that it is on. Null for other tests. */
function debugNamed(search: Search, file: string, test: Value): boolean | 'either' | null {
  if (test.kind === 'operator' && (test.operator === 'not' || test.operator === '!') && test.left === null) {
    const inner = debugNamed(search, file, test.right);
    return typeof inner === 'boolean' ? !inner : inner;
  }
  if (test.kind !== 'reference') return null;
  const { root, path } = test.reference;
  const declarations = search.graph.facts.get(file)?.code?.declarations ?? [];
  const name =
    root.kind === 'global' ? root.name : root.kind === 'declared' ? (declarations[root.declaration]?.name ?? '') : '';
  const { debug } = search.settings;
  if (search.name === debug || (path.at(-1) ?? name) !== debug) return null;
  const values = valuesIn({ ...search, name: debug, seen: new Set() }, file);
  const isOn = values.length > 0 && values.every(({ value }) => value.kind === 'literal' && value.value === true);
  return isOn ? 'either' : false;
}

/** What lies behind keys of a setting's value; null where it cannot be read, undefined where there is nothing. */
export function behind(
  graph: ProgramGraph,
  settings: SettingsModule,
  of: SettingValue,
  path: readonly string[],
  chosen: Choosing = undecided,
): { readonly value: Value; readonly file: string } | null | undefined {
  return within({ graph, name: '', settings, chosen, seen: new Set() }, of, path);
}

function within(search: Search, of: SettingValue, path: readonly string[]): ReturnType<typeof behind> {
  for (const { path: changed, value, file } of [...of.changes].reverse()) {
    if (changed === null) return null;
    if (!changed.every((key, at) => path[at] === key)) {
      // A change of something that lies deeper leaves the rest as it was.
      continue;
    }
    return value === null ? null : descend(search, file, value, path.slice(changed.length));
  }
  return descend(search, of.file, of.value, path);
}

function descend(search: Search, file: string, value: Value, path: readonly string[]): ReturnType<typeof behind> {
  if (value.kind === 'conditional') {
    const answer = inProduction(search, file, { test: value.test, holds: true });
    return answer === null ? null : descend(search, file, answer ? value.then : value.otherwise, path);
  }
  const [key, ...rest] = path;
  if (key === undefined) return { value, file };
  const named = value.kind === 'reference' ? moduleName(search, file, value) : null;
  if (named !== null) return within(search, named, path);
  if (value.kind !== 'object') return null;
  const property = value.properties.findLast((each) => each.key === key);
  if (property !== undefined) return descend(search, file, property.value, rest);
  return value.spreads.length > 0 ? null : undefined;
}

/** The one value that another name of the module has: `DATABASES = {"default": chosen}`. Null for every other reference. */
function moduleName(search: Search, file: string, { reference }: Value & { kind: 'reference' }): SettingValue | null {
  const { root, path } = reference;
  const declared = root.kind === 'declared' ? search.graph.facts.get(file)?.code?.declarations[root.declaration] : null;
  if (declared?.function !== 0 || path.length > 0 || search.seen.has(`${file} ${declared.name}`)) return null;
  search.seen.add(`${file} ${declared.name}`);
  const [only, another] = valuesIn({ ...search, name: declared.name, seen: new Set() }, file);
  return another === undefined ? (only ?? null) : null;
}
