import type { CommandFact, DeclaredText, DeploymentFacts, EnvironmentFact, UnitFact } from '../facts/deployment.ts';
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

/** The same as a unit with one container; what containers alone have stays empty. */
export function processUnit(process: ProcessUnit): UnitFact {
  const { name, kind, span, command, folder = null, environment = [], environmentFrom = [], copies } = process;
  const none = { cpu: null, memory: null };
  return {
    name,
    kind,
    namespace: null,
    span,
    replicas: null,
    ...(copies === undefined ? {} : { copies }),
    surge: null,
    strategy: null,
    containers: [
      {
        name,
        image: null,
        buildContext: null,
        dockerfile: null,
        target: null,
        command,
        ...(folder === null ? {} : { folder }),
        environment,
        environmentFrom,
        ports: [],
        containerName: null,
        requests: none,
        limits: none,
        span,
      },
    ],
    mounts: [],
    dependsOn: [],
    labels: {},
    profiles: [],
  };
}

export function deploymentOf(units: readonly UnitFact[]): DeploymentFacts {
  return { units, autoscalers: [], volumes: [], services: [] };
}
