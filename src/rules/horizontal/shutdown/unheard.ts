import type { Site } from '../../../link/program-graph.ts';
import type { Between, CommandAtStart } from '../../../system/commands-at-start.ts';
import { isDevelopmentImage } from '../../../system/environments.ts';
import type { Program } from '../../../system/types.ts';
import { baseNameOf } from '../../../text/paths.ts';
import { startsProgram } from './starts.ts';

/** A command of a program that never hears that its container is stopped, because something else stands in front of it. */
export interface Unheard {
  readonly site: Site;
  readonly program: Program;
  readonly behind: Between;
  readonly command: string;
}

/** Commands that start a program behind a script that stays, or behind a package manager. */
export function unheardCommands(commands: readonly CommandAtStart[]): readonly Unheard[] {
  const starting = commands.filter((each) => isServing(each.program) && startsProgram(each));
  const lines = new Map<string, CommandAtStart[]>();
  for (const command of starting) {
    const { program, line } = command;
    const key = `${program.name} ${line.site.file} ${line.site.span[0]}`;
    lines.set(key, [...(lines.get(key) ?? []), command]);
  }
  return [...lines.values()].flatMap((ofLine): readonly Unheard[] => {
    // What runs before the last one, or beside one that hears the signal, is no server that a deploy would cut off.
    const last = ofLine.at(-1);
    if (last === undefined || ofLine.some(({ behind }) => behind === null)) return [];
    const { program, behind, line, words } = last;
    if (behind === null || passesOn(line.words) || isForDevelopers(last)) return [];
    if (behind === 'package' && isReplacedByShell(last)) return [];
    return [{ site: behind === 'package' ? line.site : last.site, program, behind, command: toolOf(words) }];
  });
}

function isServing({ role, entry }: Program): boolean {
  return (role === 'server' || role === 'worker') && entry !== '';
}

/** Whether what the container begins with tells all processes behind it: `dumb-init`, `tini -g`, or a keeper of processes. */
function passesOn(line: readonly string[]): boolean {
  const names = line.map(baseNameOf);
  const tini = names.findIndex((name) => name === 'tini' || name === 'tini-static');
  return (
    names.some((name) => /^(?:dumb-init|supervisord|s6-svscan|runsvdir|circusd|honcho|pm2-runtime|init)$/.test(name)) ||
    (tini >= 0 && line.slice(tini + 1).some((word) => /^-\w*g/.test(word)))
  );
}

/** `next dev`, `npm run dev`, `Dockerfile.dev`: nobody's requests are under way when it is stopped. */
function isForDevelopers({ words, line }: CommandAtStart): boolean {
  return (
    [...words, ...line.words].some((word) => /^(?:dev|develop|development|start:dev|dev:\w+)$/.test(word)) ||
    (line.image !== null && isDevelopmentImage(line.image.file))
  );
}

/**
 * Whether the shell of the image, which the package manager starts, gives its place to a single command, so that the
 * command hears what the package manager passes on. BusyBox does.
 */
function isReplacedByShell({ line }: CommandAtStart): boolean {
  return line.image !== null && /alpine/i.test(line.image.base);
}

function toolOf(words: readonly string[]): string {
  return baseNameOf(words.find((word) => !/^(?:[A-Za-z_]\w*=|exec$|-)/.test(word)) ?? '');
}
