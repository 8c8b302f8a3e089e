import type { Fix, FixResult, FixSources, Refusal } from '../findings/fix.ts';
import type { RuleContext } from '../findings/rule.ts';
import type { Finding } from '../findings/types.ts';
import type { StateCell } from '../link/program-graph.ts';
import { frozenObstacle } from './frozen.ts';
import { againstPythonMapping, buildPythonMapping } from './python/shared-mapping.ts';
import { refusal } from './refusal.ts';
import { againstSharedMap, buildSharedMap } from './script/shared-map.ts';

/** How one language's code comes to use a shared mapping. */
interface MappingEditor {
  /** What stands against it; null for nothing. */
  readonly against: (context: RuleContext, cell: StateCell, finding: Finding) => Refusal | null;
  readonly build: (finding: Finding, context: RuleContext, cell: StateCell, sources: FixSources) => Promise<FixResult>;
}

const editors: Readonly<Record<string, MappingEditor>> = {
  python: { against: againstPythonMapping, build: buildPythonMapping },
  script: { against: againstSharedMap, build: buildSharedMap },
};

/**
 * Entries by key become a mapping that all instances share, in Redis; without REDIS_URL one instance keeps them in its own
 * memory. While Redis is down nobody is signed in.
 */
export const sharedMapping: Fix = {
  id: 'shared-mapping',
  rules: [
    'state-module-collection',
    'state-singleton-field',
    'auth-challenge-in-memory',
    'ratelimit-handrolled',
    'state-dedupe-in-memory',
  ],
  safety: 'needs-review',
  concerns: (finding, context) => subjectOf(finding, context) !== null,
  offer: (finding, context) => {
    const found = subjectOf(finding, context);
    if (found === null)
      return refusal('There is no shared mapping for this language yet; the rule’s page says what to use.');
    const { cell, editor } = found;
    const against = frozenObstacle(context, finding) ?? editor.against(context, cell, finding);
    return against ?? { kind: 'offer', title: 'Keep them in Redis, where all instances find them' };
  },
  build: async (finding, context, sources) => {
    const found = subjectOf(finding, context);
    if (found === null || found.editor.against(context, found.cell, finding) !== null) {
      throw new Error(`${finding.file} has changed since it was checked; check it again.`);
    }
    return found.editor.build(finding, context, found.cell, sources);
  },
};

function subjectOf(
  { subject }: Finding,
  { graph }: RuleContext,
): { readonly cell: StateCell; readonly editor: MappingEditor } | null {
  const cell = subject.kind === 'cell' ? graph.cells.find(({ id }) => id === subject.id) : undefined;
  const language = cell === undefined ? undefined : graph.facts.get(cell.file)?.language;
  const editor = language === undefined ? undefined : editors[language];
  return cell === undefined || editor === undefined ? null : { cell, editor };
}
