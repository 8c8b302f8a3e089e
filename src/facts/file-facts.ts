import { type LineStarts, lineStartsOf } from '../text/lines.ts';
import type { Span } from '../text/range.ts';
import type { CodeFacts } from './code.ts';
import type { DeploymentFacts } from './deployment.ts';
import type { ManifestFacts } from './manifest.ts';

/**
 * What one file says. Plain JSON made from that file alone: it names imports and calls, never what a library means.
 * Exactly one of `code`, `deployment` and `manifest` is set, unless the file could not be read at all.
 */
export interface FileFacts {
  /** Relative to the root, with forward slashes. */
  readonly path: string;
  readonly language: Language;
  readonly lineStarts: LineStarts;
  readonly code: CodeFacts | null;
  readonly deployment: DeploymentFacts | null;
  readonly manifest: ManifestFacts | null;
  readonly suppressions: readonly SuppressionFact[];
  readonly problems: readonly ProblemFact[];
}

/** Facts of a file that says nothing of programs, so that places in it have lines all the same. */
export function emptyFacts(path: string, text: string): FileFacts {
  const none = { code: null, deployment: null, manifest: null, suppressions: [], problems: [] };
  return { path, language: 'manifest', lineStarts: lineStartsOf(text), ...none };
}

export type Language =
  | 'script'
  | 'python'
  | 'compose'
  | 'kubernetes'
  | 'helm'
  | 'nginx'
  | 'haproxy'
  | 'caddy'
  | 'apisix'
  | 'dockerfile'
  | 'shell'
  | 'ini'
  | 'procfile'
  | 'platform'
  | 'manifest';

/**
 * A comment that silences a rule: `second-instance-ignore <rule-id>: <reason>`, or `second-instance-ignore-file` at the
 * top. A comment that names several rules is one of these for each.
 */
export interface SuppressionFact {
  readonly rule: string;
  /** Null when the comment gives none, which makes it void and is told as a problem. */
  readonly reason: string | null;
  /** `misplaced` for one that is meant for the file and stands behind its first code: void, and told as a problem. */
  readonly scope: 'line' | 'file' | 'misplaced';
  /** 0-based line that the comment stands on. */
  readonly line: number;
  /** No code stands on its line: it silences the next line that holds no such comment. Beside code it silences that line alone. */
  readonly alone: boolean;
  readonly span: Span;
}

/** Something in the file that could not be read; it never stops the rest from being read. */
export interface ProblemFact {
  readonly message: string;
  readonly span: Span;
}
