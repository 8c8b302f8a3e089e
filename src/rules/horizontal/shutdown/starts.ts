import type { CommandAtStart } from '../../../system/commands-at-start.ts';
import { startCommandsOf } from '../../../system/start-command.ts';
import type { Program } from '../../../system/types.ts';
import { baseNameOf } from '../../../text/paths.ts';

/** Whether the command itself starts the program, and not a further script that does, or a tool beside it. */
export function startsProgram({ words, program }: CommandAtStart): boolean {
  return startCommandsOf(words).some((start) => {
    if (start.kind === 'framework') return true;
    if (start.kind !== 'file') return false;
    // What is built lies elsewhere than what is written, under the same name.
    return start.serves === true || start.role !== undefined || start.candidates.some((each) => isEntry(each, program));
  });
}

/** Programs that something here starts: units of their own, or an image around them that names their file. */
export function startedBy(commands: readonly CommandAtStart[]): ReadonlySet<Program> {
  return new Set(
    commands.flatMap((each) => (each.program.units.length > 0 || startsProgram(each) ? [each.program] : [])),
  );
}

function isEntry(candidate: string, { entry }: Program): boolean {
  const bare = (path: string): string => baseNameOf(path).replace(/\.[^.]*$/, '');
  return bare(candidate) === bare(entry);
}
