import { rowChangeOf } from '../../../gates/job-harm.ts';
import type { Effect, ProgramGraph } from '../../../link/program-graph.ts';

/** A look at rows, and the change behind it that relies on what was seen. */
export interface LookAndChange {
  readonly read: Effect;
  readonly change: Effect;
}

/**
 * The first look whose rows are changed afterwards: of the same table or model, or, where nothing names one, in the same
 * function. What one function looks up and quite another one writes elsewhere need not belong together.
 */
export function lookAndChange(graph: ProgramGraph, effects: readonly Effect[]): LookAndChange | null {
  const doesMore = effects.some((each) => endsOtherwise(graph, each));
  const changes = effects.filter((each) => isChange(graph, each) && (doesMore || !onlyDeletes(graph, each)));
  for (const read of effects.filter((each) => isRead(graph, each))) {
    const change = changes.find((each) => isBehind(read, each) && areOfOne(graph, read, each));
    if (change !== undefined) return { read, change };
  }
  return null;
}

const goesOut: ReadonlySet<Effect['effect']> = new Set(['payment', 'mail', 'enqueue', 'publish', 'external-call']);

/** Whether an effect adds something each time that it is made; what two delete or write over is the same afterwards. */
function endsOtherwise(graph: ProgramGraph, effect: Effect): boolean {
  const change = rowChangeOf(graph, effect);
  return change === 'insert' || change === 'count' || goesOut.has(effect.effect);
}

/** Who finds the row gone that he was to delete has nothing left to do; that holds as well for what confirms deletions. */
function onlyDeletes(graph: ProgramGraph, effect: Effect): boolean {
  if (rowChangeOf(graph, effect) === 'delete') return true;
  const code = graph.facts.get(effect.site.file)?.code;
  const confirms = /^(?:commit|flush)$/.test(code?.calls[effect.call]?.callee.path.at(-1) ?? '');
  const operations = graph.functions.get(effect.function)?.fact.operations ?? [];
  const beside = graph.effects.get(effect.function) ?? [];
  return (
    confirms &&
    beside.some((each) => rowChangeOf(graph, each) === 'delete') &&
    !operations.some((each) => each.kind === 'assign' && each.target.path.length > 0)
  );
}

/** Whether a change may come after a look; in one function it stands behind it. */
function isBehind(read: Effect, change: Effect): boolean {
  return read.function !== change.function || read.site.span[0] < change.site.span[0];
}

function areOfOne(graph: ProgramGraph, read: Effect, change: Effect): boolean {
  const [looked, changed] = [subjectsOf(graph, read), subjectsOf(graph, change)];
  if (looked.length === 0 || changed.length === 0) return read.function === change.function;
  return looked.some((name) => changed.includes(name));
}

/** Names that say who speaks with a database, and nothing of what about. */
const speakers =
  /^(?:db|database|pool|client|conn|connection|cursor|cur|session|tx|trx|transaction|prisma|em|manager|repo|repository|knex|sql|query|model|collection|table|engine|orm|sequelize|mongoose|dao|store|objects|this|self)$/;

/** The tables or models that an effect is about, as far as it names them. */
function subjectsOf(graph: ProgramGraph, { site, call }: Effect): readonly string[] {
  const code = graph.facts.get(site.file)?.code ?? null;
  const fact = code?.calls[call];
  if (code === null || fact === undefined) return [];
  if (fact.sql !== null) return fact.sql.tables.map(plain);
  const { root, path } = fact.callee;
  const first = root.kind === 'declared' ? [code.declarations[root.declaration]?.name ?? ''] : [];
  return [...first, ...path.slice(0, -1)].map(plain).filter((name) => name !== '' && !speakers.test(name));
}

/** `Wallets`, `wallet` and `walletRepository` are about the same. */
function plain(name: string): string {
  return name
    .toLowerCase()
    .replace(/^_+/, '')
    .replace(/(?:repository|repo|model|collection|table|service|store)$/, '')
    .replace(/s$/, '');
}

function isRead(graph: ProgramGraph, effect: Effect): boolean {
  const sql = sqlOf(graph, effect);
  return sql === null ? effect.effect === 'database-read' : sql === 'select';
}

function isChange(graph: ProgramGraph, effect: Effect): boolean {
  const sql = sqlOf(graph, effect);
  return sql === null ? effect.effect === 'database-write' : /^(?:insert|update|delete)$/.test(sql);
}

function sqlOf(graph: ProgramGraph, { site, call }: Effect): string | null {
  return graph.facts.get(site.file)?.code?.calls[call]?.sql?.kind ?? null;
}
