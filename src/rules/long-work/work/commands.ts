import type { CommandPattern } from '../../../catalog/work.ts';
import type { CallFact } from '../../../facts/code.ts';
import type { Value } from '../../../facts/values.ts';
import { namedValues } from '../../../gates/named-values.ts';
import { meaningsOf } from '../../../link/evaluate.ts';
import { shapesOf } from '../../../link/paths/path-shape.ts';
import type { Meaning, ProgramGraph } from '../../../link/program-graph.ts';
import { commandsOf, shellWordsOf } from '../../../text/shell-words.ts';
import { splitLine } from './steps.ts';

const deepest = 3;

/** A word of a command: the texts that it may be, none where only a run knows. */
type Word = readonly string[];

/**
 * What a command does that takes seconds; null where it is none of those, or answers at once. `given` stands for the
 * argument with the command where somebody else gave it.
 */
export function slowCommand(
  graph: ProgramGraph,
  file: string,
  fact: CallFact,
  pattern: CommandPattern,
  given: Value | undefined = commandIn(fact, pattern),
): string | null {
  if (given === undefined) return null;
  const rest = restOf(fact, pattern).flatMap((each) => wordsOf(graph, file, each, 0)?.[0] ?? []);
  const lists = wordsOf(graph, file, given, 0);
  if (lists !== null) {
    const found = lists.map((words) => ofWords([...words, ...rest], pattern));
    if (found.length > 0 && found.every((each) => each !== null)) return found[0] ?? null;
    const head = given.kind === 'list' ? given.items[0] : undefined;
    const line = head === undefined || rest.length > 0 ? undefined : head;
    return line === undefined || isQuick(lists[0] ?? [], pattern) ? null : ofPackage(graph, file, line, pattern);
  }
  const known = textsOf(graph, file, given, 0).map((text) => ofLine(text, rest, pattern));
  if (known.length > 0) return known.every((each) => each !== null) ? (known[0] ?? null) : null;
  if (isQuick(rest, pattern)) return null;
  return ofPackage(graph, file, given, pattern);
}

/** The argument that a command is given by. */
export function commandIn(fact: CallFact, { command }: CommandPattern): Value | undefined {
  if (command.kind === 'position') return fact.arguments[command.position];
  return command.kind === 'named' ? fact.named.find(({ key }) => command.names.includes(key))?.value : undefined;
}

function restOf(fact: CallFact, { rest }: CommandPattern): readonly Value[] {
  if (rest?.kind === 'from') {
    const { arguments: given } = fact;
    return given.length <= rest.position ? [] : [{ kind: 'list', items: given.slice(rest.position), span: fact.span }];
  }
  const list = rest?.kind === 'position' ? fact.arguments[rest.position] : undefined;
  return list === undefined ? [] : [list];
}

/** The lists of words that a value may be; null where it is no list. */
function wordsOf(graph: ProgramGraph, file: string, value: Value, depth: number): readonly (readonly Word[])[] | null {
  const code = graph.facts.get(file)?.code ?? null;
  if (code === null || depth > deepest) return null;
  if (value.kind === 'list') {
    return [value.items.flatMap((item) => itemWords(graph, file, item, depth))];
  }
  // `['ffmpeg'] + options`: what stands behind may be anything.
  if (value.kind === 'operator' && value.operator === '+' && value.left !== null) {
    const before = wordsOf(graph, file, value.left, depth + 1);
    const [behind] = wordsOf(graph, file, value.right, depth + 1) ?? [[[]]];
    return before?.map((words) => [...words, ...(behind ?? [])]) ?? null;
  }
  if (value.kind !== 'reference') return null;
  const { root, path } = value.reference;
  const named = root.kind === 'declared' && path.length === 0 ? namedValues(code, root.declaration) : [];
  const lists =
    named.length > 0
      ? named.map((each) => wordsOf(graph, file, each, depth + 1))
      : meaningsOf(graph, file, value).map((meaning) => wordsAt(graph, meaning, depth));
  return lists.length > 0 && lists.every((each) => each !== null) ? lists.flatMap((each) => each ?? []) : null;
}

/** The list that stands where a name or a member gets its value, also in another file and in an enumeration. */
function wordsAt(graph: ProgramGraph, { site }: Meaning, depth: number): readonly (readonly Word[])[] | null {
  const code = graph.facts.get(site.file)?.code ?? null;
  const initials = [...(code?.declarations ?? []), ...(code?.classes.flatMap(({ fields }) => fields) ?? [])];
  const list = initials.find(
    ({ initial }) => initial?.kind === 'list' && initial.span[0] === site.span[0] && initial.span[1] === site.span[1],
  )?.initial;
  return list == null ? null : wordsOf(graph, site.file, list, depth + 1);
}

function itemWords(graph: ProgramGraph, file: string, item: Value, depth: number): readonly Word[] {
  if (item.kind === 'spread') return wordsOf(graph, file, item.of, depth + 1)?.[0] ?? [[]];
  const texts = textsOf(graph, file, item, 0);
  if (texts.length > 0 || item.kind === 'literal') return [texts];
  // Of a path that is put together, its end is the program: `str(tools / 'jadx')`.
  const ends = shapesOf(graph, file, item).map((shape) => shape.split('/').at(-1) ?? '');
  return [ends.filter((end) => end !== '' && !/[*<>]/.test(end))];
}

