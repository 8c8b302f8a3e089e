import type { CallFact } from '../facts/code.ts';
import type { CallId, Value } from '../facts/values.ts';
import { keyOf } from './follow/known.ts';
import type { World } from './follow/world.ts';
import type { CallReading } from './hits.ts';
import type { LibraryUse, PackageNode, Route, Site, Stand } from './program-graph.ts';
import { settingUses } from './setting-uses.ts';
import { holdsFor } from './versions.ts';

/** A use whose routes and stands are filled in once they are known. */
export type UseDraft = Omit<LibraryUse, 'routes' | 'stands'> & { readonly routes: Route[]; readonly stands: Stand[] };

/** Library uses by their ids, in order of file and place. One a call; the first pattern whose versions fit counts. */
export function usesOf(
  world: World,
  readings: readonly CallReading[],
  packageOf: (file: string) => PackageNode | null,
): ReadonlyMap<string, UseDraft> {
  const uses = new Map<string, UseDraft>();
  const kept = keepers(world);
  for (const { file, id, call, hits } of readings) {
    const key = keyOf(file.path, id);
    for (const { hit } of hits) {
      if (hit.kind !== 'use' || uses.has(key)) continue;
      const version = versionOf(packageOf(file.path), hit.library.packages, packageOf);
      if (!holdsFor(hit.pattern.versions, version) || makesAnother(hit.pattern, call)) continue;
      const keptIn = kept.get(key) ?? null;
      uses.set(key, draft(hit, file.path, id, call, version, keptIn));
    }
  }
  for (const [key, use] of inheritedUses(world, uses, packageOf)) uses.set(key, use);
  for (const { library, pattern, file, fact, call, keptIn } of settingUses(world)) {
    const version = versionOf(packageOf(file), library.packages, packageOf);
    const use = draft({ library, pattern }, file, call, fact, version, keptIn);
    if (holdsFor(pattern.versions, version)) uses.set(use.id, use);
  }
  return uses;
}

/** Whether a text in the call says that it makes something else of the library; what cannot be read may be this one. */
function makesAnother({ only }: LibraryUse['pattern'], call: CallFact): boolean {
  if (only === undefined) return false;
  const value = call.named.find(({ key }) => key === only.name)?.value ?? call.arguments[only.position];
  return value?.kind === 'literal' && typeof value.value === 'string' && !only.values.includes(value.value);
}

function draft(
  hit: Pick<LibraryUse, 'library' | 'pattern'>,
  file: string,
  call: CallId,
  fact: CallFact,
  version: string | null,
  keptIn: Site | null,
): UseDraft {
  const { library, pattern } = hit;
  return {
    id: keyOf(file, call),
    library,
    pattern,
    file,
    call,
    fact,
    function: keyOf(file, fact.function),
    keptIn,
    routes: [],
    stands: [],
    version,
  };
}

/** The version of the first of some packages that the nearest manifest, or one above it, asks for. */
function versionOf(
  node: PackageNode | null,
  packages: readonly string[],
  packageOf: (file: string) => PackageNode | null,
): string | null {
  for (let at = node; at !== null; at = at.folder === '' ? null : packageOf(at.folder)) {
    const found = at.manifest.dependencies.find(({ name }) => packages.includes(name));
    if (found !== undefined) return found.range;
  }
  return null;
}

/** Where the results of calls are kept, by call: a name, a field, or what is assigned. */
function keepers(world: World): ReadonlyMap<string, Site> {
  const kept = new Map<string, Site>();
  for (const file of world.files.values()) {
    const keep = (value: Value | null, span: Site['span']) => {
      for (const call of value === null ? [] : callsIn(value)) {
        const key = keyOf(file.path, call);
        if (!kept.has(key)) kept.set(key, { file: file.path, span });
      }
    };
    for (const declaration of file.code.declarations) keep(declaration.initial, declaration.span);
    for (const { fields } of file.code.classes) for (const field of fields) keep(field.initial, field.span);
    for (const { operations } of file.code.functions) {
      for (const operation of operations) {
        if (operation.kind === 'assign') keep(operation.value, operation.target.span);
      }
    }
  }
  return kept;
}

function callsIn(value: Value): readonly CallId[] {
  switch (value.kind) {
    case 'call':
      return [value.call];
    case 'conditional':
      return [...callsIn(value.then), ...callsIn(value.otherwise)];
    case 'operator':
      return [...(value.left === null ? [] : callsIn(value.left)), ...callsIn(value.right)];
    case 'reference':
      return value.reference.root.kind === 'call' ? [value.reference.root.call] : [];
    default:
      return [];
  }
}

/**
 * A class that extends a client without a constructor of its own makes one wherever it is constructed. There is no call to
 * show, so the use has a made-up one, at the base's name.
 */
function* inheritedUses(
  world: World,
  uses: ReadonlyMap<string, UseDraft>,
  packageOf: (file: string) => PackageNode | null,
): Iterable<readonly [string, UseDraft]> {
  for (const file of world.files.values()) {
    for (const [id, fact] of file.code.classes.entries()) {
      for (const base of fact.extends) {
        for (const known of world.reference(file, base)) {
          const hit = world.patterns.hits(known, true).find((one) => one.kind === 'use');
          if (known.kind !== 'external' || hit?.kind !== 'use') continue;
          const inConstructor = file.callsOf.get(fact.constructorId ?? -1) ?? [];
          if (inConstructor.some((call) => uses.has(keyOf(file.path, call)))) continue;
          const call: CallFact = {
            callee: base,
            arguments: [],
            // What the class is made with is written in its fields.
            named: fact.fields.flatMap(({ name, initial, span }) =>
              initial === null ? [] : [{ key: name, value: initial, span }],
            ),
            construct: true,
            awaited: false,
            types: [],
            function: fact.function,
            sql: null,
            span: base.span,
            calleeSpan: base.span,
          };
          const version = versionOf(packageOf(file.path), hit.library.packages, packageOf);
          const use = draft(hit, file.path, -1 - id, call, version, { file: file.path, span: fact.nameSpan });
          yield [use.id, use];
        }
      }
    }
  }
}
