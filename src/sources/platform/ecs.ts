import type { UnitFact } from '../../facts/deployment.ts';
import { commandIn, environmentFact } from '../declared-values.ts';
import { platformUnit } from '../process-unit.ts';
import { at, declaredNumber, declaredText, itemsOf, textOf, type YamlValue } from '../yaml/tree.ts';

/**
 * A task definition of Amazon ECS, whose containers run together, or a service, which says how many tasks run. Both are
 * called by their family where they name one another. Source: Amazon ECS Developer Guide, "Task definition parameters" and
 * "Service definition parameters".
 */
export function ecsUnits(root: YamlValue): readonly UnitFact[] {
  const service = serviceOf(root);
  if (service !== null) return [service];
  return itemsOf(at(root, 'containerDefinitions')).flatMap((container) => {
    const name = declaredText(at(container, 'name'));
    if (name === null) return [];
    return [
      platformUnit({
        name,
        kind: 'ecs-service',
        image: declaredText(at(container, 'image')),
        command: commandIn(at(container, 'command')),
        environment: itemsOf(at(container, 'environment')).flatMap((entry) => {
          const key = declaredText(at(entry, 'name'));
          return key === null ? [] : [environmentFact(key.value, textOf(at(entry, 'value')), key.span)];
        }),
      }),
    ];
  });
}

function serviceOf(root: YamlValue): UnitFact | null {
  const name = declaredText(at(root, 'serviceName'));
  const replicas = declaredNumber(at(root, 'desiredCount'));
  return name === null || replicas === null ? null : platformUnit({ name, kind: 'ecs-service', replicas });
}
