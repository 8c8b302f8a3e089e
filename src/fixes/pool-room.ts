import { largestPool, plannedConnections } from '../capacity/connection-budget.ts';
import { plannedShare } from '../capacity/constants.ts';
import type { PoolPattern } from '../catalog/types.ts';
import type { Refusal } from '../findings/fix.ts';
import type { RuleContext } from '../findings/rule.ts';
import { optionOf } from '../link/evaluate.ts';
import { describeSite } from '../link/places.ts';
import type { LibraryUse, ProgramGraph } from '../link/program-graph.ts';
import type { ConnectionDemand, Source, System } from '../system/types.ts';
import { refusal } from './refusal.ts';

/** The size of a pool that the process is to keep, with the arithmetic in sentences that may stand in a comment. */
export interface PoolRoom {
  readonly option: string;
  readonly maximum: number;
  readonly arithmetic: readonly string[];
}

/**
 * What the database behind a call still allows a pool there (F7, to the share that may be planned with), or why none
 * fits. Null where the size stays as it is: code says it, the library's default fits as it did, or nothing tells the sum.
 */
export function poolRoom({ graph, system }: RuleContext, use: LibraryUse): PoolRoom | Refusal | null {
  const pool = use.pattern.pool ?? sharedPattern(use);
  const [option] = pool?.maximum ?? [];
  const asking = askingFor(system, use);
  if (pool === undefined || option === undefined || asking === null) return null;
  if (optionOf(graph, use, pool.maximum).state === 'present') return null;
  const sum = shareOf(graph, asking);
  const { supply, processes, database } = asking;
  const { largest, planned, share, takes } = sum;
  // A pool that requests make already is part of the sum; made once it takes no more than before.
  const isCounted = use.pattern.pool !== undefined;
  if (largest < 1) return isCounted ? null : refusal(noRoom(asking, sum));
  const fits = largest >= pool.defaultMaximum;
  if (fits && (isCounted || asking.assumed)) return null;
  const start = asking.guessed
    ? `If this leads to ${database}: of its ${supply.usable} connections`
    : `Of the ${supply.usable} connections of ${database}`;
  const size = fits ? `at least ${pool.defaultMaximum}` : `${largest}`;
  return {
    option,
    maximum: Math.min(pool.defaultMaximum, largest),
    arithmetic: [
      `${start}, ${share} may be planned with${takes === '' ? '' : `; ${takes}`}.`,
      `That leaves ${planned - sum.taken} for ${processesText(asking)}: ${processes === 1 ? size : `${size} each`}${fits ? ', the default' : ''}.`,
    ],
  };
}

/**
 * What a pool that is part of a sum over its database may keep in each process (F7), with the arithmetic; a refusal where
 * nothing tells the sum, or nothing is left.
 */
export function poolShare({ graph, system }: RuleContext, use: LibraryUse): Omit<PoolRoom, 'option'> | Refusal {
  const asking = askingFor(system, use);
  if (asking === null) {
    return refusal(
      'Neither how many processes run nor what the database takes is declared, so no share can be worked out.',
    );
  }
  const sum = shareOf(graph, asking);
  if (sum.largest < 1) return refusal(noRoom(asking, sum));
  const { supply, database, guessed, processes } = asking;
  const start = guessed
    ? `If this leads to ${database}: of its ${supply.usable} connections`
    : `Of the ${supply.usable} connections of ${database}`;
  return {
    maximum: sum.largest,
    arithmetic: [
      `${start}, ${sum.share} may be planned with${sum.takes === '' ? '' : `; ${sum.takes}`}.`,
      `That leaves ${sum.planned - sum.taken} for ${processesText(asking)}: ${sum.largest}${processes === 1 ? '' : ' each'}.`,
    ],
  };
}

interface Share {
  readonly planned: number;
  readonly taken: number;
  readonly largest: number;
  /** `77 (80 %)`. */
  readonly share: string;
  /** A clause on what others take; empty for nothing. */
  readonly takes: string;
}

