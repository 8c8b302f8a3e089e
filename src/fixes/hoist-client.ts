import type { Fix, FixResult } from '../findings/fix.ts';
import type { RuleContext } from '../findings/rule.ts';
import type { Finding } from '../findings/types.ts';
import type { LibraryUse, ProgramGraph } from '../link/program-graph.ts';
import { clientMethods } from './client-methods.ts';
import { reaches } from './environment-order.ts';
import { hoistObstacle, sharingObstacle } from './hoist-obstacle.ts';
import { calledFor, type KeptClient, keptClient, keptObstacle } from './kept-client.ts';
import { type PoolRoom, poolRoom } from './pool-room.ts';
import { refusal } from './refusal.ts';
import { moduleStyleOf, specifierOf } from './script/module-style.ts';
import { useOf } from './subject.ts';

/**
 * Takes the making of a client or pool out of the function that makes it for each request: requests use the one that the
 * program keeps already, or the call moves to the top of its module. A pool that moves as it is only stands elsewhere,
 * which is safe; a pool instead of a client lets statements run on several connections.
 */
export const hoistClient: Fix = {
  id: 'hoist-client',
  rules: ['db-client-per-request'],
  safety: 'needs-review',
  offer: (finding, context) => {
    const use = useOf(context.graph, finding);
    if (use === undefined) return refusal('The call that makes the client is no longer there.');
    const kept = keptClient(context, use);
    if (kept !== null) {
      const obstacle = sharingObstacle(context, use) ?? keptObstacle(context, use, kept);
      return obstacle ?? { kind: 'offer', title: `Use the ${calledFor(kept.use)} of ${kept.use.file}` };
    }
    const obstacle = hoistObstacle(context, use);
    if (obstacle !== null) return obstacle;
    const room = poolRoom(context, use);
    if (room !== null && 'kind' in room) return room;
    const isMoved = use.pattern.shareable === undefined && room === null;
    return { kind: 'offer', title: titleOf(context, use, room), safety: isMoved ? 'safe' : 'needs-review' };
  },
  build: async (finding, context, { read }) => {
    const use = useOf(context.graph, finding);
    const text = await read(finding.file);
    if (use === undefined || text === null) throw new Error(`${finding.file} is no longer there.`);
    const kept = keptClient(context, use);
    if (kept !== null) return takeKept(finding, context, use, kept, text);
    const room = poolRoom(context, use);
    // The compiler is loaded only now, when somebody has chosen the fix.
    const { hoist } = await import('./script/hoist.ts');
    const size = room === null || 'kind' in room ? null : room;
    const edits = hoist(finding.file, text, use, clientMethods(use), size);
    return { files: [{ kind: 'change', file: finding.file, edits }], next: null };
  },
};

async function takeKept(
  { file }: Finding,
  { graph }: RuleContext,
  use: LibraryUse,
  kept: KeptClient,
  text: string,
): Promise<FixResult> {
  const style = moduleStyleOf(graph, file, text);
  const modules = modulesOf(graph, file);
  const written = modules.find(({ to }) => to === kept.use.file)?.module;
  const { useKept } = await import('./script/use-kept.ts');
  const edits = useKept(file, text, use, clientMethods(use), {
    exported: kept.exported,
    name: kept.name ?? calledFor(kept.use),
    module: written ?? specifierOf(file, kept.use.file, style),
    form: style.form,
    isLoaded: (module) => {
      const to = modules.find((each) => each.module === module)?.to;
      return to === undefined ? !module.startsWith('.') : reaches(graph, kept.use.file, to);
    },
  });
  return { files: [{ kind: 'change', file, edits }], next: null };
}

/** The modules of the program that a file imports as it starts, as it writes them. */
function modulesOf({ facts, imports }: ProgramGraph, file: string) {
  const edges = (imports.get(file) ?? []).filter(({ dynamic }) => !dynamic);
  return (facts.get(file)?.code?.imports ?? []).flatMap(({ module, span, typeOnly }) => {
    const edge = typeOnly ? undefined : edges.find(({ site }) => site.span[0] < span[1] && span[0] < site.span[1]);
    return edge === undefined ? [] : [{ module, to: edge.to }];
  });
}

function titleOf({ graph }: RuleContext, use: LibraryUse, room: PoolRoom | null): string {
  const { shareable, call } = use.pattern;
  const exported = call.kind === 'export' && call.name !== 'default' ? call.name.split('.').at(-1) : undefined;
  const { root, path } = use.fact.callee;
  const bound = root.kind === 'declared' ? graph.facts.get(use.file)?.code?.declarations[root.declaration] : undefined;
  const made = shareable ?? exported ?? path.at(-1) ?? bound?.name ?? use.library.title;
  const size =
    room === null ? '' : `, with up to ${room.maximum === 1 ? '1 connection' : `${room.maximum} connections`}`;
  return `Make one ${made} for the process${size}`;
}
