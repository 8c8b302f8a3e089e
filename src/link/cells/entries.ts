import type { FunctionFact } from '../../facts/code.ts';
import type { CallId, Reference, Value } from '../../facts/values.ts';
import type { FileIndex } from '../follow/file-index.ts';
import { keyOf } from '../follow/known.ts';
import { givesEntry } from '../follow/language.ts';
import type { CellDraft } from './candidates.ts';
import type { Reached } from './places.ts';

/** An entry of a kept collection that is there once it was asked for, and the key it was asked for by. */
export interface BegunEntry {
  readonly cell: CellDraft;
  readonly key: Value | null;
}

/** One function's body, and what leads from a mention to the collections that are kept. */
interface Body {
  readonly file: FileIndex;
  readonly id: number;
  readonly beginning: ReadonlySet<CellDraft>;
  readonly reach: (file: FileIndex, reference: Reference) => readonly Reached[];
}

/**
 * The entry that a mention goes into: by a local name, `log = history[user]` where asking begins it, or
 * `log = history.setdefault(user, [])`; and by the call itself, `history.setdefault(user, []).append(text)`. What is done
 * to it is done to the entry. A name that is given something else as well may stand for that, and is none.
 */
export function entryAt(body: Body, { root }: Reference): BegunEntry | null {
  if (root.kind === 'call') return entryOfCall(body, root.call);
  if (root.kind !== 'declared' || body.id === 0) return null;
  const { file, id } = body;
  const declaration = file.code.declarations[root.declaration];
  if (declaration?.function !== id || (file.assignments.get(root.declaration) ?? []).length > 0) return null;
  const { initial } = declaration;
  if (initial?.kind === 'call') return entryOfCall(body, initial.call);
  return initial?.kind === 'reference' ? entryAskedFor(body, initial.reference) : null;
}

function entryAskedFor(body: Body, reference: Reference): BegunEntry | null {
  const { file, id, beginning } = body;
  const [found] = body.reach(file, reference).filter(({ cell, member }) => member !== null && beginning.has(cell));
  const asked = found?.cell.accesses.find(
    ({ kind, function: key, site }) =>
      kind === 'read' && key === keyOf(file.path, id) && site.file === file.path && site.span[0] === reference.span[0],
  );
  return found === undefined || asked === undefined ? null : { cell: found.cell, key: asked.key };
}

function entryOfCall(body: Body, call: CallId): BegunEntry | null {
  const fact: FunctionFact | undefined = body.file.code.functions[body.id];
  const step = fact?.operations.find((each) => each.kind === 'container' && each.call === call);
  if (step?.kind !== 'container' || !givesEntry.has(step.method ?? '')) return null;
  const [found] = body.reach(body.file, step.target).filter(({ member }) => member === null);
  return found === undefined ? null : { cell: found.cell, key: step.key };
}
