import type { Upload } from '../../../gates/files/upload.ts';
import type { ProgramGraph } from '../../../link/program-graph.ts';
import { isInFolder } from '../../../text/paths.ts';

/**
 * Whether the folder lies in another package of the workspace whose own code removes files: uploads are handed over to
 * the program beside this one, which takes them out of there.
 */
export function isHandedOver(graph: ProgramGraph, { site, destination }: Upload): boolean {
  const parts = (destination.path ?? destination.named?.below ?? '').split('/');
  return graph.packages.some(({ folder }) => {
    const name = folder.split('/').at(-1) ?? '';
    if (name === '' || !parts.includes(name) || isInFolder(site.file, folder)) return false;
    return [...graph.effects.values()]
      .flat()
      .some((each) => each.effect === 'file-remove' && isInFolder(each.site.file, folder));
  });
}
