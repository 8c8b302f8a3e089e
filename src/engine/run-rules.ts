import type { Configuration } from '../config/configuration.ts';
import { compareSilences, type Finished, finish, type RuleVerdicts, settleFindings } from '../findings/finish.ts';
import type { Rule, RuleContext, SummaryRule, Verdict } from '../findings/rule.ts';
import type { Suppressions } from '../findings/suppression.ts';
import type { RuleInfo } from '../findings/types.ts';
import type { Steps } from '../link/steps.ts';
import type { Problem } from './types.ts';

export interface RulesRequest {
  readonly rules: readonly Rule[];
  readonly summaryRules: readonly SummaryRule[];
  readonly context: RuleContext;
  readonly configuration: Configuration;
  readonly suppressions: Suppressions;
  readonly homepage: string;
}

/** Runs all rules over the System, then the summary rules over what is left of their findings after suppression. */
export function* runRules(request: RulesRequest): Steps<Finished & { readonly problems: readonly Problem[] }> {
  const problems: Problem[] = [];
  const ask = (info: RuleInfo, verdicts: () => readonly Verdict[]): Finished => {
    try {
      const judged: RuleVerdicts = { info, verdicts: verdicts() };
      return finish(request, [judged]);
    } catch (error) {
      // One rule's defect must not cost the user what the others found.
      const reason = error instanceof Error ? error.message : String(error);
      problems.push({ file: '', message: `The rule ${info.id} failed and was left out: ${reason}` });
      return { findings: [], silences: [], suppressed: [] };
    }
  };
  const first: Finished[] = [];
  for (const rule of request.rules) {
    first.push(ask(rule.info, () => rule.check(request.context)));
    yield;
  }
  const { findings } = settleFindings(first.flatMap((finished) => finished.findings));
  const second = request.summaryRules.map((rule) => ask(rule.info, () => rule.summarise(request.context, findings)));
  const all = [...first, ...second];
  const settled = settleFindings(all.flatMap((finished) => finished.findings));
  return {
    findings: settled.findings,
    silences: all.flatMap((finished) => finished.silences).sort(compareSilences),
    suppressed: all.flatMap((finished) => finished.suppressed),
    problems: [...problems, ...settled.problems],
  };
}
