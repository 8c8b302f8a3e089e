import type { Engine } from '../catalog/types.ts';
import type {
  Address,
  AutoscalerFact,
  MountFact,
  PatchedPathFact,
  PortFact,
  RequestSourceFact,
  UnitFact,
  VolumeFact,
} from '../facts/deployment.ts';
import type { DirectiveFact } from '../facts/proxy.ts';
import type { FunctionKey, LibraryUse, Site } from '../link/program-graph.ts';

/** How a fact about the deployment is known. */
export type Known = 'declared' | 'platform' | 'assumed';

/** Where a number comes from: a place in the workspace, a platform's row in the catalogue, the user's own word, or an assumption. */
export type Source =
  /** `others` are the places of further numbers that were added to the first. */
  /** `several` where the line asks for more than one without a number, mostly one for each core: two are counted. */
  | { readonly kind: 'place'; readonly site: Site; readonly others?: readonly Site[]; readonly several?: true }
  | { readonly kind: 'platform'; readonly id: string }
  | { readonly kind: 'command-line' }
  | { readonly kind: 'assumed' };

export interface Count {
  readonly minimum: number;
  readonly maximum: number;
  readonly known: Known;
  readonly source: Source;
}

/** Copies of a program and what a deploy or a restart does to it. An instance is one process: hosts × processesPerHost. */
export interface Topology {
  readonly hosts: Count;
  /** What a template begins with, where nothing says how many hosts run; never a number to judge by. */
  readonly begins?: { readonly value: number; readonly site: Site };
  readonly processesPerHost: Count;
  /** Whether two versions are alive during a deploy; null when nothing says. */
  readonly overlap: { readonly value: boolean; readonly known: Known; readonly source: Source } | null;
  readonly disk: {
    readonly value: 'persistent' | 'ephemeral' | 'shared';
    readonly known: Known;
    readonly source: Source;
  } | null;
  readonly lifetime: {
    readonly value: 'long' | 'frozen-after-response';
    readonly known: Known;
    readonly source: Source;
  } | null;
  /** The environment that the largest number was declared for; null for the only one. */
  readonly environment: string | null;
}

/** One start command: an entry file, the files it imports, and the units it runs as. */
export interface Program {
  /** Key in the configuration and on the command line; also the component's id. */
  readonly name: string;
  readonly entry: string;
  /** Folder of the package that holds the entry. */
  readonly folder: string;
  readonly files: ReadonlySet<string>;
  /** `server` answers requests or sockets, `worker` takes from queues or timers; `other` is judged by no rule. */
  readonly role: 'server' | 'worker' | 'scheduler' | 'other';
  readonly units: readonly UnitReference[];
  readonly topology: Topology;
  /** Set where its processes on one host begin as copies of one that has loaded all code, and share what is made at load. */
  readonly loadsOnce?: true;
  /** Set where each of its processes works on one job at a time, so that it uses one connection of a pool at a time. */
  readonly takesOne?: true;
}

export interface UnitReference {
  readonly file: string;
  readonly name: string;
  /** The container among the unit's; 0 for compose. */
  readonly container: number;
}

export type ComponentKind =
  | 'client'
  | 'gateway'
  | 'loadbalancer'
  | 'service'
  | 'worker'
  | 'scheduler'
  | 'database'
  | 'cache'
  | 'queue'
  | 'storage'
  | 'volume'
  | 'search'
  | 'external'
  | 'observability';

export type ConnectionKind =
  | 'http'
  | 'grpc'
  | 'sql'
  | 'mongodb'
  | 'redis'
  | 'amqp'
  | 'kafka'
  | 's3'
  | 'smtp'
  | 'websocket'
  | 'publish'
  | 'consume'
  | 'mount'
  | 'replicate'
  | 'other';

export type Confidence = 'high' | 'medium' | 'low';

export interface Component {
  readonly id: string;
  readonly kind: ComponentKind;
  readonly name: string;
  readonly language: string | null;
  readonly role: string | null;
  readonly engine: Engine | null;
  readonly program: string | null;
  readonly instances: Count | null;
  readonly evidence: readonly Site[];
  readonly details: Readonly<Record<string, string>>;
}

export interface Connection {
  readonly from: string;
  readonly to: string;
  readonly kind: ConnectionKind;
  readonly confidence: Confidence;
  readonly evidence: readonly Site[];
}

