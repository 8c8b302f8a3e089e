import type { ClockCommand } from '../../../catalog/types.ts';
import type { CodeFacts } from '../../../facts/code.ts';
import type { RuleContext } from '../../../findings/rule.ts';
import type { ProgramGraph, Site } from '../../../link/program-graph.ts';
import { commandsAtStart } from '../../../system/commands-at-start.ts';
import { isSideCode } from '../../../system/side-code.ts';
import type { Program } from '../../../system/types.ts';
import { isInFolder } from '../../../text/paths.ts';
import { isCommandOf } from '../../../text/shell-words.ts';

/** A clock that a command starts inside of what it starts besides: `celery -A shop worker -B`. */
export interface EmbeddedClock {
  readonly site: Site;
  readonly programs: readonly Program[];
  /** As the command asks for it: `-B`. */
  readonly flag: string;
}

/** All of them that have something to do, each once, in the order of the programs. */
export function embeddedClocks({ graph, system, catalog }: RuleContext): readonly EmbeddedClock[] {
  const known = catalog.libraries.flatMap(({ clockCommands }) => clockCommands ?? []);
  const running = system.programs.filter(({ role }) => role === 'server' || role === 'worker');
  const found = new Map<string, EmbeddedClock>();
  for (const { words, site, program } of commandsAtStart(graph, running)) {
    for (const clock of known) {
      const flag = clock.flags.find((each) => words.includes(each));
      if (flag === undefined || !isCommandOf(words, clock.words) || !isGiven(graph, program, clock)) continue;
      const key = `${site.file} ${site.span.join()}`;
      const earlier = found.get(key)?.programs ?? [];
      found.set(key, { site, flag, programs: earlier.includes(program) ? earlier : [...earlier, program] });
    }
  }
  return [...found.values()];
}

/** Whether the clock has something to do, and no package lets one alone strike. */
function isGiven(graph: ProgramGraph, { folder, files }: Program, clock: ClockCommand): boolean {
  const names = graph.packages
    .filter((each) => isInFolder(folder, each.folder) || isInFolder(each.folder, folder))
    .flatMap(({ manifest }) => manifest.dependencies.map(({ name }) => name.toLowerCase()));
  if (clock.shared.some((name) => names.includes(name))) return false;
  if (clock.givenBy.some((name) => names.includes(name))) return true;
  const given = new Set(clock.given);
  return [...files].some((file) => {
    const code = graph.facts.get(file)?.code ?? null;
    return code !== null && !isSideCode(file) && speaksOf(code, given);
  });
}

/** `app.conf.beat_schedule = {…}`, `sender.add_periodic_task(…)`, a setting of a module. */
function speaksOf({ calls, declarations, functions }: CodeFacts, given: ReadonlySet<string>): boolean {
  const isOne = (path: readonly string[]): boolean => given.has(path.at(-1) ?? '');
  return (
    declarations.some(({ name }) => given.has(name)) ||
    calls.some(({ callee, named }) => isOne(callee.path) || named.some(({ key }) => given.has(key))) ||
    functions.some(({ operations }) => operations.some((each) => each.kind === 'assign' && isOne(each.target.path)))
  );
}
