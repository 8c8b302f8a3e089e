import type { Fix, FixResult, FixSources, Offer, Refusal } from '../findings/fix.ts';
import type { RuleContext } from '../findings/rule.ts';
import type { Finding } from '../findings/types.ts';
import type { Site } from '../link/program-graph.ts';
import { offsetAt } from '../text/lines.ts';
import { lateEnvironment } from './environment-order.ts';
import { environmentEdits, nearestPackage } from './packages.ts';
import { productionNames } from './python/production.ts';
import { programsWith } from './python/written-module.ts';
import { refusal, refusalAt } from './refusal.ts';

/**
 * Production stops as it starts where the secret is not in the environment; elsewhere each start still makes one by chance.
 * Somebody must set it before the next deploy, so it asks for a review.
 */
export const requiredSecret: Fix = {
  id: 'required-secret',
  rules: ['auth-ephemeral-secret'],
  safety: 'needs-review',
  offer,
  build,
};

interface Chance {
  readonly site: Site;
  /** The name of the environment that comes first; null where none does yet. */
  readonly name: string | null;
}

function chanceOf({ graph }: RuleContext, { subject, file, range }: Finding): Chance | null {
  const facts = graph.facts.get(file);
  if (subject.kind !== 'secret' || facts?.code == null) return null;
  const start = offsetAt(facts.lineStarts, range.start);
  const call = facts.code.calls.find(({ calleeSpan }) => calleeSpan[0] === start);
  if (call === undefined) return null;
  return { site: { file, span: call.span }, name: subject.name };
}

function offer(finding: Finding, context: RuleContext): Offer | Refusal {
  const chance = chanceOf(context, finding);
  if (chance === null) return refusal('No one call makes the secret here, so there is nothing to put a name before.');
  const { name, site } = chance;
  const late = lateEnvironment(context, site, name === null ? [] : [name]);
  if (late !== null) {
    return refusalAt(context.graph, 'The environment is loaded only after this module has been.', late);
  }
  return { kind: 'offer', title: `Stop in production without ${name ?? 'a secret from the environment'}` };
}

async function build(finding: Finding, context: RuleContext, sources: FixSources): Promise<FixResult> {
  const chance = chanceOf(context, finding);
  const text = await sources.read(finding.file);
  if (chance === null || text === null) {
    throw new Error(`${finding.file} has changed since it was checked; check it again.`);
  }
  const { site } = chance;
  const isPython = context.graph.facts.get(finding.file)?.language === 'python';
  const wanted = { name: chance.name, guards: finding.thing ?? '' };
  const programs = programsWith(context, finding, finding.file);
  const { name, edits } = isPython
    ? await (await import('./python/required-secret.ts')).requireSecret(context, programs, site, wanted, text, sources)
    : await scriptEdits(context, site, wanted, text);
  const node = nearestPackage(context.graph, finding.file);
  const production = isPython ? productionNames(context, programs, name) : [];
  const secret = { name, comment: 'Signs what users show again: the same value on every instance.', example: '' };
  return {
    files: [
      { kind: 'change', file: finding.file, edits },
      ...(node === undefined ? [] : await environmentEdits(node, [secret, ...production], sources.read)),
    ],
    next: `set ${name} to the same long random value on every instance`,
  };
}

async function scriptEdits(
  { graph }: RuleContext,
  { file, span }: Site,
  wanted: { readonly name: string | null; readonly guards: string },
  text: string,
) {
  const [{ requireSecret }, { moduleStyleOf }] = await Promise.all([
    import('./script/required-secret.ts'),
    import('./script/module-style.ts'),
  ]);
  return requireSecret(file, text, span, wanted, moduleStyleOf(graph, file, text));
}
