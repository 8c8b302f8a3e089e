import type { Polling } from '../../catalog/sockets.ts';
import type { DirectiveFact } from '../../facts/proxy.ts';
import { firstOfEach, placedBeside, programsKey } from '../../findings/first-of-each.ts';
import { type Judgement, judge } from '../../findings/judge.ts';
import type { Rule, RuleContext, Verdict } from '../../findings/rule.ts';
import { firstSentence, numbersSentence, withInstances } from '../../findings/wording.ts';
import { frontsOf } from '../../gates/fronts.ts';
import { guardStop } from '../../gates/guard.ts';
import { answeringPrograms, scopeStop } from '../../gates/scope.ts';
import { firstStop, type Stop } from '../../gates/stop.ts';
import { optionOf } from '../../link/evaluate.ts';
import type { LibraryUse, ResolvedOption, Site } from '../../link/program-graph.ts';
import type { Connection, Program } from '../../system/types.ts';
import { chosenStop } from './realtime/chosen.ts';
import { allBeginByConnection } from './realtime/transports.ts';

/**
 * A server of sockets whose clients begin by polling, behind a balancer that sends each of their requests elsewhere, or
 * in several processes of a host that share its port.
 */
export const rule: Rule = {
  info: {
    id: 'socketio-no-sticky',
    title: 'Polling clients without a fixed instance',
    tier: 'breaks',
    pattern: 'stateless',
    base: 'error',
    raised: null,
    needsInstances: true,
    scope: 'process',
    breaksAt: [],
    gates: ['scope', 'guard', 'role', 'topology'],
    citation: {
      title: 'Socket.IO: using multiple nodes',
      url: 'https://socket.io/docs/v4/using-multiple-nodes/',
      quote:
        'If you plan to distribute the load of connections among different processes or machines, you have to make sure that all requests associated with a particular session ID reach the process that originated them.',
    },
    summary:
      'Clients that begin by long polling are sent from instance to instance, and each knows only its own sessions.',
  },
  check: (context) =>
    // What shares the requests of a program keeps its clients for all of its servers, or for none.
    firstOfEach(
      context.graph.uses
        .filter(({ pattern }) => pattern.role === 'socket-server')
        .flatMap((use) => judgeServer(context, use)),
      programsKey,
      placedBeside('So do the clients of this one.'),
    ),
};

function judgeServer(context: RuleContext, use: LibraryUse): readonly Verdict[] {
  const { graph } = context;
  const polling = use.pattern.sockets?.polling;
  if (polling === undefined) return [];
  const site = { file: use.file, span: use.fact.calleeSpan };
  const programs = answeringPrograms(context, use.file, use.function);
  const fronted = programs.flatMap((program) =>
    frontsOf(context, program, ['loadbalancer']).map((front) => ({ program, front })),
  );
  const loose = fronted.filter(({ front }) => !isSticky(context, front));
  // A balancer that keeps clients may know each process by a port of its own.
  const sharing =
    loose.length < fronted.length ? [] : programs.filter((program) => sharesPort(context, program, polling));
  const transports = optionOf(graph, use, [polling.option]);
  const stop = firstStop([
    () => scopeStop(context, use.file, use.function),
    () => guardStop(graph, use),
    () => otherServerStop(context, use, programs),
    () => pollingStop(polling, transports),
    () =>
      allBeginByConnection(graph, polling)
        ? {
            gate: 'role',
            reason: 'All clients that are seen begin with a connection that stays open, which stays with one instance.',
          }
        : null,
    () =>
      sharing.length === 0 && fronted.length === 0 && programs.some((program) => isKept(context, program, polling))
        ? { gate: 'topology', reason: 'A package keeps each client with one process.' }
        : null,
    () =>
      sharing.length === 0 && loose.length < fronted.length
        ? { gate: 'topology', reason: 'A balancer keeps each client with one instance.' }
        : null,
  ]);
  if (stop !== null) return [{ kind: 'silent', site, ...stop }];
  const [first] = loose;
  const [shared] = sharing;
  // Something shares the requests of several instances, whatever it is; whether it keeps clients nothing here says.
  const isUnseen = first === undefined && shared === undefined;
  const judgement = judge({
    info: rule.info,
    programs: sharing.length > 0 ? sharing : isUnseen ? programs : loose.map(({ program }) => program),
    raised: false,
    certainty: 'proved',
    weak: isUnseen,
    assumedInstances: context.assumedInstances,
  });
  if (judgement === null) return [];
  if (isUnseen && (judgement.situation === 'one' || judgement.situation === 'one-at-deploy')) {
    return [
      {
        kind: 'silent',
        site,
        gate: 'topology',
        reason: 'One instance is declared, and no balancer is seen before it.',
      },
    ];
  }
  return [
    {
      kind: 'found',
      site,
      judgement,
      confidence: isUnseen ? 'low' : 'medium',
      sentences: isUnseen
        ? unseenSentences(context, judgement)
        : sentencesOf(context, judgement, adviceOn(polling, shared === undefined ? first?.front : undefined)),
      related: (shared === undefined ? (first?.front.evidence ?? []) : startsOf(shared))
        .slice(0, 2)
        .map((place) => ({ site: place, message: 'This sends each request to whichever instance comes next.' })),
      evidence: { limit: null, effective: null, formula: null },
      subject: { kind: 'use', id: use.id },
      thing: 'polling clients',
      symbol: `${use.library.id} sessions`,
    },
  ];
}

