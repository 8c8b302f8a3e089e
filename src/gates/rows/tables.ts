import type { CodeFacts } from '../../facts/code.ts';
import type { CallId, Value } from '../../facts/values.ts';
import type { Effect, ProgramGraph } from '../../link/program-graph.ts';
import { valuesOfRoot } from '../named-values.ts';
import { tablesOf } from '../new-rows.ts';
import { lastName } from '../origins.ts';

/** The tables that a read asks, as far as it names them. */
export function tablesRead(graph: ProgramGraph, effect: Effect): readonly string[] {
  const code = graph.facts.get(effect.site.file)?.code ?? null;
  if (code === null) return [];
  switch (effect.rows?.by) {
    case 'earlier': {
      const last = statementBefore(code, effect.call);
      return last === null ? [] : (code.calls[last]?.sql?.tables ?? []);
    }
    case 'steps':
      return (
        code.calls[effect.call]?.sql?.tables ??
        modelAsked(code, effect.call) ?? [...namesGiven(code, effect.call, 0), ...namesBehind(code, effect.call)]
      );
    default:
      return tablesOf(graph, effect);
  }
}

/** `Order.query.join(Customer)`: a class that asks for its own rows, whatever stands beside them; null for other reads. */
function modelAsked(code: CodeFacts, call: CallId): readonly string[] | null {
  const callee = code.calls[call]?.callee;
  if (callee?.root.kind !== 'declared' || callee.path.length < 2) return null;
  const name = code.declarations[callee.root.declaration]?.name ?? '';
  return /^[A-Z]/.test(name) ? [name] : null;
}

/** `cursor.execute('SELECT …')`, then `cursor.fetchall()`: the last statement before on the same name. */
export function statementBefore(code: CodeFacts, call: CallId): CallId | null {
  const fact = code.calls[call];
  const name = fact?.callee.root.kind === 'declared' ? fact.callee.root.declaration : null;
  const earlier = code.calls.flatMap(({ function: of, sql, span, callee: { root } }, id) =>
    fact !== undefined &&
    of === fact.function &&
    sql !== null &&
    span[0] < fact.span[0] &&
    root.kind === 'declared' &&
    root.declaration === name
      ? [id]
      : [],
  );
  return name === null ? null : (earlier.at(-1) ?? null);
}

/** The tables that a write names: `db.insert(orders).values(…)`, `session.add(Order(…))`, `orders.save(…)`. */
export function tablesWritten(graph: ProgramGraph, effect: Effect): readonly string[] {
  const code = graph.facts.get(effect.site.file)?.code ?? null;
  const fact = code?.calls[effect.call];
  if (code === null || fact === undefined) return [];
  if (fact.sql !== null) return fact.sql.tables;
  const given = fact.arguments.flatMap((each) => {
    const values = each.kind === 'reference' ? valuesOfRoot(code, each.reference) : [each];
    return values.flatMap((value) => (value.kind === 'call' ? [lastName(code, value.call)] : []));
  });
  return [...tablesOf(graph, effect), ...namesGiven(code, effect.call, 0), ...given];
}

/** Whether two names stand for one table: `orders`, `Order`, `orderModel`. */
export function isSameTable(one: string, other: string): boolean {
  return singular(one).toLowerCase() === singular(other).toLowerCase();
}

/** `select(Product)`, `knex('products')`: names and texts that a call is given, through calls in between. */
function namesGiven(code: CodeFacts, call: CallId, depth: number): readonly string[] {
  const fact = code.calls[call];
  if (fact === undefined || depth > 4) return [];
  const before = fact.callee.root.kind === 'call' ? namesGiven(code, fact.callee.root.call, depth + 1) : [];
  return [...before, ...fact.arguments.flatMap((each) => namesIn(code, each, depth))];
}

function namesIn(code: CodeFacts, value: Value, depth: number): readonly string[] {
  if (value.kind === 'literal') return typeof value.value === 'string' ? [value.value] : [];
  if (value.kind === 'call') return namesGiven(code, value.call, depth + 1);
  if (value.kind !== 'reference') return [];
  const { root, path } = value.reference;
  const declared = root.kind === 'declared' ? code.declarations[root.declaration] : undefined;
  // `schema.products` names the table last, `Product.id` first.
  return declared === undefined ? [] : [declared.name, ...path.slice(-1)];
}

/** `db.select().from(products)`. */
function namesBehind(code: CodeFacts, call: CallId): readonly string[] {
  return code.calls.flatMap(({ callee: { root } }, id) =>
    root.kind === 'call' && root.call === call
      ? [
          ...(/^(?:from|select_from|table)$/.test(lastName(code, id)) ? namesGiven(code, id, 4) : []),
          ...namesBehind(code, id),
        ]
      : [],
  );
}

/** Whether a table grows with every user or every use, and has thousands of rows where it is used at all. */
export function growsWithUse(table: string): boolean {
  const name = singular(table);
  return (grows(table) && !some.test(name)) || many.test(name);
}

/** Further things that users make without end; a loop over them is judged by the narrower list below. */
const many = /(?:case|task|todo|card|expense|tweet|question|answer|recipe|movie|transfer|report)$/i;

/** Things of which there are some dozens in many places: what an operator sets up, and not what users do. */
const some =
  /(?:account|member|tenant|organi[sz]ation|team|project|channel|monitor|site|website|domain|property|membership|contract|lease|device|sensor|feed|link|lead|employee|subscription|address|offer|book|product|webhook|event|document)$/i;

/** Whether a table grows with use. Those that people fill by hand, as settings and roles, stay short. */
export function grows(table: string): boolean {
  return growing.test(singular(table));
}

/** Accounts of people: they grow where anybody may make one, and stay few where a team gives them to its own. */
export function isOfAccounts(table: string): boolean {
  return accounts.test(singular(table));
}

const accounts = /(?:user|account|member|profile|person|people|employee|player|staff)$/i;

function singular(table: string): string {
  return table.replace(/(?:_?(?:model|entity|repository|repo|table|collection|schema|s))+$/i, '').replace(/ie$/i, 'y');
}

const growing = new RegExp(
  `(?:${[
    'user|customer|client|account|member|profile|person|people|contact|subscriber|subscription|patient|student|employee|player|lead',
    'order|invoice|payment|transaction|charge|purchase|booking|reservation|shipment|delivery|product|article|review|ticket',
    'post|comment|message|mail|email|notification|conversation|chat|event|visit|log|entry|record|measurement|device|sensor',
    'file|document|upload|image|photo|picture|video|track|song|book|link|url|bookmark|note|vote|tenant|organi[sz]ation|team|project|issue',
    'feed|channel|monitor|site|website|domain|listing|offer|quote|contract|lease|property|membership|follower|recipient|address',
  ].join('|')})$`,
  'i',
);
