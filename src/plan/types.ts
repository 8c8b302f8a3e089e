import type { Catalog } from '../catalog/types.ts';
import type { Configuration } from '../config/configuration.ts';
import type { Overlay } from '../findings/overlay.ts';
import type { Finding, RuleInfo, Silence } from '../findings/types.ts';
import type { ProgramGraph } from '../link/program-graph.ts';
import type { System } from '../system/types.ts';

/** All that a plan is made of. The same input gives the same bytes. */
export interface PlanInput {
  readonly system: System;
  readonly graph: ProgramGraph;
  readonly catalog: Catalog;
  readonly findings: readonly Finding[];
  /** What would be worth doing where nothing is wrong; the plan alone says it. */
  readonly opportunities: readonly Finding[];
  /** Where a rule looked and found nothing wrong; what is shared between instances already is among it. */
  readonly silences: readonly Silence[];
  /** What every rule is, for order and effort; the rules themselves are not needed. */
  readonly rules: readonly RuleInfo[];
  readonly overlay: Overlay;
  readonly configuration: Configuration;
  /** Files that could not be read, or not whole. */
  readonly unreadable: readonly { readonly file: string; readonly message: string }[];
  /** ISO date for the heading. */
  readonly today: string;
  readonly homepage: string;
  /** The way from where the plan is written up to the root of the workspace; empty for the root itself. */
  readonly rootFromOut?: string;
  /** The plan that was written before, whole; absent where there is none. */
  readonly previous?: string;
}

/** Where a figure comes from. A number without one is never printed. */
export interface Provenance {
  readonly kind: 'place' | 'platform' | 'command-line' | 'library' | 'assumed' | 'formula';
  /** For a person: `compose.yaml:12`, `the default of PostgreSQL`, `assumed, as nothing says`. */
  readonly text: string;
  /** 0-based line, for `place`. */
  readonly place: { readonly file: string; readonly line: number } | null;
}

export interface Figure {
  readonly value: number;
  readonly from: Provenance;
}

/** The plan as plain data, before any form. */
export interface Plan {
  readonly today: string;
  readonly homepage: string;
  /** One for each program that answers, takes from a queue or keeps a schedule; the worst off first. */
  readonly programs: readonly ProgramVerdict[];
  /** In the order in which they are met. */
  readonly walls: readonly Wall[];
  /** Mermaid text that versions 11 and 12 both read. */
  readonly diagram: string;
  /** The same after the plan, with what comes, changes and goes; null where nothing of it is drawn. */
  readonly difference: string | null;
  /** In the order in which they must be closed; stages without a finding are left out. */
  readonly stages: readonly Stage[];
  readonly budgets: readonly BudgetTable[];
  /** What instances share already, so that nothing of it has to be changed. */
  readonly shared: readonly SharedPlace[];
  /** What to do, in Markdown whose names are set already; empty where there is nothing to scale. */
  readonly decision: readonly string[];
  /** What is closed since the plan before; null where there was none. */
  readonly progress: Progress | null;
  /** What the plan is about: programs and what they use. */
  readonly seen: readonly Said[];
  readonly ladder: readonly Rung[];
  readonly limits: readonly LimitRow[];
  readonly queues: readonly QueueRow[];
  /** Sums over what the user answered. */
  readonly sizing: readonly SizingLine[];
  readonly choices: readonly Choice[];
  readonly additions: readonly Addition[];
  readonly cutOver: readonly Said[];
  readonly steps: readonly Step[];
  readonly signals: readonly Signal[];
  readonly questions: readonly Question[];
  /** The findings of today, for the plan after this. */
  readonly findings: readonly Finding[];
  readonly artifacts: readonly Artifact[];
  /** Why a file that one might expect is not written, in whole sentences. */
  readonly withheld: readonly string[];
  readonly assumptions: readonly Assumption[];
  /** What was not seen, in whole sentences. */
  readonly unseen: readonly string[];
}

