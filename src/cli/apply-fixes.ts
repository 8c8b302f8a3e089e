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
  const notes = new Set<string>();
  const tried = new Set<string>();
  for (;;) {
    const open = engine
      .analysis()
      .findings.filter((finding) => choice.isMeant(finding) && !tried.has(finding.fingerprint));
    // Holding a manifest at one instance is for what is left: fixes of the code may have made it needless.
    const next = open.find((finding) => finding.subject.kind !== 'unit') ?? open[0];
    if (next === undefined) return [...notes];
    tried.add(next.fingerprint);
    for (const note of await applyFix(engine, drafts, choice, next)) {
      notes.add(`${next.file}:${next.range.start.line + 1}: ${next.ruleId}: ${note}`);
    }
  }
}

async function applyFix(
  engine: Engine,
  drafts: Drafts,
  choice: FixChoice,
  finding: Finding,
): Promise<readonly string[]> {
  const answers = engine.fixes(finding);
  const chosen = answers.find((answer) => answer.kind === 'offer' && (choice.alsoUnsafe || answer.safety === 'safe'));
  if (chosen === undefined) return answers.map(reasonNotTo);
  try {
    const result = await engine.buildFix(finding, chosen.fixId, drafts.read);
    await engine.change(drafts.apply(result));
    return result.next === null ? [] : [`then: ${result.next}`];
  } catch (error) {
    return [`not fixed: ${messageOf(error)}`];
  }
}

function reasonNotTo(answer: FixAnswer): string {
  return answer.kind === 'refusal'
    ? `not fixed: ${answer.reason}`
    : `not fixed: "${answer.title}" needs review; --all makes it.`;
}
