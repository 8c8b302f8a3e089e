import type {
  ArgumentPattern,
  CallPattern,
  Catalog,
  EffectKind,
  Library,
  SharedWhen,
  UsePattern,
} from '../catalog/types.ts';
import type { UserLibrary } from './configuration.ts';

/** What keeps state between requests: the catalogue asks whether all instances share it. */
const keepers: Readonly<Record<string, Pick<UsePattern, 'role' | 'limit'>>> = {
  session: { role: 'session' },
  'rate-limiter': {
    role: 'rate-limiter',
    limit: {
      count: ['limit', 'max'],
      defaultCount: null,
      windowMilliseconds: ['windowMs'],
      defaultWindowMilliseconds: null,
    },
  },
};

/** What a call does to the world, in the catalogue's words. */
const effects: readonly EffectKind[] = [
  'lock',
  'mail',
  'payment',
  'external-call',
  'database-read',
  'database-write',
  'enqueue',
  'publish',
  'object-write',
];

/** What `is` of a library in second-instance.json may be. */
export const userLibraryKinds: readonly string[] = [...Object.keys(keepers), ...effects];

/** Whether the question who shares its state arises at all. */
export function keepsState(kind: string): boolean {
  return Object.hasOwn(keepers, kind);
}

/** The catalogue with the user's own libraries, which come first: what they say of a package overrides nothing of ours. */
export function withUserLibraries(catalog: Catalog, own: readonly UserLibrary[]): Catalog {
  if (own.length === 0) return catalog;
  return { ...catalog, libraries: [...own.map(libraryOf), ...catalog.libraries] };
}

function libraryOf(own: UserLibrary): Library {
  const call: CallPattern = { kind: 'export', modules: [own.module], name: own.call, by: 'either' };
  const keeper = keepers[own.is];
  const effect = effects.find((each) => each === own.is);
  return {
    id: own.module,
    title: own.module,
    packages: [own.module],
    types: [],
    told: true,
    uses: keeper === undefined ? [] : [{ ...keeper, call, options: optionsOf(own), shared: sharedOf(own) }],
    effects: effect === undefined ? [] : [{ call, effect }],
    citation: { title: 'second-instance.json', url: '' },
  };
}

/** Python names its options; elsewhere they stand in an object, which is the first argument unless said otherwise. */
function optionsOf({ language, options }: UserLibrary): ArgumentPattern {
  return language === 'python' ? { kind: 'named', names: [] } : { kind: 'position', position: (options ?? 1) - 1 };
}

function sharedOf({ sharedWhen }: UserLibrary): SharedWhen {
  return {
    kind: sharedWhen === null ? 'never' : 'option',
    options: sharedWhen === null ? [] : [sharedWhen.option],
    memoryStores: [],
    memoryValues: [],
    elsewhere: [],
  };
}
