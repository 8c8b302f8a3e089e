import type { FunctionKey, LibraryUse, Reach, Site } from '../../link/program-graph.ts';
import type { Destination } from './destination.ts';
import type { WrittenPath } from './removed-again.ts';

/** One place where uploads come to lie on disk. */
export interface Upload {
  readonly use: LibraryUse;
  /** Where a finding stands. */
  readonly site: Site;
  readonly destination: Destination;
  /** The functions that answer the requests which bring the uploads; empty when none is known. */
  readonly handlers: readonly FunctionKey[];
  /** How the writing function comes to run, when a function rather than the library writes. */
  readonly reach: Reach | null;
  /** The step that writes the file, when a function rather than the library does. */
  readonly written?: WrittenPath;
  /** For what fields of records keep: one such field, and whether a setting may choose another storage. */
  readonly field?: { readonly site: Site; readonly storage: 'disk' | 'several' };
}
