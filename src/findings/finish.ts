import type { Configuration } from '../config/configuration.ts';
import { placeOf } from '../link/places.ts';
import type { Site } from '../link/program-graph.ts';
import { comparePositions } from '../text/range.ts';
import { distinctFingerprints, fingerprintOf } from './fingerprint.ts';
import type { Judgement } from './judge.ts';
import type { Found, RuleContext, Verdict } from './rule.ts';
import type { Silencer, Suppressions } from './suppression.ts';
import type { Finding, RelatedPlace, RuleInfo, Silence } from './types.ts';
import { sourceRelated } from './wording.ts';

export interface FinishRequest {
  readonly context: RuleContext;
  readonly configuration: Configuration;
  readonly suppressions: Suppressions;
  /** The product's page; rule pages stand at `/docs/rules/<id>.md` below it. */
  readonly homepage: string;
}

export interface RuleVerdicts {
  readonly info: RuleInfo;
  readonly verdicts: readonly Verdict[];
}

export interface Finished {
  readonly findings: readonly Finding[];
  readonly silences: readonly Silence[];
  /** Findings that somebody silenced, with the sentence that says who and why. */
  readonly suppressed: readonly SuppressedFinding[];
}

export interface SuppressedFinding extends Silencer {
  readonly finding: Finding;
}

/** Turns what rules found into findings: placed, told where N comes from, overridden and silenced as the team says. */
export function finish(request: FinishRequest, judged: readonly RuleVerdicts[]): Finished {
  const findings: Finding[] = [];
  const silences: Silence[] = [];
  const suppressed: SuppressedFinding[] = [];
  for (const { info, verdicts } of judged) {
    for (const verdict of verdicts) {
      if (verdict.kind === 'silent') {
        silences.push(silenceOf(request, info, verdict.site, verdict.gate, verdict.reason));
        continue;
      }
      const finding = findingOf(request, info, verdict);
      const silencer = silencerOf(request, finding);
      if (silencer === null) {
        findings.push(finding);
        continue;
      }
      suppressed.push({ finding, ...silencer });
      silences.push(silenceOf(request, info, verdict.site, 'suppressed', silencer.reason));
    }
  }
  return { findings, silences, suppressed };
}

/** Findings of one file beyond this many are left out, and said to be. */
export const mostFindingsInFile = 1000;

/** Brings findings of all rules into their one order, makes their fingerprints distinct, and cuts what is too many. */
export function settleFindings(findings: readonly Finding[]): {
  readonly findings: readonly Finding[];
  readonly problems: readonly { readonly file: string; readonly message: string }[];
} {
  const ordered = [...findings].sort(compareFindings);
  const fingerprints = distinctFingerprints(ordered.map((finding) => finding.fingerprint));
  const counts = new Map<string, number>();
  const kept = ordered
    .map((finding, index) => ({ ...finding, fingerprint: fingerprints[index] ?? finding.fingerprint }))
    .filter((finding) => {
      const count = (counts.get(finding.file) ?? 0) + 1;
      counts.set(finding.file, count);
      return count <= mostFindingsInFile;
    });
  const problems = [...counts]
    .filter(([, count]) => count > mostFindingsInFile)
    .map(([file, count]) => ({ file, message: `Only ${mostFindingsInFile} of its ${count} findings are shown.` }));
  return { findings: kept, problems };
}

/** By file, place and rule; the message decides between two of one rule at one place. */
export function compareFindings(a: Finding, b: Finding): number {
  return (
    compareTexts(a.file, b.file) ||
    comparePositions(a.range.start, b.range.start) ||
    comparePositions(a.range.end, b.range.end) ||
    compareTexts(a.ruleId, b.ruleId) ||
    compareTexts(a.message, b.message)
  );
}

export function compareSilences(a: Silence, b: Silence): number {
  return (
    compareTexts(a.file, b.file) ||
    comparePositions(a.range.start, b.range.start) ||
    compareTexts(a.ruleId, b.ruleId) ||
    compareTexts(a.reason, b.reason)
  );
}

function findingOf(request: FinishRequest, info: RuleInfo, found: Found): Finding {
  const { judgement } = found;
  const override = request.configuration.rules[info.id];
  const place = placeOf(request.context.graph.facts, found.site);
  const counted = countedIn(judgement);
  return {
    ruleId: info.id,
    tier: info.tier,
    severity: override === undefined || override === 'off' ? judgement.severity : override,
    confidence: found.confidence,
    message: found.sentences.join(' '),
    file: place.file,
    range: place.range,
    related: relatedOf(request, found),
    programs: judgement.programs,
    evidence: {
      instances: counted?.instances ?? null,
      source: counted?.source ?? null,
      ...found.evidence,
    },
    fixes: [],
    docs: `${request.homepage}/docs/rules/${info.id}.md`,
    fingerprint: fingerprintOf(info.id, place.file, found.symbol),
    subject: found.subject,
    ...(found.thing === undefined ? {} : { thing: found.thing }),
  };
}

/** A rule that needs no second instance speaks of its numbers in `evidence`, and N is none of them. */
function countedIn(judgement: Found['judgement']): Judgement | null {
  return judgement.situation === 'always' || judgement.situation === 'no-program' ? null : judgement;
}

/** The rule's own places and, where N matters, the line that sets it; each place once. */
function relatedOf(request: FinishRequest, found: Found): readonly RelatedPlace[] {
  const counted = countedIn(found.judgement);
  const source = counted === null ? [] : sourceRelated(counted);
  const seen = new Set([keyOf(found.site)]);
  return [...found.related, ...source].flatMap(({ site, message }) => {
    const isNew = !seen.has(keyOf(site));
    seen.add(keyOf(site));
    return isNew ? [{ ...placeOf(request.context.graph.facts, site), message }] : [];
  });
}

function silencerOf(request: FinishRequest, finding: Finding): Silencer | null {
  if (request.configuration.rules[finding.ruleId] === 'off') {
    return { by: 'off', reason: 'The configuration switches the rule off.' };
  }
  return request.suppressions.silencerOf(finding);
}

function silenceOf(request: FinishRequest, info: RuleInfo, site: Site, gate: Silence['gate'], reason: string): Silence {
  const { file, range } = placeOf(request.context.graph.facts, site);
  return { ruleId: info.id, file, range, gate, reason };
}

function keyOf(site: Site): string {
  return `${site.file}#${site.span.join('-')}`;
}

function compareTexts(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
