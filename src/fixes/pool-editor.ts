import type { FixSources } from '../findings/fix.ts';
import type { LibraryUse, ProgramGraph } from '../link/program-graph.ts';
import type { TextEdit } from '../text/edits.ts';

/** How one library's pool is given its size. */
export interface PoolEditor {
  /** Id of the catalogue's library. */
  readonly library: string;
  readonly edits: (
    size: PoolSize,
    use: LibraryUse,
    graph: ProgramGraph,
    sources: FixSources,
  ) => Promise<readonly TextEdit[] | null>;
}

export interface PoolSize {
  /** Name in the environment that sets it. */
  readonly name: string;
  /** What holds where the environment does not say it. */
  readonly maximum: number;
  /** Sentences that tell how it was worked out. */
  readonly arithmetic: readonly string[];
}
