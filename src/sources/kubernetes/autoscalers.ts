import type { AutoscalerFact } from '../../facts/deployment.ts';
import { at, declaredNumber, declaredText, itemsOf, numberOf, textOf, type YamlValue } from '../yaml/tree.ts';

/** A HorizontalPodAutoscaler of any version or a ScaledObject; null for other objects and for ones without a target. */
export function autoscalerOf(object: YamlValue): AutoscalerFact | null {
  const kind = textOf(at(object, 'kind'));
  const name = declaredText(at(object, 'metadata', 'name'));
  if (name === null || (kind !== 'HorizontalPodAutoscaler' && kind !== 'ScaledObject')) return null;
  const target = textOf(at(object, 'spec', 'scaleTargetRef', 'name'));
  if (target === null) return null;
  const keda = kind === 'ScaledObject';
  return {
    name: name.value,
    kind: keda ? 'keda' : 'hpa',
    namespace: textOf(at(object, 'metadata', 'namespace')),
    target: { kind: textOf(at(object, 'spec', 'scaleTargetRef', 'kind')) ?? 'Deployment', name: target },
    minimum: numberOf(object, declaredNumber(at(object, 'spec', keda ? 'minReplicaCount' : 'minReplicas'))),
    maximum: numberOf(object, declaredNumber(at(object, 'spec', keda ? 'maxReplicaCount' : 'maxReplicas'))),
    utilisationOf: keda ? kedaResources(object) : hpaResources(object),
    span: name.span,
  };
}

function hpaResources(object: YamlValue): readonly string[] {
  const resources = itemsOf(at(object, 'spec', 'metrics')).flatMap((metric) => {
    const resource = at(metric, 'resource') ?? at(metric, 'containerResource');
    // autoscaling/v2beta1 writes the target beside the name.
    const utilisation = at(resource, 'target', 'averageUtilization') ?? at(resource, 'targetAverageUtilization');
    return utilisation === null ? [] : (textOf(at(resource, 'name')) ?? []);
  });
  // autoscaling/v1 knows the processor alone, and so does a later version that names no metric.
  const cpuAlone =
    at(object, 'spec', 'targetCPUUtilizationPercentage') !== null || at(object, 'spec', 'metrics') === null;
  return [...new Set(cpuAlone ? ['cpu', ...resources] : resources)];
}

function kedaResources(object: YamlValue): readonly string[] {
  return itemsOf(at(object, 'spec', 'triggers')).flatMap((trigger) => {
    const type = textOf(at(trigger, 'type'));
    const metric = textOf(at(trigger, 'metricType')) ?? textOf(at(trigger, 'metadata', 'type'));
    return (type === 'cpu' || type === 'memory') && metric !== 'AverageValue' ? [type] : [];
  });
}