/** A gateway speaks through whatever server of sockets the program chooses, and others than the usual one know no polling. */
function otherServerStop({ graph }: RuleContext, use: LibraryUse, programs: readonly Program[]): Stop | null {
  const chosen = chosenStop(graph, use, new Set(programs.flatMap(({ files }) => [...files])));
  return chosen === null ? null : { ...chosen, gate: 'role' };
}

/** A server that takes only connections that stay open is asked by one request, whose connection stays where it is. */
function pollingStop({ requests }: Polling, { state, meanings }: ResolvedOption): Stop | null {
  if (state === 'absent') return null;
  const polls = meanings.some(
    (each) =>
      each.kind === 'value' &&
      each.value.kind === 'list' &&
      each.value.items.some((item) => item.kind === 'literal' && item.value === requests),
  );
  return polls
    ? null
    : { gate: 'role', reason: 'It takes connections alone that stay open, or says elsewhere what it takes.' };
}

const keeping: ReadonlySet<string> = new Set(['ip_hash', 'hash', 'sticky']);

/** Whether some upstream on the way chooses by who asks. */
function isSticky({ system, graph }: RuleContext, { evidence }: Connection): boolean {
  const byDirectives = system.proxies.some(({ file, directives }) =>
    upstreamsIn(directives).some(({ inside }) => {
      const own = inside ?? [];
      return own.some((each) => holds(file, each, evidence)) && own.some(({ name }) => keeping.has(name));
    }),
  );
  const groups = evidence.flatMap(({ file }) => graph.facts.get(file)?.deployment?.forwarding?.groups ?? []);
  const byServers = groups.some(
    ({ keeps, servers }) =>
      keeps === 'client' && servers.some(({ span }) => evidence.some((site) => site.span[0] === span[0])),
  );
  return byDirectives || byServers;
}

function upstreamsIn(directives: readonly DirectiveFact[]): readonly DirectiveFact[] {
  return directives.flatMap((each) => (each.name === 'upstream' ? [each] : upstreamsIn(each.inside ?? [])));
}

function holds(file: string, { span }: DirectiveFact, evidence: readonly Site[]): boolean {
  return evidence.some((site) => site.file === file && span[0] <= site.span[0] && site.span[1] <= span[1]);
}

/** Whether several processes of one host take its connections in turn, and nothing keeps a client with one of them. */
function sharesPort(context: RuleContext, program: Program, polling: Polling): boolean {
  const { known, maximum } = program.topology.processesPerHost;
  return known !== 'assumed' && maximum > 1 && !isKept(context, program, polling);
}

/** Whether a package keeps each client with one process of a host. */
function isKept({ graph }: RuleContext, { files }: Program, { processes }: Polling): boolean {
  const has = (name: string): boolean => processes.keptBy.includes(name);
  return (
    graph.packages.some(({ manifest }) => manifest.dependencies.some(({ name }) => has(name))) ||
    [...files].some((file) => graph.facts.get(file)?.code?.imports.some(({ module }) => has(module)) === true)
  );
}

/** The place that says how many processes there are. */
function startsOf({ topology: { processesPerHost } }: Program): readonly Site[] {
  const { source } = processesPerHost;
  return source.kind === 'place' ? [source.site] : [];
}

function adviceOn({ processes }: Polling, front: Connection | undefined): string {
  return front === undefined
    ? processes.remedy
    : `Let \`${front.from}\` keep each client with one instance, by \`ip_hash\` or \`hash\`, or let server and clients use WebSocket alone.`;
}

function sentencesOf(context: RuleContext, judgement: Judgement, advice: string): readonly string[] {
  const names = { facts: context.graph.facts, catalog: context.catalog };
  return [
    firstSentence([harmOf(judgement)]),
    numbersSentence(judgement, 'knows only the sessions that began there', names),
    advice,
  ];
}

function unseenSentences(context: RuleContext, judgement: Judgement): readonly string[] {
  const names = { facts: context.graph.facts, catalog: context.catalog };
  const start = judgement.situation === 'assumed' ? `${withInstances(judgement)} clients` : 'Clients';
  return [
    firstSentence([`${start} that begin by polling get "Session ID unknown" unless each stays with one.`]),
    judgement.situation === 'assumed'
      ? 'Each knows only the sessions that began there, and nothing here says how requests are shared.'
      : numbersSentence(judgement, 'knows only the sessions that began there', names),
    'Let what shares the requests keep each client with one instance, or let server and clients use WebSocket alone.',
  ];
}

function harmOf(judgement: Judgement): string {
  switch (judgement.situation) {
    case 'one':
    case 'one-at-deploy':
      return 'With a second instance, clients that begin by polling would get "Session ID unknown".';
    case 'assumed':
      return `${withInstances(judgement)} clients that begin by polling get "Session ID unknown".`;
    default:
      return 'Clients that begin by polling get "Session ID unknown" whenever another instance answers.';
  }
}
