import type { FactsByFile } from '../facts/store.ts';
import { type ComponentOfUnit, keyOfUnit } from './unit-components.ts';
import type { UnitNode } from './units.ts';

/** Which component answers at a host's name: a compose service, its container's name, or a Kubernetes Service. */
export type ComponentAt = (host: string) => string | null;

export function componentsByHost(
  facts: FactsByFile,
  units: readonly UnitNode[],
  componentOf: ComponentOfUnit,
): ComponentAt {
  const byName = new Map<string, string>();
  const add = (name: string, node: UnitNode) => {
    const component = componentOf.get(keyOfUnit(node));
    if (component !== undefined && !byName.has(name)) byName.set(name, component);
  };
  for (const node of units) {
    if (node.unit.kind !== 'compose-service') continue;
    add(node.unit.name, node);
    if (node.fact?.containerName != null) add(node.fact.containerName.value, node);
  }
  for (const [, { deployment }] of facts) {
    for (const { name, selector } of deployment?.services ?? []) {
      const node = units.find((each) => each.unit.kind !== 'compose-service' && selects(selector, each.unit.labels));
      if (node !== undefined) add(name, node);
    }
  }
  // `carts.shop.svc.cluster.local` and `carts-0.carts` are told by the part that names the Service.
  return (host) =>
    byName.get(host) ?? byName.get(host.split('.')[0] ?? '') ?? byName.get(host.split('.')[1] ?? '') ?? null;
}

/** Whether a Service of Kubernetes brings requests to what bears these labels; one without a selector says nothing. */
export function selects(selector: Readonly<Record<string, string>>, labels: Readonly<Record<string, string>>): boolean {
  const wanted = Object.entries(selector);
  return wanted.length > 0 && wanted.every(([key, value]) => labels[key] === value);
}
