import { reachableEffects } from '../link/effects.ts';
import type { Effect, FunctionKey, ProgramGraph } from '../link/program-graph.ts';
import { lastName } from './origins.ts';
import type { Stop } from './stop.ts';

/** What goes wrong when a job runs on several instances at the same time. */
export interface JobHarm {
  readonly kind: 'harm';
  /** What a user sees; `{times}` stands for "3 times" or "more than once". */
  readonly sentence: string;
  readonly effect: Effect;
  /** It only changes rows that are there already, which may well come out the same. */
  readonly weak: boolean;
}

/** The worst that a job does, or why running it several times does no harm. */
export function jobHarmOf(graph: ProgramGraph, job: FunctionKey): JobHarm | Stop {
  const effects = reachableEffects(graph, job);
  const first = (kind: Effect['effect']): Effect | undefined => effects.find((effect) => effect.effect === kind);
  const payment = first('payment');
  if (payment !== undefined) return harm(payment, 'customers can be charged {times}');
  const mail = first('mail');
  if (mail !== undefined) return harm(mail, 'each mail goes out {times}');
  const message = first('enqueue') ?? first('publish');
  if (message !== undefined) return harm(message, 'each message is sent {times}');
  const changes = effects.flatMap((effect) => {
    const change = rowChangeOf(graph, effect);
    return change === null ? [] : [{ effect, change }];
  });
  const insert = changes.find(({ change }) => change === 'insert');
  if (insert !== undefined) return harm(insert.effect, 'each row is written {times}');
  const update = changes.find(({ change }) => change === 'update');
  if (update !== undefined) return { ...harm(update.effect, 'the same rows are changed {times}'), weak: true };
  return changes.length > 0
    ? { gate: 'role', reason: 'It only deletes or overwrites rows, so running it twice ends the same.' }
    : {
        gate: 'role',
        reason:
          'It writes no database, sends nothing and charges nobody, as far as the code shows: each instance tends to itself.',
      };
}

function harm(effect: Effect, sentence: string): JobHarm {
  return { kind: 'harm', effect, sentence, weak: false };
}

type RowChange = 'insert' | 'update' | 'overwrite' | 'delete';

/** What an effect does to rows, by its SQL where there is some, else by the name of the method. */
function rowChangeOf(graph: ProgramGraph, effect: Effect): RowChange | null {
  const code = graph.facts.get(effect.site.file)?.code ?? null;
  if (code === null) return null;
  const sql = code.calls[effect.call]?.sql ?? null;
  if (sql !== null) {
    if (sql.kind === 'delete') return 'delete';
    if (sql.kind === 'insert') return sql.flags.includes('on-conflict') ? 'overwrite' : 'insert';
    return sql.kind === 'update' ? 'update' : null;
  }
  if (effect.effect !== 'database-write') return null;
  const name = lastName(code, effect.call);
  if (/^(?:delete|remove|destroy|del|prune|purge|truncate|drop)/i.test(name)) return 'delete';
  if (/upsert|OrUpdate|OrCreate|replace|merge/i.test(name)) return 'overwrite';
  return /^(?:update|set|patch|save|increment|decrement|findOneAnd|findByIdAnd)/i.test(name) ? 'update' : 'insert';
}
