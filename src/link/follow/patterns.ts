import { filePath } from '../../catalog/file-paths.ts';
import type {
  ArgumentPattern,
  CallEntryPattern,
  CallPattern,
  Catalog,
  EffectPattern,
  Framework,
  Library,
  TrackedType,
  TrackedTypePattern,
  UsePattern,
} from '../../catalog/types.ts';
import type { Value } from '../../facts/values.ts';
import type { Known } from './known.ts';

/** What the catalogue knows of a call: it makes a tracked object, is an entry, a use, an effect, or starts a listener. */
export type Hit =
  | { readonly kind: 'type'; readonly type: TrackedTypePattern }
  | { readonly kind: 'entry'; readonly framework: Framework; readonly pattern: CallEntryPattern }
  | { readonly kind: 'use'; readonly library: Library; readonly pattern: UsePattern }
  | { readonly kind: 'effect'; readonly library: Library; readonly pattern: EffectPattern }
  | { readonly kind: 'listener'; readonly framework: Framework };

export interface GivenHit {
  readonly argument: ArgumentPattern;
  readonly modules: readonly string[];
  readonly name: string;
  readonly hit: Hit;
}

/** The catalogue's call patterns, indexed by what is called. */
export interface PatternIndex {
  /** Patterns that a callee answers to; `construct` tells `new X()` from `X()`. */
  readonly hits: (callee: Known, construct: boolean) => readonly Hit[];
  /** Entries by any method of a tracked type, for a method whose name cannot be read: `router[verb](path, handler)`. */
  readonly anyMethod: (type: TrackedType) => readonly Hit[];
  /** Uses that are settings of the application, by the setting's name. */
  readonly settings: ReadonlyMap<string, readonly SettingHit[]>;
  /** Entries that a setting of the application lists, by the setting's name. */
  readonly listed: ReadonlyMap<string, readonly CallEntryPattern[]>;
  /** Patterns of things handed to a registering method, by the method's name. */
  readonly given: (method: string) => readonly GivenHit[];
  /** Whether users tell themselves what a call of a module is, or for `*` any of its calls. */
  readonly told: (module: string, name: string) => boolean;
  /** Tracked types that a package's type or class stands for. */
  readonly declaredAs: (module: string, name: string) => readonly TrackedTypePattern[];
  /** The tracked type whose one object a package's export stands for; null for none. */
  readonly standsFor: (module: string, name: string) => TrackedType | null;
  /** Whether a method or member of a tracked type gives back the same object. */
  readonly chains: (type: TrackedType, method: string) => boolean;
  readonly typeOf: (type: TrackedType) => TrackedTypePattern | undefined;
}

export type SettingHit = Hit & { readonly kind: 'use' };

interface Indexed {
  readonly by: 'call' | 'new' | 'either';
  readonly path: readonly string[];
  readonly hit: Hit;
}

const nothing: readonly Hit[] = [];
const noneGiven: readonly GivenHit[] = [];
const noTypes: readonly TrackedTypePattern[] = [];

export function indexPatterns(catalog: Catalog): PatternIndex {
  const exports = new Map<string, Map<string, Indexed[]>>();
  const methods = new Map<TrackedType, Map<string, Indexed[]>>();
  const given = new Map<string, GivenHit[]>();
  const byType = new Map<TrackedType, Hit[]>();
  const declared = new Map<string, Map<string, TrackedTypePattern[]>>();
  const chains = new Map<TrackedType, Set<string>>();
  const types = new Map<TrackedType, TrackedTypePattern>();
  const settings = new Map<string, SettingHit[]>();
  const listed = new Map<string, CallEntryPattern[]>();
  const standIns = new Map<string, TrackedType>();
  const told = toldNames(catalog);

  for (const { pattern, hit } of allCalls(catalog)) {
    switch (pattern.kind) {
      case 'export':
        for (const module of new Set(pattern.modules.map(bareModule))) {
          push(inner(exports, module), canonicalName(pattern.name), { by: pattern.by, path: [], hit });
        }
        break;
      case 'global':
        push(inner(exports, ''), canonicalName(pattern.name), { by: 'either', path: [], hit });
        break;
      case 'method':
        if (hit.kind === 'entry' && hit.pattern.verb === 'method') push(byType, pattern.on, hit);
        for (const method of pattern.methods) {
          const path = method.split('.');
          push(inner(methods, pattern.on), path.at(-1) ?? '', { by: 'either', path, hit });
        }
        break;
      case 'given':
        for (const method of pattern.methods) push(given, method, { ...pattern, hit });
        break;
      case 'setting':
        if (hit.kind === 'use') push(settings, pattern.name, hit);
        if (hit.kind === 'entry') push(listed, pattern.name, hit.pattern);
        break;
    }
  }
  for (const type of [...catalog.frameworks, ...catalog.libraries].flatMap((known) => known.types)) {
    types.set(type.type, type);
    for (const { modules, name } of type.declaredAs) {
      for (const module of modules) push(inner(declared, bareModule(module)), canonicalName(name), type);
    }
    for (const { modules, name } of type.standIns ?? []) {
      for (const module of modules) standIns.set(`${bareModule(module)} ${canonicalName(name)}`, type.type);
    }
    const names = chains.get(type.type) ?? new Set();
    for (const method of type.chains ?? []) names.add(method);
    chains.set(type.type, names);
  }

  return {
    hits(callee, construct) {
      if (callee.kind === 'external') {
        const found = exports.get(bareModule(callee.module))?.get(canonicalName(callee.name));
        if (found === undefined) return nothing;
        return found.filter(({ by }) => by === 'either' || (by === 'new') === construct).map(({ hit }) => hit);
      }
      if (callee.kind === 'tracked')
        return (
          methods
            .get(callee.type)
            ?.get('')
            ?.map(({ hit }) => hit) ?? nothing
        );
      const type = callee.kind === 'member' ? typeBehind(callee.of, declared) : null;
      if (callee.kind === 'member' && type !== null) {
        const found = methods.get(type)?.get(callee.path.at(-1) ?? '');
        if (found === undefined) return nothing;
        const path = behindChains(callee.path, chains.get(type));
        return found.filter((one) => samePath(one.path, callee.path) || samePath(one.path, path)).map(({ hit }) => hit);
      }
      return nothing;
    },
    anyMethod: (type) => byType.get(type) ?? nothing,
    settings,
    listed,
    given: (method) => given.get(method) ?? noneGiven,
    told: (module, name) => told.has(`${module} ${name}`),
    declaredAs: (module, name) => declared.get(bareModule(module))?.get(canonicalName(name)) ?? noTypes,
    standsFor: (module, name) => standIns.get(`${bareModule(module)} ${canonicalName(name)}`) ?? null,
    chains: (type, method) => chains.get(type)?.has(method) === true,
    typeOf: (type) => types.get(type),
  };
}