function shareOf(graph: ProgramGraph, { supply, others, processes }: Asking): Share {
  const planned = plannedConnections(supply.usable);
  const taken = others.reduce((sum, { connections }) => sum + connections, 0);
  return {
    planned,
    taken,
    largest: largestPool(Math.max(0, planned - taken), processes),
    share: `${planned} (${Math.round(plannedShare.value * 100)} %)`,
    takes: others.length === 0 ? '' : `${taken} ${taken === 1 ? 'is' : 'are'} taken: ${termsOf(graph, others)}`,
  };
}

function noRoom({ guessed, database, supply, processes }: Asking, { share, takes }: Share): string {
  const start = guessed ? `If this leads to ${database}, it` : database;
  const many = processes === 1 ? 'the one process' : `each of ${processes} processes`;
  const rest = takes === '' ? '' : `, and ${takes}`;
  return `${start} has no connection left for a pool in ${many}: of its ${supply.usable} connections ${share} may be planned with${rest}.`;
}

function processesText({ assumed, processes }: Asking): string {
  return `${assumed ? 'an assumed ' : ''}${processes} ${processes === 1 ? 'process' : 'processes'}`;
}

/** The pool that stands in for a client of one connection. */
function sharedPattern({ library, pattern: { shareable } }: LibraryUse): PoolPattern | undefined {
  return library.uses.find(({ call }) => call.kind === 'export' && call.name === shareable)?.pool;
}

interface Asking {
  readonly database: string;
  readonly supply: System['budgets'][number]['supply'];
  /** What other pools ask of the same database. */
  readonly others: readonly ConnectionDemand[];
  readonly processes: number;
  /** Whether nothing declares how many processes run. */
  readonly assumed: boolean;
  /** Whether nothing says that the call leads there but that a manifest runs no other database. */
  readonly guessed: boolean;
}

/** Null where the database is not known, a pooler stands before it, or neither number stands anywhere. */
function askingFor({ budgets, singleClients }: System, use: LibraryUse): Asking | null {
  const counted = budgets.flatMap(({ database, supply, demands, pooled }) =>
    pooled
      ? []
      : demands
          .filter((each) => each.use.id === use.id)
          .map((each) => ({ ...each, database, supply, isGuess: each.guess !== null })),
  );
  const rows = [...counted, ...singleClients.filter((each) => each.use.id === use.id)];
  const [first] = rows;
  if (first === undefined || rows.some(({ database }) => database !== first.database)) return null;
  const { database, supply } = first;
  const assumed = rows.some(({ source }) => isAssumed(source));
  if (assumed && !supply.grounded) return null;
  const budget = budgets.find((each) => each.database === database);
  const others = budget === undefined || budget.pooled ? [] : budget.demands.filter((each) => each.use.id !== use.id);
  const processes = rows.reduce((sum, each) => sum + each.processesPerHost * (each.hosts + each.surge), 0);
  return { database, supply, others, processes, assumed, guessed: rows.some(({ isGuess }) => isGuess) };
}

function isAssumed({ kind }: Source): boolean {
  return kind === 'assumed';
}

/** More pools than these are a list that nobody reads in a comment. */
const shownTerms = 4;

/** `2 × 40 (src/database.ts:3)`: a term for each pool, with the place where it is made. */
function termsOf(graph: ProgramGraph, demands: readonly ConnectionDemand[]): string {
  const terms = demands.map(({ use, poolMaximum, processesPerHost, hosts, surge }) => {
    const place = describeSite(graph.facts, { file: use.file, span: use.fact.calleeSpan });
    return `${processesPerHost * (hosts + surge)} × ${poolMaximum} (${place})`;
  });
  const rest = terms.length > shownTerms ? [`${terms.length - shownTerms} more`] : [];
  const parts = [...terms.slice(0, shownTerms), ...rest];
  return parts.length < 2 ? parts.join() : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`;
}
