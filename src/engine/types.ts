import type { Configuration } from '../config/configuration.ts';
import type { RuleContext } from '../findings/rule.ts';
import type { Finding, Silence } from '../findings/types.ts';
import type { ProgramGraph } from '../link/program-graph.ts';
import type { System } from '../system/types.ts';

/** Everything the engine knows after one pass over the facts. Surfaces ask it and add form only. */
export interface Analysis {
  readonly graph: ProgramGraph;
  readonly system: System;
  readonly configuration: Configuration;
  readonly context: RuleContext;
  /** Sorted by file, place and rule. */
  readonly findings: readonly Finding[];
  readonly silences: readonly Silence[];
  readonly problems: readonly Problem[];
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
