import { askedVersion } from '../fixes/packages.ts';
import type { PackageNode } from '../link/program-graph.ts';

/** A package of which a manifest asks for an older version than code is written for. */
export interface OlderVersion {
  readonly name: string;
  readonly asked: number;
  readonly wanted: number;
}

/** Code for one version is not put beside an older one: what it relies on may not be there yet, such as handlers that wait. */
export function olderVersion(node: PackageNode, packages: Readonly<Record<string, string>>): OlderVersion | null {
  for (const [name, range] of Object.entries(packages)) {
    const asked = askedVersion(node, name)?.[0];
    const wanted = Number(/\d+/.exec(range)?.[0] ?? 0);
    if (asked !== undefined && asked < wanted) return { name, asked, wanted };
  }
  return null;
}
