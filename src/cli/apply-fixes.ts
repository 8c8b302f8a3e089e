import type { Engine, FixAnswer } from '../engine/types.ts';
import type { Finding } from '../findings/types.ts';
import type { Drafts } from './drafts.ts';
import { lineThrough } from './line-through.ts';
import { messageOf } from './outcome.ts';

export interface FixChoice {
  /** Whether fixes that need review are made too. */
  readonly alsoUnsafe: boolean;
  readonly isMeant: (finding: Finding) => boolean;
  /** Whether the files are written afterwards, so that their lines are those that the fixes leave. */
  readonly written: boolean;
}

/** What is said of a finding, and where in the files as they were then. */
interface Note {
  readonly ruleId: string;
  readonly at: Place;
  readonly said: string;
  readonly blamed: Place | null;
}

interface Place {
  readonly file: string;
  readonly line: number;
  readonly text: string;
}

/**
 * Fixes one finding after the other, each on what the one before left, until none is left that was not tried.
 * Gives a line for each that was not fixed and for each that asks its user to do something more; what they name are lines
 * of the files as they lie on the disk in the end.
 */
export async function applyFixes(engine: Engine, drafts: Drafts, choice: FixChoice): Promise<readonly string[]> {
  const notes: Note[] = [];
  /** Findings that stay, by symbol: those that come first among equals, because their order is the order of the file. */
  const left = new Map<string, number>();
  for (;;) {
    const open = engine.analysis().findings.filter(choice.isMeant);
    const untried = open.filter((finding) => placeAmongEquals(open, finding) >= (left.get(symbolOf(finding)) ?? 0));
    // Holding a manifest at one instance is for what is left: fixes of the code may have made it needless.
    const next = untried.find((finding) => finding.subject.kind !== 'unit') ?? untried[0];
    if (next === undefined) return [...new Set(notes.map(worded(drafts, choice)))];
    const result = await applyFix(engine, drafts, choice, next);
    notes.push(...result.notes);
    // An engine that still finds as many as before would be asked for ever.
    const fewer = engine.analysis().findings.filter(choice.isMeant).length < open.length;
    if (!result.fixed || !fewer) left.set(symbolOf(next), (left.get(symbolOf(next)) ?? 0) + 1);
  }
}

function placeAmongEquals(findings: readonly Finding[], finding: Finding): number {
  const symbol = symbolOf(finding);
  return findings.filter((each) => symbolOf(each) === symbol).indexOf(finding);
}

/** Equal fingerprints differ by a number behind them, which the second takes over when the first is gone. */
function symbolOf({ fingerprint }: Finding): string {
  return fingerprint.replace(/-\d+$/, '');
}

/** A note with its places in the files as they are on the disk afterwards. */
function worded(drafts: Drafts, { written }: FixChoice): (note: Note) => string {
  const texts = new Map(drafts.changed().map(({ file, before, after }) => [file, written ? after : before]));
  const placed = ({ file, line, text }: Place): string =>
    `${file}:${lineThrough(text, texts.get(file) ?? text, line) + 1}`;
  return ({ ruleId, at, said, blamed }) =>
    `${placed(at)}: ${ruleId}: ${said}${blamed === null ? '' : ` (${placed(blamed)})`}`;
}

interface Attempt {
  readonly fixed: boolean;
  readonly notes: readonly Note[];
}

async function applyFix(engine: Engine, drafts: Drafts, choice: FixChoice, finding: Finding): Promise<Attempt> {
  const { ruleId, file, range, docs } = finding;
  const at = await placeIn(drafts, file, range.start.line);
  const note = (said: string, blamed: Place | null = null): Note => ({ ruleId, at, said, blamed });
  const answers = engine.fixes(finding);
  const chosen = answers.find((answer) => answer.kind === 'offer' && (choice.alsoUnsafe || answer.safety === 'safe'));
  if (answers.length === 0) return { fixed: false, notes: [note(`not fixed: no fix is known for it; see ${docs}`)] };
  if (chosen === undefined) {
    const reasons = answers.map(async (answer) => {
      const blamed = answer.kind === 'refusal' ? answer.blamed : undefined;
      if (blamed === undefined) return note(reasonNotTo(answer));
      return note(`not fixed: ${blamed.reason}`, await placeIn(drafts, blamed.file, blamed.line));
    });
    return { fixed: false, notes: await Promise.all(reasons) };
  }
  try {
    const result = await engine.buildFix(finding, chosen.fixId, drafts.read);
    await engine.change(drafts.apply(result));
    return { fixed: true, notes: result.next === null ? [] : [note(`then: ${result.next}`)] };
  } catch (error) {
    return { fixed: false, notes: [note(`not fixed: ${messageOf(error)}`)] };
  }
}

/** What cannot be read again stays at the line where it was found. */
async function placeIn(drafts: Drafts, file: string, line: number): Promise<Place> {
  const text = await drafts.read(file).catch(() => null);
  return { file, line, text: text ?? '' };
}

function reasonNotTo(answer: FixAnswer): string {
  return answer.kind === 'refusal'
    ? `not fixed: ${answer.reason}`
    : `not fixed: "${answer.title}" needs review; --all makes it.`;
}
