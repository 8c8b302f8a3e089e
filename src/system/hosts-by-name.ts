import type { FactsByFile } from '../facts/store.ts';
import { folderOf } from '../text/paths.ts';
import { type ComponentOfUnit, keyOfUnit } from './unit-components.ts';
import type { UnitNode } from './units.ts';

/**
 * Which component answers at a host's name: a compose service, its container's name, or a Kubernetes Service. Of several
 * with one name the one of the same file answers, or else of the same folder, where it is told who asks.
 */
export type ComponentAt = (host: string, asking?: string) => string | null;

export function componentsByHost(
  facts: FactsByFile,
  units: readonly UnitNode[],
  componentOf: ComponentOfUnit,
): ComponentAt {
  const byName = new Map<string, { readonly component: string; readonly file: string }[]>();
  const add = (name: string, node: UnitNode) => {
    const component = componentOf.get(keyOfUnit(node));
    if (component !== undefined) byName.set(name, [...(byName.get(name) ?? []), { component, file: node.file }]);
  };
  for (const node of units) {
    if (node.unit.kind !== 'compose-service') continue;
    add(node.unit.name, node);
    if (node.fact?.containerName != null) add(node.fact.containerName.value, node);
  }
  for (const [, { deployment }] of facts) {
    for (const { name, selector } of deployment?.services ?? []) {
      const inCluster = units.filter(({ unit }) => unit.kind !== 'compose-service');
      // What keeps copies of a database labels the pod that leads while it runs; the Service before it has its name.
      const node =
        inCluster.find(({ unit }) => selects(selector, unit.labels)) ??
        inCluster.find(({ unit }) => unit.name === name && unit.kind === 'statefulset');
      if (node !== undefined) add(name, node);
    }
  }
  return (host, asking) => {
    // `carts.shop.svc.cluster.local` and `carts-0.carts` are told by the part that names the Service.
    const [first = '', second = ''] = host.split('.');
    const found = byName.get(host) ?? (isInside(host) ? (byName.get(first) ?? byName.get(second)) : undefined) ?? [];
    const near =
      found.find(({ file }) => file === asking) ??
      found.find(({ file }) => asking !== undefined && folderOf(file) === folderOf(asking));
    return (near ?? found[0])?.component ?? null;
  };
}

/** The host of `http://api:3000/path`, `api:3000` and `api`; null for one that is made later. */
export function hostIn(address: string): string | null {
  const [, host = ''] = /^(?:\w+:\/\/)?([\w.-]+)(?::\d*)?(?:\/|$)/.exec(address) ?? [];
  return host === '' ? null : host;
}

/** Whether a host's name can be one inside of a cluster or a network of containers; `api.example.com` is on the internet. */
function isInside(host: string): boolean {
  const parts = host.split('.');
  if (/\.(?:svc|local|internal|flycast|lan)$/i.test(host) || parts.includes('svc')) return true;
  return (
    parts.length === 2 &&
    !/^(?:com|org|net|io|dev|app|co|ai|cloud|info|me|so|gov|edu|xyz|tech|online|site|us|uk|de|fr|nl|eu|ch|at|it|es|pl|se|no|fi|dk|be|ca|au|nz|in|jp|cn|kr|br|ru)$/i.test(
      parts[1] ?? '',
    )
  );
}

/** Whether a Service of Kubernetes brings requests to what bears these labels; one without a selector says nothing. */
export function selects(selector: Readonly<Record<string, string>>, labels: Readonly<Record<string, string>>): boolean {
  const wanted = Object.entries(selector);
  return wanted.length > 0 && wanted.every(([key, value]) => labels[key] === value);
}
