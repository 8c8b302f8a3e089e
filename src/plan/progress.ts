import type { Finding } from '../findings/types.ts';
import { findingPlace } from './provenance.ts';
import type { PlanInput, Progress } from './types.ts';

const mark = 'second-instance blockers';

interface Kept {
  readonly today: string;
  /** What each is called, by its fingerprint. */
  readonly blockers: Readonly<Record<string, string>>;
}

/** What of an earlier plan is closed by now, read from the comment at its end; null where there is none. */
export function progressOf({ previous, findings, today }: PlanInput): Progress | null {
  const earlier = previous === undefined ? null : keptIn(previous);
  if (earlier === null || earlier.today > today) return null;
  const now = new Set(findings.map(({ fingerprint }) => fingerprint));
  const before = Object.entries(earlier.blockers);
  const closed = before.flatMap(([fingerprint, name]) => (now.has(fingerprint) ? [] : [name]));
  const opened = findings.filter(({ fingerprint }) => earlier.blockers[fingerprint] === undefined);
  return { since: earlier.today, closed, opened: opened.map(nameOf), still: before.length - closed.length };
}

/** The comment by which the next plan knows this one; no reader of Markdown shows it. */
export function progressComment(today: string, findings: readonly Finding[]): string {
  const blockers = Object.fromEntries(findings.map((finding) => [finding.fingerprint, nameOf(finding)]));
  // Two dashes would end the comment, and so would a sign of greater.
  const text = JSON.stringify({ today, blockers })
    .replace(/-(?=-)/g, '\\u002d')
    .replace(/[<>]/g, (sign) => (sign === '<' ? '\\u003c' : '\\u003e'));
  return `<!-- ${mark} ${text} -->`;
}

function keptIn(markdown: string): Kept | null {
  const text = new RegExp(`<!-- ${mark} (\\{.*\\}) -->`).exec(markdown)?.[1];
  try {
    const { today, blockers } = JSON.parse(text ?? '{}') as Partial<Kept>;
    const isRecord = typeof blockers === 'object' && blockers !== null && !Array.isArray(blockers);
    if (typeof today !== 'string' || !isRecord) return null;
    return {
      today,
      blockers: Object.fromEntries(Object.entries(blockers).filter(([, name]) => typeof name === 'string')),
    };
  } catch {
    return null;
  }
}

function nameOf(finding: Finding): string {
  return `${findingPlace(finding)} ${finding.ruleId}`;
}
