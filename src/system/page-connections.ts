import type { FactsByFile } from '../facts/store.ts';
import type { ProgramGraph, Site } from '../link/program-graph.ts';
import { folderOf } from '../text/paths.ts';
import type { RunningProgram } from './build-programs.ts';
import { namedAddresses } from './named-addresses.ts';
import { componentNamedBy, isForPages } from './named-components.ts';
import type { Picture } from './picture.ts';
import { isSideCode } from './side-code.ts';
import { packageFolderOf } from './starts.ts';
import { type ComponentOfUnit, keyOfUnit } from './unit-components.ts';
import type { UnitNode } from './units.ts';

/**
 * From what gives pages out to the services that its pages call in the browser, as the names say whose addresses are
 * built into them: `NEXT_PUBLIC_BACKEND_URL`. Code for browsers belongs to its package, whatever a server imports of it.
 */
export function addPages(
  picture: Picture,
  graph: ProgramGraph,
  running: readonly RunningProgram[],
  units: readonly UnitNode[],
  componentOf: ComponentOfUnit,
): void {
  const byFolder = new Map<string, Set<string>>();
  const add = (folder: string, component: string | undefined) => {
    if (component === undefined || picture.find(component) === null) return;
    byFolder.set(folder, (byFolder.get(folder) ?? new Set<string>()).add(component));
  };
  for (const { program } of running) add(program.folder, program.name);
  for (const node of units) {
    if (node.environment.development || node.built === null) continue;
    for (const folder of [folderOf(node.built.file), node.fact?.buildContext?.value ?? '']) {
      if (folder !== '' && graph.packages.some((each) => each.folder === folder)) {
        add(folder, componentOf.get(keyOfUnit(node)));
      }
    }
  }
  for (const { folder, file, name, span } of pageAddresses(graph)) {
    const to = componentNamedBy(picture, name);
    const site: Site = { file, span };
    for (const from of to === null ? [] : (byFolder.get(folder) ?? [])) {
      picture.connect(from, to?.id ?? '', /WS|SOCKET|LIVE/i.test(name) ? 'websocket' : 'http', 'medium', [site]);
    }
  }
}

function pageAddresses(graph: ProgramGraph) {
  return codeFiles(graph.facts).flatMap(([file, code]) =>
    namedAddresses(code)
      .filter(({ name }) => isForPages(name))
      .map(({ name, span }) => ({ folder: packageFolderOf(graph, file), file, name, span })),
  );
}

function codeFiles(facts: FactsByFile) {
  return [...facts].flatMap(([file, { code }]) => (code === null || isSideCode(file) ? [] : [[file, code] as const]));
}
