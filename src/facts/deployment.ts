import type { Span } from '../text/range.ts';
import type { WrittenNumber } from '../text/shell-number.ts';
import type { CommandFact } from './command.ts';
import type { ForwardingFact } from './forwarding.ts';
import type { DirectiveFact } from './proxy.ts';
import type { GatewayFact, GatewayRouteFact, IngressFact, ServiceFact } from './request-ways.ts';
import type { ShellFacts } from './shell.ts';

export type { CommandFact } from './command.ts';
export type { GatewayFact, GatewayRouteFact, IngressFact, NamedObjectFact, ServiceFact } from './request-ways.ts';

/** A number that a manifest declares, with the place of the value, which is where findings about it stand. */
export interface DeclaredNumber {
  readonly value: number;
  readonly span: Span;
  /** The value is taken over from an anchor, so what stands at its place may hold for others too. */
  readonly elsewhere?: true;
}

export interface DeclaredText {
  readonly value: string;
  readonly span: Span;
}

/** What one deployment file says: the workloads it runs and what steers their number. */
export interface DeploymentFacts {
  readonly units: readonly UnitFact[];
  readonly autoscalers: readonly AutoscalerFact[];
  readonly volumes: readonly VolumeFact[];
  readonly services: readonly ServiceFact[];
  readonly ingresses?: readonly IngressFact[];
  readonly gateways?: readonly GatewayFact[];
  readonly gatewayRoutes?: readonly GatewayRouteFact[];
  readonly requestSources?: readonly RequestSourceFact[];
  /** What patches of Kustomize change that are no manifest of their own, and what Argo CD leaves alone. */
  readonly patchedPaths?: readonly PatchedPathFact[];
  /** Files and folders that a kustomization.yaml applies together, from the root on. */
  readonly appliesTogether?: readonly string[];
  /** ConfigMaps, whose names containers take over. */
  readonly configurations?: readonly ConfigurationFact[];
  /** Stages of a Dockerfile, in their order; the last is what is built when nobody names one. */
  readonly stages?: readonly StageFact[];
  /** What the configuration of a proxy says, such as nginx's. */
  readonly directives?: readonly DirectiveFact[];
  /** Where the configuration of another balancer or gateway leads requests. */
  readonly forwarding?: ForwardingFact;
  /** What a Chart.yaml says. */
  readonly chart?: ChartFact;
  /** What the values of a Helm chart say. */
  readonly values?: ChartValuesFact;
  /** Names of the values that a template of a Helm chart asks for: `autoscaling.enabled`. */
  readonly asks?: readonly string[];
  /** What a template of a Helm chart makes copies of. */
  readonly workloads?: readonly ChartWorkloadFact[];
  /** What a shell script runs. */
  readonly shell?: ShellFacts;
  /** By what a compose file can be told to be for `docker compose` or for a swarm, which reads such files as well. */
  readonly toolMarks?: readonly ToolMarkFact[];
  /** Options of a starter in a file of their own, such as uWSGI's, which it could be given as words just as well. */
  readonly options?: readonly OptionFact[];
  /** Whole numbers that a file of parameters gives to templates of OpenShift. */
  readonly parameters?: readonly { readonly name: string; readonly number: DeclaredNumber }[];
  /** When a pooler gives a connection to another client, as its own file says: `session`, `transaction` or `statement`. */
  readonly poolMode?: DeclaredText;
}

/**
 * A word of a compose file that only one of its two readers heeds. It is sure where the other refuses the file for it, or
 * has nothing that it could mean there.
 */
export interface ToolMarkFact {
  readonly tool: 'compose' | 'swarm';
  readonly word: string;
  readonly sure: boolean;
  readonly span: Span;
}

/** One option of a starter's file, in its own words; the value is empty where the name says it all. */
export interface OptionFact {
  readonly name: string;
  readonly value: string;
  readonly span: Span;
}

/** One stage of a Dockerfile, with what its own lines say; what it is built on says the rest. */
export interface StageFact {
  readonly name: string | null;
  /** An image, or the name of an earlier stage. */
  readonly base: DeclaredText;
  /** Folder of the image that commands run in; null where no line sets it. */
  readonly folder: string | null;
  readonly entrypoint: CommandFact | null;
  readonly command: CommandFact | null;
  readonly environment: readonly EnvironmentFact[];
  /** What is copied out of the build's folder; copies from other stages are left out. */
  readonly copies: readonly { readonly from: readonly string[]; readonly to: string }[];
  /** Names of the stages that files are copied from. */
  readonly takesFrom: readonly string[];
}

/** A ConfigMap: environment names, and what may be kept of their values. */
export interface ConfigurationFact {
  readonly name: string;
  readonly namespace: string | null;
  readonly environment: readonly EnvironmentFact[];
  readonly span: Span;
}

