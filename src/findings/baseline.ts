import type { Finding } from './types.ts';

/** Findings that a team has accepted for now, by fingerprint. Kept in second-instance-baseline.json. */
export interface Baseline {
  readonly fingerprints: ReadonlySet<string>;
}

export const baselineFile = 'second-instance-baseline.json';

/** The file's text: one finding a line with rule and file beside its fingerprint, sorted, so that a change reads well in review. */
export function baselineText(findings: readonly Finding[]): string {
  const lines = findings
    .map((finding) => ({ file: finding.file, rule: finding.ruleId, fingerprint: finding.fingerprint }))
    .sort((a, b) => order(a.file, b.file) || order(a.rule, b.rule) || order(a.fingerprint, b.fingerprint))
    .map((entry) => `    ${JSON.stringify(entry)}`);
  const list = lines.length === 0 ? '[]' : `[\n${lines.join(',\n')}\n  ]`;
  return `{\n  "version": ${version},\n  "findings": ${list}\n}\n`;
}

/** Reads the file's text. Null when it is no baseline that this version wrote. */
export function readBaseline(text: string): Baseline | null {
  const parsed = parse(text);
  if (!isRecord(parsed) || parsed['version'] !== version || !Array.isArray(parsed['findings'])) return null;
  const fingerprints = parsed['findings'].map((entry: unknown) => (isRecord(entry) ? entry['fingerprint'] : null));
  if (!fingerprints.every((each) => typeof each === 'string')) return null;
  return { fingerprints: new Set(fingerprints) };
}

export function isKnown(baseline: Baseline | null, finding: Finding): boolean {
  return baseline?.fingerprints.has(finding.fingerprint) ?? false;
}

const version = 1;

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
