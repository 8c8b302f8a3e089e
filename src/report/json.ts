import type { Overlay, OverlaySource } from '../findings/overlay.ts';
import type { Finding, FixOffer, Severity } from '../findings/types.ts';
import type { Confidence } from '../system/types.ts';
import type { Range } from '../text/range.ts';
import type { ProgramDocument, Report, ReportedFinding } from './report.ts';

/** The shape of `check --format json`. Every line and character is 0-based; every file is relative to `root`. */
export interface CheckDocument {
  /** Of this shape, not of the product: two documents can be compared when theirs is the same. */
  readonly version: number;
  readonly root: string;
  readonly findings: readonly FindingDocument[];
  readonly problems: readonly { readonly file: string; readonly message: string }[];
  /** What was not seen, in whole sentences. */
  readonly blind: readonly string[];
  readonly programs: readonly ProgramDocument[];
  readonly system: Overlay;
  readonly stats: Report['stats'];
}

export interface FindingDocument {
  readonly ruleId: string;
  readonly tier: Finding['tier'];
  readonly severity: Severity;
  readonly confidence: Confidence;
  readonly message: string;
  readonly file: string;
  readonly range: Range;
  readonly related: readonly { readonly file: string; readonly range: Range; readonly message: string }[];
  readonly programs: readonly string[];
  readonly evidence: EvidenceDocument;
  readonly fixes: readonly FixOffer[];
  readonly docs: string;
  readonly fingerprint: string;
}

export interface EvidenceDocument {
  readonly instances?: number;
  readonly source?: OverlaySource;
  readonly limit?: number;
  readonly effective?: number;
  readonly formula?: string;
}

export const documentVersion = 1;

export function checkDocument(report: Report): CheckDocument {
  return {
    version: documentVersion,
    root: report.root,
    findings: report.findings.map((finding) => findingDocument(finding)),
    problems: report.problems,
    blind: report.blind,
    programs: report.programs,
    system: report.overlay,
    stats: report.stats,
  };
}

export function jsonReport(report: Report): string {
  return `${JSON.stringify(checkDocument(report), null, 2)}\n`;
}

function findingDocument(finding: ReportedFinding): FindingDocument {
  // Written out, so that what a Finding holds for the editor alone does not leak into the document.
  return {
    ruleId: finding.ruleId,
    tier: finding.tier,
    severity: finding.severity,
    confidence: finding.confidence,
    message: finding.message,
    file: finding.file,
    range: finding.range,
    related: finding.related.map(({ file, range, message }) => ({ file, range, message })),
    programs: finding.programs,
    evidence: evidenceDocument(finding),
    fixes: finding.fixes,
    docs: finding.docs,
    fingerprint: finding.fingerprint,
  };
}

function evidenceDocument({ evidence, instancesFrom }: ReportedFinding): EvidenceDocument {
  const { instances, limit, effective, formula } = evidence;
  return {
    ...(instances !== null && { instances }),
    ...(instancesFrom !== null && { source: instancesFrom }),
    ...(limit !== null && { limit }),
    ...(effective !== null && { effective }),
    ...(formula !== null && { formula }),
  };
}
