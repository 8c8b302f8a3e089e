import type { MountFact, UnitFact } from '../../facts/deployment.ts';
import type { RuleContext } from '../../findings/rule.ts';
import type { Site } from '../../link/program-graph.ts';
import type { Program } from '../../system/types.ts';
import { unitNamed } from '../../system/unit-named.ts';
import { mountsIn } from '../../system/units.ts';
import type { Stop } from '../stop.ts';
import { type Destination, isTemporary } from './destination.ts';

/** A volume that holds the folder in every unit of the programs. */
export interface Mount {
  readonly path: string;
  readonly site: Site;
  /** Whether instances on other hosts see the same content; null when nothing says. */
  readonly everyHost: boolean | null;
}

/** Where all copies that can start at all see one volume, none of them misses what another has written. */
export function sharedStop(mount: Mount | null): Stop | null {
  if (mount?.everyHost === true) {
    return { gate: 'shared', reason: `All instances mount the same volume at ${mount.path}.` };
  }
  const reason = `Only one node can mount the volume at ${mount?.path}, so that all instances which start share it.`;
  return mount?.everyHost === false ? { gate: 'shared', reason } : null;
}

/** The volume that a folder lies in, when each unit that runs the programs mounts one there; null otherwise. */
export function mountAt(context: RuleContext, programs: readonly Program[], destination: Destination): Mount | null {
  return mountIn(context, programs, (unit, container) => {
    const folder = folderIn(unit, container, destination);
    const mount = folder === null ? undefined : nearestTo(mountsIn(unit, container), folder);
    return mount !== undefined && lasts(mount) ? mount : undefined;
  });
}

/** The places that a finding about files shows beside it: the volume they lie in, or mounts that keep them no longer than a pod. */
export function mountRelated(
  context: RuleContext,
  programs: readonly Program[],
  mount: Mount | null,
  destinations: readonly Destination[],
): readonly { readonly site: Site; readonly message: string }[] {
  if (mount !== null) return [{ site: mount.site, message: `A volume is mounted here, at ${mount.path}.` }];
  return destinations
    .flatMap((destination) => passingMounts(context, programs, destination))
    .map(({ path, site }) => ({ site, message: `What is mounted here, at ${path}, goes with each instance.` }));
}

/** Mounts that hold the folder in one of the units that run the programs, and that go with their pod or container. */
function passingMounts(
  context: RuleContext,
  programs: readonly Program[],
  destination: Destination,
): readonly Pick<Mount, 'path' | 'site'>[] {
  return unitsOf(context, programs).flatMap(({ file, unit, container }) => {
    const folder = folderIn(unit, container, destination);
    const mount = folder === null ? undefined : nearestTo(mountsIn(unit, container), folder);
    return mount?.kind === 'ephemeral' ? [{ path: mount.path, site: { file, span: mount.span } }] : [];
  });
}

/** Of the mounts that hold a folder, the one that stands nearest to it, which hides the others. */
function nearestTo(mounts: readonly MountFact[], folder: string): MountFact | undefined {
  return mounts.filter(({ path }) => holds(path, folder)).toSorted((a, b) => b.path.length - a.path.length)[0];
}

/** A volume that each unit mounts for data, in which a file may lie whose folder nobody can read. */
export function mountSomewhere(context: RuleContext, programs: readonly Program[]): Mount | null {
  return mountIn(context, programs, (unit, container) =>
    mountsIn(unit, container).find((each) => lasts(each) && isData(each)),
  );
}

/** Not a single file, nor the code itself, which a developer mounts to see changes at once. */
function isData({ path, source, kind }: MountFact): boolean {
  if (/\.\w{1,5}$|node_modules/.test(path)) return false;
  return kind !== 'bind' || !/^(?:\.{1,2}\/?|\.\/(?:src|app|server|backend|api)\/?)$/.test(source ?? '');
}

