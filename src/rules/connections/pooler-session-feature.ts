import type { SessionFeature } from '../../catalog/session-features.ts';
import { firstOfEach, placedBeside } from '../../findings/first-of-each.ts';
import { type Judgement, judge } from '../../findings/judge.ts';
import type { Found, Rule, RuleContext, Silent, Verdict } from '../../findings/rule.ts';
import { firstSentence } from '../../findings/wording.ts';
import { scopeStop, servingPrograms } from '../../gates/scope.ts';
import { firstStop, type Stop } from '../../gates/stop.ts';
import { isInTransaction } from '../../gates/transactions.ts';
import { describeSite } from '../../link/places.ts';
import type { Pooling } from '../../system/types.ts';
import { type Asked, askedIn, clientOf } from './session/asked.ts';

/** What a session of the database holds, asked for through a pooler that changes the session after each transaction. */
export const rule: Rule = {
  info: {
    id: 'pooler-session-feature',
    title: 'Session features behind a pooler',
    tier: 'breaks',
    pattern: 'connections',
    base: 'error',
    raised: null,
    needsInstances: false,
    scope: 'process',
    breaksAt: [],
    gates: ['scope', 'moment', 'guard', 'topology'],
    citation: {
      title: 'PgBouncer: features',
      url: 'https://www.pgbouncer.org/features.html',
      quote:
        'This mode breaks a few session-based features of PostgreSQL. You can use it only when the application cooperates by not using features that break.',
    },
    summary: 'A pooler gives the connection to others after each transaction, and code keeps something in its session.',
  },
  check: (context) => onceForFile([...filesBehind(context)].sort().flatMap((file) => verdictsIn(context, file))),
};

/** Files of programs that reach any database through a pooler. */
function filesBehind({ system }: RuleContext): ReadonlySet<string> {
  const names = new Set(system.poolings.filter(({ isPooled }) => isPooled).map(({ program }) => program));
  return new Set(system.programs.filter(({ name }) => names.has(name)).flatMap(({ files }) => [...files]));
}

function verdictsIn(context: RuleContext, file: string): readonly Verdict[] {
  return askedIn(context.graph, file).flatMap((asked) => verdictOf(context, asked));
}

function verdictOf(context: RuleContext, asked: Asked): readonly (FoundFeature | Silent)[] {
  const { graph } = context;
  const { file, fact, function: key } = asked;
  const site = { file, span: fact.calleeSpan };
  const silent = (stop: Stop): readonly Silent[] => [{ kind: 'silent', site, ...stop }];
  const programs = servingPrograms(context, file, key);
  const pooling = poolingOf(context, asked, new Set(programs.map(({ name }) => name)));
  const stop = firstStop([
    () => scopeStop(context, file, key),
    () => ('gate' in pooling ? pooling : null),
    () => transactionStop(context, asked, pooling as Pooling),
  ]);
  if (stop !== null || 'gate' in pooling) return stop === null ? [] : silent(stop);
  const reaches = graph.moments.get(key) ?? [];
  if (reaches.length === 0) return silent({ gate: 'moment', reason: 'Nothing is seen to run this.' });
  const judgement = judge({
    info: rule.info,
    programs: programs.filter(({ name }) => name === pooling.program),
    raised: false,
    certainty: reaches.some(({ certainty }) => certainty === 'proved') ? 'proved' : 'possible',
    weak: false,
    assumedInstances: context.assumedInstances,
  });
  return judgement === null ? [] : [foundAt(context, asked, pooling, judgement)];
}

/** The pooler that stands behind the call, or why nobody can say that one does. */
function poolingOf({ graph, system }: RuleContext, asked: Asked, programs: ReadonlySet<string>): Pooling | Stop {
  const own = system.poolings.filter(({ program }) => programs.has(program));
  const client = clientOf(graph, asked);
  const through = client === null ? own : own.filter(({ use }) => use.id === client.id);
  const direct = through.find(({ isPooled }) => !isPooled);
  const [first] = through.filter(({ mode }) => mode !== null && mode.value !== 'session');
  if (first === undefined)
    return { gate: 'topology', reason: 'Nothing says that a connection changes hands before its session ends.' };
  if (direct === undefined && through.every(({ mode }) => mode !== null && mode.value !== 'session')) return first;
  return { gate: 'guard', reason: 'The program has another connection that keeps its session, which may be the one.' };
}

