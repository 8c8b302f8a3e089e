import type { EffectKind, LibraryRole } from '../../../catalog/types.ts';
import type { CallFact } from '../../../facts/code.ts';
import type { ProgramGraph, Site } from '../../../link/program-graph.ts';
import { type Modulo, modulosIn, modulosPicking, takesTurns } from './modulo.ts';

/** A `key % n` that decides where rows are kept, and the call for which it does. */
export interface ShardChoice {
  readonly modulo: Modulo;
  readonly chooses: 'table' | 'database';
  readonly call: Site;
}

const effects: ReadonlySet<EffectKind> = new Set(['database-read', 'database-write', 'transaction']);
const roles: ReadonlySet<LibraryRole> = new Set(['database-client', 'database-pool', 'search-client']);

/** Every `key % n` by which a call of a database, or the making of a client, chooses among several; each place once. */
export function shardChoices(graph: ProgramGraph): readonly ShardChoice[] {
  const found = new Map<string, ShardChoice>();
  const add = (choice: ShardChoice) => {
    const key = `${choice.modulo.file}#${String(choice.modulo.value.span[0]).padStart(8, '0')}`;
    if (!found.has(key)) found.set(key, choice);
  };
  for (const { file, fact } of graph.uses.filter(({ pattern }) => roles.has(pattern.role))) {
    for (const choice of choicesOf(graph, file, fact, 'database')) add(choice);
  }
  for (const own of graph.effects.values()) {
    for (const { effect, site, call } of own) {
      const fact = graph.facts.get(site.file)?.code?.calls[call];
      if (!effects.has(effect) || fact === undefined) continue;
      for (const choice of choicesOf(graph, site.file, fact, 'table')) add(choice);
      for (const modulo of clientPicks(graph, site.file, fact)) {
        add({ modulo, chooses: 'database', call: { file: site.file, span: fact.calleeSpan } });
      }
    }
  }
  return [...found]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, choice]) => choice)
    .filter(({ modulo }) => modulo.value.left !== null && !takesTurns(graph, modulo.file, modulo.value.left));
}

/** `pools[customer % 4].query(…)`, and the same by a name: `const pool = pools[customer % 4]`. */
function clientPicks(graph: ProgramGraph, file: string, { callee }: CallFact): readonly Modulo[] {
  const { root } = callee;
  const named = root.kind === 'declared' ? graph.facts.get(file)?.code?.declarations[root.declaration] : undefined;
  const initial = named?.initial?.kind === 'reference' ? named.initial.reference : null;
  return [...modulosPicking(graph, file, callee), ...(initial === null ? [] : modulosPicking(graph, file, initial))];
}

function choicesOf(
  graph: ProgramGraph,
  file: string,
  fact: CallFact,
  chooses: ShardChoice['chooses'],
): readonly ShardChoice[] {
  const given = [...fact.arguments, ...fact.named.map(({ value }) => value)];
  return given
    .flatMap((value) => modulosIn(graph, file, value))
    .filter((modulo) => (chooses === 'database' ? modulo.picks || modulo.before !== '' : namesTable(modulo)))
    .map((modulo) => ({ modulo, chooses, call: { file, span: fact.calleeSpan } }));
}

/**
 * Whether the text before it makes it part of a name: `orders_`, alone or where a statement names a table. Behind
 * `LIMIT` or `WHERE bucket =` it is a number like any other.
 */
function namesTable({ before }: Modulo): boolean {
  if (/^[A-Za-z][\w.]*[_-]?$/.test(before)) return true;
  return /\b(?:from|into|update|join|table|exists)\s+["'`[]?[A-Za-z][\w.]*$/i.test(before);
}
