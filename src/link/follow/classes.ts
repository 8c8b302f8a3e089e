import type { FunctionId } from '../../facts/values.ts';
import type { ClassKey } from '../program-graph.ts';
import type { FileIndex } from './file-index.ts';
import { type Known, keyOf } from './known.ts';
import { isSameType, typeIdentities } from './types.ts';
import type { ClassEntry, ClassIndex, MemberFunction, TypeIdentity, World } from './world.ts';

/** `world` is asked only once all files are indexed. */
export function indexClasses(files: ReadonlyMap<string, FileIndex>, world: () => World): ClassIndex {
  const entries = new Map<ClassKey, ClassEntry>();
  const getters = new Set<string>();
  for (const file of files.values()) {
    for (const fact of file.code.functions) if (fact.kind === 'getter') getters.add(fact.name);
    file.code.classes.forEach((fact, id) => {
      const key = keyOf(file.path, id);
      entries.set(key, { key, file, id, fact });
    });
  }
  const bases = new Map<ClassKey, readonly Known[]>();
  const lineages = new Map<ClassKey, readonly ClassEntry[]>();
  /** Classes whose bases are being looked for; a lineage that is asked for meanwhile may lack some. */
  let pending = 0;
  let relations: Relations | null = null;

  function basesOf(key: ClassKey): readonly Known[] {
    const known = bases.get(key);
    if (known !== undefined) return known;
    // A class that extends itself by mistake must not be followed for ever.
    bases.set(key, none);
    const entry = entries.get(key);
    if (entry === undefined || entry.fact.extends.length === 0) return none;
    pending++;
    const found = entry.fact.extends.flatMap((base) => world().reference(entry.file, base));
    pending--;
    bases.set(key, found);
    return found;
  }

  function lineage(key: ClassKey): readonly ClassEntry[] {
    const known = lineages.get(key);
    if (known !== undefined) return known;
    const found = new Map<ClassKey, ClassEntry>();
    const visit = (at: ClassKey) => {
      const entry = entries.get(at);
      if (entry === undefined || found.has(at)) return;
      found.set(at, entry);
      for (const base of basesOf(at)) if (base.kind === 'class') visit(base.class);
    };
    visit(key);
    const result = [...found.values()];
    if (pending === 0) lineages.set(key, result);
    return result;
  }

  function relate(): Relations {
    if (relations !== null) return relations;
    const heirs = new Map<ClassKey, Set<ClassKey>>();
    const implementers = new Map<string, { identity: TypeIdentity; key: ClassKey }[]>();
    // Reading a declared type asks for implementers again; while they are being collected it finds none.
    relations = { heirs, implementers: new Map() };
    for (const [key, entry] of entries) {
      for (const base of lineage(key).slice(1)) add(heirs, base.key, key);
      for (const type of lineage(key).flatMap(({ file, fact }) => fact.implements.map((one) => ({ file, one })))) {
        for (const identity of typeIdentities(world(), type.file, type.one)) {
          implementers.set(identity.name, [...(implementers.get(identity.name) ?? []), { identity, key }]);
        }
      }
      for (const type of entry.fact.implements) {
        for (const known of world().typed(entry.file, type, {
          file: entry.file.path,
          span: entry.fact.span,
          certainty: 'proved',
        })) {
          if (known.kind === 'instance' && known.class !== key) add(heirs, known.class, key);
        }
      }
    }
    relations = { heirs, implementers };
    return relations;
  }

  return {
    entry: (key) => entries.get(key),
    lineage,
    externalBase(key) {
      for (const entry of lineage(key)) {
        const base = basesOf(entry.key).find((known) => known.kind === 'external');
        if (base !== undefined) return base;
      }
      return null;
    },
    memberBase(key) {
      for (const entry of lineage(key)) {
        const base = basesOf(entry.key).find((known) => known.kind === 'member' && known.of.kind === 'tracked');
        if (base !== undefined) return base;
      }
      return null;
    },
    externalBases: (key) =>
      lineage(key).flatMap((entry) => basesOf(entry.key).filter((known) => known.kind === 'external')),
    heirs: (key) => [...(relate().heirs.get(key) ?? [])],
    implementers(identities) {
      const { implementers } = relate();
      const found = identities.flatMap((wanted) =>
        (implementers.get(wanted.name) ?? []).filter(({ identity }) => isSameType(world(), wanted, identity)),
      );
      return [...new Set(found.map(({ key }) => key))];
    },
    isGetter: (name) => getters.has(name),
    own(entry, name, isStatic) {
      const ids: readonly FunctionId[] | undefined = entry.file.methods.get(entry.id)?.get(name);
      if (ids === undefined) return noMembers;
      return ids.flatMap((id) => {
        const fact = entry.file.code.functions[id];
        return fact?.static === isStatic ? [{ key: keyOf(entry.file.path, id), fact }] : [];
      });
    },
  };
}

const none: readonly Known[] = [];
const noMembers: readonly MemberFunction[] = [];

interface Relations {
  readonly heirs: ReadonlyMap<ClassKey, ReadonlySet<ClassKey>>;
  /** By the name of what they implement. */
  readonly implementers: ReadonlyMap<string, readonly { readonly identity: TypeIdentity; readonly key: ClassKey }[]>;
}

function add<K, V>(map: Map<K, Set<V>>, key: K, value: V): void {
  const set = map.get(key);
  if (set === undefined) map.set(key, new Set([value]));
  else set.add(value);
}
