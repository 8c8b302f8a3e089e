import { mermaidOf } from '../diagram/mermaid.ts';
import { sceneOfTarget } from '../diagram/scene.ts';
import { targetOf } from './target.ts';
import type { PlanInput } from './types.ts';

/** What the plan adds, changes and takes away, as Mermaid text; null where it changes nothing that is drawn. */
export function differenceOf(input: PlanInput): string | null {
  const target = targetOf(input);
  if (target.components.size + target.connections.size === 0) return null;
  const none = { components: [], connections: [], findings: [] };
  return mermaidOf(sceneOfTarget(input.overlay, none, target, 'difference'), 'difference', 'document');
}
