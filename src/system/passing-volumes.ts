import type { PassingVolume, Program } from './types.ts';
import { mountsIn, type UnitNode } from './units.ts';

/** What containers of programs mount for themselves alone: folders of the pod, of the container or of one node. */
export function passingVolumes(units: readonly UnitNode[], programs: readonly Program[]): readonly PassingVolume[] {
  return units.flatMap(({ file, unit, container, environment }) => {
    const running = programs.filter((program) =>
      program.units.some((each) => each.file === file && each.name === unit.name && each.container === container),
    );
    if (running.length === 0) return [];
    return mountsIn(unit, container).flatMap((mount): readonly PassingVolume[] => {
      const lasts = lastsWith(unit.kind, mount.kind);
      if (lasts === null || mount.readOnly) return [];
      const isTaken = unit.mounts.some(
        (other) => (other.container ?? 0) !== container && other.source !== null && other.source === mount.source,
      );
      return [
        { file, unit, mount, lastsWith: lasts, isTaken, programs: running, development: environment.development },
      ];
    });
  });
}

/** A folder of the host stays there; that it is one of many nodes only a cluster says. */
function lastsWith(
  unit: UnitNode['unit']['kind'],
  mount: PassingVolume['mount']['kind'],
): PassingVolume['lastsWith'] | null {
  const inCluster = unit === 'deployment' || unit === 'statefulset' || unit === 'daemonset';
  if (mount === 'ephemeral') return inCluster ? 'pod' : 'container';
  return mount === 'bind' && inCluster ? 'host' : null;
}
