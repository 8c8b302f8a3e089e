import type { Catalog, EnginePattern } from '../catalog/types.ts';
import type { Address } from '../facts/deployment.ts';
import { repositoryOf } from './unit-starts.ts';
import type { UnitNode } from './units.ts';

/**
 * The software that a container runs, told by its image, or by the unit's name where the image is made from the
 * software's own: a service `mysql` that is built is a MySQL with data in it. Null for one's own programs and for
 * what nobody knows.
 */
export function engineOfUnit(catalog: Catalog, node: UnitNode): EnginePattern | null {
  const { fact, unit } = node;
  if (fact?.buildContext != null) return engineOfImage(catalog, plainNames[unit.name] ?? unit.name);
  return fact?.image == null ? null : engineOfImage(catalog, fact.image.value);
}

/** Names that say what an image says by another. */
const plainNames: Readonly<Record<string, string>> = {
  mongodb: 'mongo',
  postgresql: 'postgres',
  elastic: 'elasticsearch',
};

export function engineOfImage(catalog: Catalog, image: string): EnginePattern | null {
  const repository = repositoryOf(image).replace(/^library\//, '');
  return catalog.engines.find(({ images }) => images.includes(repository)) ?? null;
}

export function engineOfAddress(catalog: Catalog, address: Address): EnginePattern | null {
  return (
    engineOfScheme(catalog, address.scheme) ??
    catalog.engines.find(
      ({ ports }) => address.scheme === '' && address.port !== null && ports.includes(address.port),
    ) ??
    null
  );
}

/** `postgresql+psycopg2` is a scheme of PostgreSQL. */
export function engineOfScheme(catalog: Catalog, scheme: string): EnginePattern | null {
  const plain = scheme.replace(/\+.*$/, '').toLowerCase();
  return catalog.engines.find(({ schemes }) => schemes.includes(plain)) ?? null;
}
