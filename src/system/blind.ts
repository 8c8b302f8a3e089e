import type { Catalog } from '../catalog/types.ts';
import type { FactsByFile } from '../facts/store.ts';
import { describeSite } from '../link/places.ts';
import type { ProgramGraph } from '../link/program-graph.ts';
import { applicationCollections } from './blind/application-collections.ts';
import { unreadCharts } from './blind/charts.ts';
import { loadedFolders } from './blind/loaded-folders.ts';
import { named } from './blind/named.ts';
import { uncountedProcesses } from './blind/uncounted-processes.ts';
import { unknownForks } from './blind/unknown-forks.ts';
import { unreadFiles } from './blind/unread-files.ts';
import { unseenUnits } from './blind/unseen-units.ts';
import type { RunningProgram } from './build-programs.ts';
import { engineOfAddress } from './engines.ts';
import { isSideCode } from './side-code.ts';
import { packageFolderOf } from './starts.ts';
import type { Surroundings } from './surroundings.ts';
import type { Program, System } from './types.ts';
import type { UnitNode } from './units.ts';

/** What was not seen, in whole sentences, sorted by kind and place. */
export function blindSpots(
  graph: ProgramGraph,
  catalog: Catalog,
  running: readonly RunningProgram[],
  units: readonly UnitNode[],
  addresses: System['addresses'],
  surroundings: Surroundings,
): readonly string[] {
  const programs = running.map(({ program }) => program);
  return [
    ...packagesWithoutEntry(graph, programs),
    ...unseenUnits(graph, catalog, running, units, surroundings),
    ...unreadFiles(surroundings.unread),
    ...unreadCharts(graph.facts, units),
    ...dynamicImports(graph, programs),
    ...missingFiles(graph, programs),
    ...loadedFolders(graph, catalog, programs),
    ...unknownForks(graph, programs),
    ...uncountedProcesses(graph, running),
    ...applicationCollections(graph, catalog, programs),
    ...unknownStores(graph.facts, catalog, addresses),
  ];
}

/** Packages that hold something to judge, and that no program reaches. */
function packagesWithoutEntry(graph: ProgramGraph, programs: readonly Program[]): readonly string[] {
  const covered = new Set(programs.flatMap(({ files }) => [...files]));
  const judged = new Set(
    [
      ...graph.entries.map(({ site }) => site.file),
      ...graph.uses.map(({ file }) => file),
      ...graph.listeners.map(({ file }) => file),
    ]
      .filter((file) => !isSideCode(file))
      .map((file) => packageFolderOf(graph, file)),
  );
  const reached = new Set([...covered].map((file) => packageFolderOf(graph, file)));
  const names = graph.packages
    .filter(
      ({ folder, manifest }) =>
        judged.has(folder) && !reached.has(folder) && !isSideCode(folder) && !manifest.editorExtension,
    )
    .map(({ folder, manifest }) => manifest.name ?? (folder || 'the root package'));
  return named(
    names.sort(),
    (name) => `No start command or listener leads into ${name}, so nothing in it is judged.`,
    'packages without a start command',
  );
}

function dynamicImports(graph: ProgramGraph, programs: readonly Program[]): readonly string[] {
  const places = graph.unresolved
    .filter(
      ({ reason, file }) =>
        reason === 'dynamic' && programs.some(({ files, role }) => role !== 'other' && files.has(file)),
    )
    .map(({ site }) => describeSite(graph.facts, site));
  return named(
    [...new Set(places)].sort(),
    (place) => `${place} imports modules whose names are made while it runs; they are not followed.`,
    'imports of that kind',
  );
}

/** Aliases that no configuration explains are left out: they may well be packages. */
function missingFiles(graph: ProgramGraph, programs: readonly Program[]): readonly string[] {
  const imports = graph.unresolved
    .filter(
      ({ reason, file, module }) =>
        reason === 'no-file' &&
        module.startsWith('.') &&
        programs.some(({ files, role }) => role !== 'other' && files.has(file)),
    )
    .map(({ module, site }) => `${describeSite(graph.facts, site)} imports ${module}`);
  return named(
    [...new Set(imports)].sort(),
    (said) => `${said}, which is not among the files here; what it does is not known.`,
    'imports that lead nowhere',
  );
}

function unknownStores(facts: FactsByFile, catalog: Catalog, addresses: System['addresses']): readonly string[] {
  const unknown = [...addresses].flatMap(([name, places]) =>
    places
      .filter(
        ({ address }) =>
          address.scheme !== '' && !plainSchemes.test(address.scheme) && engineOfAddress(catalog, address) === null,
      )
      .map(
        ({ address, site }) =>
          `${name} (${describeSite(facts, site)}) leads to a store that is not known here: ${address.scheme}.`,
      ),
  );
  return named([...new Set(unknown)].sort(), (sentence) => sentence, 'unknown stores');
}

/** Schemes of addresses that are no stores. */
const plainSchemes =
  /^(?:https?|wss?|tcp|udp|tls|ssl|file|unix|grpcs?|ftp|sftp|ssh|git|data|mailto|otlp|app|exp|capacitor|chrome-extension|stun|turns?)$/;
