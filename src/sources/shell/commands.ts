import { commandWordsOf } from '../../facts/secrets.ts';
import type { ShellCommandFact, ShellFacts, ShellNumberFact } from '../../facts/shell.ts';
import { writtenNumberOf } from '../../text/shell-number.ts';
import { type ShellToken, shellTokensOf } from './tokens.ts';

/** What commands stand in. */
type Frame =
  | { readonly kind: 'function'; readonly name: string }
  | { readonly kind: 'group' | 'brackets' | 'if' }
  | { readonly kind: 'case'; readonly subject: string; patterns: readonly string[] };

const keywords = /^(?:if|then|elif|else|fi|while|until|do|done|!|time)$/;
/** Commands that print, look or wait: what stands behind them starts nothing. */
const idle =
  /^(?:echo|printf|cat|curl|wget|grep|sed|awk|test|\[|\[\[|sleep|set|trap|exit|return|shift|local|unset|mkdir|chmod|chown|cp|mv|rm|ln|nc|true|false|:)$/;

/** More commands than these no script for a container has. */
const mostCommands = 1000;

/** The commands of a script, each with what it stands in, and the numbers that it gives its variables. */
export function shellFactsOf(text: string): ShellFacts {
  const reading: Reading = { tokens: shellTokensOf(text), at: 0, frames: [], commands: [], numbers: [], traps: false };
  while (reading.at < reading.tokens.length && reading.commands.length < mostCommands) step(reading);
  return { commands: reading.commands, numbers: reading.numbers, ...(reading.traps ? { traps: true } : {}) };
}

interface Reading {
  readonly tokens: readonly ShellToken[];
  at: number;
  readonly frames: Frame[];
  readonly commands: ShellCommandFact[];
  readonly numbers: ShellNumberFact[];
  traps: boolean;
}

/** Reads what stands at the start of a command. */
function step(reading: Reading): void {
  const token = reading.tokens[reading.at];
  if (token === undefined) return;
  const [next, after] = reading.tokens.slice(reading.at + 1, reading.at + 3);
  if (token.kind === 'sign') passSign(reading, token.text);
  else if (keywords.test(token.text)) passKeyword(reading, token.text);
  else if (token.text === '{') open(reading, { kind: 'group' });
  else if (token.text === '}') close(reading, 'function', 'group');
  else if (token.text === 'case') openCase(reading);
  else if (token.text === 'esac') close(reading, 'case');
  else if (token.text === 'for' || token.text === 'select') passWords(reading);
  else if (token.text === 'function' && next?.kind === 'word') openFunction(reading, next.text, 2);
  else if (next?.text === '(' && after?.text === ')') openFunction(reading, token.text, 1);
  else readCommand(reading);
}

function passKeyword(reading: Reading, text: string): void {
  reading.at++;
  if (text === 'if') reading.frames.push({ kind: 'if' });
  else if (text === 'fi') pop(reading, 'if');
}

function passSign(reading: Reading, text: string): void {
  reading.at++;
  if (text === '(') reading.frames.push({ kind: 'brackets' });
  else if (text === ')') pop(reading, 'brackets');
  else if (text.startsWith(';;') || text === ';&') {
    const arm = reading.frames.findLast((frame) => frame.kind === 'case');
    if (arm !== undefined) arm.patterns = patternsAt(reading);
  }
}

function openCase(reading: Reading): void {
  const subject = reading.tokens[reading.at + 1]?.text ?? '';
  reading.at += 2;
  if (reading.tokens[reading.at]?.text === 'in') reading.at++;
  const frame: Frame = { kind: 'case', subject, patterns: [] };
  frame.patterns = patternsAt(reading);
  reading.frames.push(frame);
}

/** `server|web)`: the words up to the bracket; none where `esac` comes instead. */
function patternsAt(reading: Reading): readonly string[] {
  const patterns: string[] = [];
  for (let token = reading.tokens[reading.at]; token !== undefined; token = reading.tokens[reading.at]) {
    if (token.text === 'esac') return [];
    reading.at++;
    if (token.kind === 'word') patterns.push(token.text);
    else if (token.text === ')') return patterns;
  }
  return patterns;
}

function openFunction(reading: Reading, name: string, words: number): void {
  reading.at += words;
  while (/^(?:\(|\)|\n)$/.test(reading.tokens[reading.at]?.text ?? '')) reading.at++;
  if (reading.tokens[reading.at]?.text === '{') open(reading, { kind: 'function', name });
}

function open(reading: Reading, frame: Frame): void {
  reading.at++;
  reading.frames.push(frame);
}

function close(reading: Reading, ...kinds: readonly Frame['kind'][]): void {
  reading.at++;
  pop(reading, ...kinds);
}

function pop({ frames }: Reading, ...kinds: readonly Frame['kind'][]): void {
  const at = frames.findLastIndex(({ kind }) => kinds.includes(kind));
  if (at >= 0) frames.length = at;
}

function passWords(reading: Reading): void {
  while (reading.tokens[reading.at]?.kind === 'word') reading.at++;
}

function readCommand(reading: Reading): void {
  const start = reading.at;
  passWords(reading);
  const tokens = reading.tokens.slice(start, reading.at);
  const plain = tokens.filter(({ text }) => !/^(?:export|readonly|declare|local|-\w+|:)$/.test(text));
  for (const token of plain) addNumber(reading, token);
  const [first, last] = [tokens[0], tokens.at(-1)];
  if (first?.text === 'trap') reading.traps = true;
  const isAssignment = plain.every(({ text }) => /^[A-Za-z_]\w*\+?=/.test(text));
  if (first === undefined || last === undefined || isAssignment || idle.test(first.text)) return;
  const isConditional = reading.frames.some(({ kind }) => kind === 'if') || isBehindTest(reading, start);
  const holder = reading.frames.findLast((frame) => frame.kind === 'function');
  const arm = reading.frames.findLast((frame) => frame.kind === 'case');
  reading.commands.push({
    words: commandWordsOf(tokens.map(({ text }) => text)),
    span: [first.span[0], last.span[1]],
    function: holder?.kind === 'function' ? holder.name : null,
    arm: arm?.kind === 'case' ? { subject: arm.subject, patterns: arm.patterns } : null,
    background: reading.tokens[reading.at]?.text === '&',
    ...(isConditional ? { conditional: true } : {}),
    ...(reading.frames.some(({ kind }) => kind === 'brackets') ? { bracketed: true } : {}),
  });
}

/** `[ "$MIGRATE" = true ] && migrate`: what stands before it on the line begins with a test. */
function isBehindTest({ tokens }: Reading, start: number): boolean {
  if (tokens[start - 1]?.text !== '&&') return false;
  const ends = (text: string): boolean => /^(?:\n|;|\||&&|&|\{|\(|then|do|else)$/.test(text);
  let first = start - 2;
  while (first > 0 && !ends(tokens[first - 1]?.text ?? ';')) first--;
  return /^(?:\[|\[\[|test)$/.test(tokens[first]?.text ?? '');
}

/** `WORKERS=4`, and `${WORKERS:=4}` behind `:`. */
function addNumber(reading: Reading, { text, span }: ShellToken): void {
  const [, name, value] = /^([A-Za-z_]\w*)=(.*)$/s.exec(text) ?? [];
  const set = name ?? /^\$\{(\w+):?=/.exec(text)?.[1];
  const number = writtenNumberOf(value ?? text);
  if (set !== undefined && number !== null) reading.numbers.push({ name: set, number, span });
}
