import type { FileFacts } from '../facts/file-facts.ts';
import type { Outline } from '../facts/outline.ts';

/** One file as it is now. `digest` names the text's content, so that a reader may keep what it read before. */
export interface SourceText {
  readonly path: string;
  readonly text: string;
  readonly digest: string;
}

/** What was read, and whether it came from an earlier reading of the same content. */
export interface Reading<Result> {
  readonly result: Result;
  readonly cached: boolean;
  /** The result as JSON, where it came as such. */
  readonly json?: string;
}

/**
 * Turns texts into outlines and facts. The engine asks for many at a time and lets the reader choose how many run at once.
 * A promise that rejects costs that one file its facts and is told as a problem.
 */
export interface ReaderPort {
  readonly outline: (source: SourceText) => Promise<Reading<Outline>>;
  readonly read: (source: SourceText) => Promise<Reading<FileFacts>>;
}
