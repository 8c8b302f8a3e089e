import { type ParseArgsConfig, parseArgs } from 'node:util';
import type { InstanceOverrides } from '../engine/instances.ts';
import { CommandError, messageOf } from './outcome.ts';

export interface Arguments {
  readonly positionals: readonly string[];
  /** The value of `--name value`, null when it is not given. Throws a CommandError when it is none of `choices`. */
  readonly choice: <Choice extends string>(name: string, choices: readonly [Choice, ...Choice[]]) => Choice;
  readonly text: (name: string) => string | null;
  readonly list: (name: string) => readonly string[];
  readonly has: (name: string) => boolean;
}

export type OptionKinds = Readonly<Record<string, 'flag' | 'text' | 'list'>>;

/** Throws a CommandError for an option that the command does not know. */
export function readArguments(words: readonly string[], kinds: OptionKinds): Arguments {
  const { values, positionals } = parsed(words, kinds);
  const text = (name: string): string | null => {
    const value = values[name];
    return typeof value === 'string' ? value : null;
  };
  return {
    positionals,
    text,
    has: (name) => values[name] === true,
    list: (name) => {
      const value = values[name];
      return Array.isArray(value) ? value.filter((each) => typeof each === 'string') : [];
    },
    choice: (name, choices) => {
      const given = text(name) ?? choices[0];
      const chosen = choices.find((each) => each === given);
      if (chosen === undefined) throw new CommandError(`--${name} is ${choices.join(', ')}, not ${given}.`);
      return chosen;
    },
  };
}

/** `--instances 3` for every program, `--instances api=3` for one. */
export function readInstances(given: readonly string[]): InstanceOverrides {
  let all: number | null = null;
  const byProgram: Record<string, number> = {};
  for (const each of given) {
    const cut = each.lastIndexOf('=');
    const written = each.slice(cut + 1);
    const count = Number(written);
    if (!/^\d{1,6}$/.test(written) || count < 1 || cut === 0) {
      throw new CommandError(`--instances takes a whole number from 1 on, or program=number, not ${each}.`);
    }
    if (cut < 0) all = count;
    else byProgram[each.slice(0, cut)] = count;
  }
  return { all, byProgram, assumed: null };
}

function parsed(
  words: readonly string[],
  kinds: OptionKinds,
): { readonly values: Readonly<Record<string, unknown>>; readonly positionals: readonly string[] } {
  const options: NonNullable<ParseArgsConfig['options']> = Object.fromEntries(
    Object.entries(kinds).map(([name, kind]) => [
      name,
      kind === 'flag' ? { type: 'boolean' as const } : { type: 'string' as const, multiple: kind === 'list' },
    ]),
  );
  try {
    return parseArgs({ args: [...words], options, allowPositionals: true, strict: true });
  } catch (error) {
    // Node adds advice on dashes after the first sentence, which rarely helps.
    const [first = ''] = messageOf(error).split('. ');
    throw new CommandError(`${first.replace(/\.$/, '')}. See second-instance --help.`);
  }
}
