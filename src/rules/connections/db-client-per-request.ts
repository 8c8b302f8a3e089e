import type { Catalog, LibraryRole } from '../../catalog/types.ts';
import { chainRelated, reachTitle } from '../../findings/chain.ts';
import { type Judgement, judge, least } from '../../findings/judge.ts';
import type { Rule, RuleContext, Verdict } from '../../findings/rule.ts';
import { capitalised, firstSentence } from '../../findings/wording.ts';
import { clientStop, isClosed, isClosedAtOnce } from '../../gates/client-use.ts';
import { conditionsOfUse, conditionsOnWay } from '../../gates/conditions.ts';
import { guardStop, wayStop } from '../../gates/guard.ts';
import { runsAtStart } from '../../gates/moment.ts';
import { numberOfOption } from '../../gates/numbers.ts';
import { requestReachOf } from '../../gates/request-scope.ts';
import { scopeStop, servingThrough } from '../../gates/scope.ts';
import { firstStop, type Stop } from '../../gates/stop.ts';
import { callByCallee } from '../../link/calls-at.ts';
import { optionOf } from '../../link/evaluate.ts';
import type { FunctionKey, LibraryUse, ProgramGraph, Reach } from '../../link/program-graph.ts';
import type { Program } from '../../system/types.ts';
import { leadsToFile } from '../../system/written-address.ts';

/** A client or a pool that is made anew for each request, socket or message. */
export const rule: Rule = {
  info: {
    id: 'db-client-per-request',
    title: 'New client for each request',
    tier: 'breaks',
    pattern: 'connections',
    base: 'error',
    raised: null,
    needsInstances: false,
    scope: 'process',
    breaksAt: [],
    gates: ['scope', 'moment', 'guard', 'lifetime', 'role'],
    citation: {
      title: 'Prisma: the number of PrismaClient instances matters',
      url: 'https://www.prisma.io/docs/orm/prisma-client/setup-and-configuration/instantiate-prisma-client',
      quote: 'Your application should generally only create one instance of PrismaClient.',
    },
    summary:
      'A client or pool is made anew for each request, so connections grow with traffic until the server refuses more.',
  },
  check: (context) => {
    const uses = context.graph.uses.filter((use) => opensConnections(context.catalog, use));
    return uses
      .filter((use) => !uses.some((other) => other !== use && isInside(use, other)))
      .flatMap((use) => verdictOf(context, use));
  },
};

const roles: ReadonlySet<LibraryRole> = new Set([
  'database-client',
  'database-pool',
  'redis-client',
  'queue-producer',
  'broker-client',
]);
const lasting = new Set(['sql', 'mongodb', 'redis', 'amqp', 'kafka']);

/** Whether the call opens connections that last; clients of plain HTTP services open none worth counting. */
function opensConnections(catalog: Catalog, { pattern }: LibraryUse): boolean {
  if (!roles.has(pattern.role) || pattern.connects === undefined || pattern.reuses === true) return false;
  const { engine } = pattern.connects;
  return lasting.has(catalog.engines.find((each) => each.engine === engine)?.connection ?? 'other');
}

/** A pool that is made among another client's options belongs to that client. */
function isInside(use: LibraryUse, other: LibraryUse): boolean {
  const [start, end] = other.fact.span;
  return use.file === other.file && start <= use.fact.span[0] && use.fact.span[1] <= end;
}

function verdictOf(context: RuleContext, use: LibraryUse): readonly Verdict[] {
  const reach = requestReachOf(context.graph, use.function);
  const programs = servingThrough(context, use.file, reach === null ? [] : [reach]);
  const stopped = firstStop([
    () => scopeStop(context, use.file, use.function),
    () => (reach === null ? startStop(context.graph, use.function) : null),
    () => (leadsToFile(context.graph, use) ? fileStop : null),
    () => guardStop(context.graph, use) ?? (reach === null ? null : wayStop(context.graph, reach)),
    () => (reach === null ? null : clientStop(context.graph, use, reach)),
    () => invocationStop(context, use, programs),
  ]);
  const site = { file: use.file, span: use.fact.calleeSpan };
  if (stopped !== null || reach === null) {
    return stopped === null ? [] : [{ kind: 'silent', site, gate: stopped.gate, reason: stopped.reason }];
  }
  const judgement = judge({
    info: rule.info,
    programs,
    raised: false,
    certainty: reach.certainty,
    weak: false,
    assumedInstances: context.assumedInstances,
  });
  if (judgement === null) return [];
  const end = endOf(context.graph, use);
  const isSome = isOfSome(context.graph, use, reach);
  const isCheap = end === 'closed' && (isSome || takesMany(context.catalog, use) || isShared(context.graph, use));
  const most = { closed: isCheap ? 'note' : 'warning', idle: 'note', kept: 'error' } as const;
  return [
    {
      kind: 'found',
      site,
      judgement: { ...judgement, severity: least(judgement.severity, most[end]) },
      confidence: reach.certainty === 'proved' ? 'high' : 'low',
      sentences: sentencesOf(context, use, reach, judgement, end, isSome ? 'some' : 'every'),
      related: chainRelated(context.graph, reach),
      evidence: { limit: null, effective: null, formula: null },
      subject: { kind: 'use', id: use.id },
      symbol: `${context.graph.functions.get(use.function)?.title ?? ''}.${use.library.id}`,
    },
  ];
}

