import type { CellAccess, ProgramGraph } from '../link/program-graph.ts';
import { growthOf } from './contents.ts';
import { isFresh } from './copy.ts';
import type { KeptCollection } from './kept-collection.ts';
import { refusesBy } from './refusal.ts';
import { asksFirst, isSpent } from './spent.ts';

/**
 * What a kept collection does for the service, where its purpose and its code say the same: it bounds how often somebody
 * may come, it keeps something from being done twice, or it holds what somebody must show to be let in. Each role is told
 * by a rule of its own; null for all other collections.
 */
export type KeptRole = 'limit' | 'mark' | 'challenge';

export function keptRole(graph: ProgramGraph, kept: KeptCollection): KeptRole | null {
  const { purpose } = kept;
  if (purpose === null) return null;
  if (isSpent(purpose)) return 'mark';
  if (purpose.title === 'Attempts and limits') return isOfClients(kept) && asksToRefuse(graph, kept) ? 'limit' : null;
  if (purpose.title === 'Marks of what was done') return skips(graph, kept) ? 'mark' : null;
  return isChallenge(kept) ? 'challenge' : null;
}

/** How often a job was tried bounds its own work, and no client. */
function isOfClients({ read: { reach } }: KeptCollection): boolean {
  return reach.moment === 'request' || reach.moment === 'socket';
}

/** Whether somebody is refused by what is found. */
function asksToRefuse(graph: ProgramGraph, { cell }: KeptCollection): boolean {
  return cell.accesses.some(
    (access) => ['read', 'test', 'size', 'write'].includes(access.kind) && refusesBy(graph, access),
  );
}

/** Whether an entry goes in only where none was found, so that whoever comes second is turned away or passed over. */
function skips(graph: ProgramGraph, { cell }: KeptCollection): boolean {
  return growthOf(cell).some((access) => asksFirst(graph, cell, access) && !begins(graph, access));
}

/** An entry that begins as something empty is there to be filled, and marks nothing. */
function begins(graph: ProgramGraph, { value, site }: CellAccess): boolean {
  const code = graph.facts.get(site.file)?.code ?? null;
  return code !== null && value !== null && isFresh(code, value, 0);
}

const handedOut: ReadonlySet<string> = new Set(['One-time codes', 'Sign-in states', 'Tokens', 'Refused entries']);

/** What one entry of the service hands out or takes back, and another asks for, where to be told a wrong thing is grave. */
function isChallenge({ purpose, write, read }: KeptCollection): boolean {
  return (
    purpose !== null &&
    purpose.gravity === 'grave' &&
    handedOut.has(purpose.title) &&
    read.access.key !== null &&
    read.reach.entry?.function !== write.reach.entry?.function
  );
}
