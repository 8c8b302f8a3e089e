import type { TokenKind } from './lexer.ts';
import { lengthsByFirst, mayBeWord } from './word-lengths.ts';

/** Follows the tokens of a file and says whether one of them has the shape of something kept between calls. */
export interface StateFinder {
  readonly take: (kind: TokenKind, start: number, end: number) => void;
  readonly found: () => boolean;
}

type Brace = 'class' | 'constructor' | 'function' | 'plain';

/** Containers made by `new` are kept wherever a function lets them live. */
const containers = new Set(['Map', 'Set', 'WeakMap', 'WeakSet']);
const always = new Set(['globalThis', 'setInterval', 'setTimeout']);
const control = new Set(['if', 'for', 'while', 'switch', 'catch', 'with']);
const beforePlainBrace = new Set(['else', 'try', 'finally', 'do', 'return', 'default', 'of', 'in', 'case']);

/** Every word that is looked at; all others are passed over without being cut out of the text. */
const keywords = lengthsByFirst([
  ...[...containers, ...always, ...control, ...beforePlainBrace],
  ...['new', 'global', 'class', 'let', 'var', 'const', 'this', 'static', 'readonly', 'constructor'],
]);

/**
 * Looks for `let` and collections at the level of module or class, fields that methods assign, variables that an inner
 * function changes, `new Map()` anywhere, globals and timers. Constants of a module count only when something changes them
 * or they start out empty, because every module has some.
 */
export function stateFinder(text: string): StateFinder {
  let found = false;
  const braces: Brace[] = [];
  /** For each open bracket, whether it belongs to `if`, `for` and their like. */
  const brackets: boolean[] = [];
  /** Names that count as state once an inner function changes them, with the number of functions around them. */
  const changeable = new Map<string, number>();
  let firsts = 0;
  let functions = 0;
  let word = '';
  let mark = 0;
  let controlled = false;
  let arrow = false;
  let classAhead = false;
  let constructorAhead = false;
  let readonlyField = false;
  let declaring = '';

  const level = (): Brace | undefined => braces.at(-1);

  const declare = (name: string, end: number): void => {
    const kind = declaring;
    declaring = '';
    const initial = initialAt(text, end);
    const atModule = braces.length === 0;
    if (atModule && kind !== 'const') found ||= initial !== 'module' && initial !== 'function';
    else if (atModule && initial === 'empty') found = true;
    else if (kind !== 'const' || initial === 'empty' || initial === 'literal') {
      changeable.set(name, functions);
      firsts |= 1 << (name.charCodeAt(0) & 31);
    }
  };

  const takeWord = (start: number, end: number): void => {
    if (declaring !== '') {
      declare(text.slice(start, end), end);
    } else if ((firsts & (1 << (text.charCodeAt(start) & 31))) !== 0 && mark !== 46) {
      const holder = changeable.get(text.slice(start, end));
      if (holder !== undefined && functions + (arrow ? 1 : 0) > holder && isChange(text, start, end)) found = true;
    }
    if (!mayBeWord(keywords, text.charCodeAt(start), end - start)) {
      word = '?';
      return;
    }
    word = text.slice(start, end);
    if (always.has(word) && mark !== 46) found = true;
    else if (word === 'global' && text.charCodeAt(end) === 46) found = true;
    else if (word === 'class') classAhead = mark !== 46;
    else if (word === 'let' || word === 'var' || word === 'const') declaring = mark === 46 ? '' : word;
    else if (word === 'this' && text.charCodeAt(end) === 46) noteThis(end);
    else if (level() === 'class') {
      if (word === 'static') found ||= !isMethod(text, end);
      else if (word === 'readonly') readonlyField = true;
      else if (word === 'constructor') constructorAhead = true;
    }
  };

  const noteThis = (end: number): void => {
    if (!isChange(text, end, end)) return;
    // A constructor mostly keeps what it is given; what it makes itself is state.
    found ||= !braces.includes('constructor') || initialAt(text, endOfMembers(text, end)) !== 'other';
  };

  const takeMark = (code: number, start: number): void => {
    if (code === 40) brackets.push(mark === 0 && control.has(word));
    else if (code === 41) controlled = brackets.pop() === true;
    else if (code === 123) openBrace();
    else if (code === 125) {
      const closed = braces.pop();
      if (closed === 'function' || closed === 'constructor') functions--;
      arrow = false;
    } else if (code === 59) {
      arrow = false;
      readonlyField = false;
    } else if (code === 61) {
      const next = text.charCodeAt(start + 1);
      if (next === 62) arrow = true;
      else if (level() === 'class' && brackets.length === 0 && next !== 61) noteField(start);
    }
    if (code === 123 || code === 91) declaring = '';
  };

  const noteField = (start: number): void => {
    const initial = initialAt(text, start);
    found ||= initial === 'empty' || initial === 'literal' || (initial === 'scalar' && !readonlyField);
    readonlyField = false;
  };

  const openBrace = (): void => {
    const kind = kindOfBrace();
    if (kind === 'function' || kind === 'constructor') functions++;
    braces.push(kind);
    classAhead = kind === 'class' ? false : classAhead;
    arrow = false;
  };

  const kindOfBrace = (): Brace => {
    if (mark === 62 && arrow) return 'function';
    if (classAhead && brackets.length === 0 && mark !== 61) return 'class';
    if (level() === 'class') {
      const kind = constructorAhead ? 'constructor' : 'function';
      constructorAhead = false;
      return kind;
    }
    if (mark === 41) return controlled ? 'plain' : 'function';
    // Behind a name stands the body of a function with a return type, unless the name is a keyword.
    return mark === 0 && !beforePlainBrace.has(word) ? 'function' : 'plain';
  };

  return {
    take: (kind, start, end) => {
      if (found) return;
      if (kind === 'word') {
        if (word === 'new' && containers.has(text.slice(start, end))) found = true;
        else takeWord(start, end);
        mark = 0;
      } else if (kind === 'mark') {
        const code = text.charCodeAt(start);
        takeMark(code, start);
        mark = code;
        if (code !== 40 && code !== 123) word = '';
      } else {
        mark = 0;
        word = '';
      }
    },
    found: () => found,
  };
}

