import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Engine } from '../engine/types.ts';
import type { FixResult } from '../findings/fix.ts';
import type { Finding } from '../findings/types.ts';
import { applyEdits } from '../text/edits.ts';
import { readingOptions, withWorkspace } from './open.ts';
import { messageOf, type Outcome, type World } from './outcome.ts';
import { type Arguments, readArguments } from './read-arguments.ts';
import { isAsked, type Target, targetOf } from './target.ts';
import { unifiedDiff } from './unified-diff.ts';

/** Makes the edits that fixes offer, prints them as a diff, and writes them when asked to. Refusals go to stderr. */
export async function fix(words: readonly string[], world: World): Promise<Outcome> {
  const given = readArguments(words, { ...readingOptions, rule: 'list', all: 'flag', write: 'flag' });
  const target = targetOf(given.positionals, world.cwd);
  return withWorkspace(target, given, world, async ({ workspace }) => {
    const texts = draftsOf(target.root);
    const notes = await fixAll(workspace.engine, texts, given, target);
    if (given.has('write')) texts.write();
    const changed = texts.changed();
    return {
      code: 0,
      stdout: changed.map(({ file, before, after }) => unifiedDiff(file, before, after)).join(''),
      stderr: [...notes, ...closing(changed.length, given)],
    };
  });
}

/** Fixes one finding after the other, each on what the one before left, until none is left that was not tried. */
async function fixAll(engine: Engine, texts: Drafts, given: Arguments, target: Target): Promise<readonly string[]> {
  const notes = new Set<string>();
  const tried = new Set<string>();
  for (;;) {
    const next = engine
      .analysis()
      .findings.filter((finding) => isMeant(finding, given) && isAsked(target, finding.file))
      .find((finding) => !tried.has(finding.fingerprint));
    if (next === undefined) return [...notes];
    tried.add(next.fingerprint);
    const at = `${next.file}:${next.range.start.line + 1}: ${next.ruleId}`;
    const answers = engine.fixes(next);
    const chosen = answers.find((answer) => answer.kind === 'offer' && (given.has('all') || answer.safety === 'safe'));
    if (chosen === undefined) {
      for (const answer of answers) {
        if (answer.kind === 'refusal') notes.add(`${at}: not fixed: ${answer.reason}`);
        else notes.add(`${at}: not fixed: "${answer.title}" needs review; --all makes it.`);
      }
      continue;
    }
    try {
      const result = await engine.buildFix(next, chosen.fixId, texts.read);
      await engine.change(texts.apply(result));
      if (result.next !== null) notes.add(`${at}: then: ${result.next}`);
    } catch (error) {
      notes.add(`${at}: not fixed: ${messageOf(error)}`);
    }
  }
}

function isMeant(finding: Finding, given: Arguments): boolean {
  const rules = given.list('rule');
  return rules.length === 0 || rules.includes(finding.ruleId);
}

function closing(count: number, given: Arguments): readonly string[] {
  if (count === 0) return ['Nothing to change.'];
  const files = count === 1 ? '1 file' : `${count} files`;
  return [given.has('write') ? `Changed ${files}.` : `${files} would change; --write makes it so.`];
}

/** Files as the fixes so far leave them, beside what they were. */
interface Drafts {
  readonly read: (file: string) => Promise<string | null>;
  /** Throws before anything changed when an edit does not fit; otherwise gives the changed files. */
  readonly apply: (result: FixResult) => readonly { readonly path: string; readonly text: string }[];
  readonly changed: () => readonly { readonly file: string; readonly before: string | null; readonly after: string }[];
  readonly write: () => void;
}

function draftsOf(root: string): Drafts {
  const before = new Map<string, string | null>();
  const after = new Map<string, string>();
  const original = (file: string): string | null => {
    const known = before.get(file);
    if (known !== undefined) return known;
    const text = textOrNull(join(root, file));
    before.set(file, text);
    return text;
  };
  const present = (file: string): string | null => after.get(file) ?? withoutMark(original(file));
  const changed: Drafts['changed'] = () =>
    [...after]
      .map(([file, text]) => ({ file, before: before.get(file) ?? null, after: markOf(before.get(file)) + text }))
      .filter((each) => each.before !== each.after)
      .sort((a, b) => (a.file < b.file ? -1 : 1));
  return {
    read: async (file) => present(file),
    apply: (result) => {
      const texts = result.files.map((edit) => ({
        path: edit.file,
        text: edit.kind === 'create' ? edit.text : applyEdits(present(edit.file) ?? '', edit.edits),
      }));
      for (const { path, text } of texts) {
        original(path);
        after.set(path, text);
      }
      return texts;
    },
    changed,
    write: () => {
      for (const { file, after: text } of changed()) {
        mkdirSync(dirname(join(root, file)), { recursive: true });
        writeFileSync(join(root, file), text);
      }
    },
  };
}

function textOrNull(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}

const byteOrderMark = '\ufeff';

/** Offsets are counted without a byte order mark, as in editors; what is written keeps the one that was there. */
function markOf(text: string | null | undefined): string {
  return text?.startsWith(byteOrderMark) === true ? byteOrderMark : '';
}

function withoutMark(text: string | null): string | null {
  return text === null ? null : text.slice(markOf(text).length);
}
