import type { Configuration, IgnoreEntry } from '../config/configuration.ts';
import { adviceOn } from '../config/nearest.ts';
import type { SuppressionFact } from '../facts/file-facts.ts';
import type { FactsByFile } from '../facts/store.ts';
import { matchesGlob } from '../text/globs.ts';
import type { Finding } from './types.ts';

/** What a team has said about findings: comments in the files, and `ignore` in the configuration. */
export interface Suppressions {
  /** Who silences the finding and why; null when nobody does. */
  readonly silencerOf: (finding: Finding) => Silencer | null;
  /** Comments and entries that silence nothing although somebody meant them to. */
  readonly problems: readonly { readonly file: string; readonly message: string }[];
}

export interface Silencer {
  /** A rule that is switched off needs no reason; a comment and an entry of `ignore` always give one. */
  readonly by: 'comment' | 'configuration' | 'off';
  /** A whole sentence for a person. */
  readonly reason: string;
}

export interface SuppressionRequest {
  readonly facts: FactsByFile;
  readonly configuration: Configuration;
  /** ISO date; an entry holds up to and on its `until`. */
  readonly today: string;
  readonly ruleIds: ReadonlySet<string>;
}

export function suppressionsOf(request: SuppressionRequest): Suppressions {
  const entries = request.configuration.ignore.filter((entry) => !isOver(entry, request.today));
  return {
    silencerOf: (finding) =>
      commentOn(request.facts, finding) ?? entrySilencer(entries.find((entry) => isMeant(entry, finding))),
    problems: [...commentProblems(request), ...entryProblems(request)],
  };
}

function commentOn(facts: FactsByFile, finding: Finding): Silencer | null {
  const written = facts.get(finding.file)?.suppressions ?? [];
  if (written.length === 0) return null;
  const lines = linesThatSpeakFor(finding.range.start.line, written);
  const comment = written.find(
    (each) =>
      each.reason !== null &&
      each.rule === finding.ruleId &&
      (each.scope === 'file' || (each.scope === 'line' && lines.has(each.line))),
  );
  if (comment === undefined) return null;
  return {
    by: 'comment',
    reason: `A comment at ${finding.file}:${comment.line + 1} silences it: ${comment.reason}`,
  };
}

/**
 * The line itself, and those above it that hold nothing but such comments, so that they can be stacked. A comment behind
 * code is about that code alone.
 */
function linesThatSpeakFor(line: number, written: readonly SuppressionFact[]): ReadonlySet<number> {
  const alone = new Set(written.filter((each) => each.alone).map((each) => each.line));
  const lines = new Set([line]);
  for (let above = line - 1; alone.has(above); above--) lines.add(above);
  return lines;
}

function isMeant(entry: IgnoreEntry, finding: Finding): boolean {
  return entry.rule === finding.ruleId && entry.files.some((pattern) => matchesGlob(pattern, finding.file));
}

function entrySilencer(entry: IgnoreEntry | undefined): Silencer | null {
  if (entry === undefined) return null;
  const until = entry.until === null ? '' : ` until ${entry.until}`;
  return { by: 'configuration', reason: `The configuration ignores it${until}: ${entry.because}` };
}

function commentProblems({ facts, ruleIds }: SuppressionRequest): Suppressions['problems'] {
  return [...facts.values()].flatMap((file) =>
    file.suppressions.flatMap((comment) => {
      const at = `Line ${comment.line + 1}`;
      if (!ruleIds.has(comment.rule)) {
        const advice = adviceOn(comment.rule, [...ruleIds]);
        return [{ file: file.path, message: `${at} silences ${comment.rule}, but no rule has that name. ${advice}` }];
      }
      if (comment.scope === 'misplaced') {
        const message = `${at} is meant to silence ${comment.rule} in the whole file, but only a comment before the first code does.`;
        return [{ file: file.path, message }];
      }
      if (comment.reason !== null) return [];
      const message = `${at} gives no reason to silence ${comment.rule}, so it does not: write the reason behind a colon.`;
      return [{ file: file.path, message }];
    }),
  );
}

function entryProblems({ configuration, today }: SuppressionRequest): Suppressions['problems'] {
  const file = 'second-instance.json';
  return configuration.ignore.flatMap((entry) => {
    if (!isOver(entry, today)) return [];
    return [{ file, message: `"ignore" of ${entry.rule} ended on ${entry.until}: its findings are shown again.` }];
  });
}

/** The last day on which the same entries hold as today; null when no day ends one. Nothing else asks for the date. */
export function holdsThrough({ ignore }: Configuration, today: string): string | null {
  const ends = ignore.flatMap((entry) => (entry.until === null || isOver(entry, today) ? [] : [entry.until]));
  return ends.sort()[0] ?? null;
}

function isOver(entry: IgnoreEntry, today: string): boolean {
  return entry.until !== null && entry.until < today;
}