type Initial = 'empty' | 'literal' | 'scalar' | 'module' | 'function' | 'other';

const initials: readonly (readonly [RegExp, Initial])[] = [
  [/(?:\[\s*\]|\{\s*\})/y, 'empty'],
  [/[[{]/y, 'literal'],
  [/(?:-?\d|["'`]|null\b|undefined\b|true\b|false\b)/y, 'scalar'],
  [/(?:await\s+)?(?:require|import)\s*\(/y, 'module'],
  [/(?:async\s+)?(?:function\b|class\b|(?:[\w$]+|\([^()]{0,200}\))\s*(?::[^=;]{0,80})?=>)/y, 'function'],
];

/** What stands behind the `=` that follows; a declaration without one starts out empty-handed and is `other`. */
function initialAt(text: string, from: number): Initial {
  const sign = /[^=;\n]{0,200}?=(?![=>])\s*/y;
  sign.lastIndex = from;
  if (!sign.test(text)) return 'other';
  for (const [pattern, initial] of initials) {
    pattern.lastIndex = sign.lastIndex;
    if (pattern.test(text)) return initial;
  }
  return 'other';
}

const changing =
  /(?:\s*(?:[?!]?\.[\w$#]+|\[[^\]\n]{0,80}\]))*(?:\s*(?:=(?![=>])|(?:[-+*/%&|^]|\*\*|&&|\|\||\?\?|<<|>>)=|\+\+|--)|(?<=\.(?:push|unshift|splice|pop|shift|set|add|delete|clear|sort|reverse|fill))\s*\()/y;

/** Whether the name that ends at `end` is written to, through members too, or counted up or down. */
function isChange(text: string, start: number, end: number): boolean {
  const before = text.slice(Math.max(0, start - 8), start);
  if (/(?:\+\+|--|\bdelete\s+)$/.test(before)) return true;
  changing.lastIndex = end;
  return changing.test(text);
}

function endOfMembers(text: string, from: number): number {
  const members = /(?:\.[\w$#]+)*/y;
  members.lastIndex = from;
  members.test(text);
  return members.lastIndex;
}

function isMethod(text: string, end: number): boolean {
  const method = /\s+(?:async\s+|\*\s*)*(?:get\s+|set\s+)?[\w$#]+\s*[(<]/y;
  method.lastIndex = end;
  return method.test(text);
}
