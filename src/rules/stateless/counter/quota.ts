import type { Value } from '../../../facts/values.ts';
import { workReach } from '../../../gates/moment.ts';
import { partsOf } from '../../../gates/names.ts';
import { numberOf } from '../../../gates/numbers.ts';
import { refusesBy } from '../../../gates/refusal.ts';
import type { CellAccess, FunctionKey, ProgramGraph, Site } from '../../../link/program-graph.ts';
import { type Count, isLowered } from './count.ts';
import { namesOwn } from './names.ts';

/** A bound on how much requests may have, over which somebody is refused. */
export interface Quota {
  readonly function: FunctionKey;
  readonly site: Site;
  /** The bound where it is written; null where it is not. */
  readonly limit: number | null;
}

/** What this process finds out about others or about its own memory, which each instance bounds for itself. */
const ownBounds =
  /^(?:fail|fails|failed|failure|failures|error|errors|timeout|timeouts|depth|level|queued|pending|active|running|inflight|concurrent|buffered|bytes|memory|open|consecutive|warn|warnings|reconnects|restarts)$/;

/** Where requests are refused because the count has come to a bound; null where nobody is, or where the bound is this process's own. */
export function quotaOf(graph: ProgramGraph, count: Count): Quota | null {
  if (isLowered(count) || namesOwn(count.name) || partsOf(count.name).some((word) => ownBounds.test(word))) return null;
  if (count.raises.some(({ access }) => access.operation.inCatch === true)) return null;
  if (!count.raises.some(({ access }) => isByRequest(graph, access))) return null;
  for (const access of count.cell.accesses) {
    if (access.kind !== 'test' || !isOf(access, count) || !isByRequest(graph, access)) continue;
    const bound = boundAt(access);
    if (bound === null || !refusesBy(graph, access)) continue;
    const limit = numberOf(graph, access.site.file, bound)?.value ?? null;
    // Whether there is one at all is no quota.
    if (limit !== null && limit < 2) continue;
    return { function: access.function, site: access.site, limit };
  }
  return null;
}

function isByRequest(graph: ProgramGraph, { function: key, operation }: CellAccess): boolean {
  return workReach(graph, key, ['request', 'socket'], operation.guards) !== null;
}

function isOf({ key, site }: CellAccess, { member, raises }: Count): boolean {
  if (member === null) return true;
  if (key?.kind === 'literal') return key.value === member;
  return raises.some(({ access }) => access.site.file === site.file && access.site.span[0] === site.span[0]);
}

/** What the count is compared with, in the condition that the access stands in. */
function boundAt({ operation, site }: CellAccess): Value | null {
  for (const { test } of operation.guards) {
    const bound = boundIn(test, site.span);
    if (bound !== null) return bound;
  }
  return null;
}

function boundIn(test: Value, span: readonly [number, number]): Value | null {
  if (test.kind !== 'operator') return null;
  const holds = (value: Value | null): boolean =>
    value !== null && value.span[0] <= span[0] && span[1] <= value.span[1];
  if (test.left !== null && /^[<>]=?$/.test(test.operator)) {
    if (holds(test.left)) return test.right;
    return holds(test.right) ? test.left : null;
  }
  return (test.left === null ? null : boundIn(test.left, span)) ?? boundIn(test.right, span);
}
