import type { RuleContext } from '../../../findings/rule.ts';
import type { CommandAtStart } from '../../../system/commands-at-start.ts';
import type { Program } from '../../../system/types.ts';
import { unitNamed } from '../../../system/unit-named.ts';
import { baseNameOf } from '../../../text/paths.ts';

/** How the processes of a program are told to stop: the signals that may come, and the one to speak of. */
export interface Announced {
  readonly signals: ReadonlySet<string>;
  readonly first: string;
  /** Who sends it, where that is not what everybody sends. */
  readonly by: string | null;
}

/** SIGTERM, unless all that starts the program is kept by something that sends another one. */
export function announcedTo(
  { graph, catalog }: RuleContext,
  program: Program,
  commands: readonly CommandAtStart[],
): Announced {
  const lines = commands.filter((each) => each.program === program).map(({ line }) => line.words.map(baseNameOf));
  const ofUnits = program.units.map((unit) =>
    catalog.stopSignals.find(({ unitKinds }) => unitKinds.includes(unitNamed(graph.facts, unit)?.kind ?? '')),
  );
  const ofLines = lines.map((words) =>
    catalog.stopSignals.find((each) => each.commands.some((one) => words.includes(one))),
  );
  const known = [...ofUnits, ...ofLines].filter((each) => each !== undefined);
  const [first] = known;
  const signals = new Set(['SIGTERM', ...known.map(({ signal }) => signal)]);
  // A container that one of them runs in may be a unit as well, which says nothing of its own.
  const isAll = first !== undefined && (ofLines.some((each) => each !== undefined) || ofUnits.every(Boolean));
  return isAll ? { signals, first: first.signal, by: first.title } : { signals, first: 'SIGTERM', by: null };
}
