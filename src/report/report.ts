import type { Catalog } from '../catalog/types.ts';
import type { FactsByFile } from '../facts/store.ts';
import type { SuppressedFinding } from '../findings/finish.ts';
import type { Overlay } from '../findings/overlay.ts';
import type { Finding, RuleInfo } from '../findings/types.ts';
import type { System } from '../system/types.ts';

/** All that a report of `check` can say, in whichever form. */
export interface Report {
  /** The product's version. */
  readonly version: string;
  /** The folder that was checked, with forward slashes. */
  readonly root: string;
  /** In their one order: by file, place and rule. */
  readonly findings: readonly Finding[];
  readonly suppressed: readonly SuppressedFinding[];
  readonly problems: readonly { readonly file: string; readonly message: string }[];
  readonly system: System;
  readonly overlay: Overlay;
  readonly facts: FactsByFile;
  readonly catalog: Catalog;
  /** All rules, sorted by id. */
  readonly rules: readonly RuleInfo[];
  readonly homepage: string;
  /** Fingerprints that the baseline knows; null when none is in force. */
  readonly known: ReadonlySet<string> | null;
  readonly stats: {
    readonly files: number;
    readonly parsed: number;
    readonly cached: number;
    readonly milliseconds: number;
  };
}

/** Findings that the baseline does not know; all of them when none is in force. */
export function newFindings(report: Report): readonly Finding[] {
  return report.known === null
    ? report.findings
    : report.findings.filter((finding) => report.known?.has(finding.fingerprint) !== true);
}
