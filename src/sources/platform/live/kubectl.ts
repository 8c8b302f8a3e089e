import { copiesAndRanges } from './ranges.ts';
import { countOf, type Json, type LiveReading, objectsIn, textOf, within } from './reading.ts';

const from = 'kubectl get deploy,hpa -o json';

const copied = new Set(['Deployment', 'StatefulSet', 'ReplicationController']);

/**
 * `kubectl get deploy,hpa -o json`: one object or a list of them. An autoscaler's bounds count before the replicas of the
 * moment. Source: Kubernetes API reference, apps/v1 and autoscaling/v2.
 */
export function readKubectl(document: Json): LiveReading {
  const objects = textOf(document['kind']) === 'List' ? objectsIn(document['items']) : [document];
  const copies = objects.flatMap((object) => {
    const kind = textOf(object['kind']) ?? '';
    const name = textOf(within(object, 'metadata')['name']);
    if (name === null) return [];
    // Without a number Kubernetes runs one; a daemon runs once on each node it may run on.
    if (copied.has(kind)) return [{ name, count: countOf(within(object, 'spec')['replicas']) ?? 1 }];
    if (kind !== 'DaemonSet') return [];
    const count = countOf(within(object, 'status')['desiredNumberScheduled']);
    return count === null ? [] : [{ name, count }];
  });
  const ranges = objects.flatMap((object) => {
    if (textOf(object['kind']) !== 'HorizontalPodAutoscaler') return [];
    const name = textOf(within(object, 'spec', 'scaleTargetRef')['name']);
    const maximum = countOf(within(object, 'spec')['maxReplicas']);
    const minimum = countOf(within(object, 'spec')['minReplicas']) ?? 1;
    return name === null || maximum === null ? [] : [{ name, minimum, maximum }];
  });
  return copiesAndRanges(copies, ranges, from);
}

export function isKubectl(document: Json): boolean {
  return textOf(document['apiVersion']) !== null && textOf(document['kind']) !== null;
}
