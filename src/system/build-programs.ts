import type { Catalog } from '../catalog/types.ts';
import type { Configuration } from '../config/configuration.ts';
import type { ProgramGraph, Site } from '../link/program-graph.ts';
import { isInFolder } from '../text/paths.ts';
import { type Draft, findPrograms } from './find-programs.ts';
import { forksOf } from './forks.ts';
import { type Join, joinUnits } from './join-units.ts';
import { fileOfEntry } from './listening.ts';
import { namesOf } from './names.ts';
import { platformsOfProgram } from './platforms.ts';
import { roleOf } from './roles.ts';
import { withoutStandIns } from './stand-ins.ts';
import { keyOfStart } from './starts.ts';
import type { Surroundings } from './surroundings.ts';
import { deployedUnits, topologyOf } from './topology.ts';
import type { Program } from './types.ts';
import { type StartsOfUnit, unitStarts } from './unit-starts.ts';
import type { UnitNode } from './units.ts';

/** A program with the containers that run it, sure joins first. */
export interface RunningProgram {
  readonly program: Program;
  readonly joins: readonly Join[];
  /** Whether a manifest or a script for production starts it; code alone shows what nothing is seen to start. */
  readonly isStarted: boolean;
  /** Where its command says a number of processes that no file here gives; one is counted. Null where none does. */
  readonly uncounted: Site | null;
}

export function buildPrograms(
  graph: ProgramGraph,
  catalog: Catalog,
  configuration: Configuration,
  units: readonly UnitNode[],
  surroundings: Surroundings,
): readonly RunningProgram[] {
  const starts = new Map(units.map((node) => [node, unitStarts(graph, catalog, node)]));
  const startsOf: StartsOfUnit = (node) => starts.get(node) ?? [];
  const drafts = findPrograms(graph, catalog, units, startsOf);
  const joins = joinUnits(graph, catalog, drafts, units, startsOf);
  const placed = withoutStandIns(drafts, joins).map((draft) => {
    const own = joins.filter((join) => join.draft === draft);
    return {
      draft,
      joins: own,
      entry: draft.entries[0] ?? '',
      variant: draft.variant ?? null,
      folder: draft.folder,
      units: deployedUnits(own.map(({ node }) => node)),
    };
  });
  const names = namesOf(graph, placed);
  return placed
    .map(({ draft, joins: own, entry, units: nodes }, at): RunningProgram => {
      const name = names[at] ?? entry;
      const platforms = platformsOfProgram(catalog, frameworksOf(graph, draft), filesBeside(draft, surroundings));
      const program: Program = {
        name,
        entry,
        folder: draft.folder,
        files: draft.files,
        role: roleOf(graph, catalog, draft, nodes.length > 0),
        units: nodes.map(({ file, unit, container }) => ({ file, name: unit.name, container })),
        ...(every(startsOf, draft, nodes, 'loadsOnce') ? { loadsOnce: true as const } : {}),
        ...(every(startsOf, draft, nodes, 'takesOne') ? { takesOne: true as const } : {}),
        topology: topologyOf(graph.facts, catalog, configuration, {
          name,
          units: nodes,
          platforms,
          processesOf: (some) => processesOf(graph, startsOf, draft, some),
        }),
      };
      const started = nodes.flatMap(startsOf).filter((start) => keyOfStart(start) === keyOfStart(draft));
      const uncounted = [draft, ...started].find((start) => start.uncounted === true)?.site ?? null;
      const isCounted = program.topology.processesPerHost.known !== 'assumed';
      return { program, joins: own, isStarted: draft.origin === 'command', uncounted: isCounted ? null : uncounted };
    })
    .sort((a, b) => (a.program.name < b.program.name ? -1 : a.program.name > b.program.name ? 1 : 0));
}

function frameworksOf(graph: ProgramGraph, draft: Draft): ReadonlySet<string> {
  return new Set(
    graph.entries.filter((entry) => draft.files.has(fileOfEntry(entry.function))).map(({ framework }) => framework),
  );
}

function filesBeside(draft: Draft, surroundings: Surroundings): readonly string[] {
  return surroundings.unread.map(({ path }) => path).filter((file) => isInFolder(file, draft.folder));
}

/** Whether each command that runs the program loads all code before it makes processes, or takes one job at a time. */
function every(
  startsOf: StartsOfUnit,
  draft: Draft,
  nodes: readonly UnitNode[],
  what: 'loadsOnce' | 'takesOne',
): boolean {
  const ofUnits = nodes.flatMap(startsOf).filter((start) => keyOfStart(start) === keyOfStart(draft));
  return (ofUnits.length > 0 ? ofUnits : [draft]).every((start) => start[what] === true);
}

/** What the starts of the units that run the program say; its own start where none of them has one, as where an image decides. Code that forks comes last. */
function processesOf(graph: ProgramGraph, startsOf: StartsOfUnit, draft: Draft, nodes: readonly UnitNode[]) {
  const ofUnits = nodes.flatMap(startsOf).filter((start) => keyOfStart(start) === keyOfStart(draft));
  const start = ofUnits.find(({ processes }) => processes !== null) ?? ofUnits[0] ?? draft;
  const told = start.site === null ? null : { word: start.processes, site: start.site };
  const { word = null, site } = told?.word == null ? (forksOf(graph, draft.files, draft.serves) ?? {}) : told;
  return word === null || site === undefined ? null : { word, source: { kind: 'place' as const, site } };
}
