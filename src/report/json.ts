import type { FactsByFile } from '../facts/store.ts';
import type { Overlay, OverlaySource } from '../findings/overlay.ts';
import type { Evidence, Finding, FixOffer, Severity } from '../findings/types.ts';
import { placeOf } from '../link/places.ts';
import type { Confidence, Program, Source } from '../system/types.ts';
import type { Range } from '../text/range.ts';
import type { Report } from './report.ts';

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

export const documentVersion = 1;

export function checkDocument(report: Report): CheckDocument {
  return {
    version: documentVersion,
    root: report.root,
    findings: report.findings.map((finding) => findingDocument(finding, report.facts)),
    problems: report.problems,
    blind: report.system.blind,
    programs: report.system.programs.map((program) => programDocument(program, report.facts)),
    system: report.overlay,
    stats: report.stats,
  };
}

export function jsonReport(report: Report): string {
  return `${JSON.stringify(checkDocument(report), null, 2)}\n`;
}

export function programDocument(program: Program, facts: FactsByFile): ProgramDocument {
  const { hosts, processesPerHost, overlap, disk, lifetime } = program.topology;
  return {
    name: program.name,
    hosts: { min: hosts.minimum, max: hosts.maximum },
    processesPerHost: processesPerHost.maximum,
    overlap: overlap?.value ?? null,
    disk: disk?.value ?? null,
    lifetime: lifetime?.value ?? null,
    source: sourceDocument(hosts.source, facts),
  };
}

export function sourceDocument(source: Source, facts: FactsByFile): OverlaySource {
  switch (source.kind) {
    case 'place': {
      const { file, range } = placeOf(facts, source.site);
      return { file, line: range.start.line };
    }
    case 'platform':
      return `platform:${source.id}`;
    case 'command-line':
    case 'assumed':
      return source.kind;
  }
}

function findingDocument(finding: Finding, facts: FactsByFile): FindingDocument {
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
    evidence: evidenceDocument(finding.evidence, facts),
    fixes: finding.fixes,
    docs: finding.docs,
    fingerprint: finding.fingerprint,
  };
}

function evidenceDocument(evidence: Evidence, facts: FactsByFile): EvidenceDocument {
  const { instances, source, limit, effective, formula } = evidence;
  return {
    ...(instances !== null && { instances }),
    ...(source !== null && { source: sourceDocument(source, facts) }),
    ...(limit !== null && { limit }),
    ...(effective !== null && { effective }),
    ...(formula !== null && { formula }),
  };
}
