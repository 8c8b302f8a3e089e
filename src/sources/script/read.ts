import type { CodeFacts } from '../../facts/code.ts';
import type { FileFacts, ProblemFact } from '../../facts/file-facts.ts';
import { lineStartsOf } from '../../text/lines.ts';
import { suppressionsOf } from '../suppressions.ts';
import { readClass } from './classes.ts';
import type * as ts from './compiler.ts';
import { declareAll } from './declare.ts';
import { directivesOf, readFunction } from './functions.ts';
import type { Here, Reading } from './reading.ts';
import { isForNode } from './shebang.ts';
import { readStatements } from './statements.ts';
import { parseScript } from './syntax.ts';
import { readValue } from './values.ts';

/**
 * Reads a TypeScript or JavaScript file (.ts .tsx .mts .cts .js .jsx .mjs .cjs, and programs in `bin` without an ending) by its syntax alone. Never throws: what
 * cannot be read is told among the problems, and the facts of all the rest stay.
 */
export function readScript(path: string, text: string): FileFacts {
  const lineStarts = lineStartsOf(text);
  if (!isForNode(path, text)) {
    const none = { code: null, deployment: null, manifest: null, suppressions: [], problems: [] };
    return { path, language: 'script', lineStarts, ...none };
  }
  const { code, problems } = codeOf(path, text);
  const suppressions = suppressionsOf(text, 'slashes', lineStarts);
  return { path, language: 'script', lineStarts, code, deployment: null, manifest: null, suppressions, problems };
}

function codeOf(
  path: string,
  text: string,
): { readonly code: CodeFacts | null; readonly problems: readonly ProblemFact[] } {
  try {
    const { source, problems } = parseScript(path, text);
    const reading = readingOf(source, problems);
    return { code: factsOf(reading), problems: reading.problems };
  } catch (error) {
    // The stack ends before hostile nesting does; everything else would be a defect of ours, which must not stop the rest.
    const reason = error instanceof RangeError ? 'it is nested too deeply' : String(error);
    return { code: null, problems: [{ message: `This file could not be read: ${reason}.`, span: [0, 0] }] };
  }
}

function readingOf(source: ts.SourceFile, problems: readonly ProblemFact[]): Reading {
  return {
    source,
    imports: [],
    exports: [],
    declarations: [],
    functions: [],
    classes: [],
    calls: [],
    globals: new Set(),
    problems: [...problems],
    scopes: new Map(),
    functionIds: new Map(),
    classIds: new Map(),
    declarationIds: new Map(),
    initialisers: new Map(),
    boundNames: new Map(),
    awaited: new Set(),
    imported: new Map(),
    requires: new Set(),
    environments: new Set(),
    roots: [],
    depth: 0,
    markup: false,
    parts: { value: readValue, statements: readStatements, readFunction, readClass },
  };
}

function factsOf(reading: Reading): CodeFacts {
  declareAll(reading);
  for (const one of reading.imports) if (one.declaration !== null) reading.imported.set(one.declaration, one);
  const scope = reading.scopes.get(reading.source);
  if (scope !== undefined) {
    const here: Here = {
      function: 0,
      scope,
      self: { class: null, declaration: null },
      guards: [],
      inLoop: false,
      inFinally: false,
      insideCallOf: null,
    };
    readStatements(reading, reading.source.statements, here);
  }
  const { exports, declarations, functions, classes, calls, markup } = reading;
  return {
    imports: [...reading.imports].sort((a, b) => a.span[0] - b.span[0]),
    exports,
    declarations,
    functions,
    classes,
    calls,
    directives: directivesOf(reading.source.statements),
    globals: [...reading.globals].sort(),
    markup,
  };
}
