import type { Catalog } from '../../catalog/types.ts';
import type { FactsByFile } from '../../facts/store.ts';
import type { Value } from '../../facts/values.ts';
import type { ModuleResolver } from '../modules/resolve.ts';
import type { PackageNode } from '../program-graph.ts';
import { createAnswers } from './answers.ts';
import { indexClasses } from './classes.ts';
import { exported, imported } from './exports.ts';
import { type FileIndex, indexFile } from './file-index.ts';
import { indexHungGlobals } from './globals.ts';
import type { Known } from './known.ts';
import { member } from './members.ts';
import { createMemory } from './memory.ts';
import { indexPatterns } from './patterns.ts';
import { calleeOf, resultOf, returnsOf } from './results.ts';
import { createTexts } from './text.ts';
import { typed } from './types.ts';
import { declarationOf, parameterOf, referenceOf, valueMeanings } from './values.ts';
import type { World } from './world.ts';

/** Puts the parts that follow names together over one set of facts. */
export function createWorld(
  facts: FactsByFile,
  catalog: Catalog,
  resolve: ModuleResolver,
  packageOf: (path: string) => PackageNode | null,
): World {
  const files = new Map<string, FileIndex>();
  for (const [path, file] of facts) if (file.code !== null) files.set(path, indexFile(file, file.code));
  const memory = createMemory();
  const answers = createAnswers<readonly Known[]>(memory);
  const world: World = {
    files,
    resolve,
    patterns: indexPatterns(catalog),
    classes: indexClasses(files, () => world),
    memory,
    environmentReaders: new Map(
      catalog.environmentReaders.flatMap((reader) => reader.modules.map((module) => [module, reader] as const)),
    ),
    objectMakers: new Set(catalog.objectMakers.flatMap(({ methods }) => methods)),
    classContainers: new Map(
      catalog.classContainers.flatMap(({ modules, methods }) => modules.map((module) => [module, methods] as const)),
    ),
    globals: indexHungGlobals(files, (path) => packageOf(path)?.folder ?? ''),
    named: new Map(),
    surfaces: new Map(),
    value: (file, value) =>
      isLeading(value)
        ? answers.ask(value, () => valueMeanings(world, file, value))
        : valueMeanings(world, file, value),
    reference: (file, reference, length) => referenceOf(world, file, reference, length),
    declaration: (file, id) => declarationOf(world, file, id),
    parameter: (file, id) => parameterOf(world, file, id),
    member: (of, name) => member(world, of, name),
    exported: (file, name) => exported(world, file, name),
    imported: (file, module, name, said) => imported(world, file, module, name, said),
    callee: (file, id) => {
      // What a call calls is asked by every part that comes after; before that it may still change.
      const known = file.slots.callees.get(id);
      if (known !== undefined) return known;
      const callees = calleeOf(world, file, id);
      if (world.memory.isClosed()) file.slots.callees.set(id, callees);
      return callees;
    },
    result: (file, id) => resultOf(world, file, id),
    returns: (key) => returnsOf(world, key),
    text: createTexts(memory, () => world),
    typed: (file, type, said) => typed(world, file, type, said),
  };
  return world;
}

/** Whether a value is only known by following where it leads; all others are known as soon as they are seen. */
function isLeading({ kind }: Value): boolean {
  return kind === 'reference' || kind === 'call' || kind === 'conditional' || kind === 'operator';
}
