import type { HeldThread } from '../../catalog/held-threads.ts';
import { chainRelated, entryTitle } from '../../findings/chain.ts';
import { firstOfEach, placedBeside } from '../../findings/first-of-each.ts';
import { judge } from '../../findings/judge.ts';
import type { Rule, RuleContext, Verdict } from '../../findings/rule.ts';
import type { Subject } from '../../findings/types.ts';
import { firstSentence } from '../../findings/wording.ts';
import { leavesOutProduction, wayStop } from '../../gates/guard.ts';
import { scopeStop, servingThrough } from '../../gates/scope.ts';
import { firstStop, type Stop } from '../../gates/stop.ts';
import type { Effect, ProgramGraph, Reach } from '../../link/program-graph.ts';
import { isFelt } from './held/felt.ts';
import { onceStop } from './held/once.ts';
import { waysOnSharedThread } from './held/shared-thread.ts';
import { slowCalls } from './work/calls.ts';

/** A call in a handler that lets no other request of its process run until it is done. */
export const rule: Rule = {
  info: {
    id: 'sync-block-in-handler',
    title: 'A handler holds the thread of all requests',
    tier: 'capacity',
    pattern: 'long-work',
    base: 'warning',
    raised: null,
    needsInstances: false,
    scope: 'process',
    breaksAt: [],
    gates: ['scope', 'moment', 'role', 'guard', 'topology'],
    citation: {
      title: 'Express: production best practices, don’t use synchronous functions',
      url: 'https://expressjs.com/en/advanced/best-practice-performance.html#dont-use-synchronous-functions',
      quote: 'Synchronous functions and methods tie up the executing process until they return.',
    },
    summary: 'A request hashes, compresses, waits or runs a command on the thread that all requests share.',
  },
  check(context) {
    const { graph, catalog } = context;
    const held = [...graph.effects.values()].flat().filter(({ holds }) => holds !== undefined);
    if (held.length === 0) return [];
    // What takes seconds belongs into a worker, wherever it runs; another rule says so.
    const slow = new Set(slowCalls(graph, catalog).map(({ site }) => placeOf(site)));
    return oncePerFunction(
      held
        .filter(({ site }) => !slow.has(placeOf(site)))
        .flatMap((effect) => (effect.holds === undefined ? [] : verdictOf(context, effect, effect.holds))),
    );
  },
};

function placeOf({ file, span }: Effect['site']): string {
  return `${file}:${span[0]}`;
}

/** Calls of one function are mended together: the first is told, and the others stand beside it. */
function oncePerFunction(verdicts: readonly Verdict[]): readonly Verdict[] {
  return firstOfEach(
    verdicts,
    ({ site, subject }) => `${site.file} ${nameOf(subject)}`,
    placedBeside('This holds the thread, too.'),
  );
}

function nameOf(subject: Subject): string {
  return subject.kind === 'work' ? subject.function : '';
}

function verdictOf(context: RuleContext, effect: Effect, held: HeldThread): readonly Verdict[] {
  const { graph } = context;
  const { site, function: key } = effect;
  if (!isFelt(graph, effect, held)) return [];
  const ways = waysOnSharedThread(context, key);
  const way = ways.find((each) => stopOnWay(graph, effect, each) === null) ?? ways[0] ?? null;
  const stop = firstStop([
    () => scopeStop(context, site.file, key),
    () => (way === null ? elsewhere : null),
    () => guardStop(graph, effect),
    () => (way === null ? null : stopOnWay(graph, effect, way)),
  ]);
  if (stop !== null || way === null) return stop === null ? [] : [{ kind: 'silent', site, ...stop }];
  const programs = servingThrough(context, site.file, [way]).filter(
    ({ topology }) => topology.lifetime?.value !== 'frozen-after-response',
  );
  const judgement = judge({
    info: rule.info,
    programs,
    raised: false,
    certainty: way.certainty,
    weak: held.brief === true,
    assumedInstances: context.assumedInstances,
  });
  if (judgement === null) return [{ kind: 'silent', site, ...alone }];
  const name = calledName(graph, effect);
  return [
    {
      kind: 'found',
      site,
      judgement,
      confidence: 'high',
      sentences: [
        firstSentence([
          `While ${whoOf(graph, way)} ${held.doing}, its process answers nobody else.`,
          `While this request ${held.doing}, its process answers nobody else.`,
        ]),
        `Until \`${name}\` is done, all other requests of the process wait, and its health checks with them.`,
        held.instead,
      ],
      related: chainRelated(graph, way),
      evidence: { limit: null, effective: null, formula: null },
      subject: { kind: 'work', file: site.file, function: graph.functions.get(key)?.title ?? '' },
      thing: 'answers',
      symbol: `${graph.functions.get(key)?.title ?? ''} ${held.doing}`,
    },
  ];
}

const elsewhere: Stop = {
  gate: 'moment',
  reason: 'No request surely runs it on the thread that all requests share.',
};
const alone: Stop = {
  gate: 'topology',
  reason: 'Its platform gives each request a process of its own, so nobody else waits.',
};

function stopOnWay(graph: ProgramGraph, effect: Effect, way: Reach): Stop | null {
  return firstStop([() => wayStop(graph, way), () => onceStop(graph, effect, way)]);
}

function guardStop(graph: ProgramGraph, { operation, site }: Effect): Stop | null {
  if (operation.inCatch === true) return { gate: 'role', reason: 'It runs only after something failed.' };
  return operation.guards.some((guard) => leavesOutProduction(graph, site.file, guard))
    ? { gate: 'guard', reason: 'It is reached only outside production.' }
    : null;
}

function whoOf(graph: ProgramGraph, { entry }: Reach): string {
  return entry === null ? 'this request' : entryTitle(graph, entry).replace(/^any request/, 'a request');
}

/** What is called, as it is written: `bcrypt.compareSync`. */
function calledName(graph: ProgramGraph, { site, call }: Effect): string {
  const code = graph.facts.get(site.file)?.code;
  const callee = code?.calls[call]?.callee;
  if (callee === undefined) return 'this call';
  const { root, path } = callee;
  const first = root.kind === 'declared' ? (code?.declarations[root.declaration]?.name ?? '') : '';
  return [first, ...path].filter((part) => part !== '').join('.');
}
