import { copiesAndRanges } from './ranges.ts';
import { countOf, type Json, type LiveReading, objectsIn, textOf } from './reading.ts';

const from = 'aws ecs describe-services';

/**
 * `aws ecs describe-services`. What an autoscaler may make of a service stands in another output, so that the number wanted
 * now is all there is. Source: AWS CLI command reference, ecs describe-services.
 */
export function readEcs(document: Json): LiveReading {
  const copies = objectsIn(document['services']).flatMap((service) => {
    const name = textOf(service['serviceName']);
    const count = countOf(service['desiredCount']);
    const isGone = service['status'] === 'INACTIVE';
    return name === null || count === null || isGone ? [] : [{ name, count }];
  });
  return copiesAndRanges(copies, [], from);
}

export function isEcs(document: Json): boolean {
  return objectsIn(document['services']).some(({ serviceName }) => textOf(serviceName) !== null);
}
