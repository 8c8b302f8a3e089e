import type { CodeFacts } from '../../facts/code.ts';
import type { FileFacts, ProblemFact } from '../../facts/file-facts.ts';
import { lineStartsOf } from '../../text/lines.ts';
import { suppressionsOf } from '../suppressions.ts';
import { bindBody } from './bindings.ts';
import { newFunction } from './names.ts';
import { hereIn, type Reading } from './reading.ts';
import { newScope } from './scopes.ts';
import { readStatements } from './statements.ts';
import { members, type PythonNode, type PythonParser, spanOf } from './syntax.ts';
import { readValue } from './values.ts';

/**
 * Reads a Python file by its syntax alone. Never throws: what cannot be read is told among the problems, and the facts of all
 * the rest stay.
 */
export function readPython(parser: PythonParser, path: string, text: string): FileFacts {
  const lineStarts = lineStartsOf(text);
  const { code, problems } = codeOf(parser, text);
  const suppressions = suppressionsOf(text, 'hash', lineStarts);
  return { path, language: 'python', lineStarts, code, deployment: null, manifest: null, suppressions, problems };
}

function codeOf(
  parser: PythonParser,
  text: string,
): { readonly code: CodeFacts | null; readonly problems: readonly ProblemFact[] } {
  try {
    const root = parser.parse(text);
    const reading = readingOf(text, syntaxErrorIn(root, text));
    return { code: factsOf(reading, root), problems: reading.problems };
  } catch (error) {
    // Everything that comes here is a defect of ours, which must not stop the rest.
    return { code: null, problems: [{ message: `This file could not be read: ${String(error)}.`, span: [0, 0] }] };
  }
}

function readingOf(text: string, problems: readonly ProblemFact[]): Reading {
  return {
    text,
    imports: [],
    exports: [],
    declarations: [],
    functions: [],
    classes: [],
    calls: [],
    globals: new Set(),
    problems: [...problems],
    functionIds: new Map(),
    classIds: new Map(),
    imported: new Map(),
    dotted: new Map(),
    assigned: new Set(),
    fieldTypes: new Map(),
    awaited: new Set(),
    depth: 0,
    parts: { value: readValue, statements: readStatements },
  };
}

function factsOf(reading: Reading, root: PythonNode): CodeFacts {
  newFunction(reading, null, root, { name: '', kind: 'module', nameSpan: [0, 0], span: [0, reading.text.length] });
  const scope = newScope(null, 0);
  const statements = members(root);
  bindBody(reading, scope, statements);
  readStatements(reading, statements, hereIn(scope));
  const { imports, exports, declarations, functions, classes, calls, globals } = reading;
  return {
    imports: [...imports].sort((a, b) => a.span[0] - b.span[0]),
    exports,
    declarations,
    functions,
    classes,
    calls,
    directives: [],
    globals: [...globals].sort(),
    markup: false,
  };
}

/** The first place that is no Python says where to look; those behind it mostly follow from it. */
function syntaxErrorIn(root: PythonNode, text: string): readonly ProblemFact[] {
  const pending = [root];
  let first: PythonNode | null = null;
  let count = 0;
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    if (next.kind === 'ERROR' || next.missing) {
      count++;
      first ??= next;
      continue;
    }
    for (let index = next.children.length - 1; index >= 0; index--) {
      const child = next.children[index];
      if (child !== undefined) pending.push(child);
    }
  }
  if (first === null) return [];
  const near = text.slice(first.start, first.end).trim().split('\n', 1)[0]?.slice(0, 40) ?? '';
  const what = first.missing ? `\`${first.kind}\` is missing here` : `this is not understood: \`${near}\``;
  const more = count === 1 ? '' : ` ${count - 1} more in this file.`;
  return [{ message: `Syntax error: ${what}.${more}`, span: spanOf(first) }];
}
