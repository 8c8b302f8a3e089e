import type { Configuration } from '../config/configuration.ts';
import type { RuleContext } from '../findings/rule.ts';
import type { Finding, Silence } from '../findings/types.ts';
import type { Site } from '../link/program-graph.ts';
import type { Provenance } from '../plan/types.ts';

/** What a number that somebody wrote really comes to, as the deployment multiplies it. Nothing in it is a guess. */
export interface Tally {
  /** Where the number stands, or the words that stand for it. */
  readonly site: Site;
  /** The number as it is written there; null where an expression stands for it. */
  readonly written: number | null;
  /** `5 × 4 = 20 a minute`; null where nothing says what multiplies it. */
  readonly product: string | null;
  readonly lines: readonly TallyLine[];
}

/** A whole sentence with the places that its numbers come from. */
export interface TallyLine {
  readonly text: string;
  readonly sources: readonly Provenance[];
}

/** What the sums are made of: the same graph, System and findings that every surface shows. */
export interface TallyInput extends RuleContext {
  readonly configuration: Configuration;
  /** Those that somebody silenced among them: a comment changes no sum. */
  readonly findings: readonly Finding[];
  readonly silences: readonly Silence[];
}
