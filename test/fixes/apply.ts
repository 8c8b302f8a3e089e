import { expect } from 'vitest';
import { createEngine } from '../../src/engine/engine.ts';
import type { Finding } from '../../src/findings/types.ts';
import { applyEdits } from '../../src/text/edits.ts';

export type Files = Readonly<Record<string, string>>;

/** An engine over files that exist in memory only. */
export async function engineOver(files: Files) {
  const engine = createEngine({
    homepage: 'https://example.com',
    today: '2026-11-23',
    loadPython: async () => (await import('../sources/python/parser.ts')).parser,
  });
  await engine.change(Object.entries(files).map(([path, text]) => ({ path, text })));
  return engine;
}

/** Findings of one rule in these files. */
export async function findingsOf(files: Files, rule: string): Promise<readonly Finding[]> {
  return (await engineOver(files)).analysis().findings.filter((finding) => finding.ruleId === rule);
}

/**
 * Applies a fix to the only finding of a rule and gives the files afterwards. Asserts what every fix promises: the
 * finding is gone, no other has come, and nothing is left to fix.
 */
export async function applyFix(files: Files, rule: string, fixId: string) {
  const engine = await engineOver(files);
  const before = engine.analysis().findings;
  const finding = before.find((each) => each.ruleId === rule);
  if (finding === undefined) throw new Error(`${rule} finds nothing to fix in ${Object.keys(files).join(', ')}.`);
  const result = await engine.buildFix(finding, fixId, async (path) => files[path] ?? null);
  const after: Record<string, string> = { ...files };
  for (const edit of result.files) {
    after[edit.file] = edit.kind === 'create' ? edit.text : applyEdits(files[edit.file] ?? '', edit.edits);
  }
  const fixed = await engineOver(after);
  const { findings, problems } = fixed.analysis();
  expect(problems).toEqual([]);
  expect(findings.map((each) => each.fingerprint)).not.toContain(finding.fingerprint);
  const known = new Set(before.map((each) => each.fingerprint));
  expect(findings.filter((each) => !known.has(each.fingerprint)).map((each) => each.message)).toEqual([]);
  return { after, next: result.next };
}

/** What a fix answers to the only finding of a rule. */
export async function answerTo(files: Files, rule: string, fixId: string) {
  const engine = await engineOver(files);
  const finding = engine.analysis().findings.find((each) => each.ruleId === rule);
  if (finding === undefined) throw new Error(`${rule} finds nothing in ${Object.keys(files).join(', ')}.`);
  const answer = engine.fixes(finding).find((each) => each.fixId === fixId);
  if (answer === undefined) throw new Error(`${fixId} does not answer to ${rule}.`);
  return answer;
}

/** Why a fix is not made for the only finding of a rule: what its offer says, or what its edits were refused for. */
export async function reasonAgainst(files: Files, rule: string, fixId: string): Promise<string> {
  const engine = await engineOver(files);
  const finding = engine.analysis().findings.find((each) => each.ruleId === rule);
  if (finding === undefined) throw new Error(`${rule} finds nothing in ${Object.keys(files).join(', ')}.`);
  try {
    const { files: edits } = await engine.buildFix(finding, fixId, async (path) => files[path] ?? null);
    return `Nothing was said against ${JSON.stringify(edits)}`;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