export interface ProgramVerdict {
  readonly program: string;
  /** Instances that run at the most, as far as something says. */
  readonly runs: Figure | null;
  /** Where nothing says how many hosts run: the processes on each, as far as a file says. */
  readonly processes: Figure | null;
  /** Where nothing says how many run: what a template begins with. */
  readonly begins: Figure | null;
  /** Whether fewer may run, as where an autoscaler decides. */
  readonly runsUpTo: boolean;
  /** Instances up to which nothing found breaks; null when no wall was found. */
  readonly safeTo: number | null;
  readonly firstWall: Wall | null;
  /** Its worst finding that is more than a note; null for none. */
  readonly worst: Finding | null;
  /** Databases over their budget that it shares with programs that ask for more than it does. */
  readonly crowded: readonly string[];
  /** Files that it shares with other programs as long as all run on one machine: `it shares the files of …`; null for none. */
  readonly tied: Said | null;
  /** Databases that it reaches by pools of which no sum is drawn up. */
  readonly unsummed: readonly string[];
  readonly counts: { readonly error: number; readonly warning: number; readonly note: number };
}

/** A number of instances at which something stops being true. */
export interface Wall {
  readonly kind: 'memory' | 'disk' | 'connections';
  readonly program: string;
  /** The first number of instances at which it breaks; 1 when not even one is safe. */
  readonly at: number;
  /** Whether that many run already; null when nothing says how many run. */
  readonly passed: boolean | null;
  /** Set where so many run that a budget has less room left than it should, though it is not full. */
  readonly tight?: true;
  /** Short, for a heading: `state in the memory of one process`. */
  readonly title: string;
  /** For memory and disk: what breaks there, worst first. */
  readonly findings: readonly Finding[];
  /** For connections: the database, and the sum that is too much there. */
  readonly overflow: Overflow | null;
}

/** The first number of hosts that is more than a plan may give away: perHost × (hosts + surge) + others > planned. */
export interface Overflow {
  readonly database: string;
  readonly perHost: number;
  readonly hosts: number;
  readonly surge: number;
  readonly others: number;
  readonly sum: number;
  readonly planned: number;
  readonly usable: number;
  /** The first number of hosts that the database has no room for at all, with the sum that is more than usable. */
  readonly full: { readonly hosts: number; readonly surge: number; readonly sum: number };
  /** The database's maximum where nothing says it, so that it is its software's default; null where something does. */
  readonly assuming: number | null;
  /** What must be true for the sum to be one; null where that is known. */
  readonly condition: string | null;
}

/** Blockers that are closed together, before the next stage is worth starting. */
export interface Stage {
  readonly id: StageId;
  readonly title: string;
  /** Why this stage stands where it stands. */
  readonly why: string;
  readonly blockers: readonly Blocker[];
}

export type StageId =
  | 'sessions'
  | 'state'
  | 'limits'
  | 'files'
  | 'schedules'
  | 'pools'
  | 'lifecycle'
  | 'balancing'
  | 'later'
  | 'unsorted';

export interface Blocker {
  readonly finding: Finding;
  readonly effort: Effort;
  /** What closes it: the title of a fix, or the finding's own advice. */
  readonly remedy: string;
}

/** Points of Konveyor's scale: nothing, trivial, some files, a redesign, another architecture, unknown. */
export type Effort = 0 | 1 | 3 | 5 | 7 | 13;

/** Formula F7, line by line, for one database. */
export interface BudgetTable {
  readonly database: string;
  readonly rows: readonly BudgetRow[];
  readonly demand: number;
  /** Its name there: `max_connections`. */
  readonly title: string;
  readonly maximum: Figure;
  readonly reserved: Figure;
  readonly usable: number;
  /** What a plan may give away of it: four fifths, rounded down. */
  readonly planned: number;
  readonly over: boolean;
  readonly pooled: boolean;
  /** Programs of which a platform starts as many copies as requests come, so that no number of theirs is in the sum. */
  readonly elastic: readonly string[];
  /** Pools with which all programs stay within `planned`; null when today's do, or when none would. */
  readonly fits: PoolProposal | null;
  /** Even a pool of one connection is too much, so that a pooler must stand between. */
  readonly needsPooler: boolean;
}

