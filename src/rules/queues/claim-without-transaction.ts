import type { CodeFacts } from '../../facts/code.ts';
import type { Reference } from '../../facts/values.ts';
import { chainRelated } from '../../findings/chain.ts';
import { judge } from '../../findings/judge.ts';
import type { Rule, RuleContext, Verdict } from '../../findings/rule.ts';
import { firstSentence } from '../../findings/wording.ts';
import { leavesOutProduction } from '../../gates/guard.ts';
import { workReach } from '../../gates/moment.ts';
import { functionsTo } from '../../gates/reachable.ts';
import { scopeStop, servingPrograms } from '../../gates/scope.ts';
import { firstStop, type Stop } from '../../gates/stop.ts';
import { isInTransaction } from '../../gates/transactions.ts';
import type { FunctionKey, ProgramGraph } from '../../link/program-graph.ts';
import { type Locking, lockingStatements } from './claim/locking.ts';

/** Rows that are locked by a statement which is a transaction of its own, so that the lock ends with it. */
export const rule: Rule = {
  info: {
    id: 'claim-without-transaction',
    title: 'Rows locked without a transaction',
    tier: 'breaks',
    pattern: 'queues',
    base: 'error',
    raised: null,
    needsInstances: false,
    scope: 'process',
    breaksAt: [],
    gates: ['scope', 'moment', 'guard'],
    citation: {
      title: 'PostgreSQL: explicit locking, row-level locks',
      url: 'https://www.postgresql.org/docs/current/explicit-locking.html#LOCKING-ROWS',
      quote:
        'Row-level locks are released at transaction end or during savepoint rollback, just like table-level locks.',
    },
    summary: 'A statement locks rows outside of any transaction, so the lock ends before the rows are worked on.',
  },
  check: (context) => lockingStatements(context).flatMap((each) => verdictOf(context, each)),
};

function verdictOf(context: RuleContext, locking: Locking): readonly Verdict[] {
  const { graph } = context;
  const { site, function: key } = locking;
  const stop = firstStop([
    () => scopeStop(context, site.file, key),
    () => transactionStop(graph, locking),
    () => outsideStop(graph, locking),
    () => runStop(graph, key),
  ]);
  if (stop !== null) return [{ kind: 'silent', site, ...stop }];
  const reach = workReach(graph, key);
  const isSure = (graph.moments.get(key) ?? []).some(({ certainty }) => certainty === 'proved');
  const judgement = judge({
    info: rule.info,
    programs: servingPrograms(context, site.file, key),
    raised: false,
    certainty: isSure ? 'proved' : 'possible',
    weak: false,
    assumedInstances: context.assumedInstances,
  });
  if (judgement === null) return [];
  const title = graph.functions.get(key)?.title ?? '';
  return [
    {
      kind: 'found',
      site,
      judgement,
      confidence: isSure ? 'high' : 'low',
      sentences: [
        firstSentence([
          locking.skips
            ? 'Two instances can take the same rows here: the lock ends together with this statement.'
            : 'This lock ends together with its statement, so two requests can change the same row at once.',
        ]),
        'Nothing begins a transaction around it, so it commits by itself and lets the rows go before they are worked on.',
        locking.skips
          ? 'Mark the rows in the same statement (`UPDATE … WHERE id IN (SELECT … FOR UPDATE SKIP LOCKED) RETURNING …`), or begin a transaction.'
          : 'Begin a transaction and run this and all that belongs to it on one connection.',
      ],
      related: reach === null ? [] : chainRelated(graph, reach),
      evidence: { limit: null, effective: null, formula: null },
      subject: { kind: 'work', file: site.file, function: title },
      thing: 'claims of rows',
      symbol: `${title} locks rows`,
    },
  ];
}

function transactionStop(graph: ProgramGraph, locking: Locking): Stop | null {
  const { file, call, function: key, within, isPart } = locking;
  const fact = graph.facts.get(file)?.code?.calls[call];
  if (isPart) return { gate: 'guard', reason: 'It is a part of another statement, which holds its lock.' };
  const isWithin =
    within ||
    (fact !== undefined && isInTransaction(graph, { file, call, fact, function: key })) ||
    [...functionsTo(graph, key)].some((each) => begins(graph, each) || isGivenToBeginner(graph, each));
  return isWithin ? { gate: 'guard', reason: 'A transaction is begun around it, or by whoever calls it.' } : null;
}

/** `inTransaction((client) => take(client))`: the function is given to one that begins a transaction. */
function isGivenToBeginner(graph: ProgramGraph, key: FunctionKey): boolean {
  const node = graph.functions.get(key);
  const code = node === undefined ? null : (graph.facts.get(node.file)?.code ?? null);
  const parent = node?.fact.parent ?? null;
  if (node === undefined || code === null || parent === null) return false;
  return code.calls.some(
    ({ arguments: given, calleeSpan, callee, function: id }) =>
      given.some((each) => each.kind === 'function' && each.function === node.id) &&
      (/transaction/i.test(callee.path.at(-1) ?? '') ||
        (graph.callees.get(`${node.file}#${id}`) ?? []).some(
          ({ site, to }) => site.span[0] === calleeSpan[0] && to !== key && begins(graph, to),
        )),
  );
}

const transactional = /^(?:transactional|atomic|withTransaction|inTransaction|useTransaction)$/i;
const beginning = /^(?:begin|beginTransaction|startTransaction|start_transaction|begin_nested|atomic|withTransaction)$/;

/** Whether a function begins a transaction by a statement, a call or a decorator. */
function begins(graph: ProgramGraph, key: FunctionKey): boolean {
  const node = graph.functions.get(key);
  const code = node === undefined ? null : (graph.facts.get(node.file)?.code ?? null);
  if (node === undefined || code === null) return false;
  if ((graph.effects.get(key) ?? []).some(({ effect }) => effect === 'transaction')) return true;
  if (node.fact.decorators.some(({ reference }) => isTransactional(code, reference))) return true;
  return code.calls.some(
    ({ function: id, sql, callee }) =>
      id === node.id && (sql?.kind === 'begin' || beginning.test(callee.path.at(-1) ?? '')),
  );
}

function isTransactional(code: CodeFacts, { root, path }: Reference): boolean {
  const own = root.kind === 'declared' ? (code.declarations[root.declaration]?.name ?? '') : '';
  return transactional.test(path.at(-1) ?? own);
}

function outsideStop(graph: ProgramGraph, { guards, site }: Locking): Stop | null {
  return guards.some((guard) => leavesOutProduction(graph, site.file, guard))
    ? { gate: 'guard', reason: 'It is reached only outside production.' }
    : null;
}

function runStop(graph: ProgramGraph, key: FunctionKey): Stop | null {
  return (graph.moments.get(key) ?? []).length > 0 ? null : { gate: 'moment', reason: 'Nothing is seen to run it.' };
}
