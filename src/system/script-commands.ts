import type { ShellCommandFact, ShellFacts } from '../facts/shell.ts';
import { globTest } from '../text/globs.ts';
import type { Span } from '../text/range.ts';

/** A command that a script comes to run. */
export interface ScriptCommand {
  readonly words: readonly string[];
  readonly span: Span;
  /** Whether the script stays with it: it is put in the script's place, or runs beside what follows. */
  readonly stays: boolean;
  /** Whether a test decides if it is run. */
  readonly conditional?: true;
  /** Whether a shell of its own runs it, so that nothing takes the script's place. */
  readonly bracketed?: true;
}

const deepest = 5;

/** What a script runs when it is given these words: its own commands, and those of its functions that it calls. */
export function commandsOfScript(shell: ShellFacts, given: readonly string[]): readonly ScriptCommand[] {
  return within(shell, null, given, 0);
}

function within(
  shell: ShellFacts,
  name: string | null,
  given: readonly string[],
  depth: number,
): readonly ScriptCommand[] {
  if (depth > deepest) return [];
  const own = shell.commands.filter((command) => command.function === name);
  const patterns = own.flatMap(({ arm }) => arm?.patterns ?? []).filter((pattern) => pattern !== '*');
  return own
    .filter((command) => isReached(command, given, patterns))
    .flatMap((command): readonly ScriptCommand[] => {
      const words = command.words.flatMap((word) => expanded(word, given));
      const called = words.find((word) => word !== 'exec') ?? '';
      if (shell.commands.some((each) => each.function === called && called !== name)) {
        return within(shell, called, words.slice(words.indexOf(called) + 1), depth + 1);
      }
      const stays = command.background || words.includes('exec');
      const { span, conditional, bracketed } = command;
      return [{ words, span, stays, ...(conditional && { conditional }), ...(bracketed && { bracketed }) }];
    });
}

/** Whether the arm is the one that the first word given chooses. What else a `case` asks nobody knows, so that each may be it. */
function isReached({ arm }: ShellCommandFact, given: readonly string[], patterns: readonly string[]): boolean {
  const [, fallback = ''] = /^\$(?:1|@|\*|\{[1@*](?::?-([^}]*))?\})$/.exec(arm?.subject ?? '') ?? [];
  if (arm === null || !/^\$\{?[1@*]/.test(arm.subject)) return true;
  const asked = given[0] ?? fallback;
  const fits = (pattern: string) => pattern === asked || (/[*?]/.test(pattern) && globTest(pattern)(asked));
  const isOther = patterns.some(fits);
  return arm.patterns.some((pattern) => (pattern === '*' ? !isOther : fits(pattern)));
}

function expanded(word: string, given: readonly string[]): readonly string[] {
  if (/^\$(?:[@*]|\{[@*]\})$/.test(word)) return given;
  const place = /^\$\{?([1-9])\}?$/.exec(word)?.[1];
  return place === undefined ? [word] : [given[Number(place) - 1] ?? word];
}
