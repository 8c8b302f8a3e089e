import type { TextEdit } from '../text/edits.ts';
import type { SyntaxParser } from '../text/syntax-node.ts';
import type { RuleContext } from './rule.ts';
import type { Finding, FixOffer } from './types.ts';

/** A fix offers itself from facts at once, and builds its edits only when it is chosen. */
export interface Fix {
  readonly id: string;
  readonly rules: readonly string[];
  readonly safety: FixOffer['safety'];
  /** Whether it has anything to say of a finding of its rules, as one for another language has not; absent means always. */
  readonly concerns?: (finding: Finding, context: RuleContext) => boolean;
  readonly offer: (finding: Finding, context: RuleContext) => Offer | Refusal;
  /** Called only after `offer` offered. */
  readonly build: (finding: Finding, context: RuleContext, sources: FixSources) => Promise<FixResult>;
}

/** What a fix may look at besides facts, which keep no text. */
export interface FixSources {
  /** Gives a file's present text, those that are ignored or not analysed too. */
  readonly read: ReadText;
  /** Python's parser, which only a host can load; rejects with a plain sentence where there is none. */
  readonly parsePython: () => Promise<SyntaxParser>;
}

/** Null when nothing is there; rejects with a plain sentence when something is there that a fix may not read. */
export type ReadText = (file: string) => Promise<string | null>;

export interface Offer {
  readonly kind: 'offer';
  readonly title: string;
  /** Where one finding's edits are safer, or less safe, than the fix is in general. */
  readonly safety?: FixOffer['safety'];
}

export interface Refusal {
  readonly kind: 'refusal';
  readonly reason: string;
  readonly place: { readonly file: string; readonly line: number } | null;
}

export interface FixResult {
  readonly files: readonly FileEdit[];
  /** What the user must still do, such as an install command; null for nothing. */
  readonly next: string | null;
}

export type FileEdit =
  | { readonly kind: 'change'; readonly file: string; readonly edits: readonly TextEdit[] }
  | { readonly kind: 'create'; readonly file: string; readonly text: string };
