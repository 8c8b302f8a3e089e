import type { Fix, FixResult, FixSources, Offer, Refusal } from '../findings/fix.ts';
import type { RuleContext } from '../findings/rule.ts';
import type { Finding } from '../findings/types.ts';
import { optionOf } from '../link/evaluate.ts';
import { placeOf } from '../link/places.ts';
import type { LibraryUse, ProgramGraph } from '../link/program-graph.ts';
import { environmentEdits, nearestPackage } from './packages.ts';
import type { PoolEditor } from './pool-editor.ts';
import { poolShare } from './pool-room.ts';
import { sqlalchemyPool } from './python/sqlalchemy-pool.ts';
import { refusal, refusalAt } from './refusal.ts';
import { pgPool } from './script/pg-pool.ts';

const editors: readonly PoolEditor[] = [sqlalchemyPool, pgPool];
const sizeName = 'DATABASE_POOL_SIZE';

/** The largest pool of a sum that is over its database takes its size from the environment, and its share where nothing is set. */
export const poolFromEnvironment: Fix = {
  id: 'pool-from-environment',
  rules: ['db-pool-over-budget', 'hpa-max-over-budget'],
  safety: 'needs-review',
  offer,
  build,
};

function offer(finding: Finding, context: RuleContext): Offer | Refusal {
  const use = poolOf(finding, context);
  if (use === undefined || editorFor(use) === undefined) {
    return refusal('This library’s pool is not sized by a fix yet; the rule’s page says what to do.');
  }
  const against = againstSize(context.graph, use);
  if (against !== null) return against;
  const share = poolShare(context, use);
  if ('reason' in share) return share;
  return { kind: 'offer', title: `Take the pool’s size from the environment, ${share.maximum} where it says none` };
}

async function build(finding: Finding, context: RuleContext, sources: FixSources): Promise<FixResult> {
  const { graph } = context;
  const use = poolOf(finding, context);
  const editor = use === undefined ? undefined : editorFor(use);
  const share = use === undefined ? null : poolShare(context, use);
  const changed = `${finding.file} has changed since it was checked; check it again.`;
  if (use === undefined || editor === undefined || share === null || 'reason' in share) throw new Error(changed);
  const edits = await editor.edits({ name: sizeName, ...share }, use, graph, sources);
  if (edits === null) throw new Error(changed);
  const node = nearestPackage(graph, use.file);
  const comment = `Connections that each process keeps at the most; ${share.maximum} where nothing is set.`;
  const names = [{ name: sizeName, comment, example: String(share.maximum) }];
  return {
    files: [
      { kind: 'change', file: use.file, edits },
      ...(node === undefined ? [] : await environmentEdits(node, names, sources.read)),
    ],
    next: null,
  };
}

function editorFor({ library }: LibraryUse): PoolEditor | undefined {
  return editors.find((each) => each.library === library.id);
}

/** The pool at whose call the finding stands, which asks for most; where it stands at copies, the one that asks for most. */
function poolOf({ subject, file, range }: Finding, { graph, system }: RuleContext): LibraryUse | undefined {
  if (subject.kind !== 'budget') return undefined;
  const demands = system.budgets.find(({ database }) => database === subject.database)?.demands ?? [];
  if (graph.facts.get(file)?.code == null) return demands.toSorted((a, b) => b.connections - a.connections)[0]?.use;
  return demands.find(({ use }) => {
    const { start } = placeOf(graph.facts, { file: use.file, span: use.fact.calleeSpan }).range;
    return use.file === file && start.line === range.start.line && start.character === range.start.character;
  })?.use;
}

/** A size that comes from elsewhere in the code belongs to that place, and to what else may take it from there. */
function againstSize(graph: ProgramGraph, use: LibraryUse): Refusal | null {
  const { pool } = use.pattern;
  for (const names of [pool?.maximum ?? [], pool?.beyond?.options ?? []]) {
    const { state, key, meanings } = optionOf(graph, use, names);
    if (state === 'absent') continue;
    const isWritten = meanings.length === 1 && meanings[0]?.kind === 'literal' && isInside(use, meanings[0].site);
    if (isWritten) continue;
    const reason = 'The size does not stand in the call itself, so that others may depend on where it comes from.';
    return refusalAt(graph, reason, key ?? { file: use.file, span: use.fact.calleeSpan });
  }
  return null;
}

function isInside(
  { file, fact }: LibraryUse,
  site: { readonly file: string; readonly span: readonly [number, number] },
) {
  return site.file === file && fact.span[0] <= site.span[0] && site.span[1] <= fact.span[1];
}
