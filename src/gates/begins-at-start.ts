import type { RuleContext } from '../findings/rule.ts';
import type { FunctionKey, Site } from '../link/program-graph.ts';
import { startsByItself } from '../system/listening.ts';
import { conditionsAt } from './conditions.ts';
import { leavesOutProduction } from './guard.ts';
import { scopeStop } from './scope.ts';
import { firstStop, type Stop } from './stop.ts';

/** A call that begins to answer or to work, and the function that makes it. */
interface Beginning {
  readonly file: string;
  readonly function: FunctionKey;
  readonly site: Site;
}

/** Why nobody is answered by what a call begins: no service runs it, nothing starts it, or only outside production. */
export function beginsAtStartStop(context: RuleContext, { file, function: key, site }: Beginning): Stop | null {
  const { graph } = context;
  const isLeftOut = () =>
    conditionsAt(graph, file, key, site.span).some((each) => leavesOutProduction(graph, each.file, each.guard));
  return firstStop([
    () => scopeStop(context, file, key),
    () =>
      startsByItself(graph, { function: key })
        ? null
        : { gate: 'moment', reason: 'It is not seen to begin when the program starts.' },
    () => (isLeftOut() ? { gate: 'guard', reason: 'This is reached only outside production.' } : null),
  ]);
}
