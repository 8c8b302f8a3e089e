import { baseNameOf, folderOf, isInFolder } from '../text/paths.ts';
import type { RunningProgram } from './build-programs.ts';
import { type ComponentOfUnit, keyOfUnit } from './unit-components.ts';
import type { UnitNode } from './units.ts';

/**
 * Whether a component is run only by compose files beside which other programs are built, and never this one: the
 * database of one service of a monorepo is not that of its neighbours.
 */
export function isOfAnotherService(
  units: readonly UnitNode[],
  componentOf: ComponentOfUnit,
): (id: string, program: RunningProgram) => boolean {
  const filesOf = new Map<string, Set<string>>();
  for (const node of units) {
    const id = componentOf.get(keyOfUnit(node));
    if (id !== undefined) filesOf.set(id, (filesOf.get(id) ?? new Set()).add(node.file));
  }
  const buildsBeside = (file: string): boolean =>
    units.some((node) => node.file === file && isIn(node.fact?.buildContext?.value, folderOf(file)));
  return (id, { program, joins }) => {
    const files = [...(filesOf.get(id) ?? [])];
    const isTheirs = (file: string): boolean => {
      const folder = folderOf(file);
      // The root is everybody's, and so is a folder of an editor's or a platform's own.
      const isShared = folder === '' || baseNameOf(folder).startsWith('.');
      const isNear = isInFolder(program.entry, folder) || isInFolder(file, program.folder);
      return !isShared && !isNear && buildsBeside(file) && !joins.some(({ node }) => node.file === file);
    };
    return files.length > 0 && files.every(isTheirs);
  };
}

function isIn(context: string | undefined, folder: string): boolean {
  return context !== undefined && isInFolder(context, folder);
}
