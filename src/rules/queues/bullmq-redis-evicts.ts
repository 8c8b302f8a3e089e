import { judge } from '../../findings/judge.ts';
import type { Rule, RuleContext, Verdict } from '../../findings/rule.ts';
import { firstSentence } from '../../findings/wording.ts';
import type { Stop } from '../../gates/stop.ts';
import { describeSite } from '../../link/places.ts';
import type { Site } from '../../link/program-graph.ts';
import { isSideCode } from '../../system/side-code.ts';
import type { Component, Connection, Program } from '../../system/types.ts';
import { type Eviction, evictionOf } from './redis/eviction.ts';

/** A queue whose jobs lie in a Redis that throws keys away when it is full. */
export const rule: Rule = {
  info: {
    id: 'bullmq-redis-evicts',
    title: 'A queue whose Redis throws keys away',
    tier: 'breaks',
    pattern: 'queues',
    base: 'error',
    raised: null,
    needsInstances: false,
    scope: 'process',
    breaksAt: [],
    gates: ['scope', 'guard'],
    citation: {
      title: 'BullMQ: going to production',
      url: 'https://docs.bullmq.io/guide/going-to-production#max-memory-policy',
      quote: 'BullMQ on the other hand cannot work properly if Redis evicts keys arbitrarily.',
    },
    summary: 'Jobs lie in a Redis that throws keys away when its memory is full: jobs vanish, or run twice.',
  },
  check: (context) => context.system.components.flatMap((component) => verdictsOf(context, component)),
};

/** A program that puts work into a Redis or takes it from there. */
interface Queueing {
  readonly program: Program;
  readonly connection: Connection;
}

function verdictsOf(context: RuleContext, component: Component): readonly Verdict[] {
  if (component.engine !== 'redis') return [];
  const queueing = queueingTo(context, component);
  const [first] = queueing;
  if (first === undefined) return [];
  const evictions = component.evidence.flatMap((site) => evictionOf(context.graph, site) ?? []);
  return evictions.map((eviction) => verdictOf(context, component, eviction, queueing));
}

function queueingTo({ system }: RuleContext, { id }: Component): readonly Queueing[] {
  return system.connections.flatMap((connection) => {
    if (connection.to !== id || (connection.kind !== 'publish' && connection.kind !== 'consume')) return [];
    const program = system.programs.find(({ name }) => name === connection.from);
    return program === undefined ? [] : [{ program, connection }];
  });
}

function verdictOf(
  context: RuleContext,
  component: Component,
  eviction: Eviction,
  queueing: readonly Queueing[],
): Verdict {
  const site = eviction.site;
  const stop = stopOf(eviction, queueing);
  if (stop !== null) return { kind: 'silent', site, ...stop };
  const judgement = judge({
    info: rule.info,
    programs: queueing.map(({ program }) => program),
    raised: false,
    certainty: 'proved',
    weak: eviction.limit === 'unknown',
    assumedInstances: context.assumedInstances,
  });
  if (judgement === null) return { kind: 'silent', site, gate: 'scope', reason: 'No program puts work there.' };
  return {
    kind: 'found',
    site,
    judgement,
    confidence: eviction.limit === 'set' ? 'high' : 'medium',
    sentences: [firstSentence([harmOf(eviction)]), whoOf(context, component, queueing), advice],
    related: relatedOf(queueing),
    evidence: { limit: null, effective: null, formula: null },
    subject: { kind: 'unit', file: site.file, name: eviction.unit },
    thing: 'queues',
    symbol: `${eviction.unit} maxmemory-policy`,
  };
}

const advice = 'Start it with `--maxmemory-policy noeviction`, and keep what may be thrown away in a Redis of its own.';

function stopOf({ site, limit }: Eviction, queueing: readonly Queueing[]): Stop | null {
  if (isSideCode(site.file)) return { gate: 'scope', reason: 'This file is a test, an example or a template.' };
  if (queueing.every(({ connection }) => connection.confidence === 'low'))
    return { gate: 'guard', reason: 'Nothing but its name says that the queue is kept here.' };
  return limit === 'none'
    ? { gate: 'guard', reason: 'It is given no limit of memory, so that nothing is ever thrown away.' }
    : null;
}

function harmOf({ policy }: Eviction): string {
  return policy.startsWith('volatile')
    ? `Once Redis is full it throws away keys that end (\`${policy}\`), such as locks and results of jobs.`
    : `Once Redis is full it throws keys of the queue away (\`${policy}\`): jobs vanish or run twice.`;
}

function whoOf({ graph }: RuleContext, { name }: Component, queueing: readonly Queueing[]): string {
  const places = queueing.flatMap(({ connection }) => connection.evidence.slice(0, 1));
  const [place] = places.filter(({ file }) => graph.facts.get(file)?.code != null);
  const where = place === undefined ? '' : ` (${describeSite(graph.facts, place)})`;
  const programs = [...new Set(queueing.map(({ program }) => `\`${program.name}\``))].sort().join(', ');
  return `The jobs of ${programs}${where} lie in \`${name}\`.`;
}

function relatedOf(queueing: readonly Queueing[]): readonly { readonly site: Site; readonly message: string }[] {
  const sites = queueing.flatMap(({ connection }) => connection.evidence.slice(0, 1));
  const seen = new Set<string>();
  return sites.flatMap((site) => {
    const key = `${site.file} ${site.span[0]}`;
    if (seen.has(key)) return [];
    seen.add(key);
    return [{ site, message: 'This keeps jobs there.' }];
  });
}
