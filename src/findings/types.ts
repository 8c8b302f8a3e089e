import type { Citation } from '../catalog/types.ts';
import type { Confidence, Source } from '../system/types.ts';
import type { Place } from '../text/range.ts';

export type Severity = 'error' | 'warning' | 'note';

/** The row of the seed's table that a rule belongs to; rule files stand in folders of the same names. */
export type Pattern =
  | 'stateless'
  | 'load-balancing'
  | 'horizontal'
  | 'replication'
  | 'caching'
  | 'queues'
  | 'partitioning'
  | 'rate-limiting'
  | 'autoscaling'
  | 'storage'
  | 'connections'
  | 'long-work';

export type GateName = 'scope' | 'moment' | 'lifetime' | 'role' | 'topology' | 'guard' | 'shared' | 'suppressed';

/** What is true of a rule before any file is read. */
export interface RuleInfo {
  readonly id: string;
  readonly title: string;
  readonly tier: 'breaks' | 'capacity';
  /** The plan alone says it, as what would be worth doing: nothing is wrong there, so that no list of findings holds it. */
  readonly planOnly?: true;
  readonly pattern: Pattern;
  readonly base: Severity;
  /** The severity that a purpose such as sign-in or payment raises it to. */
  readonly raised: Severity | null;
  readonly needsInstances: boolean;
  /** Whether a second process is enough to break it, or only a second host. */
  readonly scope: 'process' | 'host';
  /** Whether a deploy that overlaps, or a restart on a disk that is lost, breaks the same promise at one instance. */
  readonly breaksAt: readonly ('overlap' | 'lost-disk')[];
  readonly gates: readonly GateName[];
  readonly citation: Citation;
  /** One sentence for the rule index. */
  readonly summary: string;
}

/** One thing that is wrong, with all that any surface needs to show it. */
export interface Finding {
  readonly ruleId: string;
  readonly tier: RuleInfo['tier'];
  readonly severity: Severity;
  readonly confidence: Confidence;
  readonly message: string;
  readonly file: string;
  readonly range: Place['range'];
  readonly related: readonly RelatedPlace[];
  /** Names of the programs it is true of, sorted. */
  readonly programs: readonly string[];
  readonly evidence: Evidence;
  readonly fixes: readonly FixOffer[];
  readonly docs: string;
  readonly fingerprint: string;
  /** What the finding is about, for fixes: a library use's id, a cell's id, a unit, a budget, a directive, a secret or shards. */
  readonly subject: Subject;
  /** What breaks, in a word or two, for summaries: `sign-in limits`. */
  readonly thing?: string;
}

export type Subject =
  | { readonly kind: 'use'; readonly id: string }
  | { readonly kind: 'cell'; readonly id: string }
  | { readonly kind: 'unit'; readonly file: string; readonly name: string }
  | { readonly kind: 'budget'; readonly database: string }
  /** A directive in the configuration of a proxy. */
  | { readonly kind: 'directive'; readonly file: string; readonly name: string }
  /** A secret, with the environment name that it should come from. */
  | { readonly kind: 'secret'; readonly file: string; readonly name: string | null }
  /** A file or files that code writes, by the call that does. */
  | { readonly kind: 'file'; readonly file: string; readonly name: string }
  /** Tables or databases that a key is spread over; null where nobody can read how many. */
  | { readonly kind: 'shards'; readonly file: string; readonly count: number | null }
  /** What a process does when it begins, or leaves undone when it ends. */
  | { readonly kind: 'process'; readonly file: string; readonly name: string }
  /** Work of seconds, by the function that waits for it. */
  | { readonly kind: 'work'; readonly file: string; readonly function: string };

export interface RelatedPlace extends Place {
  readonly message: string;
}

export interface Evidence {
  readonly instances: number | null;
  readonly source: Source | null;
  readonly limit: number | null;
  readonly effective: number | null;
  readonly formula: string | null;
}

export interface FixOffer {
  readonly id: string;
  readonly title: string;
  readonly safety: 'safe' | 'needs-review';
}

/** A place where a rule looked and stayed silent, with the gate that stopped it, for `explain`. */
export interface Silence {
  readonly ruleId: string;
  readonly file: string;
  readonly range: Place['range'];
  readonly gate: GateName;
  readonly reason: string;
}
