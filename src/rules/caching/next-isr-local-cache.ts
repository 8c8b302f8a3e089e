import type { PageCache } from '../../catalog/page-caches.ts';
import { type Judgement, judge } from '../../findings/judge.ts';
import type { Found, Rule, RuleContext, Verdict } from '../../findings/rule.ts';
import { firstSentence, numbersSentence, withInstances } from '../../findings/wording.ts';
import { scopeStop } from '../../gates/scope.ts';
import type { Stop } from '../../gates/stop.ts';
import { meaningsOf } from '../../link/evaluate.ts';
import type { ProgramGraph, Site } from '../../link/program-graph.ts';
import type { Program } from '../../system/types.ts';
import { configuredStop } from './pages/configured.ts';
import { cacheCalls, isSameTag, type Tagged, taggedRequests } from './pages/tags.ts';

/** Pages and data that a framework keeps for later requests on each instance, and that code drops on one of them alone. */
export const rule: Rule = {
  info: {
    id: 'next-isr-local-cache',
    title: 'Cached pages dropped on one instance',
    tier: 'breaks',
    pattern: 'caching',
    base: 'warning',
    raised: null,
    needsInstances: true,
    scope: 'process',
    breaksAt: [],
    gates: ['scope', 'shared', 'role', 'topology'],
    citation: {
      title: 'Next.js: self-hosting, configuring caching',
      url: 'https://nextjs.org/docs/app/guides/self-hosting#configuring-caching',
      quote:
        'If you are hosting Next.js using a container orchestration platform like Kubernetes, each pod will have a copy of the cache.',
    },
    summary: 'What a page’s cache is told to drop goes on one instance alone; the others keep showing it.',
  },
  check: (context) => {
    const caches = context.catalog.frameworks.flatMap(({ pageCache }) => pageCache ?? []);
    return caches.flatMap((cache) => context.system.programs.flatMap((program) => verdictsOf(context, program, cache)));
  },
};

/** What is dropped, with where it is kept. */
interface Dropped {
  readonly drop: Tagged;
  readonly kept: Site;
}

function verdictsOf(context: RuleContext, program: Program, cache: PageCache): readonly Verdict[] {
  const dropped = droppedIn(context, [...program.files].sort(), cache);
  const [first] = dropped;
  if (first === undefined) return [];
  const { site } = first.drop;
  const stop: Stop | null = scopeStop(context, site.file) ?? configuredStop(context, program, cache);
  if (stop !== null) return [{ kind: 'silent', site, ...stop }];
  const judgement = judge({
    info: rule.info,
    programs: [program],
    raised: false,
    certainty: 'proved',
    weak: false,
    assumedInstances: context.assumedInstances,
  });
  return judgement === null ? [] : [foundAt(context, first, dropped.slice(1), judgement, cache)];
}

/** Each call that drops something which the program is seen to keep. */
function droppedIn({ graph }: RuleContext, files: readonly string[], cache: PageCache): readonly Dropped[] {
  const kept = files.flatMap((file) => [
    ...cacheCalls(graph, file, cache.keeps),
    ...cacheCalls(graph, file, cache.tags),
    ...taggedRequests(graph, file, cache),
  ]);
  const byTag = files
    .flatMap((file) => cacheCalls(graph, file, cache.drops))
    .flatMap((drop): readonly Dropped[] => {
      const same = kept.find(({ tags }) => tags.some((tag) => drop.tags.some((each) => isSameTag(each, tag))));
      return same === undefined ? [] : [{ drop, kept: same.site }];
    });
  const pages = files.flatMap((file) => pagesIn(graph, file, cache));
  const byPath = files
    .flatMap((file) => cacheCalls(graph, file, cache.dropsPaths))
    .flatMap((drop): readonly Dropped[] => {
      const page = pages.find(({ path }) =>
        drop.tags.some((each) => each !== '/' && each !== '?' && isSameTag(each, path)),
      );
      return page === undefined ? [] : [{ drop, kept: page.site }];
    });
  return [...byTag, ...byPath];
}

/** A page that is drawn anew after some seconds, with the path that it answers. */
function pagesIn(
  graph: ProgramGraph,
  file: string,
  { pages }: PageCache,
): readonly { readonly path: string; readonly site: Site }[] {
  if (!pages.files.test(file)) return [];
  return (graph.facts.get(file)?.code?.exports ?? []).flatMap((each) => {
    if (each.kind !== 'local' || each.name !== pages.export) return [];
    const lasts = meaningsOf(graph, file, each.value).some(
      (meaning) => meaning.kind === 'literal' && typeof meaning.value === 'number' && meaning.value > 0,
    );
    return lasts ? [{ path: pathOf(file), site: { file, span: each.span } }] : [];
  });
}

/** `/orders/[id]` of `src/app/(shop)/orders/[id]/page.tsx`. */
function pathOf(file: string): string {
  const below = file
    .replace(/^(?:.*\/)?app\//, '')
    .split('/')
    .slice(0, -1);
  return `/${below.filter((name) => !/^\(.*\)$/.test(name)).join('/')}`;
}

function foundAt(
  context: RuleContext,
  { drop, kept }: Dropped,
  others: readonly Dropped[],
  judgement: Judgement,
  { remedy }: PageCache,
): Found {
  const names = { facts: context.graph.facts, catalog: context.catalog };
  return {
    kind: 'found',
    site: drop.site,
    judgement,
    confidence: 'medium',
    sentences: [
      firstSentence([harmOf(judgement, drop.name)]),
      judgement.situation === 'assumed'
        ? 'Each keeps a cache of its own.'
        : numbersSentence(judgement, 'keeps a cache of its own', names),
      remedy,
    ],
    related: [
      { site: kept, message: 'This is kept by each instance for itself.' },
      ...others.slice(0, 4).map(({ drop: { site, name } }) => ({ site, message: `\`${name}\` stands here, too.` })),
    ],
    evidence: { limit: null, effective: null, formula: null },
    subject: { kind: 'file', file: drop.site.file, name: drop.name },
    thing: 'cached pages',
    symbol: 'page cache',
  };
}

function harmOf(judgement: Judgement, name: string): string {
  const what = `\`${name}\` ${judgement.situation === 'one' ? 'would clear' : 'clears'} the cache of one alone`;
  switch (judgement.situation) {
    case 'one':
    case 'one-at-deploy':
      return `With a second instance, ${what}, and the other would show what was.`;
    case 'assumed':
      return `${withInstances(judgement)} ${what}, and the other goes on showing what was.`;
    default:
      return `\`${name}\` clears the cache of one instance alone, and the others go on showing what was.`;
  }
}
