import type { Catalog } from '../catalog/types.ts';
import type { ProgramGraph, Site } from '../link/program-graph.ts';
import type { Confidence, System } from '../system/types.ts';
import type { Judgement, PlainJudgement } from './judge.ts';
import type { Finding, GateName, RuleInfo, Subject } from './types.ts';

/** A rule is a value: what it is, and a pure question asked of graph and System. It reads no text and knows no library by name. */
export interface Rule {
  readonly info: RuleInfo;
  readonly check: (context: RuleContext) => readonly Verdict[];
}

/** A rule over what other rules found, after suppression. */
export interface SummaryRule {
  readonly info: RuleInfo;
  readonly summarise: (context: RuleContext, findings: readonly Finding[]) => readonly Verdict[];
}

export interface RuleContext {
  readonly graph: ProgramGraph;
  readonly system: System;
  readonly catalog: Catalog;
  /** Instances assumed where nothing declares them; 2 unless the user says otherwise. */
  readonly assumedInstances: number;
}

/** Every candidate that a rule looked at: what it found, or why it stayed silent. */
export type Verdict = Found | Silent;

export interface Found {
  readonly kind: 'found';
  /** The callee or identifier alone. */
  readonly site: Site;
  readonly judgement: Judgement | PlainJudgement;
  readonly confidence: Confidence;
  /**
   * One to three sentences: what the user sees first (at most 110 characters), this workspace's numbers, what to do.
   */
  readonly sentences: readonly string[];
  readonly related: readonly { readonly site: Site; readonly message: string }[];
  readonly evidence: {
    readonly limit: number | null;
    readonly effective: number | null;
    readonly formula: string | null;
  };
  readonly subject: Subject;
  /** What breaks, in a word or two, for summaries: `sign-in limits`. */
  readonly thing?: string;
  /** Names the symbol inside the file without lines, for the baseline: `CartService.items`, `signInLimiter`. */
  readonly symbol: string;
}

export interface Silent {
  readonly kind: 'silent';
  readonly site: Site;
  readonly gate: GateName;
  /** A whole sentence for a person who asks why nothing is shown here. */
  readonly reason: string;
}
