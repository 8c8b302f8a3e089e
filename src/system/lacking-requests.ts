import type { ContainerFact, MeasureFact } from '../facts/deployment.ts';
import type { ManifestOf, Steering } from './types.ts';

/** A container without the requests that some measures of its autoscaler need. */
export interface LackingRequests {
  readonly container: ContainerFact;
  readonly measures: readonly MeasureFact[];
}

export function lackingRequests({ autoscaler }: Steering, { unit }: ManifestOf): readonly LackingRequests[] {
  const shares = autoscaler.measures.filter(({ ofRequest, resource }) => ofRequest && isResource(resource));
  return unit.containers.flatMap((container) => {
    const measures = shares.filter(
      (share) => (share.container ?? container.name) === container.name && !requests(container, share.resource),
    );
    return measures.length === 0 ? [] : [{ container, measures }];
  });
}

/** A limit alone is the request as well. */
export function requests({ requests: least, limits }: ContainerFact, resource: string | null): boolean {
  return isResource(resource) && (least[resource] !== null || limits[resource] !== null);
}

function isResource(name: string | null): name is 'cpu' | 'memory' {
  return name === 'cpu' || name === 'memory';
}