function toldNames(catalog: Catalog): ReadonlySet<string> {
  const calls = catalog.libraries.flatMap(({ told, uses, effects }) =>
    told === true ? [...uses, ...effects].map(({ call }) => call) : [],
  );
  return new Set(
    calls.flatMap((call) =>
      call.kind === 'export' ? call.modules.flatMap((module) => [`${module} ${call.name}`, `${module} *`]) : [],
    ),
  );
}

/** The tracked type of what a member is asked of. A path is one by what it is, however it was made. */
function typeBehind(
  of: Known,
  declared: ReadonlyMap<string, ReadonlyMap<string, readonly TrackedTypePattern[]>>,
): TrackedType | null {
  switch (of.kind) {
    case 'tracked':
      return of.type;
    case 'value':
      return of.value.kind === 'path-join' || isDividedPath(of.value) ? filePath : null;
    case 'made': {
      const types = declared.get(bareModule(of.module))?.get(canonicalName(of.name)) ?? noTypes;
      return types.some(({ type }) => type === filePath) ? filePath : null;
    }
    default:
      return null;
  }
}

/** `folder / name`: numbers have no methods that open or remove files. */
function isDividedPath(value: Value): boolean {
  return value.kind === 'operator' && value.operator === '/' && value.left !== null;
}

/** Whether a package's export is one that a pattern means. `default` is the module as a whole, too. */
export function exportMatches(
  known: { readonly module: string; readonly name: string },
  modules: readonly string[],
  name: string,
): boolean {
  const asked = bareModule(known.module);
  return modules.some((module) => bareModule(module) === asked) && canonicalName(name) === canonicalName(known.name);
}

/** The name of an export however it was imported: `import x`, `import * as x` and `require` all give the module itself. */
export function canonicalName(name: string): string {
  if (name === '*') return 'default';
  if (name.startsWith('default.')) return name.slice('default.'.length);
  return name.length > '.default'.length && name.endsWith('.default') ? name.slice(0, -'.default'.length) : name;
}

function bareModule(module: string): string {
  return module.startsWith('node:') ? module.slice('node:'.length) : module;
}

function behindChains(path: readonly string[], chains: ReadonlySet<string> | undefined): readonly string[] {
  let start = 0;
  while (start < path.length - 1 && chains?.has(path[start] ?? '') === true) start++;
  return start === 0 ? path : path.slice(start);
}

function samePath(pattern: readonly string[], path: readonly string[]): boolean {
  return pattern.length === path.length && pattern.every((name, index) => name === '*' || name === path[index]);
}

function* allCalls(catalog: Catalog): Iterable<{ readonly pattern: CallPattern; readonly hit: Hit }> {
  for (const framework of catalog.frameworks) {
    yield* typeCalls(framework.types);
    for (const pattern of framework.entries) {
      if (pattern.kind === 'call') yield { pattern: pattern.call, hit: { kind: 'entry', framework, pattern } };
    }
    for (const pattern of framework.listeners) yield { pattern, hit: { kind: 'listener', framework } };
  }
  for (const library of catalog.libraries) {
    yield* typeCalls(library.types);
    for (const pattern of library.uses) yield { pattern: pattern.call, hit: { kind: 'use', library, pattern } };
    for (const pattern of library.effects) yield { pattern: pattern.call, hit: { kind: 'effect', library, pattern } };
  }
}

function* typeCalls(
  types: readonly TrackedTypePattern[],
): Iterable<{ readonly pattern: CallPattern; readonly hit: Hit }> {
  for (const type of types) for (const pattern of type.madeBy) yield { pattern, hit: { kind: 'type', type } };
}

function inner<K, V>(map: Map<K, Map<string, V>>, key: K): Map<string, V> {
  const known = map.get(key) ?? new Map<string, V>();
  map.set(key, known);
  return known;
}

function push<V>(map: Map<string, V[]>, key: string, value: V): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
}
