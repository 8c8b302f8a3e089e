import { carriers } from '../../catalog/database-files.ts';
import type { Engine, LibraryRole } from '../../catalog/types.ts';
import type { LibraryUse, ProgramGraph, Site } from '../../link/program-graph.ts';
import { isSideCode } from '../../system/side-code.ts';
import type { Program } from '../../system/types.ts';
import { openedFile } from './opened.ts';

const servers: ReadonlySet<Engine> = new Set(['postgres', 'mysql', 'mongodb', 'mssql']);
const roles: ReadonlySet<LibraryRole> = new Set(['database-client', 'database-pool']);

/** A call of the same programs that leads to a database server, as far as code says it. */
export function serverBeside(graph: ProgramGraph, use: LibraryUse, programs: readonly Program[]): LibraryUse | null {
  return (
    graph.uses.find(
      (other) =>
        other.id !== use.id &&
        roles.has(other.pattern.role) &&
        !isSideCode(other.file) &&
        programs.some(({ files }) => files.has(other.file)) &&
        leadsToServer(graph, other),
    ) ?? null
  );
}

function leadsToServer(graph: ProgramGraph, { pattern, ...use }: LibraryUse): boolean {
  if (pattern.connects === undefined || !servers.has(pattern.connects.engine)) return false;
  return pattern.databaseFile === undefined || openedFile(graph, { pattern, ...use }) === null;
}

/** Where the workspace runs a program that carries a file's changes to other hosts or to where a new one takes them from. */
export function carrierOf(graph: ProgramGraph): Site | null {
  for (const [file, { deployment }] of graph.facts) {
    if (deployment === null || isSideCode(file)) continue;
    const containers = deployment.units.flatMap((unit) => unit.containers);
    const commands = [
      ...containers.flatMap(({ command }) => command ?? []),
      ...(deployment.stages ?? []).flatMap(({ command, entrypoint }) => [command ?? [], entrypoint ?? []].flat()),
      ...(deployment.shell?.commands ?? []),
    ];
    const command = commands.find(({ words }) => carriers.test(words.join(' ')));
    if (command !== undefined) return { file, span: command.span };
    const images = [...containers.map(({ image }) => image), ...(deployment.stages ?? []).map(({ base }) => base)];
    const image = images.find((each) => each !== null && carriers.test(each.value));
    if (image != null) return { file, span: image.span };
  }
  return null;
}