/** Texts that a value may be; of one that is put together, the part that it begins with. */
function textsOf(graph: ProgramGraph, file: string, value: Value, depth: number): readonly string[] {
  if (depth > deepest) return [];
  if (value.kind === 'concatenation') {
    const words = value.parts.map((part) => (part.kind === 'literal' ? String(part.value) : '…')).join('');
    const [first] = value.parts;
    const start = first === undefined || first.kind === 'literal' ? [] : textsOf(graph, file, first, depth + 1);
    return start.length > 0 ? start.map((text) => text + words.slice(1)) : [words];
  }
  if (value.kind === 'call') {
    const split = ofSplit(graph, file, value.call, depth);
    if (split !== null) return split;
  }
  const texts = meaningsOf(graph, file, value).map((meaning) => textsOfMeaning(graph, meaning, depth));
  // What one caller gives says nothing of what another gives.
  return isParameter(graph, file, value) && texts.some((each) => each.length === 0) ? [] : texts.flat();
}

function isParameter(graph: ProgramGraph, file: string, value: Value): boolean {
  if (value.kind === 'conditional') {
    return isParameter(graph, file, value.then) || isParameter(graph, file, value.otherwise);
  }
  const root = value.kind === 'reference' ? value.reference.root : null;
  const code = graph.facts.get(file)?.code ?? null;
  return root?.kind === 'declared' && code?.declarations[root.declaration]?.kind === 'parameter';
}

/** A line that is split into its words says the same as the line: `line.split()`, `split(line)`. */
function ofSplit(graph: ProgramGraph, file: string, call: number, depth: number): readonly string[] | null {
  const code = graph.facts.get(file)?.code ?? null;
  const line = code === null ? null : splitLine(code, call);
  return line === null ? null : textsOf(graph, file, line, depth + 1);
}

function textsOfMeaning(graph: ProgramGraph, meaning: Meaning, depth: number): readonly string[] {
  if (meaning.kind === 'literal') return typeof meaning.value === 'string' ? [meaning.value] : [];
  if (meaning.kind === 'environment') return meaning.fallback.flatMap((each) => textsOfMeaning(graph, each, depth));
  if (meaning.kind !== 'value' || meaning.value.kind !== 'concatenation') return [];
  return textsOf(graph, meaning.site.file, meaning.value, depth + 1);
}

/** `cd x && nice ffmpeg -i …`: the first of a line's commands that takes seconds. */
function ofLine(line: string, rest: readonly Word[], pattern: CommandPattern): string | null {
  const commands = commandsOf(shellWordsOf(line));
  for (const [index, words] of commands.entries()) {
    const all = words.map((word): Word => [word]);
    const what = ofWords(index === commands.length - 1 ? [...all, ...rest] : all, pattern);
    if (what !== null) return what;
  }
  return null;
}

/** What a list of words does that takes seconds: the program that it names first, or the one that this one runs. */
function ofWords(words: readonly Word[], pattern: CommandPattern): string | null {
  const start = words.findIndex((word) => word.length === 0 || !word.every((text) => before.test(text)));
  if (start < 0) return null;
  const [head, ...behind] = words.slice(start);
  if (head === undefined || isQuick(behind, pattern)) return null;
  return ofProgram(head, behind, pattern) ?? ofRun(head, behind, pattern);
}

/** What a program does that takes seconds, whichever of its names it goes by. */
function ofProgram(head: Word, behind: readonly Word[], pattern: CommandPattern): string | null {
  const found = head.filter((text) => text !== '').map((text) => ofName(nameOf(text), behind, pattern));
  return found.every((each) => each !== null) ? (found[0] ?? null) : null;
}

function ofName(name: string, behind: readonly Word[], { slow }: CommandPattern): string | null {
  if (Object.hasOwn(slow, name)) return slow[name] ?? null;
  // `pip install`: a program of many uses takes long in one of them, which it names before all else.
  const uses = behind.filter((word) => !word.some((each) => each.startsWith('-'))).map((word) => word[0] ?? '');
  const keys = [`${name} ${uses[0]}`, `${name} ${uses[0]} ${uses[1]}`];
  const key = keys.find((each) => Object.hasOwn(slow, each));
  return key === undefined ? null : (slow[key] ?? null);
}

/** A program that runs another one, which stands behind an option: `-jar tool.jar`. The head alone may be unknown. */
function ofRun(head: Word, behind: readonly Word[], pattern: CommandPattern): string | null {
  for (const [runner, option] of Object.entries(pattern.runners)) {
    if (head.length > 0 && !head.some((text) => nameOf(text) === runner)) continue;
    const at = behind.findIndex((word) => word.includes(option));
    const isOptionAlone = behind.slice(0, Math.max(at, 0)).every((word) => word.some((text) => text.startsWith('-')));
    const run = at < 0 || !isOptionAlone ? [] : behind.slice(at + 1);
    const program = run.findIndex((word) => !word.some((text) => text.startsWith('-')));
    const what = program < 0 ? null : ofProgram(run[program] ?? [], run.slice(program + 1), pattern);
    if (what !== null) return what;
  }
  return null;
}

/** `/opt/tools/apktool_2.9.jar` is `apktool`: without its folder, its version and what its kind of file is. */
function nameOf(text: string): string {
  const file = (/[^/\\]*$/.exec(text)?.[0] ?? '').replace(/\.(?:exe|bat|cmd|sh|jar)$/i, '');
  return file.replace(/(?<=[a-z])[-_]?v?\d[\d.]*$/i, '');
}

/** A mark of one letter asks for a word about the program only at the end: with more behind it, it says something else, as `-h` names a host. */
function isQuick(words: readonly Word[], { quick }: CommandPattern): boolean {
  return words.some((word, at) =>
    word.some((text) => quick.includes(text) && (!/^-\w$/.test(text) || at === words.length - 1)),
  );
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
