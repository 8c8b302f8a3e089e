import type { EffectKind } from '../../../catalog/types.ts';
import { functionsFrom } from '../../../gates/reachable.ts';
import type { Stop } from '../../../gates/stop.ts';
import type { LibraryUse, ProgramGraph } from '../../../link/program-graph.ts';

/**
 * A limiter that stands before nothing but files of this instance, such as the pages of an interface, protects its own
 * disk and its own network; what other instances serve besides is none of its business.
 */
export function localStop(graph: ProgramGraph, use: LibraryUse): Stop | null {
  const isLocal =
    use.stands.length > 0 &&
    use.stands.every(({ whole, unknown, uses, handlers }) => {
      if (whole || unknown || !uses.every(({ pattern }) => local.has(pattern.role))) return false;
      // What may be called behind counts as well: it is not files alone where something else may be done.
      const behind = new Set(handlers.flatMap((key) => functionsFrom(graph, key)));
      const effects = [...behind].flatMap((key) => (graph.effects.get(key) ?? []).map(({ effect }) => effect));
      const isFromDisk = uses.some(({ pattern }) => pattern.role === 'file-server') || effects.includes('file-read');
      return isFromDisk && effects.every((effect) => harmless.has(effect));
    });
  return isLocal
    ? {
        gate: 'role',
        reason: 'It stands before files alone, so it protects this instance and promises nothing to users.',
      }
    : null;
}

const harmless: ReadonlySet<EffectKind> = new Set(['file-read', 'file-test', 'file-send', 'held-thread', 'response']);
const local: ReadonlySet<string> = new Set(['file-server', 'rate-limiter']);
