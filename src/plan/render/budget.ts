import type { BudgetRow, BudgetTable, Figure } from '../types.ts';
import { code, prose, provenanceText, row } from './markdown.ts';

/** So many programs are shown line by line; the rest is one line with their sum. */
const shownRows = 8;

/** Formula F7 line by line. Every number stands alone in its cell, and its source in the last one. */
export function budgetLines(table: BudgetTable): readonly string[] {
  const shown = table.rows.slice(0, table.rows.length > shownRows ? shownRows - 1 : shownRows);
  const rest = table.rows.slice(shown.length);
  return [
    row(['Program', 'Pool', '× processes', '× (hosts', '+ roll-out)', '= connections', 'Where the figures come from']),
    '|---|--:|--:|--:|--:|--:|---|',
    ...shown.map(demandLine),
    ...(rest.length === 0
      ? []
      : [
          row([`${rest.length} further pools`, '', '', '', '', String(sumOf(rest)), 'below, under Connection budgets']),
        ]),
    row(['**Demand**', '', '', '', '', `**${table.demand}**`, 'the sum']),
    row([code(table.title), '', '', '', '', String(table.maximum.value), provenanceText(table.maximum.from)]),
    row([
      'reserved',
      '',
      '',
      '',
      '',
      table.reserved.value === 0 ? '0' : `−${table.reserved.value}`,
      provenanceText(table.reserved.from),
    ]),
    row(['**Usable**', '', '', '', '', `**${table.usable}**`, `${table.maximum.value} − ${table.reserved.value}`]),
    row(['To plan with', '', '', '', '', String(table.planned), `four fifths of ${table.usable}, rounded down`]),
    '',
    conclusion(table),
    ...elasticLines(table),
  ];
}

/** All rows, however many, and the pools that would fit. */
export function wholeBudgetLines(table: BudgetTable): readonly string[] {
  const rest = table.rows.length > shownRows ? table.rows.slice(shownRows - 1) : [];
  return [
    ...budgetLines(table),
    ...(rest.length === 0
      ? []
      : [
          '',
          'Further pools:',
          '',
          row([
            'Program',
            'Pool',
            '× processes',
            '× (hosts',
            '+ roll-out)',
            '= connections',
            'Where the figures come from',
          ]),
          '|---|--:|--:|--:|--:|--:|---|',
          ...rest.map(demandLine),
        ]),
    ...proposalLines(table),
  ];
}

function demandLine({ program, library, pool, processes, hosts, surge, condition, connections }: BudgetRow): string {
  const from = (name: string, figure: Figure) => `${name} ${provenanceText(figure.from)}`;
  const sources = [
    from('pool', pool),
    ...(processes.value === 1 ? [] : [from('processes', processes)]),
    from('hosts', hosts),
    from('roll-out', surge),
    ...(condition === null ? [] : [`if ${prose(condition)}`]),
  ];
  return row([
    `${code(program)}, ${library}`,
    String(pool.value),
    String(processes.value),
    String(hosts.value),
    String(surge.value),
    String(connections),
    sources.join(' · '),
  ]);
}

/** How many copies there are is for traffic to say; a number that nobody chose is not added to one that somebody did. */
function elasticLines({ elastic }: BudgetTable): readonly string[] {
  if (elastic.length === 0) return [];
  return [
    '',
    `Not in the sum: ${elastic.map(code).join(', ')}, of which the platform starts a copy for each request that finds none free.`,
  ];
}

function conclusion({ rows, demand, usable, planned, over, pooled, database }: BudgetTable): string {
  if (pooled) return `A pooler stands before ${code(database)}, so the demand does not reach it as it is.`;
  if (over && rows.some(({ hosts }) => hosts.from.kind === 'assumed')) {
    return `With the assumed number of hosts **${demand} of ${usable}: ${demand - usable} too many.**`;
  }
  const conditions = [...new Set(rows.flatMap(({ condition }) => condition ?? []))];
  if (over && conditions.length > 0) {
    return `If ${prose(conditions.join(' and '))}: **${demand} of ${usable}, ${demand - usable} too many.**`;
  }
  if (over) return `**${demand} of ${usable}: ${demand - usable} too many.** Who comes last waits or is refused.`;
  if (demand > planned)
    return `${demand} of ${usable} fit, but ${demand - planned} more than the ${planned} to plan with.`;
  return `${demand} of ${usable} fit, ${planned - demand} below the ${planned} to plan with.`;
}

function proposalLines({ fits, needsPooler, planned, database }: BudgetTable): readonly string[] {
  if (needsPooler) {
    return [
      '',
      `Even pools of one connection come to more than ${planned}: a pooler such as PgBouncer must stand before ${code(database)}.`,
    ];
  }
  if (fits === null) return [];
  return [
    '',
    'Pools that fit, each giving up the same share:',
    '',
    row(['Program', 'Pool', '= connections']),
    '|---|--:|--:|',
    ...fits.rows.map(({ program, library, pool, connections }) =>
      row([`${code(program)}, ${library}`, String(pool), String(connections)]),
    ),
    row(['**Together**', '', `**${fits.demand}**`]),
    '',
    `${fits.demand} of the ${planned} to plan with. Whether such a pool carries the load is for a measurement to say: busy connections are requests a second × seconds each holds one.`,
  ];
}

function sumOf(rows: readonly BudgetRow[]): number {
  return rows.reduce((sum, each) => sum + each.connections, 0);
}
