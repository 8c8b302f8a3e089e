import type { RuleContext, Verdict } from '../../../findings/rule.ts';
import { uploadWork } from '../../../gates/files/uploads.ts';
import { type FileAccess, fileAccesses } from '../../../link/paths/accesses.ts';
import { isTelling } from '../../../link/paths/same-file.ts';
import { folderOf } from '../../../text/paths.ts';
import { type Asker, shownShape, verdictOf } from './verdict.ts';

/** What one of the rules about written files says of a program. */
export function writtenFiles(context: RuleContext, asker: Asker): readonly Verdict[] {
  const accesses = fileAccesses(context.graph);
  const uploads = uploadWork(context);
  const written = accesses
    .filter(({ effect }) => effect.effect === 'file-write')
    .flatMap((write) =>
      verdictOf(context, asker, write, accesses, uploads).map((verdict) => ({ verdict, group: groupOf(write) })),
    );
  return onceEach(written);
}

/**
 * What one function writes into one folder, under names that requests bring, is one piece of work; null for names that the
 * code spells out, and where no folder is told.
 */
function groupOf({ effect, shapes }: FileAccess): string | null {
  const shape = shownShape(shapes);
  const folder = folderOf(shape);
  return shape.includes('*') && isTelling(folder) ? `${effect.function} ${folder}` : null;
}

interface Written {
  readonly verdict: Verdict;
  readonly group: string | null;
}

/** One verdict for each place, one finding for each file and for what one function writes beside it: the rest is told as related. */
function onceEach(written: readonly Written[]): readonly Verdict[] {
  const places = new Map<string, Verdict>();
  const files = new Map<string, string>();
  const groups = new Map<string, string>();
  for (const { verdict, group } of written) {
    const at = `${verdict.site.file}:${verdict.site.span[0]}`;
    const before = places.get(at);
    if (verdict.kind === 'silent') {
      if (before === undefined) places.set(at, verdict);
      continue;
    }
    if (before?.kind === 'found') continue;
    const same = files.get(verdict.symbol);
    const beside = group === null ? undefined : groups.get(group);
    const first = same ?? beside;
    const told = first === undefined ? undefined : places.get(first);
    if (first === undefined || told?.kind !== 'found') {
      files.set(verdict.symbol, at);
      if (group !== null) groups.set(group, at);
      places.set(at, verdict);
      continue;
    }
    const message = same === undefined ? 'Writes another file into this folder.' : 'Writes it, too.';
    places.set(first, { ...told, related: [...told.related, { site: verdict.site, message }] });
    places.set(at, {
      kind: 'silent',
      site: verdict.site,
      gate: 'role',
      reason: 'It is told where it is first written.',
    });
  }
  return [...places.values()];
}
