import type { RuleContext, Verdict } from '../../../findings/rule.ts';
import type { Finding } from '../../../findings/types.ts';
import { offsetAt } from '../../../text/lines.ts';

const mostNamed = 5;

/** `sign-in limits (src/limit.ts:7), sessions (src/app.ts:20)`: what findings are about, each with its place. */
export function listOf(findings: readonly Finding[]): string {
  const things = findings.map((finding) => `${thingOf(finding)} (${finding.file}:${finding.range.start.line + 1})`);
  const rest = things.length > mostNamed ? [`${things.length - mostNamed} more`] : [];
  return [...things.slice(0, mostNamed), ...rest].join(', ');
}

/** A rule that says no word of its own is told by its id. */
export function thingOf({ ruleId, thing }: Finding): string {
  return thing ?? ruleId.replaceAll('-', ' ');
}

type Related = Extract<Verdict, { kind: 'found' }>['related'];

/** The place of a finding with its first sentence, to stand beside what sums it up. */
export function relatedTo({ graph }: RuleContext, { file, range, message }: Finding): Related {
  const starts = graph.facts.get(file)?.lineStarts;
  if (starts === undefined) return [];
  const [first = message] = message.split(/(?<=\.)\s/);
  return [{ site: { file, span: [offsetAt(starts, range.start), offsetAt(starts, range.end)] }, message: first }];
}
