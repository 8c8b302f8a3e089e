import { instancesOf, type Judgement } from '../../findings/judge.ts';
import type { RuleContext, SummaryRule, Verdict } from '../../findings/rule.ts';
import type { Finding } from '../../findings/types.ts';
import { capitalised, firstSentence } from '../../findings/wording.ts';
import type { Site } from '../../link/program-graph.ts';
import type { Program } from '../../system/types.ts';
import { listOf, relatedTo } from './listed/listed.ts';

/** The line that declares several instances, with all that they break. */
export const rule: SummaryRule = {
  info: {
    id: 'unsafe-scale',
    title: 'Scaled before it is safe',
    tier: 'breaks',
    pattern: 'horizontal',
    base: 'error',
    raised: null,
    needsInstances: true,
    scope: 'process',
    breaksAt: [],
    gates: ['topology'],
    citation: {
      title: 'The Twelve-Factor App, VIII. Concurrency',
      url: 'https://12factor.net/concurrency',
      quote:
        'The share-nothing, horizontally partitionable nature of twelve-factor app processes means that adding more concurrency is a simple and reliable operation.',
    },
    summary: 'A manifest runs several instances of a program whose code still breaks with more than one.',
  },
  summarise: (context, findings) => linesOf(context).flatMap((line) => verdictOf(context, line, findings)),
};

/** A place that declares more than one instance, with the programs it declares them for. */
interface ScaleLine {
  readonly site: Site;
  readonly programs: readonly Program[];
  readonly instances: number;
  /** Whether the machine or a setting says how many, so that the number is the fewest that make a difference. */
  readonly isOpen: boolean;
  /** Further lines whose numbers are part of the sum. */
  readonly others: readonly Site[];
}

function linesOf({ system, assumedInstances }: RuleContext): readonly ScaleLine[] {
  const lines = new Map<string, ScaleLine>();
  for (const program of system.programs) {
    const { count, known, source } = instancesOf(program, 'process', assumedInstances);
    if (!known || count < 2 || source.kind !== 'place') continue;
    const key = `${source.site.file}#${source.site.span.join('-')}`;
    const earlier = lines.get(key);
    lines.set(key, {
      site: source.site,
      programs: [...(earlier?.programs ?? []), program],
      instances: Math.max(earlier?.instances ?? 0, count),
      isOpen: earlier?.isOpen === true || isOpen(program),
      others: [...(earlier?.others ?? []), ...(source.others ?? [])],
    });
  }
  return [...lines.values()];
}

/** Cores or a setting say how many processes run; hosts that vary have a highest number, which counts. */
function isOpen({ topology: { processesPerHost } }: Program): boolean {
  return processesPerHost.minimum !== processesPerHost.maximum;
}

function verdictOf(context: RuleContext, line: ScaleLine, findings: readonly Finding[]): readonly Verdict[] {
  const names = line.programs.map(({ name }) => name).sort();
  const counted = findings.filter((finding) => isAboutScale(finding, names));
  const broken = counted.filter(({ severity }) => severity === 'error');
  const doubtful = counted.filter(({ severity }) => severity !== 'error');
  const [program] = line.programs;
  if (program === undefined) return [];
  if (broken.length === 0) {
    const reason = `No open error says that ${names.join(' and ')} breaks with ${line.instances} instances.`;
    return [{ kind: 'silent', site: line.site, gate: 'topology', reason }];
  }
  const judgement: Judgement = {
    severity: 'error',
    situation: 'many',
    instances: line.instances,
    source: { kind: 'place', site: line.site },
    program,
    programs: names,
  };
  return [
    {
      kind: 'found',
      site: line.site,
      judgement,
      confidence: broken.every(({ confidence }) => confidence === 'high') ? 'high' : 'medium',
      sentences: sentencesOf(line, broken, doubtful),
      related: [
        ...[...broken, ...doubtful].flatMap((finding) => relatedTo(context, finding)),
        ...line.others.map((site) => ({ site, message: 'This line adds to their number.' })),
      ],
      evidence: { limit: null, effective: null, formula: null },
      subject: subjectOf(program, line.site),
      symbol: names.join(' '),
    },
  ];
}

/** A finding whose numbers speak of instances is there because there are several; others would be there with one. */
function isAboutScale(finding: Finding, programs: readonly string[]): boolean {
  return finding.evidence.instances !== null && finding.programs.some((name) => programs.includes(name));
}

/**
 * "4 instances here break 3 things: sign-in limits (src/limit.ts:7), sessions (src/app.ts:20), uploads (src/upload.ts:9)."
 * What warnings and notes tell of may break besides: it costs less, or not everything about it is proved.
 */
function sentencesOf(line: ScaleLine, broken: readonly Finding[], doubtful: readonly Finding[]): readonly string[] {
  const { instances, others } = line;
  const count = broken.length === 1 ? '1 thing' : `${broken.length} things`;
  const place = others.length === 0 ? 'here' : `here and in ${others.length === 1 ? 'one more place' : 'other places'}`;
  const start = `${instances}${line.isOpen ? ' or more' : ''} instances ${place} break ${count}`;
  const more = doubtful.length === 0 ? '' : ` and may break ${doubtful.length} more`;
  const list = listOf(broken);
  const whole = `${start}${more}: ${list}.`;
  const advice = 'Mend them, or hold at one instance until they are mended.';
  const besides = doubtful.length === 0 ? [] : [`What may break: ${listOf(doubtful)}.`];
  if (more === '' && firstSentence([whole, `${start}.`]) === whole) return [whole, advice];
  const told = more === '' ? capitalised(list) : `What breaks: ${list}`;
  return [firstSentence([`${start}${more}.`, `${start}.`]), `${told}.`, ...besides, advice];
}

function subjectOf(program: Program, site: Site): Extract<Verdict, { kind: 'found' }>['subject'] {
  const unit = program.units.find(({ file }) => file === site.file) ?? program.units[0];
  return { kind: 'unit', file: unit?.file ?? site.file, name: unit?.name ?? program.name };
}
