import { argumentOf } from '../link/evaluate.ts';
import type { LibraryUse, ProgramGraph, Site } from '../link/program-graph.ts';
import { baseNameOf } from '../text/paths.ts';
import type { RunningProgram } from './build-programs.ts';
import { drawn } from './drawn.ts';
import type { Picture } from './picture.ts';
import { mayRun } from './shared-functions.ts';
import { isSideCode } from './side-code.ts';
import type { SharedFunctions } from './types.ts';

/** Databases that are files which a program opens itself. Files of one name are one: nothing else tells them apart. */
export function addLocalDatabases(
  picture: Picture,
  graph: ProgramGraph,
  running: readonly RunningProgram[],
  shared: SharedFunctions,
): void {
  for (const use of graph.uses) {
    if (use.pattern.role !== 'local-database' || isSideCode(use.file)) continue;
    const site: Site = { file: use.file, span: use.fact.calleeSpan };
    const path = pathOf(graph, use);
    if (path === ':memory:') continue;
    const name = path === null ? 'SQLite' : baseNameOf(path);
    const id = path === null ? 'sqlite' : `sqlite:${name}`;
    for (const { program } of running) {
      if (!program.files.has(use.file) || picture.find(program.name)?.program !== program.name) continue;
      if (!mayRun(shared, program.name, use.function)) continue;
      picture.add(drawn({ id, kind: 'database', name, engine: 'sqlite', evidence: [site] }));
      picture.connect(program.name, id, 'sql', 'high', [site]);
    }
  }
}

/** The path as far as it is written; null where it is made while the program runs. */
function pathOf(graph: ProgramGraph, use: LibraryUse): string | null {
  for (const pattern of use.pattern.databaseFile?.arguments ?? []) {
    for (const meaning of argumentOf(graph, use, pattern).meanings) {
      if (meaning.kind === 'literal' && typeof meaning.value === 'string') return meaning.value;
    }
  }
  return null;
}
