import type { Catalog } from '../catalog/types.ts';
import type { Configuration } from '../config/configuration.ts';
import type { FactsByFile } from '../facts/store.ts';
import { environmentOf } from './environments.ts';
import { declaredHosts } from './hosts.ts';
import type { ClaimedVolume, Count } from './types.ts';
import type { UnitNode } from './units.ts';

/** Claims of Deployments and StatefulSets that a manifest of the workspace makes, one for each workload and claim. */
export function claimedVolumes(
  facts: FactsByFile,
  catalog: Catalog,
  configuration: Configuration,
  units: readonly UnitNode[],
): readonly ClaimedVolume[] {
  const claims = [...facts].flatMap(([file, { deployment }]) =>
    (deployment?.volumes ?? []).map((volume) => ({ ...volume, site: { file, span: volume.span } })),
  );
  const seen = new Set<string>();
  return units.flatMap((node) => {
    const { file, unit, container, environment } = node;
    if (unit.kind !== 'deployment' && unit.kind !== 'statefulset') return [];
    return unit.mounts.flatMap((mount): readonly ClaimedVolume[] => {
      const named = claims.filter(({ name }) => mount.kind === 'claim' && name === mount.source);
      const own = named.find((claim) => claim.site.file === file);
      const claim = own ?? named.find((each) => !environmentOf(each.site.file, configuration).development) ?? named[0];
      const key = `${file}\n${unit.span[0]}\n${mount.source}`;
      if (claim === undefined || mount.readOnly || seen.has(key)) return [];
      seen.add(key);
      return [
        {
          file,
          unit,
          container,
          mount,
          claim,
          isManyElsewhere: named.some(({ accessModes }) => accessModes.includes('ReadWriteMany')),
          copies: copiesOf(facts, catalog, configuration, units, node),
          development: environment.development,
        },
      ];
    });
  });
}

/** The most that the workload's manifest, its autoscaler or a patch for an environment that users meet asks for. */
function copiesOf(
  facts: FactsByFile,
  catalog: Catalog,
  configuration: Configuration,
  units: readonly UnitNode[],
  own: UnitNode,
): Count | null {
  const parts = units.filter(
    (node) =>
      node.unit.name === own.unit.name &&
      node.unit.kind === own.unit.kind &&
      !node.environment.development &&
      (node.unit === own.unit || node.unit.containers.every(({ image }) => image === null)),
  );
  const counts = [own, ...parts].flatMap((node) => declaredHosts(facts, catalog, configuration, node) ?? []);
  return counts.toSorted((a, b) => b.maximum - a.maximum)[0] ?? null;
}
