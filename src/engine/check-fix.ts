import type { FileFacts } from '../facts/file-facts.ts';
import { type FactsByFile, factsByFile } from '../facts/store.ts';
import type { FixResult, ReadText } from '../findings/fix.ts';
import { isAtLeast } from '../findings/judge.ts';
import type { Finding } from '../findings/types.ts';
import { formatOf } from '../sources/format-of.ts';
import { applyEdits } from '../text/edits.ts';
import type { ReaderPort } from './reader-port.ts';

/** What the check needs of an engine: its readers, its facts, and what it would find in others. */
export interface FixCheck {
  readonly reader: ReaderPort;
  readonly digest: (text: string) => string;
  readonly facts: FactsByFile;
  readonly findings: readonly Finding[];
  readonly findingsIn: (facts: FactsByFile) => readonly Finding[];
}

/**
 * Makes the edits, reads the files again and judges them. Throws an Error with a plain sentence when a file would no
 * longer parse, the finding would stay or another would come: a fix that does not keep its promise is none.
 */
export async function checkFix(result: FixResult, finding: Finding, read: ReadText, check: FixCheck): Promise<void> {
  const made: FileFacts[] = [];
  for (const file of new Set(result.files.map((edit) => edit.file))) {
    const format = formatOf(file);
    const text = await textAfter(result, file, read);
    if (format === null || format === 'unread') continue;
    const { result: facts } = await check.reader.read({ path: file, text, digest: check.digest(text) });
    const before = check.facts.get(file)?.problems.length ?? 0;
    const [problem] = facts.problems;
    if (problem !== undefined && facts.problems.length > before) {
      throw new Error(`The fix would leave ${file} unparsable (${problem.message}); mend it by hand.`);
    }
    made.push(facts);
  }
  const changed = new Set(made.map(({ path }) => path));
  const kept = [...check.facts.values()].filter(({ path }) => !changed.has(path));
  const after = check.findingsIn(factsByFile([...kept, ...made]));
  if (countOf(after, finding) >= countOf(check.findings, finding)) {
    throw new Error('The fix would not take the finding away; mend it by hand.');
  }
  const worse = after.find((each) => isWorse(each, check.findings, after));
  if (worse !== undefined) {
    throw new Error(`The fix would make a finding of its own, ${worse.ruleId}; mend it by hand. ${worse.message}`);
  }
}

/** Whether a finding was not there before, or none of its symbol was as severe. */
function isWorse(found: Finding, before: readonly Finding[], after: readonly Finding[]): boolean {
  const severe = (findings: readonly Finding[]) =>
    findings.filter((each) => symbolOf(each) === symbolOf(found) && isAtLeast(each.severity, found.severity)).length;
  return severe(after) > severe(before);
}

/** All edits of a file are of the text as it was before the fix. */
async function textAfter({ files }: FixResult, file: string, read: ReadText): Promise<string> {
  const edits = files.filter((edit) => edit.file === file);
  const created = edits.find((edit) => edit.kind === 'create');
  if (created !== undefined) return created.text;
  return applyEdits(
    (await read(file)) ?? '',
    edits.flatMap((edit) => (edit.kind === 'change' ? edit.edits : [])),
  );
}

/** Findings of one symbol differ by a number behind the fingerprint alone, which the next one takes over. */
function countOf(findings: readonly Finding[], finding: Finding): number {
  const symbol = symbolOf(finding);
  return findings.filter((each) => symbolOf(each) === symbol).length;
}

function symbolOf({ fingerprint }: Finding): string {
  return fingerprint.replace(/-\d+$/, '');
}
