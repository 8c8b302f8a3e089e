import type { Fix } from '../findings/fix.ts';
import type { LibraryUse } from '../link/program-graph.ts';
import { clientMethods, hoistObstacle } from './hoist-obstacle.ts';
import { refusal } from './refusal.ts';
import { useOf } from './subject.ts';

/**
 * Moves a client or pool out of the function that makes it for each request, so that the process has one. A pool that moves
 * as it is only stands elsewhere, which is safe; a pool instead of a client lets statements run on several connections.
 */
export const hoistClient: Fix = {
  id: 'hoist-client',
  rules: ['db-client-per-request'],
  safety: 'needs-review',
  offer: (finding, context) => {
    const use = useOf(context.graph, finding);
    if (use === undefined) return refusal('The call that makes the client is no longer there.');
    return (
      hoistObstacle(context, use) ?? {
        kind: 'offer',
        title: titleOf(use),
        safety: use.pattern.shareable === undefined ? 'safe' : 'needs-review',
      }
    );
  },
  build: async (finding, { graph }, read) => {
    const use = useOf(graph, finding);
    const text = await read(finding.file);
    if (use === undefined || text === null) throw new Error(`${finding.file} is no longer there.`);
    // The compiler is loaded only now, when somebody has chosen the fix.
    const { hoist } = await import('./script/hoist.ts');
    const edits = hoist(finding.file, text, use, clientMethods(use));
    return { files: [{ kind: 'change', file: finding.file, edits }], next: null };
  },
};

function titleOf(use: LibraryUse): string {
  const made = use.pattern.shareable ?? use.fact.callee.path.at(-1) ?? use.library.title;
  return `Make one ${made} for the process`;
}