/** One workload: a compose service, a Deployment, a StatefulSet, a DaemonSet, a Job, a CronJob, or a process that a host starts by itself. */
export interface UnitFact {
  readonly name: string;
  readonly kind:
    | 'compose-service'
    | 'deployment'
    | 'statefulset'
    | 'daemonset'
    | 'job'
    | 'cronjob'
    | 'procfile-process'
    | 'supervisor-program'
    | 'systemd-service'
    | 'pm2-process'
    | 'heroku-process'
    | 'render-service'
    | 'fly-process'
    | 'railway-service'
    | 'cloud-run-service'
    | 'azure-container-app'
    | 'ecs-service'
    | 'kamal-role'
    | 'lambda-function';
  readonly namespace: string | null;
  /** The name alone, which is where a finding about the unit stands when it declares no number. */
  readonly span: Span;
  /** Null when the file says nothing about copies, which is unknown, not one. */
  readonly replicas: DeclaredNumber | null;
  /** What a template for whoever wants to try it begins with, which says nothing of what runs where it is in use. */
  readonly begins?: DeclaredNumber;
  /** The least and the most, where the platform's own file lets it add and remove copies. */
  readonly range?: { readonly minimum: DeclaredNumber | null; readonly maximum: DeclaredNumber };
  /** The parameter of its template that says how many copies there are, so that a file of parameters may say another number. */
  readonly replicasFrom?: string;
  /** How often one host starts the command, where the file says, as supervisor's `numprocs` does. */
  readonly copies?: { readonly number: WrittenNumber; readonly span: Span };
  /**
   * Copies that a roll-out changes at once, as it is written: for a Deployment those beyond its replicas, a count or
   * a share of them; for a compose service the tasks of one step, where `0` means all.
   */
  readonly surge: DeclaredText | null;
  readonly strategy: 'rolling' | 'recreate' | 'start-first' | 'stop-first' | null;
  /** Where the strategy is written; absent where the file says nothing of it. */
  readonly strategySpan?: Span;
  readonly containers: readonly ContainerFact[];
  readonly mounts: readonly MountFact[];
  readonly dependsOn: readonly DeclaredText[];
  /** Labels of a Kubernetes pod template, which Services and disruption budgets select by. */
  readonly labels: Readonly<Record<string, string>>;
  readonly profiles: readonly string[];
  /** Resources that a pod of Kubernetes requests as a whole, or limits, whatever its containers do. */
  readonly requestsOfPod?: readonly string[];
  /** Set where all pods are told to run on one node: by its name, or beside another pod. */
  readonly onOneNode?: true;
  /** Set where templates of a chart say what containers request, which nobody can read. */
  readonly requestsUnknown?: true;
  /** Keys of a compose service that put nothing beside what an earlier file gives it, but stand in its place: `!reset`, `!override`. */
  readonly replaces?: readonly string[];
  /** The service of another compose file that this one takes over, where it names one; the path is from the root on. */
  readonly takesOver?: { readonly file: string; readonly service: string };
  /** Gateways that look for services by themselves, and are told by labels to lead requests to this one. */
  readonly ledBy?: readonly LedByFact[];
  /** Folder of the Helm chart whose values say all this; absent where a manifest does. */
  readonly chart?: string;
  /** The template of that chart in which surge and strategy stand; absent where the unit's own file says them. */
  readonly rolledBy?: string;
}

/** What a service tells a gateway of itself. */
export interface LedByFact {
  readonly software: 'traefik' | 'caddy' | 'nginx-proxy';
  readonly carries: 'http' | 'bytes';
  /** Set where each client is kept with one copy. */
  readonly keeps: 'client' | null;
  readonly span: Span;
}

/** One container of a unit; a compose service has exactly one. */
export interface ContainerFact {
  readonly name: string;
  readonly image: DeclaredText | null;
  /** Folder that the image is built from, relative to the root, with forward slashes. */
  readonly buildContext: DeclaredText | null;
  readonly dockerfile: string | null;
  readonly target: string | null;
  /** The start command's words; null when the image decides. */
  readonly command: CommandFact | null;
  /** Folder that the command runs in, as it is written: one of the image or the host; absent where the file says none. */
  readonly folder?: DeclaredText;
  /** The export of the command's file that the platform calls for each event; absent where it starts a program. */
  readonly handler?: DeclaredText;
  readonly environment: readonly EnvironmentFact[];
  /** Where further names come from: paths of .env files from the root on, or names of ConfigMaps and Secrets. */
  readonly environmentFrom?: readonly DeclaredText[];
  readonly ports: readonly PortFact[];
  readonly containerName: DeclaredText | null;
  readonly requests: ResourceFact;
  readonly limits: ResourceFact;
  readonly span: Span;
}

export interface ResourceFact {
  readonly cpu: DeclaredText | null;
  readonly memory: DeclaredText | null;
}

/** An environment name that a manifest sets. Values are kept only where they are safe: see facts/environment.ts. */
export interface EnvironmentFact {
  readonly name: string;
  /** What is known of the value without keeping a secret; null when it comes from a secret or cannot be read. */
  readonly value: EnvironmentValue | null;
  /** Whether the value comes from elsewhere: a secret, or a variable of the shell without a default. */
  readonly outside?: true;
  readonly span: Span;
}

