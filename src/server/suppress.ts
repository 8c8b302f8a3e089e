import type { Finding } from '../findings/types.ts';
import { lineStartsOf } from '../text/lines.ts';

/** A comment to insert at a position; `reason` is the text between its two halves that the user is to replace. */
export interface SuppressComment {
  readonly title: string;
  readonly line: number;
  readonly before: string;
  readonly reason: string;
  readonly after: string;
}

const reason = 'why one instance is enough here';

/** Comments that silence a finding, on its line and in its whole file; none for formats that know no comments, such as JSON. */
export function suppressComments(finding: Finding, text: string): readonly SuppressComment[] {
  const mark = commentMark(finding.file);
  if (mark === null) return [];
  const starts = lineStartsOf(text);
  const end = text.includes('\r\n') ? '\r\n' : '\n';
  const { line } = finding.range.start;
  const indent = /^[ \t]*/.exec(text.slice(starts[line] ?? 0))?.[0] ?? '';
  // A first line such as `#!/usr/bin/env node` must stay the first.
  const top = text.startsWith('#!') ? 1 : 0;
  return [
    {
      title: `Ignore ${finding.ruleId} on this line, with a reason`,
      line,
      before: `${indent}${mark} second-instance-ignore ${finding.ruleId}: `,
      reason,
      after: end,
    },
    {
      title: `Ignore ${finding.ruleId} in this file, with a reason`,
      line: top,
      before: `${mark} second-instance-ignore-file ${finding.ruleId}: `,
      reason,
      after: end,
    },
  ];
}

function commentMark(file: string): '//' | '#' | null {
  if (/\.(?:[cm]?[jt]s|[jt]sx)$/.test(file)) return '//';
  if (/\.(?:ya?ml|conf|cfg|py)$|(?:^|\/)Dockerfile[^/]*$/.test(file)) return '#';
  return null;
}
