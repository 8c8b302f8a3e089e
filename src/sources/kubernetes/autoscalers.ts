import type { AutoscalerFact, MeasureFact } from '../../facts/deployment.ts';
import type { Span } from '../../text/range.ts';
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
    target: { kind: kindOf(at(object, 'spec', 'scaleTargetRef', 'kind')), name: target },
    minimum: numberOf(object, declaredNumber(at(object, 'spec', keda ? 'minReplicaCount' : 'minReplicas'))),
    maximum: numberOf(object, declaredNumber(at(object, 'spec', keda ? 'maxReplicaCount' : 'maxReplicas'))),
    measures: keda ? kedaMeasures(object) : hpaMeasures(object, name.span),
    ...(keda ? madeBy(object, name.value) : {}),
    span: name.span,
  };
}

/** OpenShift's own kind of Deployment is read as one. */
function kindOf(written: YamlValue | null): string {
  const kind = textOf(written) ?? 'Deployment';
  return kind === 'DeploymentConfig' ? 'Deployment' : kind;
}

function madeBy(object: YamlValue, name: string): Pick<AutoscalerFact, 'makes' | 'paused'> {
  const annotations = at(object, 'metadata', 'annotations');
  const paused =
    textOf(at(annotations, 'autoscaling.keda.sh/paused')) === 'true' ||
    at(annotations, 'autoscaling.keda.sh/paused-replicas') !== null;
  const makes = textOf(at(object, 'spec', 'advanced', 'horizontalPodAutoscalerConfig', 'name')) ?? `keda-hpa-${name}`;
  return { makes, ...(paused ? { paused } : {}) };
}

function hpaMeasures(object: YamlValue, name: Span): readonly MeasureFact[] {
  const measures = itemsOf(at(object, 'spec', 'metrics')).map((metric): MeasureFact => {
    const one = at(metric, 'containerResource');
    const resource = at(metric, 'resource') ?? one;
    // autoscaling/v2beta1 writes the target beside the name.
    const share = at(resource, 'target', 'averageUtilization') ?? at(resource, 'targetAverageUtilization');
    return {
      resource: textOf(at(resource, 'name')),
      ofRequest: share !== null,
      container: textOf(at(one, 'container')),
      span: metric.span,
    };
  });
  const cpu = at(object, 'spec', 'targetCPUUtilizationPercentage');
  // autoscaling/v1 knows the processor alone, and so does a later version that names no metric.
  if (cpu === null && measures.length > 0) return measures;
  return [{ resource: 'cpu', ofRequest: true, container: null, span: cpu?.span ?? name }, ...measures];
}

function kedaMeasures(object: YamlValue): readonly MeasureFact[] {
  return itemsOf(at(object, 'spec', 'triggers')).map((trigger) => {
    const type = textOf(at(trigger, 'type'));
    const metric = textOf(at(trigger, 'metricType')) ?? textOf(at(trigger, 'metadata', 'type'));
    const isResource = type === 'cpu' || type === 'memory';
    return {
      resource: isResource ? type : null,
      ofRequest: isResource && metric !== 'AverageValue',
      container: isResource ? textOf(at(trigger, 'metadata', 'containerName')) : null,
      span: trigger.span,
    };
  });
}
