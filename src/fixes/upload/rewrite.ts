import type { TextEdit } from '../../text/edits.ts';
import type { Span } from '../../text/range.ts';
import { type NamedPath, placeArguments } from './paths.ts';
import type { FileStep } from './stored.ts';

/** How a file calls what its edits need. */
export interface StorageNames {
  readonly storage: string;
  /** FastAPI's way to wait for what blocks. */
  readonly inThreadpool: string;
}

/** Every step of one file by a call of the storage. Null where the text is not what its facts say. */
export function inStorage(text: string, steps: readonly FileStep[], names: StorageNames): readonly TextEdit[] | null {
  const edits: TextEdit[] = [];
  const placed = new Set<number>();
  for (const step of steps) {
    if (step.path.kind === 'name' && !placed.has(step.path.declaration)) {
      placed.add(step.path.declaration);
      const place = placeOf(text, step.path.path, names);
      if (place === null) return null;
      const { span } = step.path.path.value;
      edits.push({ span, text: wrapped(text, span, place.callee, place.given) });
    }
    const edit = editOf(text, step, names);
    if (edit === null) return null;
    edits.push(edit);
  }
  return edits;
}

interface Call {
  readonly callee: string;
  readonly given: readonly string[];
}

function placeOf(text: string, path: NamedPath, { storage }: StorageNames): Call | null {
  const given = placeArguments(text, path);
  return given === null ? null : { callee: `${storage}.place`, given };
}

function editOf(text: string, step: FileStep, names: StorageNames): TextEdit | null {
  const slice = ([start, end]: Span): string => text.slice(start, end);
  const place = pathOf(text, step, names);
  if (place === null) return null;
  const content = step.content === null ? [] : [slice(step.content.span) + (step.content.whole ? '' : '.file')];
  const span = step.content === null || step.replaced === step.fact.span ? step.replaced : withBlock(text, step);
  if (span === null) return null;
  const given = [place, ...content, ...step.options.map(slice)];
  const own = `${names.storage}.${step.kind}`;
  return step.inCoroutine
    ? { span, text: wrapped(text, span, `await ${names.inThreadpool}`, [own, ...given]) }
    : { span, text: wrapped(text, span, own, given) };
}

/** What stands for the path in the call: a name that is given its place elsewhere, or the place itself. */
function pathOf(text: string, { path, fact, receiver }: FileStep, names: StorageNames): string | null {
  const slice = ([start, end]: Span): string => text.slice(start, end);
  if (path.kind === 'pair') return `${names.storage}.place(${path.spans.map(slice).join(', ')})`;
  if (path.kind === 'name') {
    const given = receiver ?? (fact.arguments[0] ?? fact.named.find(({ key }) => key === 'path')?.value)?.span;
    return given === undefined ? null : slice(given);
  }
  const place = placeOf(text, path.path, names);
  return place === null ? null : `${place.callee}(${place.given.join(', ')})`;
}

/** The whole `with`, when nothing stands in it that is neither the step nor blank; remarks in it would be lost. */
function withBlock(text: string, { replaced, fact }: FileStep): Span | null {
  const [start, end] = replaced;
  const block = text.slice(start, end);
  const head = /^(?:async\s+)?with\s+$/.test(text.slice(start, fact.span[0]));
  const named = /^\s+as\s+\w+\s*:\s*\n/.test(text.slice(fact.span[1], end).replaceAll('\r', ''));
  return head && named && !block.includes('#') ? [start, end] : null;
}

/** A call in one line where it fits, and otherwise with an argument a line. */
function wrapped(text: string, span: Span, callee: string, given: readonly string[]): string {
  const start = text.lastIndexOf('\n', span[0] - 1) + 1;
  const end = text.indexOf('\n', span[1]);
  const line = `${callee}(${given.join(', ')})`;
  const behind = (end < 0 ? text.length : end) - span[1];
  if (span[0] - start + line.length + behind <= 79) return line;
  const indent = /^[ \t]*/.exec(text.slice(start))?.[0] ?? '';
  const step = indent.includes('\t') ? '\t' : '    ';
  return `${callee}(\n${given.map((each) => `${indent}${step}${each},\n`).join('')}${indent})`;
}