/** All that one database can take, and what each program asks of it (formula F7). */
export interface ConnectionBudget {
  readonly database: string;
  readonly supply: {
    readonly maximum: number;
    readonly reserved: number;
    /** maximum − reserved. */
    readonly usable: number;
    readonly grounded: boolean;
    readonly source: Source;
    /** The name that the number goes by there: `max_connections`. */
    readonly title: string;
  };
  readonly demands: readonly ConnectionDemand[];
  /** The sum of all demands. */
  readonly demand: number;
  /** Pools that lead here whose size cannot be read, so that the sum is of the others alone; their own numbers say nothing. */
  readonly unread: readonly ConnectionDemand[];
  /**
   * Pools of programs whose platform runs as many copies as requests come. Nobody declared how many, so they are part
   * of no sum.
   */
  readonly elastic: readonly ConnectionDemand[];
  /** A pooler stands between, so demands do not reach the database. */
  readonly pooled: boolean;
}

export interface ConnectionDemand {
  readonly program: string;
  readonly use: LibraryUse;
  /** Most connections of one pool of one process. */
  readonly poolMaximum: number;
  readonly poolKnown: 'literal' | 'environment' | 'default';
  readonly poolSite: Site | null;
  /** Set where the pool has room for more, but each process works on one job at a time and takes one. */
  readonly oneAtATime?: true;
  readonly processesPerHost: number;
  /** False where the machine's cores or a setting say how many, so that the number is assumed. */
  readonly processesKnown: boolean;
  readonly hosts: number;
  /** Further hosts alive during a roll-out; already a count. */
  readonly surge: number;
  /** The line that says how many at once; null where it is the platform's own number. */
  readonly surgeSite: Site | null;
  /** What says how the program is rolled out, for other numbers of hosts; null where nothing does. */
  readonly rolled: Pick<UnitFact, 'kind' | 'strategy' | 'surge'> | null;
  /** poolMaximum × processesPerHost × (hosts + surge). */
  readonly connections: number;
  readonly source: Source;
  /**
   * Set where nothing says that the pool leads to this database but that a manifest runs no other: then with the
   * environment name that decides it, where there is one.
   */
  readonly guess: { readonly environment: string | null } | null;
}

/** A pool that nobody gave a size, of a program whose copies traffic adds, at a database of which nobody says what it takes. */
export interface UnsizedPool {
  readonly database: string;
  /** The name that the missing number goes by there: `max_connections`. */
  readonly title: string;
  readonly demand: ConnectionDemand;
  /** A pooler stands between, so that the pool does not reach the database. */
  readonly pooled: boolean;
}

/** A client of PostgreSQL in one program, and whether a pooler stands between. */
export interface Pooling {
  readonly program: string;
  readonly use: LibraryUse;
  readonly isPooled: boolean;
  /** How the pooler pools; null where nothing says. */
  readonly mode: PoolMode | null;
  /** The environment name that holds the address, and where it is set. */
  readonly environment: string | null;
  readonly addressSite: Site | null;
}

/** When a pooler gives a connection to somebody else, and by which word that is known. */
export interface PoolMode {
  readonly value: 'session' | 'transaction' | 'statement';
  readonly by: string;
  /** Where the pooler's own settings say so; null where the address does. */
  readonly site: Site | null;
}

/** A client of one connection that a pool could stand in for, with what the database behind it takes. */
export interface SingleClient {
  readonly program: string;
  readonly use: LibraryUse;
  readonly database: string;
  readonly supply: ConnectionBudget['supply'];
  readonly processesPerHost: number;
  readonly hosts: number;
  readonly surge: number;
  readonly source: Source;
  /** Whether nothing says that it leads there but that a manifest runs no other. */
  readonly isGuess: boolean;
}

/** The configuration of a proxy, with what is known of the build that reads it. */
export interface ReverseProxy {
  readonly file: string;
  readonly directives: readonly DirectiveFact[];
  /** `open` for the open-source build; null where nothing says what runs. */
  readonly build: 'open' | 'other' | null;
  readonly title: string | null;
  readonly version: readonly number[] | null;
  readonly image: { readonly text: string; readonly site: Site } | null;
  /** Whether what runs it is for a developer's own machine or for tests. */
  readonly development: boolean;
  /** The unit that is seen to run it; null where none is. */
  readonly unit: UnitReference | null;
}

