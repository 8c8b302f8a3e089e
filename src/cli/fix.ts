import { adviceOn } from '../config/nearest.ts';
import type { Finding } from '../findings/types.ts';
import { applyFixes } from './apply-fixes.ts';
import { draftsOf } from './drafts.ts';
import { withWorkspace } from './open.ts';
import { CommandError, type Outcome, type World } from './outcome.ts';
import { readArguments } from './read-arguments.ts';
import { readingOptions } from './reading-options.ts';
import { isAsked, onlyTargetOf } from './target.ts';
import { unifiedDiff } from './unified-diff.ts';

/** Makes the edits that fixes offer, prints them as a diff, and writes them when asked to. Refusals go to stderr. */
export async function fix(words: readonly string[], world: World): Promise<Outcome> {
  const given = readArguments(words, { ...readingOptions, rule: 'list', all: 'flag', write: 'flag' });
  const target = onlyTargetOf(given.positionals, world.cwd, 'fix');
  const rules = given.list('rule');
  return withWorkspace(target, given, world, async ({ workspace, analysis }) => {
    requireRules(
      rules,
      analysis.rules.map(({ id }) => id),
    );
    const drafts = draftsOf(target.root);
    const isMeant = ({ ruleId, file }: Finding) =>
      (rules.length === 0 || rules.includes(ruleId)) && isAsked(target, file);
    const meant = analysis.findings.filter(isMeant);
    const offered = meant.some((finding) => workspace.engine.fixes(finding).some(({ kind }) => kind === 'offer'));
    const notes = await applyFixes(workspace.engine, drafts, {
      alsoUnsafe: given.has('all'),
      isMeant,
      written: given.has('write'),
    });
    if (given.has('write')) drafts.write();
    const changed = drafts.changed();
    return {
      code: 0,
      stdout: changed.map(({ file, before, after }) => unifiedDiff(file, before, after)).join(''),
      stderr: [
        ...notes,
        changed.length === 0 ? idle(meant, rules, offered) : closing(changed.length, given.has('write')),
      ],
    };
  });
}

/** A rule that nobody knows would be taken for one that has nothing to fix. */
function requireRules(asked: readonly string[], known: readonly string[]): void {
  const unknown = asked.find((id) => !known.includes(id));
  if (unknown !== undefined) throw new CommandError(`No rule is called ${unknown}. ${adviceOn(unknown, known)}`);
}

/** Why nothing changes: nothing was found, nothing is offered, or what is offered was not made. */
function idle({ length: found }: readonly Finding[], rules: readonly string[], offered: boolean): string {
  if (found === 0 && rules.length > 0) return `Nothing to change: no finding of ${rules.join(' or ')} here.`;
  if (found === 0) return 'Nothing to change: nothing was found here.';
  if (offered) return 'Nothing to change.';
  return `Nothing to change: no fix is offered for ${found === 1 ? 'the finding' : `any of the ${found} findings`}.`;
}

function closing(count: number, written: boolean): string {
  const files = count === 1 ? '1 file' : `${count} files`;
  return written ? `Changed ${files}.` : `${files} would change; --write makes it so.`;
}
