import { firstOfEach, placedBeside, programsKey } from '../../findings/first-of-each.ts';
import { type Judgement, judge } from '../../findings/judge.ts';
import type { Rule, RuleContext, Verdict } from '../../findings/rule.ts';
import { firstSentence, numbersSentence } from '../../findings/wording.ts';
import { frontsOf } from '../../gates/fronts.ts';
import { guardStop } from '../../gates/guard.ts';
import { answeringPrograms, scopeStop } from '../../gates/scope.ts';
import { judgedAt } from '../../gates/settings-scope.ts';
import { firstStop, type Stop } from '../../gates/stop.ts';
import type { LibraryUse, Site } from '../../link/program-graph.ts';
import type { Connection, Program } from '../../system/types.ts';
import { believesAll, otherKeyStop, trustsProxy } from './limit/by-address.ts';
import { overriddenStop } from './limit/guarded.ts';
import { idleStop } from './limit/idle.ts';
import { limiterName } from './limit/name.ts';
import { offStop } from './limit/off.ts';
import { unguardedStop } from './limit/unguarded.ts';
import { unlimitedStop } from './limit/unlimited.ts';
import { unusedStop } from './limit/unused.ts';

/** A limiter that counts by address, behind a proxy whose address is the only one it sees. */
export const rule: Rule = {
  info: {
    id: 'ratelimit-ip-behind-proxy',
    title: 'Everybody counted as one behind a proxy',
    tier: 'breaks',
    pattern: 'rate-limiting',
    base: 'warning',
    raised: null,
    needsInstances: true,
    scope: 'process',
    breaksAt: [],
    gates: ['scope', 'guard', 'role', 'topology'],
    citation: {
      title: 'express-rate-limit: error codes',
      url: 'https://express-rate-limit.mintlify.app/reference/error-codes#err-erl-unexpected-x-forwarded-for',
      quote:
        "This usually indicates a configuration issue that will cause express-rate-limit to apply it's limits global rather than on a per-user basis.",
    },
    summary: 'A limiter counts by address, and behind the proxy in front every request has the address of the proxy.',
  },
  check: (context) => onceForProgram(context.graph.uses.flatMap((use) => judgeLimiter(context, use))),
};

function judgeLimiter(context: RuleContext, use: LibraryUse): readonly Verdict[] {
  const { graph } = context;
  const byAddress = use.pattern.role === 'rate-limiter' ? use.pattern.limit?.byAddress : undefined;
  if (byAddress === undefined) return [];
  const site = { file: use.file, span: use.fact.calleeSpan };
  const silent = (stop: Stop): readonly Verdict[] => [{ kind: 'silent', site, ...stop }];
  const at = judgedAt(context, use);
  const programs = answeringPrograms(context, at.file, at.key);
  const fronted = programs.flatMap((program) => {
    const [front] = frontsOf(context, program, ['loadbalancer', 'gateway']);
    return front === undefined ? [] : [{ program, front }];
  });
  const blind = fronted.filter(({ program }) => !trustsProxy(graph, program.files, byAddress.trusts));
  const files = new Set(programs.flatMap((program) => [...program.files]));
  const idle = firstStop([
    () => scopeStop(context, at.file, at.key),
    () => guardStop(graph, use),
    () => overriddenStop(graph, use),
    () => offStop(graph, use),
    () => unusedStop(graph, use),
    () => unlimitedStop(graph, use),
    () => unguardedStop(graph, use),
    () => idleStop(graph, use),
    () => otherKeyStop(graph, use, byAddress, files),
  ]);
  if (idle !== null) return silent(idle);
  const believed = programs.flatMap((program) => {
    const place = believesAll(graph, program.files, byAddress.trusts);
    return place === null ? [] : [{ program, place }];
  });
  if (believed.length > 0) return believing(context, use, believed, byAddress.remedy);
  const stop = firstStop([
    () =>
      fronted.length === 0
        ? { gate: 'topology', reason: 'No proxy is seen to stand before it, so it sees who asks.' }
        : null,
    () =>
      blind.length === 0
        ? { gate: 'role', reason: 'The program says that a proxy tells it the address of who asks.' }
        : null,
  ]);
  if (stop !== null) return silent(stop);
  const [first] = blind;
  const judgement = judge({
    info: rule.info,
    programs: blind.map(({ program }) => program),
    raised: false,
    certainty: 'proved',
    weak: false,
    assumedInstances: context.assumedInstances,
  });
  if (judgement === null || first === undefined) return [];
  return [
    {
      kind: 'found',
      site,
      judgement,
      confidence: 'high',
      sentences: sentencesOf(context, judgement, first.front, byAddress.remedy),
      related: first.front.evidence
        .slice(0, 2)
        .map((place) => ({ site: place, message: 'Requests come through here.' })),
      evidence: { limit: null, effective: null, formula: null },
      subject: { kind: 'use', id: use.id },
      thing: 'limits by address',
      symbol: `${limiterName(graph, use) ?? `${use.library.id} limiter`} address`,
    },
  ];
}

/** Every address in the header is believed, also the one that the client itself wrote there. */
function believing(
  context: RuleContext,
  use: LibraryUse,
  believed: readonly { readonly program: Program; readonly place: Site }[],
  remedy: string,
): readonly Verdict[] {
  const judgement = judge({
    info: { ...rule.info, needsInstances: false },
    programs: believed.map(({ program }) => program),
    raised: false,
    certainty: 'proved',
    // Whether what stands in front throws the client's own words away nothing here says.
    weak: true,
    assumedInstances: context.assumedInstances,
  });
  const [first] = believed;
  if (judgement === null || first === undefined) return [];
  return [
    {
      kind: 'found',
      site: first.place,
      judgement,
      confidence: 'medium',
      sentences: [
        firstSentence(['Whoever asks may choose the address that limits count: every X-Forwarded-For is believed.']),
        'A proxy that only adds to the header leaves what the client wrote there first, and each guess may come from a new one.',
        `Say how many proxies stand in front: ${remedy}.`,
      ],
      related: [{ site: { file: use.file, span: use.fact.calleeSpan }, message: 'This counts by that address.' }],
      evidence: { limit: null, effective: null, formula: null },
      subject: { kind: 'use', id: use.id },
      thing: 'limits by address',
      symbol: `${use.library.id} believes all proxies`,
    },
  ];
}

function sentencesOf(
  context: RuleContext,
  judgement: Judgement,
  { from }: Connection,
  remedy: string,
): readonly string[] {
  const names = { facts: context.graph.facts, catalog: context.catalog };
  return [
    firstSentence([
      `All users share one limit: behind \`${from}\` every request seems to come from the proxy.`,
      'All users share one limit: every request seems to come from the proxy in front.',
    ]),
    numbersSentence(judgement, 'sees no other address than that of the proxy', names),
    `Say how many proxies stand in front: ${remedy}.`,
  ];
}

/** One line mends all limiters of a program: the first is told, the others stand beside it. */
function onceForProgram(verdicts: readonly Verdict[]): readonly Verdict[] {
  return firstOfEach(verdicts, programsKey, placedBeside('This one counts so, too.'));
}
