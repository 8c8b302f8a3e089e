import type { Catalog, EnginePattern } from '../catalog/types.ts';
import type { Address } from '../facts/deployment.ts';
import { repositoryOf } from './unit-starts.ts';
import type { UnitNode } from './units.ts';

/** The software that a container runs, told by its image; null for one's own programs and for what nobody knows. */
export function engineOfUnit(catalog: Catalog, node: UnitNode): EnginePattern | null {
  const image = node.fact?.image?.value;
  if (image === undefined || node.fact?.buildContext != null) return null;
  return engineOfImage(catalog, image);
}

export function engineOfImage(catalog: Catalog, image: string): EnginePattern | null {
  const repository = repositoryOf(image).replace(/^library\//, '');
  return catalog.engines.find(({ images }) => images.includes(repository)) ?? null;
}

export function engineOfAddress(catalog: Catalog, address: Address): EnginePattern | null {
  const scheme = address.scheme.replace(/\+.*$/, '');
  return (
    catalog.engines.find(({ schemes }) => schemes.includes(scheme)) ??
    catalog.engines.find(({ ports }) => scheme === '' && address.port !== null && ports.includes(address.port)) ??
    null
  );
}
