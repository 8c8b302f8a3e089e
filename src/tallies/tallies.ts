import type { Site } from '../link/program-graph.ts';
import { copyTallies } from './copies.ts';
import { limitTallies } from './limits.ts';
import { poolTallies, supplyTallies } from './pools.ts';
import type { Tally, TallyInput } from './tally.ts';

/** What every number comes to that is multiplied by instances: limits, pools, copies, and what databases take. */
export function talliesOf(input: TallyInput): readonly Tally[] {
  const all = [...limitTallies(input), ...poolTallies(input), ...copyTallies(input), ...supplyTallies(input)];
  return all.sort((a, b) => compareSites(a.site, b.site));
}

function compareSites(a: Site, b: Site): number {
  return (a.file < b.file ? -1 : a.file > b.file ? 1 : 0) || a.span[0] - b.span[0] || a.span[1] - b.span[1];
}
