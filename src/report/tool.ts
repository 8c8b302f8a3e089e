import type { Finding } from '../findings/types.ts';
import { byFile, counted, countsText } from './counts.ts';

/** What a language model asked for: some files, or all, at the number of instances that runs or at another. */
export interface ToolQuestion {
  /** Paths of files or folders, relative to the workspace; empty for all. */
  readonly files: readonly string[];
  /** Null for as many as run. */
  readonly instances: number | null;
}

/** Findings for a program that edits code: where, why, by what arithmetic, and the ids of the fixes that are ready. */
export function toolAnswer(findings: readonly Finding[], question: ToolQuestion, blind: readonly string[]): string {
  const asked = [
    question.instances === null ? 'At the number of instances that runs' : `At ${question.instances} instances`,
    question.files.length === 0 ? 'in the whole workspace' : `in ${question.files.join(', ')}`,
  ].join(' ');
  const unseen = blind.length === 0 ? [] : [`Not seen: ${blind.join(' ')}`];
  if (findings.length === 0) return [`${asked} nothing is found.`, ...unseen].join('\n\n');
  const counts = `${countsText(findings)} in ${counted(byFile(findings).size, 'file')}`;
  return [`${asked}: ${counts}.`, ...findings.map(block), ...unseen].join('\n\n');
}

function block(finding: Finding, index: number): string {
  const { range, evidence } = finding;
  const formula = evidence.formula === undefined ? [] : [`   arithmetic: ${evidence.formula}`];
  return [
    `${index + 1}. ${finding.file}:${range.start.line + 1}:${range.start.character + 1} ${finding.severity} ${finding.ruleId}`,
    `   ${finding.message}`,
    ...finding.related.map((place) => `   see ${place.file}:${place.range.start.line + 1} ${place.message}`),
    ...formula,
    ...finding.fixes.map(({ id, safety, title }) => `   fix ${id} (${safety}): ${title}`),
    `   page: ${finding.docs}`,
  ].join('\n');
}