/** Within one transaction the connection stays; what is left on it afterwards is still everybody’s. */
function transactionStop({ graph }: RuleContext, asked: Asked, { use }: Pooling): Stop | null {
  if (asked.feature === 'listen' || asked.feature === 'session-setting') return null;
  if (isInTransaction(graph, asked))
    return { gate: 'guard', reason: 'It stands within a transaction, for which the connection stays the same.' };
  if (use.pattern.connects?.beginsTransactions !== true || endsTransactions(graph.facts.get(asked.file)?.code ?? null))
    return null;
  return {
    gate: 'guard',
    reason: 'The driver begins a transaction by itself, for which the connection stays the same.',
  };
}

/** Whether code of the file ends transactions, or has each statement be one by itself. */
function endsTransactions(code: NonNullable<ReturnType<RuleContext['graph']['facts']['get']>>['code']): boolean {
  if (code === null) return false;
  const says = (name: string): boolean => /^(?:autocommit|isolation_level)$/i.test(name);
  return (
    code.calls.some(({ callee, named }) => callee.path.at(-1) === 'commit' || named.some(({ key }) => says(key))) ||
    code.functions.some(({ operations }) =>
      operations.some((each) => each.kind === 'assign' && says(each.target.path.at(-1) ?? '')),
    )
  );
}

type FoundFeature = Found & { readonly feature: SessionFeature };

function foundAt(context: RuleContext, asked: Asked, pooling: Pooling, judgement: Judgement): FoundFeature {
  const { feature, file, fact } = asked;
  const { addressSite, mode } = pooling;
  const { facts } = context.graph;
  const named = pooling.environment === null ? 'Its address' : `\`${pooling.environment}\``;
  const place = addressSite === null ? '' : ` (${describeSite(facts, addressSite)})`;
  const by =
    mode === null ? '' : mode.site === null ? `: ${mode.by}` : `: ${mode.by} (${describeSite(facts, mode.site)})`;
  return {
    kind: 'found',
    feature,
    site: { file, span: fact.calleeSpan },
    judgement,
    confidence: mode?.site == null ? 'medium' : 'high',
    sentences: [
      firstSentence([harms[feature]]),
      `${named}${place} leads to a pooler that takes connections back after each transaction${by}.`,
      remedies[feature],
    ],
    related: [
      ...(addressSite === null ? [] : [{ site: addressSite, message: 'The database is reached by this address.' }]),
      ...(mode?.site == null
        ? []
        : [{ site: mode.site, message: 'This says when the pooler takes connections back.' }]),
    ],
    evidence: { limit: null, effective: null, formula: null },
    subject: { kind: 'use', id: pooling.use.id },
    thing: things[feature],
    symbol: `${feature} of the session`,
  };
}

const harms: Readonly<Record<SessionFeature, string>> = {
  listen: 'Messages stop coming: the pooler gives this connection to others, and nobody listens any more.',
  'advisory-lock': 'This lock stays on a connection that the pooler gives to others, and unlocking may miss it.',
  'session-setting': 'This setting stays on a connection that the pooler gives to others, and misses later queries.',
  prepares: 'The prepared statement is missing where the pooler gives the next query another connection.',
  temporary: 'The temporary table is missing where the pooler gives the next query another connection.',
};

const remedies: Readonly<Record<SessionFeature, string>> = {
  listen: 'Listen on a connection that leads to the database directly.',
  'advisory-lock':
    'Take `pg_advisory_xact_lock` within a transaction, or use a connection that leads to the database directly.',
  'session-setting': 'Write `SET LOCAL` within the transaction that needs it, or set it for the role or the database.',
  prepares: 'Let the driver prepare the query, or use a connection that leads to the database directly.',
  temporary:
    'Make it within a transaction with `ON COMMIT DROP`, or use a connection that leads to the database directly.',
};

const things: Readonly<Record<SessionFeature, string>> = {
  listen: 'notifications of the database',
  'advisory-lock': 'database locks',
  'session-setting': 'database settings',
  prepares: 'prepared statements',
  temporary: 'temporary tables',
};

/** One file asks for the same thing in several places, which are one thing to mend: the first is told, the others stand beside it. */
function onceForFile(verdicts: readonly Verdict[]): readonly Verdict[] {
  return firstOfEach(verdicts, ({ site, symbol }) => `${site.file} ${symbol}`, placedBeside('The same stands here.'));
}
