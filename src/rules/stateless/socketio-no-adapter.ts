import { type Judgement, judge } from '../../findings/judge.ts';
import type { Found, Rule, RuleContext, Silent, Verdict } from '../../findings/rule.ts';
import { firstSentence, numbersSentence, withInstances } from '../../findings/wording.ts';
import { guardStop } from '../../gates/guard.ts';
import { answeringPrograms, scopeStop } from '../../gates/scope.ts';
import { keepingOf } from '../../gates/shared.ts';
import { givenElsewhere } from '../../gates/shared-elsewhere.ts';
import { firstStop, type Stop } from '../../gates/stop.ts';
import type { LibraryUse, Site } from '../../link/program-graph.ts';
import { type Broadcast, broadcastsIn } from './realtime/broadcasts.ts';
import { chosenStop } from './realtime/chosen.ts';

/** A server of sockets that knows only its own, though what happens on one instance is told to sockets of others. */
export const rule: Rule = {
  info: {
    id: 'socketio-no-adapter',
    title: 'Messages that reach the sockets of one instance',
    tier: 'breaks',
    pattern: 'stateless',
    base: 'error',
    raised: null,
    needsInstances: true,
    scope: 'process',
    breaksAt: [],
    gates: ['scope', 'guard', 'shared', 'role', 'topology'],
    citation: {
      title: 'Socket.IO: adapter',
      url: 'https://socket.io/docs/v4/adapter/',
      quote:
        'When scaling to multiple Socket.IO servers, you will need to replace the default in-memory adapter by another implementation, so the events are properly routed to all clients.',
    },
    summary: 'What is sent to a room or to everybody reaches only the sockets of the instance that sends it.',
  },
  check: (context) => {
    const judged = context.graph.uses
      .filter(({ pattern }) => pattern.role === 'socket-server')
      .flatMap((use) => judgeServer(context, use));
    return onceForProgram(judged);
  },
};

interface Judged {
  readonly use: LibraryUse;
  readonly verdict: Found | Silent;
}

function judgeServer(context: RuleContext, use: LibraryUse): readonly Judged[] {
  const { graph } = context;
  const { sockets } = use.pattern;
  if (sockets === undefined) return [];
  const site = { file: use.file, span: use.fact.calleeSpan };
  const silent = (stop: Stop): readonly Judged[] => [{ use, verdict: { kind: 'silent', site, ...stop } }];
  const keeping = keepingOf(graph, use);
  const early = firstStop([
    () => scopeStop(context, use.file, use.function),
    () => (keeping.kind === 'elsewhere' ? keeping.stop : null),
    () => guardStop(graph, use),
  ]);
  if (early !== null) return silent(early);
  const programs = answeringPrograms(context, use.file, use.function);
  if (programs.length === 0) {
    return silent({ gate: 'scope', reason: 'Only workers import it, and no user has a socket there.' });
  }
  const files = new Set(programs.flatMap((program) => [...program.files]).sort());
  const chosen = chosenStop(graph, use, files);
  if (chosen !== null) return silent(chosen);
  const elsewhere = givenElsewhere(graph, use, files);
  if (elsewhere?.kind === 'store') {
    return silent(
      elsewhere.guarded
        ? { gate: 'guard', reason: 'A condition chooses between memory and what the program gives it elsewhere.' }
        : { gate: 'shared', reason: 'The program gives it elsewhere what instances share.' },
    );
  }
  const broadcasts = broadcastsIn(graph, files, sockets);
  const role = roleStop(broadcasts);
  if (role !== null) return silent(role);
  const onHost = elsewhere?.kind === 'host' || (keeping.kind === 'memory' && keeping.onHost === true);
  const judgement = judge({
    info: onHost ? { ...rule.info, scope: 'host', base: 'warning' } : rule.info,
    programs,
    raised: false,
    certainty: broadcasts.some(({ reached }) => reached === 'proved') ? 'proved' : 'possible',
    weak: false,
    assumedInstances: context.assumedInstances,
  });
  if (judgement === null) return [];
  const given = keeping.kind === 'memory' ? keeping.given : null;
  const verdict: Found = {
    kind: 'found',
    site,
    judgement,
    confidence: given === null ? 'medium' : 'high',
    sentences: sentencesOf(context, judgement, { onHost, advice: `Give ${use.library.title} ${sockets.remedy}.` }),
    related: relatedOf(broadcasts, elsewhere?.site ?? given),
    evidence: { limit: null, effective: null, formula: null },
    subject: { kind: 'use', id: use.id },
    thing: 'live messages',
    symbol: `${use.library.id} server`,
  };
  return [{ use, verdict }];
}

function roleStop(broadcasts: readonly Broadcast[]): Stop | null {
  if (broadcasts.length === 0) {
    return {
      gate: 'role',
      reason: 'Nothing is sent to any other socket than the one that asked, so nobody misses it.',
    };
  }
  return broadcasts.every(({ reached }) => reached === 'everywhere')
    ? { gate: 'role', reason: 'Every instance comes by itself to what it sends, and tells its own sockets.' }
    : null;
}

function relatedOf(broadcasts: readonly Broadcast[], given: Site | null): Found['related'] {
  const order = ['proved', 'possible'] as const;
  const shown = order.flatMap((kind) => broadcasts.filter(({ reached }) => reached === kind)).slice(0, 3);
  return [
    ...(given === null ? [] : [{ site: given, message: 'What is given here joins the processes of one host alone.' }]),
    ...shown.map(({ site }) => ({ site, message: 'This reaches only sockets that this instance holds.' })),
  ];
}

/** All gateways of one application speak through one server: they are told once, and not beside a server that is made. */
function onceForProgram(judged: readonly Judged[]): readonly Verdict[] {
  const told = new Set<string>();
  const isGateway = ({ use }: Judged): boolean => use.pattern.sockets?.chosenBy !== undefined;
  const keyOf = ({ verdict }: Judged): string => (verdict.kind === 'found' ? verdict.judgement.programs.join(' ') : '');
  for (const each of judged) if (each.verdict.kind === 'found' && !isGateway(each)) told.add(keyOf(each));
  return judged.flatMap((each): readonly Verdict[] => {
    if (each.verdict.kind === 'silent' || !isGateway(each)) return [each.verdict];
    const isKnown = told.has(keyOf(each));
    told.add(keyOf(each));
    return isKnown ? [] : [each.verdict];
  });
}

function sentencesOf(
  context: RuleContext,
  judgement: Judgement,
  { onHost, advice }: { readonly onHost: boolean; readonly advice: string },
): readonly string[] {
  const names = { facts: context.graph.facts, catalog: context.catalog };
  const knows = `knows only ${onHost ? 'the sockets and rooms of its host' : 'its own sockets and rooms'}`;
  return [
    firstSentence([harmOf(judgement, onHost)]),
    judgement.situation === 'assumed' ? `Each ${knows}.` : numbersSentence(judgement, knows, names),
    advice,
  ];
}

function harmOf(judgement: Judgement, onHost: boolean): string {
  const place = onHost ? 'host' : 'instance';
  switch (judgement.situation) {
    case 'one':
    case 'one-at-deploy':
      return `With a second ${place}, what one sends would never reach users connected to the other.`;
    case 'assumed':
      return onHost
        ? 'With several hosts, what one sends never reaches users connected to another.'
        : `${withInstances(judgement)} a message sent by one never reaches users connected to the other.`;
    default:
      return `A message sent by one ${place} never reaches users connected to the others.`;
  }
}