/** The parts of a value that may be kept: an address without user, password or other parameters; or a plain number, word or folder. */
export type EnvironmentValue =
  | { readonly kind: 'address'; readonly address: Address }
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'word'; readonly value: string }
  /** A folder of the container from the root on, where the name says that it is one. */
  | { readonly kind: 'folder'; readonly value: string }
  /** Flags of a command whose values are plain numbers, where the name says that it holds flags: `--workers 4`. */
  | { readonly kind: 'flags'; readonly words: readonly string[] };

/** From a URL: scheme, host, port, database and a fixed list of pool parameters; never a user, a password or other values. */
export interface Address {
  readonly scheme: string;
  readonly host: string;
  readonly port: number | null;
  readonly database: string | null;
  readonly parameters: Readonly<Record<string, string>>;
}

export interface PortFact {
  /** Fixed port on the host; null when the host chooses one or none is published. */
  readonly host: number | null;
  /** How many ports of the host there are to choose from, and the first; absent where the file gives no range for one port. */
  readonly choice?: { readonly first: number; readonly count: number };
  readonly container: number;
  readonly span: Span;
}

export interface MountFact {
  readonly path: string;
  /** Name of the volume or the host's path. */
  readonly source: string | null;
  /** `ephemeral` for what goes with the container or the pod; `claim` also for volumes of which nothing else is known. */
  readonly kind: 'volume' | 'bind' | 'ephemeral' | 'claim' | 'config';
  readonly readOnly: boolean;
  /** Index of the container among the unit's that mounts it; absent for the first. */
  readonly container?: number;
  readonly span: Span;
}

/** What steers a workload's number of copies: a HorizontalPodAutoscaler or a ScaledObject. */
export interface AutoscalerFact {
  readonly name: string;
  readonly kind: 'hpa' | 'keda';
  readonly namespace: string | null;
  readonly target: { readonly kind: string; readonly name: string };
  readonly minimum: DeclaredNumber | null;
  readonly maximum: DeclaredNumber | null;
  /** What it decides by, in the order in which it is written. */
  readonly measures: readonly MeasureFact[];
  /** Name of the HorizontalPodAutoscaler that a ScaledObject makes, or takes over. */
  readonly makes?: string;
  /** Set where it is told to leave the copies alone for now. */
  readonly paused?: true;
  readonly span: Span;
}

/** One metric by which an autoscaler decides. */
export interface MeasureFact {
  /** `cpu`, `memory`; null for what is measured elsewhere than in the pods. */
  readonly resource: string | null;
  /** Whether it aims at a share of what the containers request. */
  readonly ofRequest: boolean;
  /** The one container that is measured; null for all of a pod together. */
  readonly container: string | null;
  /** Where it is written; the autoscaler's name where nothing is, so that the processor is measured. */
  readonly span: Span;
}

/** What gives containers requests that their own manifest does not name: a LimitRange, a VerticalPodAutoscaler. */
export interface RequestSourceFact {
  readonly namespace: string | null;
  /** The one workload; null for all of the namespace. */
  readonly target: { readonly kind: string; readonly name: string } | null;
  readonly resources: readonly string[];
  readonly span: Span;
}

/**
 * One place of an object that a patch of Kustomize changes, or that who deploys it leaves alone, in the words of a JSON
 * pointer: `/spec/replicas`.
 */
export interface PatchedPathFact {
  readonly path: string;
  /** Kind and name of what is changed; null where the file that holds the change does not say. */
  readonly kind: string | null;
  readonly name: string | null;
}

export interface VolumeFact {
  readonly name: string;
  readonly accessModes: readonly string[];
  readonly storageClass: string | null;
  readonly span: Span;
}

/** A Deployment or a StatefulSet of a template of a Helm chart, as far as it can be read without being filled in. */
export interface ChartWorkloadFact {
  /** The value that says how many copies there are: `api.replicaCount`; null where the template says it otherwise. */
  readonly replicas: string | null;
  /** Copies beyond them in a roll-out, where the template itself says a number. */
  readonly surge: DeclaredText | null;
  /** `Recreate` or `RollingUpdate`, where the template itself says it. */
  readonly strategy: DeclaredText | null;
}

/** What a Chart.yaml says of its chart. */
export interface ChartFact {
  readonly name: DeclaredText;
}

/**
 * Values of a Helm chart, under the names that `helm create` gives them. They mean something only beside a chart, and
 * only as far as its templates ask for them.
 */
export interface ChartValuesFact {
  /** `fullnameOverride`, else `nameOverride`; null where the chart's own name holds. */
  readonly name: DeclaredText | null;
  /** `replicaCount`. */
  readonly replicas: DeclaredNumber | null;
  /** Numbers of copies that stand deeper, by their dotted names: `api.replicaCount`. */
  readonly counts?: Readonly<Record<string, DeclaredNumber>>;
  readonly autoscaling: AutoscalingValues | null;
  /** `image`, `resources`, `env` and `service.port`. */
  readonly container: ContainerFact;
}

export interface AutoscalingValues {
  /** Null where nothing is said of it. */
  readonly enabled: boolean | null;
  readonly minimum: DeclaredNumber | null;
  readonly maximum: DeclaredNumber | null;
  /** What it decides by, each a share of what is requested. */
  readonly measures: readonly MeasureFact[];
  readonly span: Span;
}
