import type { Outline } from '../../facts/outline.ts';
import { scanTokens } from './lexer.ts';
import { isForNode } from './shebang.ts';
import { stateFinder } from './state-shape.ts';
import { lengthsByFirst, mayBeWord } from './word-lengths.ts';

/**
 * What a file imports, which trigger words it holds and whether it holds a shape of state, by a lexical pass alone. It may
 * find too much, where text of markup looks like code; it finds every import with a literal name. `words` are matched as
 * whole names and as whole texts, so that they may be functions, methods and packages.
 */
export function outlineScript(path: string, text: string, words: ReadonlySet<string>): Outline {
  if (!isForNode(path, text)) return { path, modules: [], words: [], state: false };
  const modules = new Set<string>();
  const found = new Set<string>();
  const masks = lengthsByFirst(words);
  const state = stateFinder(text);
  let previous = '';
  /** The word in front of an opening bracket, for `import(` and `require(`. */
  let called = '';
  let typeOnly = false;

  const note = (start: number, end: number): void => {
    if (!mayBeWord(masks, text.charCodeAt(start), end - start)) return;
    const word = text.slice(start, end);
    if (words.has(word)) found.add(word);
  };

  const clean = scanTokens(text, (kind, start, end) => {
    if (kind === 'word') {
      note(start, end);
      previous = moduleWord(text, start, end);
      if (previous === 'import' || previous === 'export') typeOnly = isTypeOnly(text, end);
      called = '';
    } else if (kind === 'string') {
      if (end - start < 200) note(start, end);
      const asked = previous === 'from' || previous === 'import' || called !== '';
      if (asked && !(typeOnly && called === '')) modules.add(text.slice(start, end));
      if (asked) typeOnly = false;
      previous = '';
      called = '';
    } else {
      const opens = kind === 'mark' && text.charCodeAt(start) === 40;
      called = opens && (previous === 'import' || previous === 'require') ? previous : '';
      previous = '';
    }
    state.take(kind, start, end);
  });
  if (!clean) for (const module of literalModules(text)) modules.add(module);
  return { path, modules: [...modules], words: [...found].sort(), state: state.found() };
}

function moduleWord(text: string, start: number, end: number): string {
  const length = end - start;
  if (length === 4) return text.startsWith('from', start) ? 'from' : '';
  if (length === 6)
    return text.startsWith('import', start) ? 'import' : text.startsWith('export', start) ? 'export' : '';
  return length === 7 && text.startsWith('require', start) ? 'require' : '';
}

/** Whether `type` behind `import` or `export` makes it one of types, and is not itself the name that is imported. */
function isTypeOnly(text: string, end: number): boolean {
  const typed = /\s+type\s+(?!from\b|=)[\w$*{]|\s+type\s*[{*]/y;
  typed.lastIndex = end;
  return typed.test(text);
}

/** Every literal behind `from`, `import` or `require(`, wherever it stands: for a file that the pass lost its way in. */
function literalModules(text: string): readonly string[] {
  const pattern = /\b(?:from|import|require)[ \t\r\n]{0,20}\(?[ \t\r\n]{0,20}(["'`])([^"'`\r\n]{1,300})\1/g;
  return [...text.matchAll(pattern)].map((match) => match[2] ?? '');
}