function mountIn(
  context: RuleContext,
  programs: readonly Program[],
  find: (unit: UnitFact, container: number) => MountFact | undefined,
): Mount | null {
  const units = unitsOf(context, programs);
  if (units.length === 0) return null;
  const mounts = units.map(({ file, unit, container }) => {
    const mount = find(unit, container);
    if (mount === undefined) return null;
    return { path: mount.path, site: { file, span: mount.span }, everyHost: reachOf(context, mount) };
  });
  return mounts.every((mount) => mount !== null) ? (mounts[0] ?? null) : null;
}

/** The folder that the deployment says where code leaves it open or falls back on one: the same in every unit, or what is written. */
export function asDeployed(context: RuleContext, programs: readonly Program[], destination: Destination): Destination {
  if (destination.named === undefined) return destination;
  const folders = new Set(
    unitsOf(context, programs).map(({ unit, container }) => folderIn(unit, container, destination)),
  );
  const [folder] = folders;
  if (folders.size !== 1 || folder == null || folder === destination.path) return destination;
  return { ...destination, kind: 'literal', path: folder, temporary: isTemporary(folder) };
}

interface RunningUnit {
  readonly file: string;
  readonly unit: UnitFact;
  readonly container: number;
}

const clustered: readonly UnitFact['kind'][] = ['deployment', 'statefulset', 'daemonset'];
const withoutVolumes: readonly UnitFact['kind'][] = [
  'procfile-process',
  'heroku-process',
  'supervisor-program',
  'systemd-service',
  'pm2-process',
];

/**
 * The units that run the programs. A process that a host starts by itself says nothing of volumes: where a cluster runs
 * the same program, its volumes are what is mounted.
 */
function unitsOf({ graph }: RuleContext, programs: readonly Program[]): readonly RunningUnit[] {
  const units = programs
    .flatMap((program) => program.units)
    .flatMap(({ file, name, container }): readonly RunningUnit[] => {
      const unit = unitNamed(graph.facts, { file, name });
      return unit === undefined ? [] : [{ file, unit, container }];
    });
  const isClustered = units.some(({ unit }) => clustered.includes(unit.kind));
  return isClustered ? units.filter(({ unit }) => !withoutVolumes.includes(unit.kind)) : units;
}

/** The folder as the unit sees it: what its container's environment says goes before what code falls back on. */
function folderIn(unit: UnitFact, container: number, { path, named }: Destination): string | null {
  if (named === undefined) return path;
  const set = unit.containers[container]?.environment.find(({ name }) => name === named.name);
  if (set === undefined) return path;
  return set.value?.kind === 'folder' ? normalized(`${set.value.value}/${named.below}`) : null;
}

/** `/storage/../spool/.` is `/spool`. */
function normalized(path: string): string {
  const kept: string[] = [];
  for (const part of path.split('/')) {
    if (part === '..') kept.pop();
    else if (part !== '' && part !== '.') kept.push(part);
  }
  return `/${kept.join('/')}`;
}

function lasts(mount: MountFact): boolean {
  return mount.kind !== 'ephemeral' && mount.kind !== 'config' && !mount.readOnly;
}

/** `/app/uploads` holds `uploads/photos`, and `/app/data/uploads` holds `data/uploads`: a relative folder is compared by what it begins with, since images choose their own root. */
function holds(mounted: string, folder: string): boolean {
  const trim = (path: string): string => path.replace(/\/+$/, '');
  if (folder.startsWith('/')) return `${trim(folder)}/`.startsWith(`${trim(mounted)}/`);
  const parts = folder.replace(/^(?:\.{1,2}\/)+/, '').split('/');
  if (parts[0] === undefined || parts[0] === '') return false;
  return parts.some((_, index) => trim(mounted).endsWith(`/${parts.slice(0, index + 1).join('/')}`));
}

function reachOf(context: RuleContext, mount: MountFact): boolean | null {
  if (mount.kind !== 'claim') return null;
  const claims = [...context.graph.facts.values()].flatMap((facts) => facts.deployment?.volumes ?? []);
  const claim = claims.find((each) => each.name === mount.source);
  return claim === undefined ? null : claim.accessModes.includes('ReadWriteMany');
}
