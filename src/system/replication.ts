import type { Site } from '../link/program-graph.ts';
import type { ComponentAt } from './hosts-by-name.ts';
import type { Picture } from './picture.ts';
import { primaryOf } from './replica.ts';
import type { Component, Confidence } from './types.ts';
import { type ComponentOfUnit, keyOfUnit } from './unit-components.ts';
import type { UnitNode } from './units.ts';

/**
 * Which database copies which: as the copy's own settings or command say, else by its name, where
 * `orders-db-replica` copies `orders-db`. What is copied is the primary.
 */
export function addReplication(
  picture: Picture,
  units: readonly UnitNode[],
  componentOf: ComponentOfUnit,
  componentAt: ComponentAt,
): void {
  const told = new Set<string>();
  const connect = (primary: Component, replica: Component, confidence: Confidence, evidence: readonly Site[]): void => {
    picture.connect(primary.id, replica.id, 'replicate', confidence, evidence);
    picture.change(primary.id, { role: primary.role ?? 'primary' });
    picture.change(replica.id, { role: 'replica' });
    told.add(replica.id);
  };
  for (const node of units) {
    const replica = picture.find(componentOf.get(keyOfUnit(node)) ?? '');
    const source = replica?.kind === 'database' ? primaryOf(node) : null;
    const primary = source === null ? null : picture.find(componentAt(source.host) ?? '');
    if (replica === null || source === null || primary === null) continue;
    if (primary.id !== replica.id && primary.engine === replica.engine)
      connect(primary, replica, 'high', [source.site]);
  }
  const databases = picture.all().filter(({ kind }) => kind === 'database');
  for (const replica of databases.filter(({ id, role }) => role === 'replica' && !told.has(id))) {
    const primary = databases.find((each) => isCopiedBy(each, replica));
    if (primary !== undefined) connect(primary, replica, 'low', replica.evidence);
  }
}

function isCopiedBy({ id, name, role, engine }: Component, replica: Component): boolean {
  const stem = replica.name.replace(/[-_.](?:replica|standby|slave|secondary|read(?:er)?|ro)(?:[-_]?\d+)?$/i, '');
  return (
    id !== replica.id &&
    role !== 'replica' &&
    engine === replica.engine &&
    (name === stem || name.replace(/[-_.](?:primary|master|main)$/i, '') === stem)
  );
}