const fileStop: Stop = {
  gate: 'role',
  reason: 'It opens a file, so there is no server whose connections could run out.',
};

/** Whether only requests that meet a condition come to make it; a condition that ends the others early is not told apart. */
function isOfSome(graph: ProgramGraph, use: LibraryUse, reach: Reach): boolean {
  return [...conditionsOfUse(graph, use), ...conditionsOnWay(graph, reach)].some(({ guard }) => guard.holds);
}

/** Whether the server takes so many clients that opening one is slow and no more. */
function takesMany(catalog: Catalog, { pattern }: LibraryUse): boolean {
  return catalog.engines.find(({ engine }) => engine === pattern.connects?.engine)?.takesManyClients === true;
}

/** Whether what makes it has made one at load, too, and a name keeps it: whoever knows the shared one and takes another wants it apart. */
function isShared(graph: ProgramGraph, use: LibraryUse): boolean {
  return (graph.callers.get(use.function) ?? []).some(({ from, site }) => {
    const node = graph.functions.get(from);
    const call = node?.fact.kind === 'module' ? callByCallee(graph.facts, site) : null;
    if (node === undefined || call === null) return false;
    const declarations = graph.facts.get(node.file)?.code?.declarations ?? [];
    return declarations.some(({ initial }) => initial?.kind === 'call' && initial.call === call.id);
  });
}

/** What becomes of the connections: somebody closes them, the pool lets go of those that idle, or nothing does. */
type End = 'closed' | 'idle' | 'kept';

function endOf(graph: ProgramGraph, use: LibraryUse): End {
  if (isClosedAtOnce(graph, use) || use.pattern.closesItself === true) return 'closed';
  if (idlesOut(graph, use)) return 'idle';
  return isClosed(graph, use) ? 'closed' : 'kept';
}

/** Whether code asks the pool to keep no connection that idles. */
function idlesOut(graph: ProgramGraph, use: LibraryUse): boolean {
  const idles = use.pattern.pool?.idles;
  if (idles === undefined || optionOf(graph, use, idles.timeout).state !== 'present') return false;
  const { meanings } = optionOf(graph, use, idles.minimum);
  return meanings.length > 0 && meanings.every((meaning) => meaning.kind === 'literal' && meaning.value === 0);
}

/** How many connections come with one, as far as code says it. */
function sizeOf(graph: ProgramGraph, use: LibraryUse): string {
  const { pool } = use.pattern;
  if (pool === undefined) return 'a connection';
  const option = optionOf(graph, use, pool.maximum);
  if (option.state !== 'absent') {
    const known = numberOfOption(graph, option)?.value ?? null;
    return known === null ? 'a pool of connections' : `up to ${known} connections`;
  }
  return pool.byCores === true
    ? `a pool of ${pool.defaultMaximum} connections or more`
    : `up to ${pool.defaultMaximum} connections`;
}

function startStop(graph: ProgramGraph, key: FunctionKey): Stop {
  return runsAtStart(graph, key)
    ? { gate: 'moment', reason: 'It is made once, when the process starts.' }
    : { gate: 'moment', reason: 'Nothing shows that a request, a socket or a message leads here.' };
}

/** A function that the platform freezes after each answer may open and close for itself. */
function invocationStop(context: RuleContext, use: LibraryUse, programs: readonly Program[]): Stop | null {
  const frozen =
    programs.length > 0 && programs.every((each) => each.topology.lifetime?.value === 'frozen-after-response');
  return frozen && isClosed(context.graph, use)
    ? { gate: 'topology', reason: 'The platform runs this for one request at a time, and it closes what it opens.' }
    : null;
}

/** A library of many engines says which one only in settings that may stand anywhere. */
function serverOf(catalog: Catalog, { pattern: { connects } }: LibraryUse): string {
  const engine = connects?.engineFrom === undefined && connects?.drivers === undefined ? connects?.engine : undefined;
  return catalog.engines.find((each) => each.engine === engine)?.title ?? 'the server';
}

function sentencesOf(
  context: RuleContext,
  use: LibraryUse,
  reach: Reach,
  judgement: Judgement,
  end: End,
  which: 'every' | 'some',
): readonly string[] {
  const server = serverOf(context.catalog, use);
  const way = reachTitle(context.graph, reach);
  const each = reach.moment === 'queue' ? 'message' : reach.moment === 'socket' ? 'socket' : 'request';
  const some = `A ${each} that comes here opens and closes its own connections to ${server}, which is slow.`;
  const slow = `Every ${each} opens and closes its own connections to ${server}, which is slow`;
  const first = {
    closed: which === 'some' ? some : takesMany(context.catalog, use) ? `${slow}.` : `${slow} and may run out of them.`,
    idle: `Every ${each} opens its own connections to ${server}, which close only after they have idled.`,
    kept: `Every ${each} opens new connections to ${server} and keeps them, until it refuses more.`,
  }[end];
  const path = way === '' ? 'Requests make' : `${way} makes`;
  return [
    firstSentence([first, `Every ${each} opens new connections to ${server}.`]),
    `${capitalised(path)} one here, with ${sizeOf(context.graph, use)}, in each instance of ${judgement.program.name}.`,
    'Make it once when the process starts, and share it.',
  ];
}
