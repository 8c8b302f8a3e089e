import type { KeptRun } from '../host/kept-run.ts';
import { checkedOf } from '../report/checked.ts';
import type { CheckedTarget } from './checked-target.ts';
import { type Opened, withWorkspace } from './open.ts';
import type { World } from './outcome.ts';
import type { Arguments } from './read-arguments.ts';
import type { Target } from './target.ts';
import { unknownTopology } from './unknown-topology.ts';

/** Reads and judges a folder, and keeps what was found for a later run. */
export async function checkOpened(
  target: Target,
  given: Arguments,
  world: World,
  run: KeptRun | null,
): Promise<CheckedTarget> {
  return withWorkspace(target, given, world, async (opened) => {
    const found = foundIn(opened);
    const { workspace, analysis } = opened;
    if (analysis.complete) {
      // Said again, all of it comes from the cache.
      const again: CheckedTarget = { ...found, stats: { ...found.stats, cached: analysis.read } };
      run?.keep(workspace.seen, analysis.holdsThrough, again);
    }
    return found;
  });
}

function foundIn({ workspace, analysis }: Opened): CheckedTarget {
  const { findings, suppressed, problems, system, graph, context, rules, stats } = analysis;
  const { files, parsed, cached } = stats;
  const checked = checkedOf({
    findings,
    suppressed,
    problems: [...workspace.problems, ...problems],
    system,
    overlay: workspace.engine.overlay(),
    facts: graph.facts,
    catalog: context.catalog,
    rules,
  });
  return { checked, hints: unknownTopology(system.programs), stats: { files, parsed, cached } };
}