export interface BudgetRow {
  readonly program: string;
  /** The library that opens the pool, as people call it. */
  readonly library: string;
  readonly pool: Figure;
  readonly processes: Figure;
  readonly hosts: Figure;
  readonly surge: Figure;
  /** What must be true for the pool to lead here: `REPORTS_URL leads to orders-db`; null where that is known. */
  readonly condition: string | null;
  /** pool × processes × (hosts + surge). */
  readonly connections: number;
}

export interface PoolProposal {
  readonly rows: readonly {
    readonly program: string;
    readonly library: string;
    readonly pool: number;
    readonly connections: number;
  }[];
  readonly demand: number;
}

/** A sentence with places in it, each written as `file:line` with the line counted from 1. */
export interface Said {
  readonly text: string;
  readonly places: readonly { readonly file: string; readonly line: number }[];
}

export interface Progress {
  /** ISO date of the plan before. */
  readonly since: string;
  readonly closed: readonly string[];
  readonly opened: readonly string[];
  readonly still: number;
}

/** A component, and the number at which it stops. */
export interface Rung {
  readonly name: string;
  readonly kind: string;
  readonly runs: Figure | null;
  /** Null where no number is known. */
  readonly at: number | null;
  /** What is counted: `instances`, `hosts of api`. */
  readonly unit: string;
  readonly why: Said;
}

/** Formula F18: a limit × instances that each count alone. */
export interface LimitRow {
  readonly place: Said['places'][number];
  readonly limit: number;
  readonly instances: number;
  readonly effective: number;
  /** Whether nothing says how many run. */
  readonly assumed: boolean;
}

/** Jobs at once: concurrency × processes × hosts. */
export interface QueueRow {
  readonly program: string;
  readonly concurrency: Figure;
  readonly processes: number;
  readonly hosts: Figure;
  readonly atOnce: number;
}

export interface SizingLine {
  readonly what: string;
  readonly formula: string;
  /** `a × b ÷ c = d`, to be done again by whoever reads it. */
  readonly sum: string;
  readonly result: string;
  readonly from: string;
}

export type Verdict = 'chosen' | 'in use' | 'for now' | 'later' | 'open' | 'rejected';

export interface Choice {
  readonly pattern: string;
  readonly verdict: Verdict;
  readonly why: Said;
}

/** Something that the blockers' cures need. */
export interface Addition {
  readonly name: string;
  readonly isNew: boolean;
  readonly why: Said;
  readonly where: Said | null;
  readonly fails: readonly string[];
}

export interface Step {
  readonly title: string;
  readonly verify: string;
  readonly rollback: string;
}

export interface Signal {
  readonly wall: string;
  readonly metric: string;
  readonly threshold: string;
  readonly query: string;
}

/** Something that the user alone knows. */
export interface Question {
  /** Where the answer is kept in second-instance.json. */
  readonly path: readonly string[];
  readonly text: string;
  /** Assumptions and findings that it settles, for the order. */
  readonly settles: number;
  readonly unlocks: string;
  /** A value as it could be, to begin from; never taken for an answer. */
  readonly example: string;
  readonly unit: 'count' | 'number';
}

/** A place that would break with a second instance if its program did not share what it is about. */
export interface SharedPlace {
  readonly file: string;
  /** 0-based. */
  readonly line: number;
  /** What was looked for there, in the title of the rule: `Sessions in memory`. */
  readonly about: string;
  /** Why nothing is wrong, a whole sentence. */
  readonly reason: string;
}

/** A file that belongs to the plan. */
export interface Artifact {
  /** Relative to where the plan is written. */
  readonly path: string;
  readonly title: string;
  readonly language: 'nginx' | 'yaml' | 'json' | 'javascript' | 'ini' | 'shell';
  /** False where the plan names the file only, because its text is long or of no use to a reader. */
  readonly embedded?: false;
  readonly text: string;
  /** What must be done before it helps, in whole sentences. */
  readonly before: readonly string[];
  readonly assumptions: readonly Assumption[];
}

export interface Assumption {
  readonly text: string;
  /** What makes it a fact. */
  readonly settle: string;
}
