import type { Range } from '../text/range.ts';
import type { Picture, PictureWish } from './panel.ts';

/**
 * What the client asks of the server beside the language server protocol. Every request has an object of parameters, which is empty
 * where there is nothing to say: without one the protocol hands the answering side something else. `folder` is a folder's URI.
 */
export const requests = {
  diagram: 'secondInstance/diagram',
  componentAt: 'secondInstance/componentAt',
  plan: 'secondInstance/plan',
  explain: 'secondInstance/explain',
  check: 'secondInstance/check',
  findings: 'secondInstance/findings',
  programs: 'secondInstance/programs',
  setInstances: 'secondInstance/setInstances',
  setAnswer: 'secondInstance/setAnswer',
  recipes: 'secondInstance/recipes',
  insertRecipe: 'secondInstance/insertRecipe',
} as const;

/** What server and client tell one another unasked. */
export const notifications = {
  status: 'secondInstance/status',
  /** The analysis of a folder is new; an open diagram asks for the picture again. */
  analysed: 'secondInstance/analysed',
  /** From the client: whether products stand beside the numbers that they are of. */
  showProducts: 'secondInstance/showProducts',
} as const;

export interface FolderParams {
  readonly folder: string;
}

export interface DiagramParams extends FolderParams, Partial<PictureWish> {
  /** Of what is supposed only the sums and limits, which are there at once; the findings are those of now. */
  readonly figures?: true;
}

export type DiagramResult = Picture;

/** What of a picture a line of a file belongs to. */
export interface ComponentAtParams {
  readonly uri: string;
  /** 0-based. */
  readonly line: number;
}

/** Null where the line belongs to nothing that is drawn. */
export type ComponentAtResult = { readonly folder: string; readonly id: string } | null;

export interface PlanResult {
  readonly markdown: string;
  /** The folder that the plan and its files are for, relative to the workspace folder. */
  readonly out: string;
  /** Files that the plan would write, relative to `out`. */
  readonly artifacts: readonly { readonly path: string; readonly text: string }[];
  readonly questions: readonly PlanQuestion[];
}

/** Something that the user alone knows; the answer is kept in the configuration. */
export interface PlanQuestion {
  /** Where the answer is kept there. */
  readonly path: readonly string[];
  readonly text: string;
  readonly unlocks: string;
  readonly example: string;
}

export interface SetAnswerParams {
  readonly folder: string;
  readonly path: readonly string[];
  readonly answer: number | 'unknown';
}

export interface ExplainParams {
  readonly uri: string;
  /** 0-based. */
  readonly line: number;
}

export interface ExplainResult {
  readonly markdown: string;
}

/** The findings of all folders, for a list that the user picks from. Sorted: errors first, then by place. */
export interface CheckResult {
  readonly findings: readonly CheckFinding[];
  readonly blind: readonly string[];
  readonly milliseconds: number;
}

export interface CheckFinding {
  readonly ruleId: string;
  readonly severity: 'error' | 'warning' | 'note';
  readonly message: string;
  readonly uri: string;
  readonly range: Range;
}

/** What a language model asks: which files, and at how many instances. */
export interface FindingsParams {
  /** Paths relative to a folder of the workspace, of files or folders; empty for all. */
  readonly files: readonly string[];
  /** Null for as many as run. */
  readonly instances: number | null;
}

export interface FindingsResult {
  readonly text: string;
}

/** One start command and how many copies of it run. */
export interface ProgramInfo {
  readonly folder: string;
  readonly name: string;
  readonly hosts: { readonly minimum: number; readonly maximum: number };
  readonly processesPerHost: number;
  readonly known: 'declared' | 'platform' | 'assumed';
  /** Where the number comes from, for a person: `compose.yaml:34`, `assumed`. */
  readonly source: string;
}

export interface SetInstancesParams {
  readonly folder: string;
  readonly program: string;
  readonly minimum: number;
  readonly maximum: number;
}

/** The configuration file that now says it, opened by the client. */
export interface SetInstancesResult {
  readonly uri: string;
  readonly line: number;
}

/** A pattern that fits a program of the workspace, for a picker that is searched by problems. */
export interface RecipeInfo {
  readonly folder: string;
  readonly id: string;
  readonly program: string;
  readonly title: string;
  readonly description: string;
  readonly problems: readonly string[];
  readonly tradeoffs: string;
  /** The finding that it answers, with its place; null for none. */
  readonly answers: string | null;
  /** The stage of the scaling plan that it belongs to; null for none. */
  readonly step: string | null;
}

export interface InsertRecipeParams {
  readonly folder: string;
  readonly id: string;
  readonly program: string;
}

/** What became of it. The edit is shown before it is applied, so that the user may have put it away. */
export interface InsertRecipeResult {
  readonly applied: boolean;
  /** The file to begin with. */
  readonly uri: string;
  /** What is left to do, the install command among it; null for nothing. */
  readonly next: string | null;
}

export interface StatusParams {
  readonly state: 'reading' | 'ready' | 'failed';
  readonly errors: number;
  readonly warnings: number;
  readonly notes: number;
  readonly files: number;
  readonly milliseconds: number;
  /** What was not seen, and what could not be read, in whole sentences. */
  readonly blind: readonly string[];
  /** For `failed`: what went wrong. */
  readonly message: string | null;
}

/** What the client tells the server when it starts it; every part is optional, so that another editor may send nothing. */
export interface StartOptions {
  /** The client carries out the commands of `commands.ts` that code actions name. */
  readonly commands?: boolean;
  /** Products stand beside the numbers that they are of, until the client says otherwise. */
  readonly products?: boolean;
}
