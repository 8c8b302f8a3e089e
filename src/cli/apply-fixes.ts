import type { Engine, FixAnswer } from '../engine/types.ts';
import type { Finding } from '../findings/types.ts';
import type { Drafts } from './drafts.ts';
import { messageOf } from './outcome.ts';

export interface FixChoice {
  /** Whether fixes that need review are made too. */
  readonly alsoUnsafe: boolean;
  readonly isMeant: (finding: Finding) => boolean;
}

/**
 * Fixes one finding after the other, each on what the one before left, until none is left that was not tried.
 * Gives a line for each that was not fixed and for each that asks its user to do something more.
 */
export async function applyFixes(engine: Engine, drafts: Drafts, choice: FixChoice): Promise<readonly string[]> {
  const notes: string[] = [];
  /** Findings that stay, by symbol: those that come first among equals, because their order is the order of the file. */
  const left = new Map<string, number>();
  for (;;) {
    const open = engine.analysis().findings.filter(choice.isMeant);
    const untried = open.filter((finding) => placeAmongEquals(open, finding) >= (left.get(symbolOf(finding)) ?? 0));
    // Holding a manifest at one instance is for what is left: fixes of the code may have made it needless.
    const next = untried.find((finding) => finding.subject.kind !== 'unit') ?? untried[0];
    if (next === undefined) return [...new Set(notes)];
    const result = await applyFix(engine, drafts, choice, next);
    notes.push(...result.notes.map((note) => `${next.file}:${next.range.start.line + 1}: ${next.ruleId}: ${note}`));
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

interface Attempt {
  readonly fixed: boolean;
  readonly notes: readonly string[];
}

async function applyFix(engine: Engine, drafts: Drafts, choice: FixChoice, finding: Finding): Promise<Attempt> {
  const answers = engine.fixes(finding);
  const chosen = answers.find((answer) => answer.kind === 'offer' && (choice.alsoUnsafe || answer.safety === 'safe'));
  if (answers.length === 0) return { fixed: false, notes: [`not fixed: no fix is known for it; see ${finding.docs}`] };
  if (chosen === undefined) return { fixed: false, notes: answers.map(reasonNotTo) };
  try {
    const result = await engine.buildFix(finding, chosen.fixId, drafts.read);
    await engine.change(drafts.apply(result));
    return { fixed: true, notes: result.next === null ? [] : [`then: ${result.next}`] };
  } catch (error) {
    return { fixed: false, notes: [`not fixed: ${messageOf(error)}`] };
  }
}

function reasonNotTo(answer: FixAnswer): string {
  return answer.kind === 'refusal'
    ? `not fixed: ${answer.reason}`
    : `not fixed: "${answer.title}" needs review; --all makes it.`;
}
