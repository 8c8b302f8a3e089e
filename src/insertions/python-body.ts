import { splitImports } from '../patterns/imports.ts';
import type { SnippetTemplate } from '../patterns/template.ts';
import {
  addImport,
  openPython,
  type PythonParser,
  pythonStyleOf,
  topStatements,
  withNames,
} from '../sources/python/edit.ts';
import { applyEdits, type TextEdit } from '../text/edits.ts';
import type { Span } from '../text/range.ts';
import { type Body, bodyOf } from './body.ts';
import { withFreeNames } from './own-names.ts';

/** A file of Python with a place at its top where a statement can stand. */
export interface PythonPlace {
  readonly parser: PythonParser;
  readonly text: string;
  readonly word: Span;
  /** The text up to where the imports above the word end. */
  readonly head: string;
  /** Every name that the text uses. */
  readonly names: ReadonlySet<string>;
  readonly indent: string;
  readonly isEmpty: boolean;
}

/** Null where no statement can stand, or the file does not parse. */
export function pythonPlace(parser: PythonParser, text: string, word: Span): PythonPlace | null {
  const open = openPython(parser, text);
  if (open === null) return null;
  const statements = open.root.children.filter(({ kind }) => kind !== 'comment');
  if (statements.some(({ start, end }) => start < word[0] && word[0] < end)) return null;
  const imports = statements.filter(({ kind }) => /^(?:future_)?import/.test(kind));
  const last = imports.findLast(({ end }) => end <= word[0]);
  const end = last === undefined ? -1 : text.indexOf('\n', last.end);
  const head = text.slice(0, end < 0 || end >= word[0] ? word[0] : end + 1);
  const isEmpty = statements.every(
    ({ kind }, index) => /import/.test(kind) || (index === 0 && kind === 'expression_statement'),
  );
  return { parser, text, word, head, names: open.names, indent: pythonStyleOf(text).indent, isEmpty };
}

export function pythonBody(
  place: PythonPlace,
  template: SnippetTemplate,
  values: Readonly<Record<string, string>>,
): Body {
  const { imports, rest } = splitImports(template, 'python', values);
  const names: Record<string, string> = {};
  let head = place.head;
  for (const { module, names: wanted } of imports) {
    const open = openPython(place.parser, head);
    if (open === null) continue;
    const { edits, locals } = addImport({ ...open, names: place.names }, { module, names: wanted });
    head = applyEdits(head, edits);
    for (const { imported, local } of wanted) names[local] = locals[imported] ?? local;
  }
  const edit = difference(place.head, head);
  const dress = (code: string): string =>
    code.replaceAll(/^(?: {4})+/gm, (steps) => place.indent.repeat(steps.length / 4));
  // What would come where the word stands is written above the code instead.
  const isAbove = edit !== null && edit.span[1] < place.word[0];
  const above = edit === null || isAbove ? [] : edit.text.trim().split('\n');
  const named = withFreeNames(rest, 'python', values, names, {
    text: place.text,
    words: place.names,
    statements: (text) => topStatements(place.parser, text),
    withNames: (text, other) => withNames(place.parser, text, other),
    dress,
  });
  return {
    text: bodyOf({ ...rest, text: named.text }, 'python', named.values, above, dress),
    edits: edit !== null && isAbove ? [edit] : [],
  };
}

/** The one stretch in which two texts differ. */
function difference(before: string, after: string): TextEdit | null {
  if (before === after) return null;
  let start = 0;
  while (start < before.length && before[start] === after[start]) start++;
  let end = 0;
  const most = Math.min(before.length, after.length) - start;
  while (end < most && before[before.length - 1 - end] === after[after.length - 1 - end]) end++;
  return { span: [start, before.length - end], text: after.slice(start, after.length - end) };
}
