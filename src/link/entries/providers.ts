import type { Catalog } from '../../catalog/types.ts';
import { keyOf } from '../follow/known.ts';
import { constructed } from '../follow/targets.ts';
import type { World } from '../follow/world.ts';
import { providerOf } from '../nodes.ts';
import type { Registrations } from './registrations.ts';

/** A container makes the classes it shares at boot, and those of a request when one comes. */
export function registerProviders(world: World, catalog: Catalog, into: Registrations): void {
  for (const file of world.files.values()) {
    file.code.classes.forEach((fact, id) => {
      const provider = providerOf(world, catalog, file, id);
      if (provider === null) return;
      for (const target of constructed(world, keyOf(file.path, id), 'proved')) {
        into.starts.push({
          entry: {
            function: target.function,
            moment: provider.shared ? 'boot' : 'request',
            framework: provider.framework,
            route: null,
            site: { file: file.path, span: fact.nameSpan },
          },
          certainty: 'proved',
          origin: null,
        });
      }
    });
  }
}