/** A balancer that a manifest or a platform places before programs, and that keeps connections to them. */
export interface PlacedBalancer {
  readonly id: string;
  readonly title: string;
  readonly site: Site;
  /** After how many seconds it closes a connection on which nobody asks anything, and where that is said; null for its default. */
  readonly idleSeconds: number;
  readonly idleSite: Site | null;
  /** Names of the programs behind it, sorted. */
  readonly programs: readonly string[];
}

/** A service of a compose file that is asked for more than once, with what it takes over from files before its own. */
export interface ScaledService {
  readonly file: string;
  readonly name: string;
  /** Whether it is for a developer's own machine or for tests. */
  readonly development: boolean;
  readonly copies: number;
  /** The number in a file, or the command of a script that asks for so many. */
  readonly asked: Site;
  /**
   * Which of the two readers of such files takes this one, `docker compose` or a swarm, with the word that tells. Not
   * sure where the other passes over the word. Null where nothing tells.
   */
  readonly reader: {
    readonly tool: 'compose' | 'swarm';
    readonly word: string;
    readonly site: Site;
    readonly sure: boolean;
  } | null;
  readonly containerName: { readonly value: string; readonly site: Site } | null;
  readonly ports: readonly { readonly port: PortFact; readonly site: Site }[];
}

/** An autoscaler of Kubernetes with the workload whose copies it steers. */
export interface Steering {
  readonly file: string;
  readonly autoscaler: AutoscalerFact;
  /** Whether it is for a developer's own cluster or for tests. */
  readonly development: boolean;
  /** Manifests that run what it steers, the nearest ones alone. */
  readonly workloads: readonly ManifestOf[];
  /** These and all others of the workload: patches, values, manifests of further environments. */
  readonly parts: readonly ManifestOf[];
  /** What gives its containers requests from outside of their manifests. */
  readonly requestSources: readonly { readonly file: string; readonly source: RequestSourceFact }[];
}

export interface ManifestOf {
  readonly file: string;
  readonly unit: UnitFact;
}

/**
 * Functions of files that several programs hold, each with the names of the programs that come to run it. A function
 * that none is seen to run is left out: how it is called cannot be followed, so that it may be any of them.
 */
export type SharedFunctions = ReadonlyMap<FunctionKey, ReadonlySet<string>>;

/** A volume that all pods of one workload mount by one claim, so that whether a second pod can start hangs on its access modes. */
export interface ClaimedVolume {
  readonly file: string;
  readonly unit: UnitFact;
  /** Index of the container among the unit's. */
  readonly container: number;
  readonly mount: MountFact;
  readonly claim: VolumeFact & { readonly site: Site };
  /** Whether another claim of that name, as of another environment, can be mounted on many nodes. */
  readonly isManyElsewhere: boolean;
  /** Copies that manifests ask for, patches among them; null where none says a number. */
  readonly copies: Count | null;
  /** Whether it is for a developer's own cluster or for tests. */
  readonly development: boolean;
}

/** A folder that a program's container mounts, and that none of its other instances sees, or none on another node. */
export interface PassingVolume {
  readonly file: string;
  readonly unit: UnitFact;
  readonly mount: MountFact;
  readonly lastsWith: 'pod' | 'container' | 'host';
  /** Whether another container of the pod mounts it as well, as one does that carries files away. */
  readonly isTaken: boolean;
  readonly programs: readonly Program[];
  /** Whether it is for a developer's own cluster or for tests. */
  readonly development: boolean;
}

/** What code and deployment files make together. */
export interface System {
  readonly programs: readonly Program[];
  /** Which of several programs run a function that stands in a file of theirs all. */
  readonly shared: SharedFunctions;
  readonly components: readonly Component[];
  readonly connections: readonly Connection[];
  readonly budgets: readonly ConnectionBudget[];
  readonly unsizedPools: readonly UnsizedPool[];
  readonly singleClients: readonly SingleClient[];
  readonly poolings: readonly Pooling[];
  readonly proxies: readonly ReverseProxy[];
  readonly balancers: readonly PlacedBalancer[];
  readonly scaledServices: readonly ScaledService[];
  readonly steerings: readonly Steering[];
  readonly claimedVolumes: readonly ClaimedVolume[];
  readonly passingVolumes: readonly PassingVolume[];
  /** What patches of Kustomize change beside the manifests. */
  readonly patchedPaths: readonly PatchedPathFact[];
  /** Addresses by environment name, as manifests and .env files give them. */
  readonly addresses: ReadonlyMap<string, readonly { readonly address: Address; readonly site: Site }[]>;
  /** What was not seen, in whole sentences. */
  readonly blind: readonly string[];
}
