import type { FileEdit } from '../findings/fix.ts';

/** A pattern that can be put into a program, or the reason why it cannot. */
export interface RecipeOffer {
  readonly id: string;
  /** The program that it is for. */
  readonly program: string;
  readonly title: string;
  readonly description: string;
  readonly problems: readonly string[];
  readonly tradeoffs: string;
  /** What it answers: `src/limit.ts:7: 5 sign-in tries …`; null where nothing is found that it would answer. */
  readonly answers: string | null;
  /** Rules that it answers, for the step of the plan. */
  readonly rules: readonly string[];
  /** How many files it writes. */
  readonly files: number;
}

/** What a recipe writes; all of it is shown before it is applied. */
export interface BuiltRecipe {
  readonly title: string;
  /** The file to begin with, first; none of them is written over. */
  readonly files: readonly FileEdit[];
  /** What is left to do by hand, in whole sentences. */
  readonly further: readonly string[];
  /** The command that installs what was added; null for nothing. It is shown, never run. */
  readonly install: string | null;
}
