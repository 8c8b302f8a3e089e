import type { Explanation } from '../engine/types.ts';

/** An explanation as a Markdown page; `line` in its heading is 1-based, as people count. */
export function explanationMarkdown(explanation: Explanation): string {
  const { file, line, findings, silences, moments, topology } = explanation;
  return [
    `# ${file}:${line + 1}`,
    ...section(
      'Found here',
      findings.map((finding) => `**${finding.severity}** [${finding.ruleId}](${finding.docs}): ${finding.message}`),
    ),
    ...section(
      'Looked at and left alone',
      silences.map((silence) => `\`${silence.ruleId}\` (${silence.gate}): ${silence.reason}`),
    ),
    ...(findings.length + silences.length === 0 ? ['No rule has a candidate on this line.'] : []),
    ...section('How the code here comes to run', moments),
    ...section('How many instances run', topology),
  ].join('\n\n');
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [`## ${title}`, lines.map((line) => `- ${line}`).join('\n')];
}
