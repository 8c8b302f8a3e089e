import type { Property, Value } from '../../facts/values.ts';
import type { Effect, ProgramGraph } from '../../link/program-graph.ts';
import { remembered } from '../../link/remembered.ts';
import { isEffectForOperators } from '../for-operators.ts';
import { rowChangeOf } from '../job-harm.ts';
import { workReach } from '../moment.ts';
import { asksForUser } from '../signed-in.ts';
import type { Stop } from '../stop.ts';
import { isOfAccounts, isSameTable, tablesWritten } from './tables.ts';

interface Creation {
  readonly effect: Effect;
  readonly tables: readonly string[];
  /** Who comes to make a row: anybody or a machine, who is signed in, an administrator alone, or nobody that is seen. */
  readonly by: 'anybody' | 'user' | 'operator' | 'nobody';
}

/**
 * Whether the rows that a read gives stay few by the way in which they come to be: administrators alone make them, or they
 * are accounts and nobody is seen to make one for himself.
 */
export function fewMadeStop(graph: ProgramGraph, read: Effect, table: string): Stop | null {
  const all = creations(graph).filter(
    ({ tables, by }) => by !== 'nobody' && tables.some((each) => isSameTable(each, table)),
  );
  const made = all.filter(({ effect }) => !isLeftOut(graph, read, effect));
  if (made.length > 0 && made.every(({ by }) => by === 'operator')) {
    return { gate: 'role', reason: 'Administrators alone add rows to it, so it grows with the team and not with use.' };
  }
  if (!isOfAccounts(table)) return null;
  // Where those who come by themselves are told apart and left out, the others are the team, however it signs in.
  if (all.some((each) => each.by === 'anybody' && !made.includes(each))) {
    return { gate: 'role', reason: 'The accounts that people make for themselves are left out, so the team stays.' };
  }
  return !made.some(({ by }) => by === 'anybody')
    ? { gate: 'role', reason: 'Nobody is seen to make an account for himself, so they are as many as the team.' }
    : null;
}

const creations = remembered((graph: ProgramGraph): readonly Creation[] =>
  [...graph.effects.values()].flat().flatMap((effect): readonly Creation[] => {
    if (!isWrite(graph, effect)) return [];
    return [{ effect, tables: tablesWritten(graph, effect), by: makerOf(graph, effect) }];
  }),
);

const upserts = /upsert|Or_?Create|Or_?Update|insert_?or|save|add/i;

function isWrite(graph: ProgramGraph, effect: Effect): boolean {
  const change = rowChangeOf(graph, effect);
  if (change === 'insert') return true;
  const fact = graph.facts.get(effect.site.file)?.code?.calls[effect.call];
  return change === 'overwrite' && (fact?.sql?.kind === 'insert' || upserts.test(fact?.callee.path.at(-1) ?? ''));
}

function makerOf(graph: ProgramGraph, effect: Effect): Creation['by'] {
  const reach = workReach(graph, effect.function);
  if (reach === null) return 'nobody';
  if (isEffectForOperators(graph, effect, reach)) return 'operator';
  const route = reach.entry?.route == null ? undefined : graph.routes[reach.entry.route];
  return route !== undefined && asksForUser(graph, route) ? 'user' : 'anybody';
}

/** Whether the read asks for other rows, by something that both write out: `{ external: false }` beside `{ external: true }`. */
function isLeftOut(graph: ProgramGraph, read: Effect, write: Effect): boolean {
  const asked = writtenOut(graph, read);
  const given = writtenOut(graph, write);
  return asked.some((each) =>
    given.some(
      (other) =>
        each.key === other.key &&
        each.value.kind === 'literal' &&
        other.value.kind === 'literal' &&
        each.value.value !== other.value.value,
    ),
  );
}

/** What stands as a literal in the objects that a call is given, under names that do not say what is shown. */
function writtenOut(graph: ProgramGraph, { site, call }: Effect): readonly Property[] {
  const fact = graph.facts.get(site.file)?.code?.calls[call];
  const inside = (value: Value): readonly Property[] => {
    if (value.kind !== 'object') return [];
    return value.properties.flatMap((each) => {
      if (/^(?:where|data|values|defaults|filter)$/.test(each.key)) return inside(each.value);
      return each.value.kind === 'literal' ? [each] : [];
    });
  };
  return [
    ...(fact?.arguments.flatMap(inside) ?? []),
    ...(fact?.named.filter(({ value }) => value.kind === 'literal') ?? []),
  ];
}
