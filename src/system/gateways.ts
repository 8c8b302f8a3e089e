import type { Configuration } from '../config/configuration.ts';
import type { GatewayRouteFact, NamedObjectFact } from '../facts/deployment.ts';
import type { FileFacts } from '../facts/file-facts.ts';
import type { FactsByFile } from '../facts/store.ts';
import type { Site } from '../link/program-graph.ts';
import { drawn } from './drawn.ts';
import { environmentOf } from './environments.ts';
import { selects } from './hosts-by-name.ts';
import type { Picture } from './picture.ts';
import { isSideCode } from './side-code.ts';
import type { ConnectionKind } from './types.ts';
import { type ComponentOfUnit, keyOfUnit } from './unit-components.ts';
import type { UnitNode } from './units.ts';

/**
 * Gateways of Kubernetes that lead requests to programs, by the routes that name them, and Ingresses, which name them themselves. One that leads to nothing of the
 * workspace is left out, and one that another team keeps elsewhere is told by the routes alone.
 */
export function addGateways(
  picture: Picture,
  facts: FactsByFile,
  configuration: Configuration,
  units: readonly UnitNode[],
  componentOf: ComponentOfUnit,
): void {
  const deployed = [...facts].filter(([file]) => !isSideCode(file) && !environmentOf(file, configuration).development);
  for (const [file, { deployment }] of deployed) {
    for (const { name, namespace, services, span } of deployment?.ingresses ?? []) {
      const site: Site = { file, span };
      for (const service of services) {
        const behind = unitsBehind(facts, units, { name: service, namespace, span });
        for (const to of new Set(behind.flatMap((node) => componentOf.get(keyOfUnit(node)) ?? []))) {
          picture.connect(addedGateway(picture, site, { name, namespace, span }, [site]), to, 'http', 'high', [site]);
        }
      }
    }
    for (const { parents, backends, carries } of deployment?.gatewayRoutes ?? []) {
      for (const backend of backends) {
        const reached = new Set(
          unitsBehind(facts, units, backend).flatMap((node) => componentOf.get(keyOfUnit(node)) ?? []),
        );
        for (const parent of reached.size === 0 ? [] : parents) {
          const from = addedGateway(picture, { file, span: parent.span }, parent, placesOf(deployed, parent));
          for (const to of reached) picture.connect(from, to, kindOf(carries), 'high', [{ file, span: backend.span }]);
        }
      }
    }
  }
}

/** The workloads that a Service brings requests to. */
function unitsBehind(
  facts: FactsByFile,
  units: readonly UnitNode[],
  { name, namespace }: NamedObjectFact,
): readonly UnitNode[] {
  return [...facts.values()]
    .flatMap(({ deployment }) => deployment?.services ?? [])
    .filter((service) => service.name === name && isSame(service.namespace, namespace))
    .flatMap(({ selector }) =>
      units.filter(({ unit, environment }) => !environment.development && selects(selector, unit.labels)),
    );
}

/** Where the Gateway itself is written. */
function placesOf(deployed: readonly (readonly [string, FileFacts])[], parent: NamedObjectFact): readonly Site[] {
  return deployed.flatMap(([file, { deployment }]) =>
    (deployment?.gateways ?? [])
      .filter(({ name, namespace }) => name === parent.name && isSame(namespace, parent.namespace))
      .map(({ span }) => ({ file, span })),
  );
}

/** A namespace may be left to whoever applies the manifest. */
function isSame(one: string | null, other: string | null): boolean {
  return one === null || other === null || one === other;
}

function addedGateway(picture: Picture, named: Site, { name }: NamedObjectFact, places: readonly Site[]): string {
  const known = picture.find(name);
  const id = known === null || known.kind === 'gateway' ? name : `gateway:${name}`;
  picture.add(drawn({ id, kind: 'gateway', name, engine: null, evidence: places.length > 0 ? places : [named] }));
  return id;
}

function kindOf(carries: GatewayRouteFact['carries']): ConnectionKind {
  return carries === 'bytes' ? 'other' : carries;
}
