import type { CodeFacts } from '../facts/code.ts';
import type { Operation } from '../facts/operations.ts';
import type { SqlFlag } from '../facts/sql.ts';
import type { FunctionId, Value } from '../facts/values.ts';
import { reachableEffects } from '../link/effects.ts';
import type { Effect, FunctionKey, ProgramGraph } from '../link/program-graph.ts';
import { isBehindClaim } from './claimed-rows.ts';
import { hasFixedJobId } from './job-ids.ts';
import { partsOf } from './names.ts';
import { isLookedUpFirst, savesNew } from './new-rows.ts';
import { isNewestRead } from './newest-rows.ts';
import { lastName } from './origins.ts';
import { outboundOf } from './outbound.ts';
import type { Stop } from './stop.ts';
import { sparesTwins } from './twins.ts';
import { isRefusedTwice } from './unique-rows.ts';

/** What goes wrong when a job runs on several instances at the same time. */
export interface JobHarm {
  readonly kind: 'harm';
  /** What a user sees; `{times}` stands for "3 times" or "more than once". */
  readonly sentence: string;
  readonly effect: Effect;
  /** It looks first whether the row is there, so that only runs at the very same time write it twice. */
  readonly weak: boolean;
  /** What another service makes of a second request is not seen, so that it never is an error. */
  readonly mild?: true;
}

/** The worst that a job does, or why running it several times does no harm. */
export function jobHarmOf(graph: ProgramGraph, job: FunctionKey): JobHarm | Stop {
  const effects = reachableEffects(graph, job);
  const first = (kind: Effect['effect']): Effect | undefined => effects.find((effect) => effect.effect === kind);
  const payment = first('payment');
  if (payment !== undefined) return harm(payment, 'customers can be charged {times}');
  const mail = first('mail');
  if (mail !== undefined) return sent(graph, job, mail, 'mail', 'goes out');
  const enqueued = effects.filter(({ effect }) => effect === 'enqueue');
  const message = enqueued.find((effect) => !hasFixedJobId(graph, job, effect));
  if (message !== undefined) return sent(graph, job, message, 'message', 'is sent');
  // Who hears a message twice that no queue keeps does something twice only where the rows are still there.
  const told = effects.find((each) => each.effect === 'publish' && !isBehindClaim(graph, job, each));
  if (told !== undefined) return harm(told, 'each message is sent {times}');
  const changes = effects.flatMap((effect) => {
    const change = rowChangeOf(graph, effect);
    if (change === null) return [];
    const isNoMatter = change === 'insert' && (isRefusedTwice(graph, effect) || isNewestRead(graph, effect));
    return [{ effect, change: isNoMatter ? 'no matter' : change }];
  });
  const insert = changes.find(({ change }) => change === 'insert');
  const isClaimed = insert !== undefined && isBehindClaim(graph, job, insert.effect);
  if (insert !== undefined && !isClaimed && !isLookedUpFirst(graph, insert.effect)) {
    return harm(insert.effect, 'each row is written {times}');
  }
  const count = changes.find(({ change }) => change === 'count');
  if (count !== undefined) return harm(count.effect, 'each count goes up {times}');
  if (insert !== undefined && isClaimed) {
    return { ...harm(insert.effect, 'a row of what two of them find at the same time is written {times}'), weak: true };
  }
  if (insert !== undefined) {
    return { ...harm(insert.effect, 'a row that none of them finds yet can be written {times}'), weak: true };
  }
  const { change, others } = outboundOf(graph, job);
  if (change !== null) return requested(graph, job, change.effect, change.method);
  if (changes.length === 0 && enqueued.length > 0) {
    return {
      gate: 'shared',
      reason: 'What it adds has a fixed job id, so the queue drops what another instance added.',
    };
  }
  return {
    gate: 'role',
    reason: harmlessReason(
      changes.map((each) => each.change),
      others,
    ),
  };
}

/** Why a job does no harm several times, with what its calls to other services come to. */
function harmlessReason(changes: readonly string[], others: readonly string[]): string {
  const elsewhere = others.map((each) => `, and ${each}`).join('');
  if (changes.length > 0) {
    const rows = changes.includes('no matter')
      ? 'It writes rows of which a second one is refused or never asked for'
      : 'It only deletes or overwrites rows';
    return others.length > 0
      ? `${rows}, which ends the same when it is done twice${elsewhere}.`
      : `${rows}, so running it twice ends the same.`;
  }
  return others.length > 0
    ? `It writes no database, sends no mail and charges nobody${elsewhere}, as far as the code shows.`
    : 'It writes no database, sends nothing and charges nobody, as far as the code shows: each instance tends to itself.';
}

/** A request that another service takes: a second PUT or DELETE mostly ends the same there. */
function requested(graph: ProgramGraph, job: FunctionKey, effect: Effect, method: string): JobHarm {
  const what = `${method} to another service`;
  const told = sent(graph, job, effect, what, 'is sent');
  return { ...told, weak: told.weak || !/^(?:POST|PATCH)$/.test(method), mild: true };
}

/** What goes out for rows that are taken away from the next run first goes out twice only where two run at the very same time. */
function sent(graph: ProgramGraph, job: FunctionKey, effect: Effect, what: string, leaves: string): JobHarm {
  return isBehindClaim(graph, job, effect)
    ? { ...harm(effect, `a ${what} whose row two of them find at the same time ${leaves} {times}`), weak: true }
    : harm(effect, `each ${what} ${leaves} {times}`);
}

