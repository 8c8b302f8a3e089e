import type { RuleContext } from '../findings/rule.ts';
import type { ComponentKind, Connection, Program } from '../system/types.ts';

/** The connections by which components of these kinds, such as balancers, pass requests on to a program. */
export function frontsOf(
  { system }: RuleContext,
  program: Program,
  kinds: readonly ComponentKind[],
): readonly Connection[] {
  const fronts = new Set(system.components.filter(({ kind }) => kinds.includes(kind)).map(({ id }) => id));
  const own = new Set(
    system.components.filter((each) => each.id === program.name || each.program === program.name).map(({ id }) => id),
  );
  return system.connections.filter(({ from, to, kind }) => kind === 'http' && own.has(to) && fronts.has(from));
}
