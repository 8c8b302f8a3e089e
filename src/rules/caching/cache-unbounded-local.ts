import { chainRelated, reachTitle } from '../../findings/chain.ts';
import { judge } from '../../findings/judge.ts';
import type { Rule, RuleContext, Verdict } from '../../findings/rule.ts';
import { capitalised, firstSentence } from '../../findings/wording.ts';
import { contentsOf, growthOf } from '../../gates/contents.ts';
import { copyStop } from '../../gates/copy.ts';
import { keptCollection } from '../../gates/kept-collection.ts';
import { lifetimeStop } from '../../gates/lifetime.ts';
import { ownName } from '../../gates/names.ts';
import { purposeOf } from '../../gates/purpose.ts';
import { scopeStop, servingThrough } from '../../gates/scope.ts';
import { firstStop, type Stop } from '../../gates/stop.ts';
import type { StateCell } from '../../link/program-graph.ts';
import { forgets } from './growth/forgets.ts';
import { type Grown, grownByAsking } from './growth/keys.ts';

/** Caches in the process that get an entry for whatever a request asks for, and lose none. */
export const rule: Rule = {
  info: {
    id: 'cache-unbounded-local',
    title: 'Cache that only grows',
    tier: 'capacity',
    pattern: 'caching',
    base: 'warning',
    raised: null,
    needsInstances: false,
    scope: 'process',
    breaksAt: [],
    gates: ['scope', 'lifetime', 'moment', 'role', 'guard', 'topology'],
    citation: {
      title: 'Apollo Server: ensuring a bounded cache',
      url: 'https://www.apollographql.com/docs/apollo-server/v3/performance/cache-backends',
      quote: 'This protects your server from attacks that exhaust available memory, causing a DOS.',
    },
    summary: 'A cache in memory keeps an entry for every key that requests bring, without a most and without an age.',
  },
  check: (context) => context.graph.cells.flatMap((cell) => verdictsOf(context, cell)),
};

function verdictsOf(context: RuleContext, cell: StateCell): readonly Verdict[] {
  const { graph } = context;
  const growth = growthOf(cell).filter(({ key }) => key !== null && key.kind !== 'literal');
  if ((cell.shape !== 'map' && cell.shape !== 'record') || growth.length === 0) return [];
  // What is more than a cache is told by the rules that say what a second instance breaks of it.
  if (!isCache(context, cell)) return [];
  const silent = (stop: Stop): readonly Verdict[] => [{ kind: 'silent', site: cell.site, ...stop }];
  const early = firstStop([
    () => scopeStop(context, cell.file),
    () => lifetimeStop(context, cell),
    () => forgetsStop(context, cell),
  ]);
  if (early !== null) return silent(early);
  const grown = grownByAsking(graph, cell, growth);
  if (grown === null) {
    return silent({ gate: 'role', reason: 'No request is seen to choose its keys, so there may be few of them.' });
  }
  const programs = servingThrough(context, cell.file, [grown.reach]);
  const lasting = programs.filter(({ topology }) => topology.lifetime?.value !== 'frozen-after-response');
  if (lasting.length === 0 && programs.length > 0) {
    return silent({ gate: 'topology', reason: 'The platform ends the process long before its memory is full.' });
  }
  const judgement = judge({
    info: rule.info,
    programs: lasting,
    raised: false,
    certainty: 'proved',
    weak: grown.by === 'name',
    assumedInstances: context.assumedInstances,
  });
  if (judgement === null) return [];
  return [
    {
      kind: 'found',
      site: cell.site,
      judgement,
      confidence: grown.by === 'name' ? 'medium' : 'high',
      sentences: sentencesOf(context, cell, grown),
      related: [
        ...chainRelated(graph, grown.reach),
        { site: grown.access.site, message: 'An entry goes in here, under a key that the request brings.' },
      ],
      evidence: { limit: null, effective: null, formula: null },
      subject: { kind: 'cell', id: cell.id },
      thing: 'memory',
      symbol: cell.id.slice(cell.id.indexOf('#') + 1),
    },
  ];
}

function isCache(context: RuleContext, cell: StateCell): boolean {
  const { graph } = context;
  const contents = contentsOf(graph, cell);
  if (['handle', 'function', 'timer'].some((each) => [...contents].some((content) => content === each))) return false;
  if ('kind' in keptCollection(context, cell)) return false;
  return copyStop(graph, cell, growthOf(cell), purposeOf(graph, cell)) !== null;
}

function forgetsStop({ graph }: RuleContext, cell: StateCell): Stop | null {
  const reason = forgets(graph, cell);
  return reason === null ? null : { gate: 'guard', reason };
}

function sentencesOf({ graph }: RuleContext, cell: StateCell, { reach }: Grown): readonly string[] {
  const name = ownName(cell);
  const isTaken = cell.accesses.some(({ kind }) => kind === 'remove');
  return [
    firstSentence([
      `\`${name}\` keeps an entry for whatever requests ask for and forgets none, until memory is used up.`,
      'This cache keeps an entry for whatever requests ask for and forgets none, until memory is used up.',
    ]),
    `${capitalised(reachTitle(graph, reach))} puts one in under a key that whoever asks chooses, and ${isTaken ? 'one goes only when the same key is asked for again' : 'nothing takes one out'}, so each instance fills up by itself.`,
    'Give it a most and an age, as caches that drop what was used least do, or keep the copies in a shared store with a time to live.',
  ];
}
