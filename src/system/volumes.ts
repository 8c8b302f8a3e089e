import type { MountFact } from '../facts/deployment.ts';
import { unknownPart } from '../facts/secrets.ts';
import type { FactsByFile } from '../facts/store.ts';
import type { Site } from '../link/program-graph.ts';
import { folderOf, isInFolder, joinPaths } from '../text/paths.ts';
import { drawn } from './drawn.ts';
import type { Picture } from './picture.ts';
import { type ComponentOfUnit, keyOfUnit } from './unit-components.ts';
import { mountsIn, type UnitNode } from './units.ts';

/** Volumes and folders of the host that programs write into, and who mounts them. What a store keeps its data in is a part of it. */
export function addVolumes(
  picture: Picture,
  facts: FactsByFile,
  units: readonly UnitNode[],
  componentOf: ComponentOfUnit,
): void {
  for (const node of units) {
    const component = picture.find(componentOf.get(keyOfUnit(node)) ?? '');
    if (component === null || node.environment.development) continue;
    if (component.engine !== null) continue;
    for (const mount of mountsIn(node.unit, node.container)) {
      // What others' software is given from beside the manifest is mostly its configuration.
      const isGiven = component.program === null && mount.kind === 'bind' && configuring.test(mount.source ?? '');
      if (!isGiven) addMount(picture, facts, component.id, node, mount);
    }
  }
  for (const node of units) {
    const component = picture.find(componentOf.get(keyOfUnit(node)) ?? '');
    const isFront = component?.kind === 'loadbalancer' || component?.kind === 'gateway';
    if (component === null || !isFront || component.engine === null || node.environment.development) continue;
    for (const mount of mountsIn(node.unit, node.container)) addServed(picture, component.id, node, mount);
  }
}

const configuring =
  /(?:^|\/)(?:conf|conf\.d|configs?|configuration|certs?|ssl|tls|init|initdb|init-db|scripts?|provision(?:ing)?|dashboards?|realms?|themes?|templates|plugins?|secrets?|nginx|etc)(?:\/|$)/i;

/** What a balancer gives out that programs write: a volume of its own is for its certificates. */
function addServed(picture: Picture, from: string, node: UnitNode, { kind, source, span }: MountFact): void {
  const id = [source ?? '', `volume:${source}`].find((each) => picture.find(each)?.kind === 'volume');
  if ((kind === 'volume' || kind === 'claim') && id !== undefined) {
    picture.connect(from, id, 'mount', 'high', [{ file: node.file, span }]);
  }
}

function addMount(picture: Picture, facts: FactsByFile, from: string, node: UnitNode, mount: MountFact): void {
  // A name that a variable gives, which no file sets, names nothing; nor does one of which it gives a part.
  if (
    mount.source === null ||
    mount.source === '' ||
    mount.source.includes(unknownPart) ||
    !isData(mount) ||
    holdsCode(facts, node.file, mount)
  )
    return;
  const site: Site = { file: node.file, span: mount.span };
  // A folder beside the manifest is named from the root on, so that two manifests never mean one by chance.
  const name =
    (mount.kind === 'bind' && /^\./.test(mount.source) ? joinPaths(folderOf(node.file), mount.source) : null) ??
    mount.source;
  if (name === '') return;
  const taken = picture.find(name);
  const id = taken === null || taken.kind === 'volume' ? name : `volume:${name}`;
  picture.add(
    drawn({
      id,
      kind: 'volume',
      name,
      engine: null,
      evidence: [site],
      details: { path: mount.path, ...accessOf(facts, mount) },
    }),
  );
  picture.connect(from, id, 'mount', 'high', [site]);
}

/** Not the workspace's own files, which a developer mounts, nor configuration, sockets and installed packages. */
function isData({ kind, source, path, readOnly }: MountFact): boolean {
  if (readOnly || kind === 'config' || kind === 'ephemeral' || source === null) return false;
  if (/node_modules|\.cache|\.next|\.npm|\.pnpm|docker\.sock|^\/(?:etc|proc|sys|dev)(?:\/|$)/.test(path)) return false;
  if (kind !== 'bind') return true;
  return (
    !/^(?:\.{1,2}\/?|\.\/(?:src|app|apps|packages|server|client|backend|frontend)\/?|\$.*|~.*)$/.test(source) &&
    !/\.[a-z]{2,5}$/i.test(source)
  );
}

/** A developer mounts the workspace's own files to see changes at once. */
function holdsCode(facts: FactsByFile, file: string, { kind, source }: MountFact): boolean {
  const folder = kind === 'bind' && source !== null ? joinPaths(folderOf(file), source) : null;
  return folder !== null && [...facts].some(([path, { code }]) => code !== null && isInFolder(path, folder));
}

function accessOf(facts: FactsByFile, { kind, source }: MountFact): Readonly<Record<string, string>> {
  if (kind !== 'claim') return {};
  for (const [, { deployment }] of facts) {
    const claim = deployment?.volumes.find(({ name, accessModes }) => name === source && accessModes.length > 0);
    if (claim !== undefined) return { access: claim.accessModes.join(', ') };
  }
  return {};
}
