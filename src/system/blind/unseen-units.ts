import type { Catalog } from '../../catalog/types.ts';
import { describeSite } from '../../link/places.ts';
import type { ProgramGraph } from '../../link/program-graph.ts';
import { isInFolder } from '../../text/paths.ts';
import type { RunningProgram } from '../build-programs.ts';
import { engineOfUnit } from '../engines.ts';
import { isSideCode } from '../side-code.ts';
import type { Surroundings } from '../surroundings.ts';
import { isTool } from '../tool-images.ts';
import type { UnitNode } from '../units.ts';
import { named } from './named.ts';

/** Services that are built here from a folder where no program was found: of another language, or started in a way that is not known. */
export function unseenUnits(
  graph: ProgramGraph,
  catalog: Catalog,
  running: readonly RunningProgram[],
  units: readonly UnitNode[],
  { unread }: Surroundings,
): readonly string[] {
  const run = new Set(running.flatMap(({ joins }) => joins.map(({ node }) => node.unit.name)));
  const languages = unread.filter(({ kind }) => kind === 'language').map(({ path }) => path);
  const sentences = new Map<string, string>();
  for (const node of units) {
    const context = node.fact?.buildContext?.value;
    if (context === undefined || run.has(node.unit.name) || sentences.has(node.unit.name)) continue;
    if (node.environment.development || engineOfUnit(catalog, node) !== null || isSideCode(node.file)) continue;
    // What is said of the language already is not said again.
    if (context !== '' && languages.some((path) => isInFolder(path, context))) continue;
    const place = describeSite(graph.facts, { file: node.file, span: node.unit.span });
    const folder = context === '' ? 'the root folder' : context;
    sentences.set(
      node.unit.name,
      `${node.unit.name} (${place}) is built from ${folder}, where no program was found for it.`,
    );
  }
  for (const [name, sentence] of unknownImages(graph, catalog, running, units, run)) sentences.set(name, sentence);
  return named([...sentences.values()].sort(), (sentence) => sentence, 'services of that kind');
}

/** Workloads of an image that is nobody's known software, while a program here is run by no workload: they may belong together. */
function unknownImages(
  graph: ProgramGraph,
  catalog: Catalog,
  running: readonly RunningProgram[],
  units: readonly UnitNode[],
  run: ReadonlySet<string>,
): ReadonlyMap<string, string> {
  const alone = running.filter(({ program }) => program.role !== 'other' && program.units.length === 0);
  const names = alone.map(({ program }) => program.name).join(', ');
  return new Map(
    units.flatMap((node): readonly (readonly [string, string])[] => {
      const image = node.fact?.image?.value;
      const isOwn = image?.includes('/') === true && node.fact?.buildContext == null && !isTool(node);
      if (!isOwn || alone.length === 0 || run.has(node.unit.name) || node.environment.development) return [];
      if (engineOfUnit(catalog, node) !== null || isSideCode(node.file) || node.unit.kind === 'job') return [];
      const place = describeSite(graph.facts, { file: node.file, span: node.unit.span });
      const text = `${node.unit.name} (${place}) runs ${image}; whether that is ${names} is not known.`;
      return [[node.unit.name, text]];
    }),
  );
}
