import { type Judgement, judge } from '../../findings/judge.ts';
import type { Found, Rule, RuleContext, Silent, Verdict } from '../../findings/rule.ts';
import { firstSentence } from '../../findings/wording.ts';
import { scopeStop, servingPrograms } from '../../gates/scope.ts';
import type { Stop } from '../../gates/stop.ts';
import { isInTransaction } from '../../gates/transactions.ts';
import { describeSite } from '../../link/places.ts';
import type { FunctionKey, Site } from '../../link/program-graph.ts';
import { type Replicated, replicatedIn } from './stale/replicated.ts';
import { areExclusive, asksForWritten, type Step, stepsOf } from './stale/steps.ts';

/** A read that goes to a copy of the database right behind the write that it asks for. */
export const rule: Rule = {
  info: {
    id: 'replica-read-after-write',
    title: 'Read from a replica right after the write',
    tier: 'breaks',
    pattern: 'replication',
    base: 'warning',
    raised: null,
    needsInstances: false,
    scope: 'process',
    breaksAt: [],
    gates: ['scope', 'moment', 'guard'],
    citation: {
      title: 'Prisma: read replicas extension',
      url: 'https://github.com/prisma/extension-read-replicas#initialization',
      quote:
        'All non-transactional read queries will now be executed against the defined replica. Write queries and transactions will be executed against the primary server.',
    },
    summary: 'What a function just wrote is read from a replica, which may not have it yet.',
  },
  check: (context) => oncePerRead(programsWithReplicas(context).flatMap((each) => verdictsIn(context, each))),
};

interface WithReplicas {
  readonly name: string;
  readonly files: ReadonlySet<string>;
  readonly replicated: readonly Replicated[];
}

function programsWithReplicas({ graph, system }: RuleContext): readonly WithReplicas[] {
  return system.programs.flatMap(({ name, files }) => {
    const replicated = replicatedIn(graph, files);
    return replicated.length === 0 ? [] : [{ name, files, replicated }];
  });
}

function verdictsIn(context: RuleContext, { name, files, replicated }: WithReplicas): readonly Verdict[] {
  return [...context.graph.functions.values()]
    .filter(({ file }) => files.has(file))
    .flatMap(({ key }) => replicated.flatMap((each) => verdictsOf(context, name, key, each)));
}

function verdictsOf(
  context: RuleContext,
  program: string,
  key: FunctionKey,
  replicated: Replicated,
): readonly Verdict[] {
  const { graph } = context;
  const steps = stepsOf(graph, key, replicated);
  return steps.flatMap((read, at): readonly Verdict[] => {
    if (read.kind !== 'read') return [];
    const write = steps
      .slice(0, at)
      .findLast((each) => each.kind === 'write' && each.rows === read.rows && each.at.call !== read.at.call);
    if (write === undefined || areExclusive(write, read)) return [];
    const site = { file: read.at.file, span: read.at.fact.calleeSpan };
    const silent = (stop: Stop): readonly Silent[] => [{ kind: 'silent', site, ...stop }];
    const scope = scopeStop(context, read.at.file, key);
    if (scope !== null) return silent(scope);
    if (isInTransaction(graph, read.at))
      return silent({ gate: 'guard', reason: 'A transaction holds it, and transactions go to the primary.' });
    if (!asksForWritten(graph, write, read))
      return silent({ gate: 'guard', reason: 'It is not seen to ask for what was written before it.' });
    const reaches = (graph.moments.get(key) ?? []).filter(({ moment }) => !/^(?:load|boot|shutdown)$/.test(moment));
    if (reaches.length === 0)
      return silent({ gate: 'moment', reason: 'It is not seen to run for a request, a message or a job.' });
    const judgement = judge({
      info: rule.info,
      programs: servingPrograms(context, read.at.file, key).filter(({ name }) => name === program),
      raised: false,
      certainty: reaches.some(({ certainty }) => certainty === 'proved') ? 'proved' : 'possible',
      weak: false,
      assumedInstances: context.assumedInstances,
    });
    return judgement === null ? [] : [foundAt(context, { site, write, read, replicated, judgement })];
  });
}

interface Stale {
  readonly site: Site;
  readonly write: Step;
  readonly read: Step;
  readonly replicated: Replicated;
  readonly judgement: Judgement;
}

function foundAt({ graph }: RuleContext, { site, write, read, replicated, judgement }: Stale): Found {
  const written = { file: write.at.file, span: write.at.fact.calleeSpan };
  const name = write.at.fact.callee.path.at(-1) ?? 'the write';
  return {
    kind: 'found',
    site,
    judgement,
    confidence: 'medium',
    sentences: [
      firstSentence(['This may read what was there before the write: it asks a replica, which gets it later.']),
      `\`${name}\` (${describeSite(graph.facts, written)}) writes on the primary, and reads go to replicas (${describeSite(graph.facts, replicated.site)}).`,
      `Go on with what the write gives back, or ${replicated.fromPrimary.advice}.`,
    ],
    related: [
      { site: written, message: 'This writes on the primary.' },
      { site: replicated.site, message: 'This sends reads to replicas.' },
      ...(read.effect.site.file === site.file && read.effect.site.span[0] === site.span[0]
        ? []
        : [{ site: read.effect.site, message: 'This reads from a replica.' }]),
    ],
    evidence: { limit: null, effective: null, formula: null },
    subject: { kind: 'file', file: site.file, name: read.rows },
    thing: 'reads behind writes',
    symbol: `${graph.functions.get(read.at.function)?.title ?? ''} reads ${read.rows.replace(/^.*:/, '')}`,
  };
}

/** Programs that share the code have the same place to mend. */
function oncePerRead(verdicts: readonly Verdict[]): readonly Verdict[] {
  const seen = new Set<string>();
  return verdicts.filter(({ kind, site }) => {
    const key = `${kind} ${site.file} ${site.span[0]}`;
    return !seen.has(key) && seen.add(key);
  });
}
