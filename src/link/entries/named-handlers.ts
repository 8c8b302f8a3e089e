import type { Catalog } from '../../catalog/types.ts';
import type { ContainerFact } from '../../facts/deployment.ts';
import type { FactsByFile } from '../../facts/store.ts';
import { joinPaths } from '../../text/paths.ts';
import type { World } from '../follow/world.ts';
import { handlersAmong } from '../handlers.ts';
import { sourceOf } from '../modules/candidates.ts';
import type { PackageNode } from '../program-graph.ts';
import { startOf } from './conventions.ts';
import type { Registrations } from './registrations.ts';

/**
 * Functions that a platform calls because its own file names them: `handler: src/orders.list`. What they are called is the
 * users' choice, and nothing in the code need say that they are entries.
 */
export function registerNamedHandlers(
  world: World,
  catalog: Catalog,
  facts: FactsByFile,
  packageOf: (file: string) => PackageNode | null,
  into: Registrations,
): void {
  for (const { deployment } of facts.values()) {
    for (const { kind, containers } of deployment?.units ?? []) {
      const framework = catalog.frameworks.find(({ namedIn }) => namedIn?.includes(kind) === true);
      if (framework === undefined) continue;
      for (const container of containers) registerHandler(world, framework.id, container, packageOf, into);
    }
  }
}

function registerHandler(
  world: World,
  framework: string,
  { handler, command, buildContext }: ContainerFact,
  packageOf: (file: string) => PackageNode | null,
  into: Registrations,
): void {
  const path = joinPaths(buildContext?.value ?? '', command?.words.at(-1) ?? '');
  if (handler === undefined || path === null) return;
  const output = { rootFolder: null, outFolder: null };
  const file = world.files.get(
    sourceOf(path, packageOf(path)?.folder ?? '', output, (one) => world.files.has(one)) ?? '',
  );
  if (file === undefined) return;
  for (const found of handlersAmong(world, world.exported(file, handler.value))) {
    if (found.kind !== 'function') continue;
    // The place in the code is what a reader looks at; the platform's file is named by the program.
    const span = file.locals.get(handler.value)?.[0]?.span ?? [0, 0];
    const site = { file: file.path, span: startOf(span) };
    const entry = { function: found.function, moment: 'request', framework, route: null, site } as const;
    into.starts.push({ entry, certainty: found.certainty, origin: null });
  }
}
