import type { Finding } from '../findings/types.ts';
import type { StatusParams } from '../protocol/requests.ts';

/** What is known of one folder just now. */
export interface FolderReport {
  /** Null until every file was read for the first time. */
  readonly told: FolderTold | null;
  /** What went wrong at last; null when nothing did. */
  readonly failed: string | null;
}

export interface FolderTold {
  /** Those in files that no nearer folder owns. */
  readonly findings: readonly Pick<Finding, 'severity'>[];
  /** What was not seen, in whole sentences. */
  readonly unseen: readonly string[];
  /** 0 for a folder that lies in another one, whose files are counted there. */
  readonly files: number;
  readonly milliseconds: number;
}

/** What the status item tells about all folders together. */
export function statusOf(folders: readonly FolderReport[]): StatusParams {
  const told = folders.flatMap((folder) => folder.told ?? []);
  const findings = told.flatMap((each) => each.findings);
  const count = (severity: string): number => findings.filter((finding) => finding.severity === severity).length;
  const failed = folders.find((folder) => folder.failed !== null)?.failed ?? null;
  return {
    state: failed !== null ? 'failed' : told.length < folders.length ? 'reading' : 'ready',
    errors: count('error'),
    warnings: count('warning'),
    notes: count('note'),
    files: told.reduce((sum, each) => sum + each.files, 0),
    milliseconds: Math.max(0, ...told.map((each) => each.milliseconds)),
    blind: [...new Set(told.flatMap((each) => each.unseen))],
    message: failed,
  };
}
