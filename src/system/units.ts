import type { Configuration } from '../config/configuration.ts';
import type { AutoscalerFact, CommandFact, ContainerFact, MountFact, UnitFact } from '../facts/deployment.ts';
import type { FactsByFile } from '../facts/store.ts';
import { folderOf } from '../text/paths.ts';
import { type Environment, environmentOf } from './environments.ts';
import { type BuiltImage, imageOfContainer } from './images.ts';
import { isPm2File } from './pm2-file.ts';
import { isSideCode } from './side-code.ts';
import { withTakenOver } from './taken-over.ts';

/** One container of one workload of one manifest. */
export interface UnitNode {
  readonly file: string;
  readonly unit: UnitFact;
  /** Index among the unit's containers. */
  readonly container: number;
  /** Null for an override that names no container. */
  readonly fact: ContainerFact | null;
  readonly environment: Environment;
  /** What the container is built as; null where no Dockerfile of it is seen. */
  readonly built: BuiltImage | null;
}

export function unitsOf(facts: FactsByFile, configuration: Configuration): readonly UnitNode[] {
  const nodes: UnitNode[] = [];
  const inside = kindsInContainers(facts);
  for (const [file, { deployment }] of facts) {
    if (deployment === null) continue;
    const environment = environmentOf(file, configuration);
    for (const unit of deployment.units) {
      // What a template is still to name is many things, or none.
      if (unit.name.includes('{{')) continue;
      // Files for a host that stand in examples and documents start nothing.
      // The name alone says nothing: PM2's own files end like those of tools.
      if (inside.has(unit.kind) || (isOfHost(unit) && isSideCode(`${folderOf(file)}/file`))) continue;
      const own = unit.profiles.some(isDevelopmentProfile) ? { ...environment, development: true } : environment;
      const containers = unit.containers.length === 0 ? [null] : unit.containers;
      containers.forEach((written, container) => {
        const fact = written === null ? null : withTakenOver(facts, unit, written);
        nodes.push({ file, unit, container, fact, environment: own, built: imageOfContainer(facts, fact) });
      });
    }
  }
  return nodes;
}

/** What one container of a unit mounts. */
export function mountsIn({ mounts }: UnitFact, container: number): readonly MountFact[] {
  return mounts.filter((mount) => (mount.container ?? 0) === container);
}

const hostKinds: ReadonlySet<UnitFact['kind']> = new Set([
  'procfile-process',
  'heroku-process',
  'supervisor-program',
  'systemd-service',
  'pm2-process',
]);

/** Whether a host starts the unit's command by itself, without a container. */
export function isOfHost({ kind }: UnitFact): boolean {
  return hostKinds.has(kind);
}

/**
 * Kinds of processes that a container's command starts all of, as `supervisord` and `honcho start` do: they are that
 * container's programs, and none of a host.
 */
function kindsInContainers(facts: FactsByFile): ReadonlySet<string> {
  const kinds = new Set<string>();
  for (const { deployment } of facts.values()) {
    const ofImages = [
      ...(deployment?.stages ?? []).flatMap(({ entrypoint, command }) => [entrypoint, command]),
      ...(deployment?.units ?? []).flatMap(({ containers }) => containers.map(({ command }) => command)),
    ];
    const words = (commands: readonly (CommandFact | null)[]) =>
      commands.flatMap((command) => command?.words ?? []).flatMap((word) => word.split(/[\s;&|]+/));
    // A script that speaks to PM2 is mostly one that deploys to a host.
    if (words(ofImages).some(isPm2File)) kinds.add('pm2-process');
    for (const word of words([...ofImages, ...(deployment?.shell?.commands ?? [])])) {
      if (/(?:^|\/)supervisord$/.test(word)) kinds.add('supervisor-program');
      if (/(?:^|\/)(?:honcho|foreman)$/.test(word)) kinds.add('procfile-process');
    }
  }
  return kinds;
}

/** What steers the copies of a unit, in whatever manifest it stands. */
export function autoscalersOf(
  facts: FactsByFile,
  configuration: Configuration,
  node: UnitNode,
): readonly { readonly file: string; readonly autoscaler: AutoscalerFact }[] {
  if (node.unit.kind === 'compose-service') return [];
  return [...facts].flatMap(([file, { deployment }]) =>
    (deployment?.autoscalers ?? [])
      .filter((autoscaler) => isSteeredBy(autoscaler, node.unit) && !environmentOf(file, configuration).development)
      .map((autoscaler) => ({ file, autoscaler })),
  );
}

/** Whether an autoscaler names a workload; one of them may leave its namespace to whoever applies it. */
export function isSteeredBy({ target, namespace }: AutoscalerFact, unit: UnitFact): boolean {
  const sameSpace = namespace === null || unit.namespace === null || namespace === unit.namespace;
  return sameSpace && target.name === unit.name && target.kind.toLowerCase() === unit.kind;
}

function isDevelopmentProfile(profile: string): boolean {
  return /^(?:dev|development|local|debug|tests?|testing|e2e|tools?|ci)$/i.test(profile);
}
