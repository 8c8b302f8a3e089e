import type { ContainerOperation } from '../../facts/operations.ts';
import { nodesAround, type OpenPython } from '../../sources/python/edit.ts';
import type { TextEdit } from '../../text/edits.ts';
import type { Span } from '../../text/range.ts';

/**
 * A step on a dictionary, written as an awaited call of a mapping that cannot be asked by brackets. Null where it stands
 * in a form that this does not know, such as one of several targets.
 */
export function awaitedStep(file: OpenPython, step: ContainerOperation): readonly TextEdit[] | null {
  const { text } = file;
  const { span, target, key, value, method, access } = step;
  if (isInGenerator(file, span) || isUnderLock(file, span)) return null;
  if (method !== null) return awaited(file, span, []);
  if (key === null) return null;
  const opening: Span = [target.span[1], key.span[0]];
  if (access === 'test') return awaitedTest(file, step);
  if (!/^\s*\[\s*$/.test(text.slice(...opening))) return null;
  if (access === 'read') {
    const closing: Span = [key.span[1], span[1]];
    if (!/^\s*\]$/.test(text.slice(...closing))) return null;
    return awaited(file, span, [replaced(opening, '.fetch('), replaced(closing, ')')]);
  }
  if (access === 'write' && value !== null && span[0] === target.span[0]) {
    const between: Span = [key.span[1], value.span[0]];
    if (!/^\s*\]\s*=\s*$/.test(text.slice(...between)) || span[1] !== value.span[1]) return null;
    return [
      inserted(span[0], 'await '),
      replaced(opening, '.put('),
      replaced(between, ', '),
      inserted(value.span[1], ')'),
    ];
  }
  if (access === 'remove') {
    const before = /\bdel[ \t]+$/.exec(text.slice(0, span[0]));
    const closing: Span = [key.span[1], span[1]];
    if (before === null || !/^\s*\]$/.test(text.slice(...closing)) || /^[ \t]*,/.test(text.slice(span[1]))) return null;
    return [
      replaced([span[0] - before[0].length, span[0]], 'await '),
      replaced(opening, '.remove('),
      replaced(closing, ')'),
    ];
  }
  return null;
}

/** `await` in front, in parentheses where something is asked of the answer, as in `(await sessions.get(id))["cart"]`. */
function awaited(file: OpenPython, span: Span, edits: readonly TextEdit[]): readonly TextEdit[] {
  const around = nodesAround(file, span).findLast(({ start, end }) => start < span[0] || end > span[1]);
  const isAsked =
    around !== undefined && around.start === span[0] && ['attribute', 'subscript', 'call'].includes(around.kind);
  if (!isAsked) return [inserted(span[0], 'await '), ...edits];
  const last = edits.at(-1);
  return last !== undefined && last.span[1] === span[1]
    ? [inserted(span[0], '(await '), ...edits.slice(0, -1), { ...last, text: `${last.text})` }]
    : [inserted(span[0], '(await '), ...edits, inserted(span[1], ')')];
}

/** `id in sessions` and `id not in sessions`. */
function awaitedTest({ text }: OpenPython, { span, target, key }: ContainerOperation): readonly TextEdit[] | null {
  if (key === null || key.span[1] > target.span[0]) return null;
  const between = /^\s+(not\s+)?in\s+$/.exec(text.slice(key.span[1], target.span[0]));
  if (between === null || target.span[1] !== span[1] || key.span[0] !== span[0]) return null;
  const asked = `await ${text.slice(...target.span)}.has(${text.slice(...key.span)})`;
  return [{ span, text: between[1] === undefined ? asked : `not ${asked}` }];
}

/** `with lock:` around what waits keeps the lock while others run, who then wait for it in the thread that would free it. */
function isUnderLock(file: OpenPython, span: Span): boolean {
  const way = nodesAround(file, span);
  const from = way.findLastIndex(({ kind }) => kind === 'function_definition' || kind === 'lambda');
  return way.slice(from + 1).some((node) => {
    if (node.kind !== 'with_statement') return false;
    const head = file.text.slice(node.start, node.children.find(({ kind }) => kind === 'block')?.start ?? node.end);
    return !/^async\b/.test(head) && /lock|mutex|semaphore|condition/i.test(head);
  });
}

/** What waits inside a generator makes it another kind of generator. */
function isInGenerator(file: OpenPython, span: Span): boolean {
  const way = nodesAround(file, span);
  const from = way.findLastIndex(({ kind }) => kind === 'function_definition' || kind === 'lambda');
  return way.slice(from + 1).some(({ kind }) => kind === 'generator_expression' || kind === 'default_parameter');
}

function inserted(offset: number, text: string): TextEdit {
  return { span: [offset, offset], text };
}

function replaced(span: Span, text: string): TextEdit {
  return { span, text };
}
