import type { Analysis, Engine } from '../engine/types.ts';
import type { FileEdit, ReadText } from '../findings/fix.ts';
import type { Finding } from '../findings/types.ts';
import type { TextEdit } from '../text/edits.ts';

/** The part of the engine that knows fixes. */
type Fixer = Pick<Engine, 'fixes' | 'buildFix'>;

/**
 * Edits of all safe fixes of one file. A fix that overlaps an earlier one waits for the next time, and so does a second one
 * of a kind, because both might bind one name; one that also touches other files stays out: saving a file must not change
 * another.
 */
export async function safeFixes(
  engine: Fixer,
  analysis: Pick<Analysis, 'findings'>,
  file: string,
  read: ReadText,
): Promise<readonly FileEdit[]> {
  const chosen: TextEdit[] = [];
  const kinds = new Set<string>();
  for (const finding of analysis.findings.filter((each) => each.file === file)) {
    const safe = engine.fixes(finding).find((answer) => answer.kind === 'offer' && answer.safety === 'safe');
    if (safe === undefined || kinds.has(safe.fixId)) continue;
    const edits = await editsOf(engine, finding, safe.fixId, read);
    if (edits === null || edits.some((edit) => chosen.some((other) => overlap(edit, other)))) continue;
    chosen.push(...edits);
    kinds.add(safe.fixId);
  }
  return chosen.length === 0 ? [] : [{ kind: 'change', file, edits: chosen }];
}

async function editsOf(
  engine: Fixer,
  finding: Finding,
  fixId: string,
  read: ReadText,
): Promise<readonly TextEdit[] | null> {
  try {
    const { files } = await engine.buildFix(finding, fixId, read);
    const [only, ...others] = files;
    return only?.kind === 'change' && only.file === finding.file && others.length === 0 ? only.edits : null;
  } catch {
    // A fix that refuses while it is built says so when it is chosen by itself.
    return null;
  }
}

function overlap(a: TextEdit, b: TextEdit): boolean {
  return a.span[0] <= b.span[1] && b.span[0] <= a.span[1];
}
