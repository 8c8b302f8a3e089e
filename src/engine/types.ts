import type { Configuration } from '../config/configuration.ts';
import type { Grouping } from '../diagram/collapse.ts';
import type { Diagram } from '../diagram/diagram.ts';
import type { DiagramView } from '../diagram/view.ts';
import type { Annotations } from '../findings/annotations.ts';
import type { SuppressedFinding } from '../findings/finish.ts';
import type { FixResult, ReadText } from '../findings/fix.ts';
import type { Overlay } from '../findings/overlay.ts';
import type { RuleContext } from '../findings/rule.ts';
import type { Finding, RuleInfo, Silence } from '../findings/types.ts';
import type { Completion, InsertionPlace } from '../insertions/completion.ts';
import type { Completions } from '../insertions/completions.ts';
import type { BuiltRecipe, RecipeOffer } from '../insertions/recipe-offer.ts';
import type { ProgramGraph } from '../link/program-graph.ts';
import type { System } from '../system/types.ts';
import type { Tally } from '../tallies/tally.ts';
import type { Range } from '../text/range.ts';

/** Everything the engine knows after one pass over the facts. Surfaces ask it and add form only. */
export interface Analysis {
  readonly graph: ProgramGraph;
  readonly system: System;
  readonly configuration: Configuration;
  readonly context: RuleContext;
  /** Sorted by file, place and rule. */
  readonly findings: readonly Finding[];
  /** What the plan alone says, in the same order. */
  readonly opportunities: readonly Finding[];
  readonly silences: readonly Silence[];
  /** What a comment or the configuration silences, with the sentence that says who and why. */
  readonly suppressed: readonly SuppressedFinding[];
  readonly problems: readonly Problem[];
  /** Files whose facts count. */
  readonly read: number;
  /** False when a reader failed on a file or on time, which another run over the same files may not. */
  readonly complete: boolean;
  /** The last day on which the same files say the same; null when no day changes it. */
  readonly holdsThrough: string | null;
  /** Those of the problems that hide a file or a part of it. */
  readonly unreadable: readonly Problem[];
  /** All rules that were asked, sorted by id. */
  readonly rules: readonly RuleInfo[];
  readonly stats: Stats;
}

/** Something that could not be read or is wrong in the configuration; it never changes an exit code. */
export interface Problem {
  readonly file: string;
  readonly message: string;
}

export interface Stats {
  readonly files: number;
  readonly parsed: number;
  readonly cached: number;
  readonly milliseconds: number;
}

/** A file as it is now; `text` is null when the file is gone. */
export interface FileChange {
  readonly path: string;
  readonly text: string | null;
  /** What the engine's digest makes of the text, where that is known already. */
  readonly digest?: string;
}

/** The façade that every surface asks. Nothing in it touches disk, clock or network; texts and dates are handed in. */
export interface Engine {
  /** Takes changed files in, reads what must be read, and resolves when the facts are current. Rejects with the signal's reason when aborted. */
  readonly change: (changes: readonly FileChange[], signal?: AbortSignal) => Promise<void>;
  /** Made at the first question after a change, then kept. */
  readonly analysis: () => Analysis;
  /** The same in small steps, between which other work has its turn; rejects with the signal's reason when aborted. */
  readonly analysed: (signal?: AbortSignal) => Promise<Analysis>;
  /** What is found when every program runs on so many hosts; worked out anew for each question. */
  readonly findingsAt: (hosts: number) => readonly Finding[];
  /** Everything, for programs by name, those that are not named running as they do; in small steps like `analysed`. */
  readonly supposed: (hosts: Readonly<Record<string, number>>, signal?: AbortSignal) => Promise<Analysis>;
  /** The same at once, but with the findings of now: sums and limits alone are worked out anew. */
  readonly figuresAt: (hosts: Readonly<Record<string, number>>) => Analysis;
  /** Fixes that offer themselves for a finding, and those that refuse with their reason. */
  readonly fixes: (finding: Finding) => readonly FixAnswer[];
  readonly buildFix: (finding: Finding, fixId: string, read: ReadText) => Promise<FixResult>;
  /** Templates that fit where somebody types, by an analysis that may be an older one, so that nobody waits. */
  readonly complete: (analysis: Analysis, place: InsertionPlace) => Promise<Completions>;
  /** What is to do for packages that a file comes to import; null for nothing. */
  readonly packagesStep: (
    analysis: Analysis,
    file: string,
    packages: Readonly<Record<string, string>>,
    read: ReadText,
  ) => Promise<string | null>;
  /** Patterns that fit the workspace's programs; those that answer a finding first. */
  readonly recipes: () => readonly OfferedRecipe[];
  /** Rejects with a plain sentence where the pattern cannot be put into the program. */
  readonly buildRecipe: (id: string, program: string, read: ReadText) => Promise<BuiltRecipe>;
  readonly explain: (file: string, line: number) => Explanation;
  readonly overlay: () => Overlay;
  /** The view that suits the system as it is. */
  readonly suitingView: () => DiagramView;
  /** Of what is known now, unless another state is handed in. */
  readonly diagram: (view: DiagramView, grouping?: Grouping, of?: Analysis) => DrawnSystem;
  /** The id of the component that a line belongs to, 0-based; null for none. */
  readonly componentAt: (file: string, line: number) => string | null;
  readonly plan: (options: PlanOptions) => PlanDocument;
}

export type FixAnswer =
  | { readonly kind: 'offer'; readonly fixId: string; readonly title: string; readonly safety: 'safe' | 'needs-review' }
  | {
      readonly kind: 'refusal';
      readonly fixId: string;
      /** With its place behind it. */
      readonly reason: string;
      /** The same place in parts, 0-based, for those who read another state of the file; left out where no one place is to blame. */
      readonly blamed?: { readonly reason: string; readonly file: string; readonly line: number };
    };

/** Why there is a finding at a line, or why there is none. `line` is 0-based. */
export interface Explanation {
  readonly file: string;
  readonly line: number;
  readonly findings: readonly Finding[];
  readonly silences: readonly Silence[];
  /** How the function around the line comes to run: one line each, `POST /login → signIn (src/auth.ts:12)`. */
  readonly moments: readonly string[];
  /** Where the number of instances comes from, a sentence for each program that holds the file. */
  readonly topology: readonly string[];
}

/** A pattern with the stage of the plan that it closes a part of; null where the plan has none for it. */
export interface OfferedRecipe extends RecipeOffer {
  readonly step: string | null;
}

/** A tally at its place in the text that was read. */
export interface PlacedTally extends Omit<Tally, 'site'> {
  readonly range: Range;
}

export type { Completion, DiagramView };

/** The picture in every form, and what it is made of. */
export interface DrawnSystem extends Diagram {
  readonly overlay: Overlay;
  readonly annotations: Annotations;
}

export interface PlanOptions {
  /** ISO date for the heading. */
  readonly today: string;
  /** Files that could not even be handed to the engine. */
  readonly problems?: readonly Problem[];
  /** The way from where the plan is written up to the root; empty for the root itself. */
  readonly rootFromOut?: string;
  /** The plan that was written before, whole. */
  readonly previous?: string;
}

export interface PlanDocument {
  readonly markdown: string;
  readonly artifacts: readonly { readonly path: string; readonly text: string }[];
  /** What the user alone knows, first what settles most. */
  readonly questions: readonly {
    readonly path: readonly string[];
    readonly text: string;
    readonly unlocks: string;
    readonly example: string;
  }[];
}
