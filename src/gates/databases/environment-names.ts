import type { CodeFacts } from '../../facts/code.ts';
import type { EnvironmentFact } from '../../facts/deployment.ts';
import { fallsBack, type Reference, type Value } from '../../facts/values.ts';
import type { ProgramGraph, Site } from '../../link/program-graph.ts';
import { remembered } from '../../link/remembered.ts';
import { settingsNamed } from '../../system/named-settings.ts';
import { isSideCode } from '../../system/side-code.ts';

/** Names of the environment that a value is worked out from: `os.environ.get("URL", "").replace(…)`. */
export function namesBehind(graph: ProgramGraph, file: string, value: Value): readonly string[] {
  return namesIn(graph, file, value, 0);
}

function namesIn(graph: ProgramGraph, file: string, value: Value, depth: number): readonly string[] {
  const code = graph.facts.get(file)?.code;
  if (code == null || depth > 6) return [];
  const next = (inner: Value | null | undefined) => (inner == null ? [] : namesIn(graph, file, inner, depth + 1));
  switch (value.kind) {
    case 'environment':
      return [value.name];
    case 'operator':
      // What is put together from parts is the same kind of address whatever a part of it is.
      return fallsBack(value.operator) ? [...next(value.left), ...next(value.right)] : [];
    case 'conditional':
      return [...next(value.test), ...next(value.then), ...next(value.otherwise)];
    case 'call': {
      const fact = code.calls[value.call];
      if (fact === undefined) return [];
      const [name] = fact.arguments;
      const isName = name?.kind === 'literal' && typeof name.value === 'string' && /^[A-Z][A-Z0-9_]+$/.test(name.value);
      const asked = isName && fact.sql === null ? [String(name.value)] : fact.arguments.flatMap(next);
      const { root } = fact.callee;
      if (root.kind === 'value') return [...next(root.value), ...asked];
      if (root.kind === 'call') return [...next({ kind: 'call', call: root.call, span: value.span }), ...asked];
      return root.kind === 'declared' ? [...next(code.declarations[root.declaration]?.initial), ...asked] : asked;
    }
    case 'reference': {
      const { root } = value.reference;
      return root.kind === 'declared' ? next(code.declarations[root.declaration]?.initial) : [];
    }
    default:
      return [];
  }
}

/**
 * The name of the environment that a member of settings is filled from, where its class is one that a package fills:
 * `settings.database_url` of a class that extends `BaseSettings`. Null for every other value.
 */
export function loadedName(graph: ProgramGraph, file: string, value: Value): string | null {
  const opened = value.kind === 'reference' && value.reference.path.length === 0 ? behind(graph, file, value) : value;
  if (opened.kind !== 'reference') return null;
  const member = opened.reference.path.at(-1);
  return member !== undefined && loadedFields(graph).has(member) ? member.toUpperCase() : null;
}

/** Whether a text stands as the default of a field that a package fills from the environment. */
export function isLoadedDefault(graph: ProgramGraph, { file, span }: Site): boolean {
  const code = graph.facts.get(file)?.code ?? null;
  return (
    code?.classes.some(
      (each) => each.span[0] <= span[0] && span[1] <= each.span[1] && code !== null && isLoaded(code, each.extends),
    ) === true
  );
}

function isLoaded(code: CodeFacts, bases: readonly Reference[]): boolean {
  return bases.some(({ root, path: members }) => {
    const name = root.kind === 'declared' ? (code.declarations[root.declaration]?.name ?? '') : '';
    return /Settings$/.test(members.at(-1) ?? name);
  });
}

function behind(graph: ProgramGraph, file: string, value: Value & { readonly kind: 'reference' }): Value {
  const { root } = value.reference;
  const declared = root.kind === 'declared' ? graph.facts.get(file)?.code?.declarations[root.declaration] : undefined;
  return declared?.initial ?? value;
}

const loadedFields = remembered((graph: ProgramGraph): ReadonlySet<string> => {
  const fields = new Set<string>();
  for (const { code, path } of graph.facts.values()) {
    if (code === null || isSideCode(path)) continue;
    for (const { extends: bases, fields: own } of code.classes) {
      if (isLoaded(code, bases)) for (const { name } of own) fields.add(name);
    }
  }
  return fields;
});

/** How the deployment files of the workspace set a name: to a server's address, to something nobody can read, or not at all. */
export function howIsSet(graph: ProgramGraph, name: string): 'server' | 'somehow' | 'not' {
  const settings = settingsNamed(graph, name).filter(({ file, fact }) => !isSideCode(file) && !choosesFile(fact));
  if (settings.some(({ fact }) => fact.value?.kind === 'address')) return 'server';
  return settings.some(({ by }) => by !== 'file') ? 'somehow' : 'not';
}

/** `DB_TYPE: sqlite`, which says what holds where nothing is set. */
function choosesFile({ value }: EnvironmentFact): boolean {
  return value?.kind === 'word' && /^(?:better-)?sqlite3?$/i.test(value.value);
}
