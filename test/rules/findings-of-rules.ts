import { emptyConfiguration } from '../../src/config/configuration.ts';
import { runRules } from '../../src/engine/run-rules.ts';
import { suppressionsOf } from '../../src/findings/suppression.ts';
import type { Finding } from '../../src/findings/types.ts';
import { atOnce } from '../../src/link/steps.ts';
import { rules, summaryRules } from '../../src/rules/index.ts';
import { analyse } from './analyse.ts';
import { readMarkedFiles } from './marked-files.ts';

/** What all rules find in a marked workspace, as `rule-id file: first sentence`, for examples that must be clean. */
export function findingsOfRules(files: string): readonly string[] {
  const findings = findingsIn(readMarkedFiles(files).files);
  return findings.map(({ ruleId, file, message }) => `${ruleId} ${file}: ${message}`);
}

/** All findings, those of summary rules included and those that a comment silences left out. */
export function findingsIn(files: ReadonlyMap<string, string>): readonly Finding[] {
  const context = analyse(files);
  const ruleIds = new Set([...rules, ...summaryRules].map((rule) => rule.info.id));
  const configuration = emptyConfiguration;
  const suppressions = suppressionsOf({ facts: context.graph.facts, configuration, today: '2026-01-01', ruleIds });
  const { findings, problems } = atOnce(
    runRules({ rules, summaryRules, context, configuration, suppressions, homepage: 'https://example.com' }),
  );
  if (problems.length > 0) throw new Error(problems.map(({ message }) => message).join('\n'));
  return findings;
}