function harm(effect: Effect, sentence: string): JobHarm {
  return { kind: 'harm', effect, sentence, weak: false };
}

/** A `count` does not end the same when it is made twice; an `overwrite` sets what each instance works out alike. */
export type RowChange = 'insert' | 'count' | 'overwrite' | 'delete';

/** What an effect does to rows, by its SQL where there is some, else by the name of the method. */
export function rowChangeOf(graph: ProgramGraph, effect: Effect): RowChange | null {
  const code = graph.facts.get(effect.site.file)?.code ?? null;
  if (code === null) return null;
  const sql = code.calls[effect.call]?.sql ?? null;
  if (sql !== null) {
    if (sql.kind === 'delete') return 'delete';
    if (sql.kind === 'insert') return sql.flags.includes('on-conflict') ? clashOf(sql.flags) : 'insert';
    if (sql.kind !== 'update') return null;
    return sql.flags.includes('counts') ? 'count' : 'overwrite';
  }
  if (effect.effect !== 'database-write') return null;
  const name = lastName(code, effect.call);
  if (/^(?:delete|remove|destroy|del|prune|purge|truncate|drop)/i.test(name)) return 'delete';
  if (/upsert|Or_?Update|Or_?Create|replace|merge/i.test(name) || sparesTwins(code, effect.call)) return 'overwrite';
  // A bulk may hold anything; mostly it changes rows that were looked up before.
  const isUpdate = /^(?:update|set|patch|save|increment|decrement|bulkWrite|findOneAnd|findByIdAnd|commit|flush)/i.test(
    name,
  );
  if (/^save/i.test(name) && savesNew(code, effect)) return 'insert';
  return isUpdate ? updateOf(graph, code, effect, name) : 'insert';
}

/** A row that is there already is left or set again, or one of its numbers goes up. */
function clashOf(flags: readonly SqlFlag[]): RowChange {
  return flags.includes('counts') ? 'count' : 'overwrite';
}

const counting = new Set(['$inc', '$mul', '$push', 'increment', 'decrement', 'multiply', 'divide', 'push']);

/** What a change by a document does: it counts, or it sets what stands in the document, which comes out the same. */
function updateOf(graph: ProgramGraph, code: CodeFacts, effect: Effect, name: string): RowChange {
  if (/^(?:increment|decrement)/i.test(name)) return 'count';
  const owner = graph.functions.get(effect.function)?.id ?? 0;
  const isWithin = (id: FunctionId): boolean => id === owner || isInside(code, id, owner);
  const values = [
    ...code.calls.flatMap((fact) => (isWithin(fact.function) ? fact.arguments : [])),
    ...code.declarations.flatMap((each) => (isWithin(each.function) && each.initial !== null ? [each.initial] : [])),
    ...code.functions.flatMap((each, id) => (isWithin(id) ? each.operations.flatMap(returned) : [])),
  ];
  const keys = new Set(values.flatMap((value) => keysOf(value, 0)));
  if ([...keys].some((key) => counting.has(key)) || addsToRow(code, effect, isWithin)) return 'count';
  return 'overwrite';
}

/** `thread.comments.push(comment)` or `thread.size += 1`, then `thread.save()`: a row that more is put into each time. */
function addsToRow(code: CodeFacts, { call }: Effect, isWithin: (id: FunctionId) => boolean): boolean {
  const saved = code.calls[call]?.callee;
  if (saved?.root.kind !== 'declared' || saved.path.length !== 1) return false;
  const { declaration } = saved.root;
  return code.functions.some(
    ({ operations }, id) =>
      isWithin(id) &&
      operations.some((each) => {
        if (each.kind !== 'container' && each.kind !== 'assign') return false;
        const { root, path } = each.target;
        const isItsOwn = root.kind === 'declared' && root.declaration === declaration && path.length > 0;
        // Who saw something, and how often it was looked at, is only noted.
        if (path.flatMap(partsOf).some((word) => /^(?:seen|views?|viewed|visits?|hits?)$/.test(word))) return false;
        const isAdded =
          each.kind === 'container' ? each.access === 'append' : /^(?:\+\+|--|\+=|-=)$/.test(each.operator);
        return isItsOwn && isAdded;
      }),
  );
}

/** Whether a function is written inside another one, as a callback is. */
function isInside(code: CodeFacts, inner: FunctionId, outer: FunctionId): boolean {
  const parent = code.functions[inner]?.parent ?? null;
  return parent !== null && parent !== 0 && (parent === outer || isInside(code, parent, outer));
}

function returned(operation: Operation): readonly Value[] {
  return operation.kind === 'return' && operation.value !== null ? [operation.value] : [];
}

function keysOf(value: Value, depth: number): readonly string[] {
  if (depth > 6) return [];
  const next = (inner: Value): readonly string[] => keysOf(inner, depth + 1);
  switch (value.kind) {
    case 'object':
      return [...value.properties.flatMap((each) => [each.key, ...next(each.value)]), ...value.spreads.flatMap(next)];
    case 'list':
      return value.items.flatMap(next);
    case 'conditional':
      return [...next(value.then), ...next(value.otherwise)];
    default:
      return [];
  }
}
