import type { HeldThread } from '../../../catalog/held-threads.ts';
import type { ArgumentPattern } from '../../../catalog/types.ts';
import type { CallFact, CodeFacts } from '../../../facts/code.ts';
import { partsOf } from '../../../facts/value-parts.ts';
import type { Reference, Value } from '../../../facts/values.ts';
import { namedValues } from '../../../gates/named-values.ts';
import { numberOf } from '../../../gates/numbers.ts';
import { singleWordsOf } from '../../../gates/words.ts';
import type { Effect, ProgramGraph } from '../../../link/program-graph.ts';

/** Whether a call holds its thread for so long that others notice: by its own number, or by what it works on. */
export function isFelt(graph: ProgramGraph, { site, call }: Effect, { felt, sized, command }: HeldThread): boolean {
  const code = graph.facts.get(site.file)?.code ?? null;
  const fact = code?.calls[call];
  if (code === null || fact === undefined) return false;
  if (sized !== undefined) {
    const value = argumentOf(fact, sized);
    return value !== undefined && isOfUpload(code, value);
  }
  if (command !== undefined) {
    const words = command.words.flatMap((each) => argumentOf(fact, each) ?? []);
    const texts = words.flatMap(textsIn);
    return words.some((each) => !isWritten(code, each)) && !command.quick.some((each) => isAmongWords(texts, each));
  }
  const value = felt === undefined ? undefined : argumentOf(fact, felt.argument);
  if (felt === undefined || value === undefined) return true;
  const number = numberOf(graph, site.file, value);
  return number === null || number.value >= felt.from;
}

/** Texts that are written in a command, in order. */
function textsIn(value: Value): readonly string[] {
  if (value.kind === 'literal') return typeof value.value === 'string' ? [value.value] : [];
  return value.kind === 'reference' ? [] : partsOf(value).flatMap(textsIn);
}

function isAmongWords(texts: readonly string[], quick: string): boolean {
  return ` ${texts.join(' ').replaceAll(/\s+/g, ' ')} `.includes(` ${quick} `);
}

/** Whether a command is the same each time. Options behind its words, such as where it runs, do not matter. */
function isWritten(code: CodeFacts, value: Value): boolean {
  if (value.kind === 'literal' || value.kind === 'object') return true;
  if (value.kind === 'list') return value.items.every((each) => isWritten(code, each));
  if (value.kind === 'concatenation') return value.parts.every((each) => isWritten(code, each));
  if (value.kind !== 'reference' || value.reference.root.kind !== 'declared') return false;
  const { declaration } = value.reference.root;
  const values = code.declarations[declaration]?.kind === 'constant' ? namedValues(code, declaration) : [];
  return values.length > 0 && values.every((each) => each.kind !== 'reference' && isWritten(code, each));
}

function argumentOf({ arguments: given, named }: CallFact, pattern: ArgumentPattern): Value | undefined {
  switch (pattern.kind) {
    case 'position':
      return given[pattern.position];
    case 'named':
      return (
        named.find(({ key }) => pattern.names.includes(key))?.value ??
        (pattern.position === undefined ? undefined : given[pattern.position])
      );
    case 'option': {
      const options = given[pattern.position];
      return options?.kind === 'object'
        ? options.properties.find(({ key }) => pattern.names.includes(key))?.value
        : undefined;
    }
    default:
      return undefined;
  }
}

/** Where the parts of an upload keep what came, or the path of the file that it was written to. */
const contents: ReadonlySet<string> = new Set(['buffer', 'path', 'filepath', 'tempFilePath']);

/** `request.file.buffer`, `file.path`, or a name for one of them. */
function isOfUpload(code: CodeFacts, value: Value): boolean {
  if (value.kind !== 'reference') return false;
  const { root, path } = value.reference;
  if (isMemberOfFile(code, value.reference)) return true;
  return (
    root.kind === 'declared' &&
    path.length === 0 &&
    namedValues(code, root.declaration).some(
      (named) => named.kind === 'reference' && isMemberOfFile(code, named.reference),
    )
  );
}

/** A parameter, or a member of one: what else has such a member was made by the service. */
function isMemberOfFile(code: CodeFacts, { root, path }: Reference): boolean {
  if (!contents.has(path.at(-1) ?? '') || root.kind !== 'declared') return false;
  const declared = code.declarations[root.declaration];
  const behind = declared?.initial?.kind === 'reference' ? declared.initial.reference.path : [];
  const owner = path.at(-2) ?? behind.at(-1) ?? (declared?.kind === 'parameter' ? declared.name : '');
  return singleWordsOf(owner).includes('file');
}
