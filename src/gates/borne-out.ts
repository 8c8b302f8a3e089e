import type { Value } from '../facts/values.ts';
import type { CellAccess, ProgramGraph, Reach, StateCell } from '../link/program-graph.ts';
import { dependOnComparison } from './comparing.ts';
import { growthOf } from './contents.ts';
import type { Purpose } from './purpose.ts';
import { asksAbout, refusesBy } from './refusal.ts';
import { asksFirst } from './spent.ts';

/** How a collection is filled and asked, which is what its names have to agree with. */
export interface Asked {
  readonly graph: ProgramGraph;
  readonly cell: StateCell;
  readonly write: Reach;
  readonly read: Reach;
  readonly readKey: Value | null;
}

/**
 * What may be said of a collection's purpose. A name is a hint alone: `codes` may be short addresses, `running` what
 * somebody started. The harm of a purpose is told, and raises a finding, only where the code works as that purpose
 * does; null where it does not, and then an entry is an entry.
 */
export function borneOut(asked: Asked, purpose: Purpose | null): Purpose | null {
  if (purpose === null) return null;
  const agrees = checks[purpose.title];
  if (agrees?.(asked) === true) return purpose;
  if (agrees !== undefined) return keptByName.has(purpose.title) && isAskedApart(asked) ? plainly(purpose) : null;
  // Of others the name says what the entries are, and nothing that would make one weigh more.
  return purpose.gravity === 'grave' && namedAlone.has(purpose.title) ? { ...purpose, gravity: 'plain' } : purpose;
}

/** What its entries are called, without what it would cost to lose one. */
function plainly(purpose: Purpose): Purpose {
  return { ...purpose, gravity: 'plain', harm: 'the next request may reach another' };
}

const keptByName = new Set(['Tokens', 'Sessions']);

const namedAlone = new Set(['Payments', 'Orders', 'Stock']);

const checks: Readonly<Record<string, ((asked: Asked) => boolean) | undefined>> = {
  'Attempts and limits': (asked) => isCompared(asked, relational) || (countsUp(asked) && refuses(asked)),
  Locks: (asked) => keepsOut(asked) && asked.cell.accesses.some(({ kind }) => kind === 'remove' || kind === 'clear'),
  'Marks of what was done': (asked) => keepsOut(asked) || refuses(asked),
  'One-time codes': (asked) => isTakenOut(asked) || ends(asked) || isCompared(asked, equality),
  'Refused entries': refuses,
  Tokens: (asked) => refuses(asked) || isTakenOut(asked) || ends(asked),
  Sessions: (asked) => refuses(asked) || isTakenOut(asked) || ends(asked),
  Votes: countsUp,
  'Users online': isOfSockets,
  Rooms: isOfSockets,
  Messages: isOfSockets,
  Jobs: ({ readKey }) => readKey !== null,
};

function readings({ cell }: Asked): readonly CellAccess[] {
  return cell.accesses.filter((access) => ['read', 'test', 'size'].includes(access.kind) || takesByKey(access));
}

/** `codes.pop(email, None)`: asked and taken out in one step. */
function takesByKey({ kind, key, operation }: CellAccess): boolean {
  return kind === 'remove' && key !== null && operation.kind === 'container' && operation.method === 'pop';
}

const relational: ReadonlySet<string> = new Set(['<', '<=', '>', '>=']);
const equality: ReadonlySet<string> = new Set(['===', '==', '!==', '!=']);

/** Whether an answer depends on how what is found compares with something else, such as a bound or what a user sent. */
function isCompared(asked: Asked, operators: ReadonlySet<string>): boolean {
  const { graph } = asked;
  return readings(asked).some(({ function: key, site }) => {
    const code = graph.facts.get(site.file)?.code ?? null;
    const operations = graph.functions.get(key)?.fact.operations ?? [];
    return (
      code !== null &&
      dependOnComparison(operations, operators, (left, right) => {
        // A comparison with nothing only asks whether an entry is there.
        const isWith =
          left !== null && ![left, right].some((side) => side.kind === 'literal' && typeof side.value !== 'number');
        return isWith && [left, right].some((side) => asksAbout(code, side, site.span, 0));
      })
    );
  });
}

/** Whether one entry of the service asks by a key for what another left. */
function isAskedApart({ write, read, readKey }: Asked): boolean {
  return readKey !== null && write.entry?.function !== read.entry?.function;
}

/** Whether an entry goes in only where it was not found there, so that whoever comes second does not go on. */
function keepsOut({ graph, cell }: Asked): boolean {
  const growth = growthOf(cell);
  return growth.length > 0 && growth.some((access) => asksFirst(graph, cell, access));
}

function refuses(asked: Asked): boolean {
  return readings(asked).some((access) => refusesBy(asked.graph, access));
}

/** Whether the function that asks for an entry takes it out, as with what is good for one time. */
function isTakenOut(asked: Asked): boolean {
  const asking = new Set(readings(asked).map((access) => access.function));
  return asked.cell.accesses.some(({ kind, function: key }) => kind === 'remove' && asking.has(key));
}

/** Whether entries say themselves until when they hold. */
function ends({ cell }: Asked): boolean {
  return growthOf(cell).some(
    ({ value }) => value?.kind === 'object' && value.properties.some(({ key }) => /expir|ttl|until|validto/i.test(key)),
  );
}

function countsUp({ cell }: Asked): boolean {
  return growthOf(cell).some(({ operation, value }) => {
    const isAdded = operation.kind === 'assign' && (operation.operator === '++' || operation.operator === '+=');
    return isAdded || (value?.kind === 'operator' && value.operator === '+');
  });
}

function isOfSockets({ write, read }: Asked): boolean {
  return write.moment === 'socket' || read.moment === 'socket';
}
