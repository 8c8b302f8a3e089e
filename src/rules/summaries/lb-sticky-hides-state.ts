import { instancesOf, type Judgement } from '../../findings/judge.ts';
import type { RuleContext, SummaryRule, Verdict } from '../../findings/rule.ts';
import type { Finding } from '../../findings/types.ts';
import { firstSentence } from '../../findings/wording.ts';
import type { Site } from '../../link/program-graph.ts';
import type { Program } from '../../system/types.ts';
import { relatedTo, thingOf } from './listed/listed.ts';
import { affinities } from './sticky/affinities.ts';

/** A balancer that sends each client to one instance, so that nobody sees yet what that instance alone knows. */
export const rule: SummaryRule = {
  info: {
    id: 'lb-sticky-hides-state',
    title: 'Clients are held to one instance',
    tier: 'breaks',
    pattern: 'load-balancing',
    base: 'note',
    raised: null,
    needsInstances: true,
    scope: 'process',
    breaksAt: [],
    gates: ['topology', 'guard'],
    citation: {
      title: 'The Twelve-Factor App, VI. Processes',
      url: 'https://12factor.net/processes',
      quote: 'Sticky sessions are a violation of twelve-factor and should never be used or relied upon.',
    },
    summary:
      'A balancer holds each client to one instance, which hides that sessions or other state are kept there alone.',
  },
  summarise: (context, findings) =>
    affinities(context).flatMap(({ site, word, programs }) => {
      const verdict = verdictOf(context, { site, word }, programs, findings);
      return verdict === null ? [] : [verdict];
    }),
};

function verdictOf(
  context: RuleContext,
  { site, word }: { readonly site: Site; readonly word: string },
  programs: readonly Program[],
  findings: readonly Finding[],
): Verdict | null {
  const names = programs.map(({ name }) => name).sort();
  const hidden = findings.filter((finding) => isHidden(context, finding, names));
  const program = programs.find(({ name }) => hidden.some((finding) => finding.programs.includes(name)));
  if (program === undefined) {
    const reason = `Nothing is found in ${names.join(' and ')} that would miss it.`;
    return programs.length === 0 ? null : { kind: 'silent', site, gate: 'topology', reason };
  }
  const polling = context.graph.uses.some(
    (use) => use.pattern.sockets?.fallsBack !== undefined && programs.some(({ files }) => files.has(use.file)),
  );
  if (polling) {
    const reason = 'Clients of its sockets that poll have to come back to the instance which knows them.';
    return { kind: 'silent', site, gate: 'guard', reason };
  }
  const { count, known, source } = instancesOf(program, 'process', context.assumedInstances);
  const judgement: Judgement = {
    severity: 'note',
    situation: known ? (count > 1 ? 'many' : 'one') : 'assumed',
    instances: count,
    source,
    program,
    programs: names,
  };
  const many = hidden.length === 1 ? '1 thing' : `${hidden.length} things`;
  const list = listOf(hidden);
  return {
    kind: 'found',
    site,
    judgement,
    confidence: 'medium',
    sentences: [
      firstSentence([
        `\`${word}\` hides ${many} that only one instance knows, until that instance goes: ${list}.`,
        `\`${word}\` hides ${many} that only one instance knows, until that instance goes.`,
        `This hides ${many} that only one instance knows.`,
      ]),
      `A deploy, a copy less or more, or a client with another address sends clients to an instance that knows nothing of them: ${list}.`,
      'Mend that first, and then let every instance answer everybody.',
    ],
    related: hidden.flatMap((finding) => relatedTo(context, finding)),
    evidence: { limit: null, effective: null, formula: null },
    subject: { kind: 'directive', file: site.file, name: word },
    thing: 'affinity',
    symbol: `${names.join(' ')}.${word}`,
  };
}

/** What is kept in memory, in a session or in files is found again by a client that always comes to the same instance. */
function isHidden({ graph }: RuleContext, { evidence, programs, subject }: Finding, names: readonly string[]): boolean {
  if (evidence.instances === null || !programs.some((name) => names.includes(name))) return false;
  if (subject.kind === 'cell' || subject.kind === 'file') return true;
  const role = subject.kind === 'use' ? graph.uses.find(({ id }) => id === subject.id)?.pattern.role : undefined;
  return role === 'session' || role === 'rate-limiter' || role === 'upload';
}

const mostNamed = 3;

function listOf(findings: readonly Finding[]): string {
  const things = [...new Set(findings.map(thingOf))];
  const rest = things.length > mostNamed ? [`${things.length - mostNamed} more`] : [];
  return [...things.slice(0, mostNamed), ...rest].join(', ');
}
