import type { Analysis } from '../engine/types.ts';
import type { StatusParams } from '../protocol/requests.ts';

/** What the status item tells about all folders together. */
export function statusOf(analyses: readonly Analysis[]): StatusParams {
  const findings = analyses.flatMap((analysis) => analysis.findings);
  const count = (severity: string): number => findings.filter((finding) => finding.severity === severity).length;
  const problems = analyses.flatMap((analysis) => analysis.problems.map(({ file, message }) => `${file}: ${message}`));
  return {
    state: 'ready',
    errors: count('error'),
    warnings: count('warning'),
    notes: count('note'),
    files: analyses.reduce((sum, analysis) => sum + analysis.stats.files, 0),
    milliseconds: Math.max(0, ...analyses.map((analysis) => analysis.stats.milliseconds)),
    blind: [...analyses.flatMap((analysis) => analysis.system.blind), ...problems],
    message: null,
  };
}
