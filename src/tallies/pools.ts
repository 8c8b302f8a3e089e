import { budgetTables } from '../plan/budgets.ts';
import type { BudgetRow, BudgetTable } from '../plan/types.ts';
import type { ConnectionBudget, ConnectionDemand } from '../system/types.ts';
import { counted, isFirm, sourcesOf } from './firm.ts';
import type { Tally, TallyInput, TallyLine } from './tally.ts';

/** A database's budget beside the plan's table of it, whose rows stand in the order of the demands. */
export interface Account {
  readonly budget: ConnectionBudget;
  readonly table: BudgetTable;
  readonly rows: readonly { readonly demand: ConnectionDemand; readonly row: BudgetRow; readonly firm: boolean }[];
  /** Whether the sum is made of numbers that are all said, of pools that all lead here. */
  readonly firm: boolean;
}

export function accountsOf(input: TallyInput): readonly Account[] {
  const tables = budgetTables(input);
  return input.system.budgets.flatMap((budget): readonly Account[] => {
    const table = tables.find(({ database }) => database === budget.database);
    if (table === undefined) return [];
    const rows = budget.demands.flatMap((demand, index) => {
      const row = table.rows[index];
      return row === undefined ? [] : [{ demand, row, firm: isFirm(input, demand) }];
    });
    const firm = !budget.pooled && rows.every((each) => each.firm && each.row.condition === null);
    return [{ budget, table, rows, firm }];
  });
}

/** What every pool comes to whose size is written. */
export function poolTallies(input: TallyInput): readonly Tally[] {
  return accountsOf(input).flatMap((account) =>
    account.rows.flatMap(({ demand, row, firm }): readonly Tally[] => {
      if (demand.poolSite === null) return [];
      const instances = demand.processesPerHost * (demand.hosts + demand.surge);
      const own = `${demand.poolMaximum} × ${instances} = ${demand.connections}`;
      const isAlone = account.rows.length === 1;
      const of = `of ${account.table.usable}`;
      const whole = isAlone ? `${own} ${of}` : `${own}; all ${account.table.demand} ${of}`;
      const isSummed = account.firm && account.budget.supply.grounded;
      return [
        {
          site: demand.poolSite,
          written: isAsWritten(demand) ? demand.poolMaximum : null,
          product: !firm ? null : isSummed ? whole : own,
          lines: [poolLine(row, demand, firm, own), ...sumLines(account)],
        },
      ];
    }),
  );
}

/** Whether the pool's size is the number that stands there, neither cut nor with what it opens beyond. */
function isAsWritten({ oneAtATime, use }: ConnectionDemand): boolean {
  return oneAtATime !== true && use.pattern.pool?.beyond === undefined;
}

/** What all pools ask, at the number that says what the database takes. */
export function supplyTallies(input: TallyInput): readonly Tally[] {
  return accountsOf(input).flatMap((account): readonly Tally[] => {
    const { source, maximum, grounded } = account.budget.supply;
    if (!grounded || source.kind !== 'place' || !account.firm) return [];
    const { demand, usable, database } = account.table;
    const text = `All pools together may open ${demand} of the ${usable} connections that ${database} leaves to them.`;
    const sources = account.rows.flatMap(({ row }) => (row.pool.from.kind === 'place' ? [row.pool.from] : []));
    return [
      { site: source.site, written: maximum, product: `${demand} of ${usable} asked for`, lines: [{ text, sources }] },
    ];
  });
}

function poolLine(row: BudgetRow, demand: ConnectionDemand, firm: boolean, own: string): TallyLine {
  const leads = row.condition === null ? '' : `, if ${row.condition}`;
  if (!firm) {
    const text = `Each instance of ${row.program} opens up to ${row.pool.value}; nothing says how many run${leads}.`;
    return { text, sources: [] };
  }
  const hosts =
    demand.surge === 0 ? counted(demand.hosts, 'host') : `(${demand.hosts} + ${demand.surge} in a roll-out)`;
  const made = demand.processesPerHost === 1 ? hosts : `${hosts} × ${demand.processesPerHost} processes`;
  const text = `${own} connections of ${row.program}: ${row.pool.value} in each pool × ${made}${leads}.`;
  return { text, sources: sourcesOf(row) };
}

/** The sum of all pools against what the database takes, or why there is none. */
export function sumLines(account: Account): readonly TallyLine[] {
  const { budget, table, rows } = account;
  if (budget.pooled)
    return [{ text: `A pooler stands before ${table.database}, so these are not its connections.`, sources: [] }];
  const reserved = table.reserved.value === 0 ? '' : `, of which ${table.reserved.value} are reserved`;
  const supply = budget.supply.grounded
    ? `${table.database} takes ${table.usable}: ${table.title} is ${table.maximum.value}${reserved}`
    : `Nothing says what ${table.database} takes; by default it is ${table.usable}`;
  const sources = budget.supply.grounded ? [table.maximum.from] : [];
  const lines: TallyLine[] = [];
  if (!account.firm) lines.push({ text: `${supply}.`, sources });
  else {
    const terms = rows.map(({ row }) => `${row.connections} (${row.program})`).join(' + ');
    const sum = rows.length === 1 ? '' : `All pools together: ${terms} = ${table.demand}. `;
    const over = table.over && budget.supply.grounded ? ` ${table.demand - table.usable} too many.` : '';
    lines.push({ text: `${sum}${supply}.${over}`, sources });
  }
  if (budget.unread.length > 0)
    lines.push({
      text: `${counted(budget.unread.length, 'further pool')} of a size that cannot be read.`,
      sources: [],
    });
  if (table.elastic.length > 0)
    lines.push({
      text: `${table.elastic.join(' and ')} may come on top with every copy that traffic starts.`,
      sources: [],
    });
  return lines;
}
