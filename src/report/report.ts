import type { SuppressedFinding } from '../findings/finish.ts';
import type { Overlay, OverlaySource } from '../findings/overlay.ts';
import type { Finding, RuleInfo } from '../findings/types.ts';

/**
 * All that a report of `check` can say, in whichever form. Plain data, so that what one run found can be kept and shown
 * by another in any form.
 */
export interface Report extends Checked {
  /** The product's version. */
  readonly version: string;
  /** The folder that was checked, with forward slashes. */
  readonly root: string;
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

/** What a workspace says of itself, whoever asks and however it is shown. */
export interface Checked {
  /** In their one order: by file, place and rule. */
  readonly findings: readonly ReportedFinding[];
  readonly suppressed: readonly SuppressedFinding[];
  readonly problems: readonly { readonly file: string; readonly message: string }[];
  /** What was not seen, in whole sentences. */
  readonly blind: readonly string[];
  readonly programs: readonly ProgramDocument[];
  /** How many instances each program runs as that does work, a sentence each. */
  readonly topology: readonly string[];
  readonly overlay: Overlay;
  /** All rules, sorted by id. */
  readonly rules: readonly RuleInfo[];
}

/** A finding with the place that its number of instances comes from. */
export interface ReportedFinding extends Finding {
  readonly instancesFrom: OverlaySource | null;
}

export interface ProgramDocument {
  readonly name: string;
  readonly hosts: { readonly min: number; readonly max: number };
  readonly processesPerHost: number;
  readonly overlap: boolean | null;
  readonly disk: string | null;
  readonly lifetime: string | null;
  /** Where the number of hosts comes from. */
  readonly source: OverlaySource;
}

/** Findings that the baseline does not know; all of them when none is in force. */
export function newFindings(report: Report): readonly ReportedFinding[] {
  return report.known === null
    ? report.findings
    : report.findings.filter((finding) => report.known?.has(finding.fingerprint) !== true);
}
