import { chainRelated, entryTitle } from '../../findings/chain.ts';
import { type Judgement, judge } from '../../findings/judge.ts';
import type { Rule, RuleContext, Verdict } from '../../findings/rule.ts';
import { firstSentence, numbersSentence } from '../../findings/wording.ts';
import { guardStop } from '../../gates/guard.ts';
import { answeringPrograms, scopeStop } from '../../gates/scope.ts';
import { firstStop, type Stop } from '../../gates/stop.ts';
import type { LibraryUse } from '../../link/program-graph.ts';
import { type Heard, heardIn } from './bus/heard.ts';
import { anotherWayStop } from './realtime/another-way.ts';
import { unreachedHarm } from './realtime/unreached.ts';
import { connectionTypes } from './registry/connections.ts';
import { isFedByChannel } from './registry/told.ts';

/** An emitter of the process that carries what users are told from the request of one to the connections of others. */
export const rule: Rule = {
  info: {
    id: 'eventemitter-as-bus',
    title: 'Events that stay in one process',
    tier: 'breaks',
    pattern: 'stateless',
    base: 'warning',
    raised: null,
    needsInstances: true,
    scope: 'process',
    breaksAt: [],
    gates: ['scope', 'guard', 'shared', 'role', 'topology'],
    citation: {
      title: 'Node.js: events',
      url: 'https://nodejs.org/docs/latest/api/events.html',
      quote:
        'When the EventEmitter object emits an event, all of the functions attached to that specific event are called synchronously.',
    },
    summary: 'An event tells users over their connections, and reaches none who is connected to another instance.',
  },
  check: (context) =>
    context.graph.uses.filter(({ pattern }) => pattern.role === 'event-bus').flatMap((use) => judgeUse(context, use)),
};

function judgeUse(context: RuleContext, use: LibraryUse): readonly Verdict[] {
  const { graph, catalog } = context;
  const { pubSub } = use.pattern;
  // One that a function makes for its own work carries nothing between requests.
  if (pubSub === undefined || graph.functions.get(use.function)?.fact.kind !== 'module') return [];
  const site = { file: use.file, span: use.fact.calleeSpan };
  const types = connectionTypes(catalog);
  const programs = answeringPrograms(context, use.file);
  const files = [...new Set(programs.flatMap((program) => [...program.files]))].sort();
  const heard = heardIn(graph, types, use, pubSub, files);
  const stop = firstStop([
    () => scopeStop(context, use.file),
    () => guardStop(graph, use),
    () => anotherWayStop(graph, use),
    () => (heard.length === 0 ? unheard : null),
    () => (isFedByChannel(graph, types, emittersIn(context, use, files)) ? fed : null),
  ]);
  if (stop !== null) return [{ kind: 'silent', site, ...stop }];
  const [first] = heard;
  const judgement = judge({
    info: rule.info,
    programs,
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
      sentences: sentencesOf(context, judgement, first, pubSub.remedy),
      related: [
        { site: first.emit, message: 'This reaches only users whose connections this instance holds.' },
        { site: first.listen, message: 'Here a connection of a user listens.' },
        ...chainRelated(graph, first.way),
      ],
      evidence: { limit: null, effective: null, formula: null },
      subject: { kind: 'use', id: use.id },
      thing: 'live messages',
      symbol: `${use.library.id} bus`,
    },
  ];
}

const unheard: Stop = {
  gate: 'role',
  reason: 'Nothing that one request emits is seen to be told to users over their connections.',
};
const fed: Stop = {
  gate: 'shared',
  reason: 'A channel that instances share leads to what is emitted, so each tells its own users.',
};

/** Functions that emit, whatever leads to them. */
function emittersIn({ graph }: RuleContext, use: LibraryUse, files: readonly string[]): ReadonlySet<string> {
  const tells = use.pattern.pubSub?.tells ?? [];
  return new Set(
    files.flatMap((file) =>
      (graph.facts.get(file)?.code?.calls ?? []).flatMap(({ callee, function: id }) =>
        tells.includes(callee.path.at(-1) ?? '') ? [`${file}#${id}`] : [],
      ),
    ),
  );
}

function sentencesOf(context: RuleContext, judgement: Judgement, { way }: Heard, remedy: string): readonly string[] {
  const names = { facts: context.graph.facts, catalog: context.catalog };
  const who =
    way.moment === 'queue' ? 'a job' : way.entry?.route == null ? 'one user' : entryTitle(context.graph, way.entry);
  return [
    firstSentence([harmOf(judgement, who), harmOf(judgement, 'one instance')]),
    judgement.situation === 'assumed'
      ? 'Each calls only its own listeners.'
      : numbersSentence(judgement, 'calls only its own listeners', names),
    remedy,
  ];
}

function harmOf(judgement: Judgement, who: string): string {
  return unreachedHarm(judgement, `what ${who} emits`);
}
