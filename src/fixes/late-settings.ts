import type { Refusal } from '../findings/fix.ts';
import type { RuleContext } from '../findings/rule.ts';
import type { Site } from '../link/program-graph.ts';
import { lateEnvironment } from './environment-order.ts';
import { refusalAt } from './refusal.ts';

/**
 * Why a module that looks at the environment when it is imported would look too early; null for no reason. `at` is the
 * offset of the new import, or of the last one that stands there while nobody has asked for the edit.
 */
export function lateSettings(context: RuleContext, file: string, at?: number): Refusal | null {
  const imports = context.graph.facts.get(file)?.code?.imports ?? [];
  const offset = at ?? Math.max(0, ...imports.map(({ span }) => span[0]));
  const late = lateEnvironment(context, { file, span: [offset, offset] });
  return late === null
    ? null
    : refusalAt(
        context.graph,
        'The environment is loaded only here, after what the fix would import has looked at it.',
        late,
      );
}

/** Why a store that is made at a place would not find its address there; null for no reason. */
export function lateStore(context: RuleContext, place: Site): Refusal | null {
  const late = lateEnvironment(context, place);
  const reason = 'The environment with the store’s address is loaded only after this module has been.';
  return late === null ? null : refusalAt(context.graph, reason, late);
}
