import type { Fix, FixResult, FixSources } from '../findings/fix.ts';
import type { RuleContext } from '../findings/rule.ts';
import type { Finding } from '../findings/types.ts';
import type { StateCell } from '../link/program-graph.ts';
import { frozenObstacle } from './frozen.ts';
import { lateStore } from './late-settings.ts';
import { type MappingAbility, obstacleTo, type Waiting } from './mapping/obstacles.ts';
import { type Needs, needsObstacle } from './needs.ts';
import { buildPythonMapping, mappingNeeds, pythonMapping } from './python/shared-mapping.ts';
import { refusal } from './refusal.ts';

/** How one language's code comes to use a shared mapping. */
interface MappingEditor {
  readonly ability: MappingAbility;
  readonly needs: (context: RuleContext, finding: Finding, cell: StateCell, waiting: Waiting) => Needs;
  readonly build: (
    finding: Finding,
    context: RuleContext,
    cell: StateCell,
    waiting: Waiting,
    sources: FixSources,
  ) => Promise<FixResult>;
}

const editors: Readonly<Record<string, MappingEditor>> = {
  python: { ability: pythonMapping, needs: mappingNeeds, build: buildPythonMapping },
};

/**
 * A dictionary of sessions becomes a mapping that all instances share, in Redis; without REDIS_URL one instance keeps it in
 * its own memory. While Redis is down nobody is signed in.
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
    if (finding.thing !== 'sessions') {
      return refusal(
        'Only sessions are moved to a shared mapping; for other entries the rule’s page says what to use.',
      );
    }
    const { cell } = found;
    const against =
      frozenObstacle(context, finding) ??
      lateStore(context, { file: cell.file, span: cell.initial?.span ?? cell.site.span });
    if (against !== null) return against;
    const answer = obstacleTo(context.graph, cell, found.editor.ability);
    if (answer.kind !== 'fits') return answer;
    const missing = needsObstacle(context, found.editor.needs(context, finding, cell, answer.waiting));
    return missing ?? { kind: 'offer', title: 'Keep them in Redis, where all instances find them' };
  },
  build: async (finding, context, sources) => {
    const found = subjectOf(finding, context);
    const answer = found === null ? null : obstacleTo(context.graph, found.cell, found.editor.ability);
    if (found === null || answer?.kind !== 'fits') {
      throw new Error(`${finding.file} has changed since it was checked; check it again.`);
    }
    return found.editor.build(finding, context, found.cell, answer.waiting, sources);
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
