import type { Catalog, EnginePattern } from '../catalog/types.ts';
import type { FactsByFile } from '../facts/store.ts';
import { engineOfImage } from './engines.ts';
import type { Picture } from './picture.ts';
import type { UnitNode } from './units.ts';

/**
 * A service of one's own image that is the software of a balancer with a configuration in it is that balancer. Not so one
 * that takes what another stage has built: it is a page that passes some requests on.
 */
export function tellFront(
  { picture, catalog, facts }: { readonly picture: Picture; readonly catalog: Catalog; readonly facts: FactsByFile },
  id: string,
  node: UnitNode,
  { engine, component }: EnginePattern,
): void {
  const known = picture.find(id);
  if (known === null || known.kind !== 'service' || known.program !== null || takesPages(catalog, facts, node)) return;
  picture.change(id, { kind: component, engine });
}

/** Whether an image takes files from a stage that is built on another image than the software's own. */
function takesPages(catalog: Catalog, facts: FactsByFile, { built }: UnitNode): boolean {
  const stages = facts.get(built?.file ?? '')?.deployment?.stages ?? [];
  const base = engineOfImage(catalog, built?.base.text ?? '')?.engine;
  return stages.some(({ takesFrom }) =>
    takesFrom.some((name) => {
      const source = stages.find((stage, index) => stage.name === name || String(index) === name);
      return source === undefined || engineOfImage(catalog, source.base.value)?.engine !== base;
    }),
  );
}
