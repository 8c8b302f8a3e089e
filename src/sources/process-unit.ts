import type {
  CommandFact,
  DeclaredNumber,
  DeclaredText,
  DeploymentFacts,
  EnvironmentFact,
  MountFact,
  PortFact,
  UnitFact,
} from '../facts/deployment.ts';
import type { Span } from '../text/range.ts';

/** A process that a file starts on a host by its command alone, without a container around it. */
export interface ProcessUnit {
  readonly name: string;
  readonly kind: UnitFact['kind'];
  readonly span: Span;
  readonly command: CommandFact;
  /** Folder that the command runs in, as it is written. */
  readonly folder?: DeclaredText | null;
  readonly environment?: readonly EnvironmentFact[];
  readonly environmentFrom?: readonly DeclaredText[];
  readonly copies?: UnitFact['copies'];
}

/** A container that a platform runs, as far as the platform's own file tells of it. */
export interface PlatformUnit {
  readonly name: DeclaredText;
  readonly kind: UnitFact['kind'];
  readonly command?: CommandFact | null;
  readonly image?: DeclaredText | null;
  readonly buildContext?: DeclaredText | null;
  readonly dockerfile?: string | null;
  readonly folder?: DeclaredText | null;
  readonly handler?: DeclaredText;
  readonly environment?: readonly EnvironmentFact[];
  readonly replicas?: DeclaredNumber | null;
  readonly range?: UnitFact['range'] | null;
  readonly copies?: UnitFact['copies'];
  readonly ports?: readonly PortFact[];
  readonly mounts?: readonly MountFact[];
  readonly strategy?: Pick<UnitFact, 'strategy' | 'strategySpan'>;
}

/** The same as a unit with one container; what containers alone have stays empty. */
export function processUnit({ name, span, environmentFrom = [], ...told }: ProcessUnit): UnitFact {
  const unit = platformUnit({ ...told, name: { value: name, span } });
  return { ...unit, containers: unit.containers.map((container) => ({ ...container, environmentFrom })) };
}

/** The same as a unit with one container; what the file does not tell stays empty. */
export function platformUnit(told: PlatformUnit): UnitFact {
  const { name, kind, folder = null, range = null } = told;
  const none = { cpu: null, memory: null };
  return {
    name: name.value,
    kind,
    namespace: null,
    span: name.span,
    replicas: told.replicas ?? null,
    ...(range === null ? {} : { range }),
    ...(told.copies === undefined ? {} : { copies: told.copies }),
    surge: null,
    ...(told.strategy ?? { strategy: null }),
    containers: [
      {
        name: name.value,
        image: told.image ?? null,
        buildContext: told.buildContext ?? null,
        dockerfile: told.dockerfile ?? null,
        target: null,
        command: told.command ?? null,
        ...(folder === null ? {} : { folder }),
        ...(told.handler === undefined ? {} : { handler: told.handler }),
        environment: told.environment ?? [],
        ports: told.ports ?? [],
        containerName: null,
        requests: none,
        limits: none,
        span: name.span,
      },
    ],
    mounts: told.mounts ?? [],
    dependsOn: [],
    labels: {},
    profiles: [],
  };
}

export function deploymentOf(units: readonly UnitFact[]): DeploymentFacts {
  return { units, autoscalers: [], volumes: [], services: [] };
}
