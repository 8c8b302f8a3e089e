import type { FileEdit, ReadText } from '../findings/fix.ts';
import type { ProgramGraph } from '../link/program-graph.ts';
import { addServiceLike } from '../sources/compose/edit.ts';
import type { Program } from '../system/types.ts';
import { baseNameOf, isInFolder } from '../text/paths.ts';

export interface WorkerService {
  readonly edits: readonly FileEdit[];
  /** What is left to do by hand; null where the compose file has it all. */
  readonly further: string | null;
}

/** The service of a compose file that starts another entry of a program, beside the one that starts the program. */
export async function workerService(
  graph: ProgramGraph,
  program: Program,
  file: string,
  stem: string,
  read: ReadText,
): Promise<WorkerService> {
  const command = startCommand(graph, program, file);
  const name = baseNameOf(file);
  const service = program.units.flatMap((unit) => {
    const found = graph.facts.get(unit.file)?.deployment?.units.find(({ name: each }) => each === unit.name);
    return found?.kind === 'compose-service' ? [unit] : [];
  })[0];
  if (command === null)
    return { edits: [], further: `Start ${name} as a program of its own, in the way that ${program.name} starts.` };
  const started = `Start it by \`${command}\`, as a program of its own.`;
  if (service === undefined) return { edits: [], further: started };
  const text = await read(service.file);
  const edit = text === null ? null : addServiceLike(text, service.name, stem, command);
  return edit === null
    ? { edits: [], further: `${started} ${service.file} is not written in a way that a service can be added to.` }
    : { edits: [{ kind: 'change', file: service.file, edits: [edit] }], further: null };
}

/** How the other entry is started: as the program is, with the one file's name in place of the other's. */
function startCommand(graph: ProgramGraph, program: Program, file: string): string | null {
  if (file.endsWith('.py')) return `python ${within(program.folder, file)}`;
  const own = stemOf(program.entry);
  for (const words of commandsOf(graph, program)) {
    const at = words.findIndex((word) => /\.[cm]?[jt]s$/.test(word) && stemOf(word) === own);
    if (at < 0 || words.some((word) => /["'$&|;<>]/.test(word))) continue;
    const written = words[at] ?? '';
    const ending = /\.[cm]?[jt]s$/.exec(written)?.[0] ?? '.js';
    const other = written.slice(0, written.length - baseNameOf(written).length) + stemOf(file) + ending;
    return [...words.slice(0, at), other].join(' ');
  }
  return null;
}

/** Commands of the program's units, and of its package's scripts. */
function commandsOf(graph: ProgramGraph, program: Program): readonly (readonly string[])[] {
  const units = program.units.flatMap(({ file, name, container }) => {
    const unit = graph.facts.get(file)?.deployment?.units.find((each) => each.name === name);
    const command = unit?.containers[container]?.command ?? null;
    return command === null ? [] : [command.words];
  });
  const scripts = graph.packages
    .filter(({ folder }) => folder === program.folder)
    .flatMap(({ manifest }) =>
      manifest.scripts.filter(({ name }) => /^start\b/.test(name)).map(({ command }) => command.split(/\s+/)),
    );
  return [...units, ...scripts];
}

function stemOf(file: string): string {
  return baseNameOf(file).replace(/\.[cm]?[jt]sx?$/, '');
}

function within(folder: string, file: string): string {
  return folder !== '' && isInFolder(file, folder) ? file.slice(folder.length + 1) : file;
}
