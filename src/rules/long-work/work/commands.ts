import type { CommandPattern } from '../../../catalog/work.ts';
import type { CallFact } from '../../../facts/code.ts';
import type { Value } from '../../../facts/values.ts';
import { meaningsOf } from '../../../link/evaluate.ts';
import type { Meaning, ProgramGraph } from '../../../link/program-graph.ts';
import { commandsOf, shellWordsOf } from '../../../text/shell-words.ts';

/** What a command does that takes seconds; null where it is none of those, or answers at once. */
export function slowCommand(graph: ProgramGraph, file: string, fact: CallFact, pattern: CommandPattern): string | null {
  const given = argumentAt(fact, pattern.command);
  if (given === undefined) return null;
  const rest = argumentAt(fact, pattern.rest);
  const behind = [...(given.kind === 'list' ? given.items.slice(1) : []), ...(rest?.kind === 'list' ? rest.items : [])];
  if (behind.some((each) => each.kind === 'literal' && pattern.quick.includes(String(each.value)))) return null;
  const head = given.kind === 'list' ? given.items[0] : given;
  if (head === undefined) return null;
  const starts = textsOf(graph, file, head, 0);
  const known = starts.flatMap((text) => ofLine(text, pattern) ?? []);
  return known[0] ?? ofPackage(graph, file, head, pattern);
}

function argumentAt(fact: CallFact, at: CommandPattern['rest']): Value | undefined {
  if (at?.kind === 'position') return fact.arguments[at.position];
  return at?.kind === 'named' ? fact.named.find(({ key }) => at.names.includes(key))?.value : undefined;
}

/** Texts that a value may be; of one that is put together, the part that it begins with. */
function textsOf(graph: ProgramGraph, file: string, value: Value, depth: number): readonly string[] {
  if (depth > 3) return [];
  if (value.kind === 'concatenation') {
    const words = value.parts.map((part) => (part.kind === 'literal' ? String(part.value) : '…')).join('');
    const [first] = value.parts;
    const start = first === undefined || first.kind === 'literal' ? [] : textsOf(graph, file, first, depth + 1);
    return start.length > 0 ? start.map((text) => text + words.slice(1)) : [words];
  }
  const meanings = meaningsOf(graph, file, value);
  return meanings.flatMap((meaning) => textsOfMeaning(graph, meaning, depth));
}

function textsOfMeaning(graph: ProgramGraph, meaning: Meaning, depth: number): readonly string[] {
  if (meaning.kind === 'literal') return typeof meaning.value === 'string' ? [meaning.value] : [];
  if (meaning.kind === 'environment') return meaning.fallback.flatMap((each) => textsOfMeaning(graph, each, depth));
  if (meaning.kind !== 'value' || meaning.value.kind !== 'concatenation') return [];
  return textsOf(graph, meaning.site.file, meaning.value, depth + 1);
}

/** `cd x && nice ffmpeg -i …`: the first of a line's commands that takes seconds. */
function ofLine(line: string, { slow, quick }: CommandPattern): string | null {
  for (const words of commandsOf(shellWordsOf(line))) {
    const start = words.findIndex((word) => !before.test(word));
    const name = /[^/\\]*$/.exec(words[start] ?? '')?.[0].replace(/\.exe$/i, '') ?? '';
    const what = Object.hasOwn(slow, name) ? slow[name] : undefined;
    if (what !== undefined && !words.slice(start + 1).some((word) => quick.includes(word))) return what;
  }
  return null;
}

/** Words that run the command behind them, and what is set for it. */
const before = /^(?:nice|ionice|sudo|exec|env|time|timeout|xvfb-run|-\w+|\d+s?|\w+=.*)$/;

function ofPackage(graph: ProgramGraph, file: string, head: Value, { paths }: CommandPattern): string | null {
  for (const meaning of meaningsOf(graph, file, head)) {
    if (meaning.kind !== 'external') continue;
    const what = Object.hasOwn(paths, meaning.module) ? paths[meaning.module] : undefined;
    if (what !== undefined) return what;
  }
  return null;
}
