import type { Fix, FixResult, FixSources } from '../findings/fix.ts';
import type { RuleContext } from '../findings/rule.ts';
import type { Finding, FixOffer } from '../findings/types.ts';
import { checkFix, type FixCheck } from './check-fix.ts';
import type { FixAnswer } from './types.ts';

/** Every fix for the finding's rule with its answer: what it would do, or why it will not. */
export function answersOf(finding: Finding, context: RuleContext, fixes: readonly Fix[]): readonly FixAnswer[] {
  return fixes
    .filter((fix) => fix.rules.includes(finding.ruleId) && fix.concerns?.(finding, context) !== false)
    .map((fix) => answerOf(fix, finding, context));
}

/** The fixes that offer themselves. */
export function offersOf(finding: Finding, context: RuleContext, fixes: readonly Fix[]): readonly FixOffer[] {
  return answersOf(finding, context, fixes).flatMap((answer) =>
    answer.kind === 'offer' ? [{ id: answer.fixId, title: answer.title, safety: answer.safety }] : [],
  );
}

/** A fix that fails while it looks refuses, so that its defect costs no finding. */
function answerOf(fix: Fix, finding: Finding, context: RuleContext): FixAnswer {
  try {
    const answer = fix.offer(finding, context);
    if (answer.kind === 'offer') {
      return { kind: 'offer', fixId: fix.id, title: answer.title, safety: answer.safety ?? fix.safety };
    }
    const { reason, place } = answer;
    const refused = { kind: 'refusal', fixId: fix.id, reason: withPlace(reason, place) } as const;
    return place === null ? refused : { ...refused, blamed: { reason, file: place.file, line: place.line } };
  } catch (error) {
    const reason = `The fix failed: ${error instanceof Error ? error.message : String(error)}`;
    return { kind: 'refusal', fixId: fix.id, reason };
  }
}

/** Builds the edits and checks them. Throws an Error with a plain sentence when the fix is unknown, refuses, or would do harm. */
export async function buildFix(
  finding: Finding,
  fixId: string,
  context: RuleContext,
  fixes: readonly Fix[],
  sources: FixSources,
  check: FixCheck,
): Promise<FixResult> {
  const fix = fixes.find((each) => each.id === fixId);
  if (fix === undefined) throw new Error(`No fix is called ${fixId}.`);
  const answer = answerOf(fix, finding, context);
  if (answer.kind === 'refusal') throw new Error(answer.reason);
  const result = await fix.build(finding, context, sources);
  await checkFix(result, finding, sources.read, check);
  return result;
}

function withPlace(reason: string, place: { readonly file: string; readonly line: number } | null): string {
  return place === null ? reason : `${reason} (${place.file}:${place.line + 1})`;
}
