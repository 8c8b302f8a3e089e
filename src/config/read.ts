import { type Node, type ParseError, parseTree, printParseErrorCode } from 'jsonc-parser';
import type { ProblemFact } from '../facts/file-facts.ts';
import { lineStartsOf } from '../text/lines.ts';
import { check, membersOf, spanOf } from './check.ts';
import { type Configuration, emptyConfiguration } from './configuration.ts';
import { configurationShape } from './description.ts';
import { keepsState, userLibraryKinds } from './user-libraries.ts';
import { configurationOf } from './values.ts';

export interface ConfigurationReading {
  readonly configuration: Configuration;
  readonly problems: readonly ProblemFact[];
  /** Whether the text is JSON at all; a command line cannot go on without it, an editor in the middle of a word can. */
  readonly readable: boolean;
}

/**
 * Reads second-instance.json; comments and a comma at the end are welcome. What is wrong is told and left out, and
 * everything else counts. Never throws.
 */
export function readConfiguration(path: string, text: string): ConfigurationReading {
  if (text.trim() === '') return { configuration: emptyConfiguration, problems: [], readable: true };
  const errors: ParseError[] = [];
  const root = nestingOf(text) > deepest ? undefined : parseTree(text, errors, { allowTrailingComma: true });
  const broken = errors.slice(0, mostErrors).map((error) => brokenAt(text, error));
  if (root === undefined) {
    const message = 'This file is no JSON object. Write for example { "assume": { "instances": 2 } }.';
    return {
      configuration: emptyConfiguration,
      problems: [...broken, { message, span: [0, Math.min(1, text.length)] }],
      readable: false,
    };
  }
  return {
    configuration: configurationOf(root, path, lineStartsOf(text)),
    problems: [...broken, ...check(root, configurationShape, ''), ...emptyNames(root), ...idleParts(root)],
    readable: broken.length === 0,
  };
}

const deepest = 200;
/** One missing quote can make an error of every word behind it. */
const mostErrors = 5;

const errorWords: Readonly<Record<string, string>> = {
  InvalidSymbol: 'This word has no meaning in JSON. Put texts in double quotes.',
  InvalidNumberFormat: 'This is no number.',
  PropertyNameExpected: 'A name in double quotes is missing here.',
  ValueExpected: 'A value is missing here.',
  ColonExpected: 'A colon is missing here.',
  CommaExpected: 'A comma is missing here.',
  CloseBraceExpected: 'A closing brace is missing here.',
  CloseBracketExpected: 'A closing bracket is missing here.',
  EndOfFileExpected: 'The file should end here. Take away what follows.',
  UnexpectedEndOfString: 'A closing quote is missing here.',
  UnexpectedEndOfComment: 'A comment is open here. Close it.',
};

function brokenAt(text: string, { error, offset, length }: ParseError): ProblemFact {
  const start = Math.min(offset, Math.max(0, text.length - 1));
  const message = errorWords[printParseErrorCode(error)] ?? 'This is not JSON here.';
  return { message, span: [start, Math.min(text.length, start + Math.max(1, length))] };
}

/** A name without letters can be nobody's. */
function emptyNames(root: Node): readonly ProblemFact[] {
  return membersOf(root)
    .filter(({ key }) => key === 'topology' || key === 'databases' || key === 'targets')
    .flatMap(({ value }) => membersOf(value))
    .filter(({ key }) => key.trim() === '')
    .map(({ keyNode }) => ({
      message: 'This name is empty. Write the name of a program or database.',
      span: spanOf(keyNode),
    }));
}

/** Who shares it is a question only of what keeps something between two calls. */
function idleParts(root: Node): readonly ProblemFact[] {
  const libraries = membersOf(root).find(({ key }) => key === 'libraries')?.value;
  return (libraries?.type === 'array' ? (libraries.children ?? []) : []).flatMap((library) => {
    const members = membersOf(library);
    const kind: unknown = members.find(({ key }) => key === 'is')?.value?.value;
    if (typeof kind !== 'string' || keepsState(kind) || !userLibraryKinds.includes(kind)) return [];
    return members
      .filter(({ key }) => key === 'sharedWhen' || key === 'options')
      .map(({ key, keyNode }) => ({
        message: `\`${key}\` has no effect where \`is\` is ${kind}: what it does is the same with any options. Take it out.`,
        span: spanOf(keyNode),
      }));
  });
}

function nestingOf(text: string): number {
  let open = 0;
  let most = 0;
  for (const character of text) {
    if (character === '[' || character === '{') most = Math.max(most, ++open);
    else if (character === ']' || character === '}') open--;
  }
  return most;
}
