import type { SocketServer } from '../../../catalog/types.ts';
import type { RuleContext } from '../../../findings/rule.ts';
import { servingPrograms } from '../../../gates/scope.ts';
import { optionOf } from '../../../link/evaluate.ts';
import type { Site } from '../../../link/program-graph.ts';
import type { Program } from '../../../system/types.ts';

/** Where a program takes WebSockets. */
export interface SocketPlace {
  readonly site: Site;
  /** The path that clients ask for, up to its first part that varies; null where any may be meant. */
  readonly path: string | null;
  /** What to do without WebSockets, for servers whose clients have a second way. */
  readonly fallsBack: NonNullable<SocketServer['fallsBack']> | null;
  /** Seconds between two pings where they are the server's own; null where an option says, or nobody pings. */
  readonly pingSeconds: number | null;
  readonly title: string;
}

/** All places at which a program takes sockets of users. */
export function socketPlaces(context: RuleContext, program: Program): readonly SocketPlace[] {
  const { graph, catalog } = context;
  const servers = graph.uses.flatMap((use): readonly SocketPlace[] => {
    const fallsBack = use.pattern.sockets?.fallsBack;
    if (fallsBack === undefined || !runs(context, program, use.file, use.function)) return [];
    const isUsual = (names: readonly string[]) => optionOf(graph, use, names).state === 'absent';
    return [
      {
        site: { file: use.file, span: use.fact.calleeSpan },
        path: isUsual([fallsBack.pathOption]) ? fallsBack.path : null,
        fallsBack,
        pingSeconds: isUsual(fallsBack.pingOptions) ? fallsBack.pingSeconds : null,
        title: use.library.title,
      },
    ];
  });
  const plain = graph.entries.flatMap((entry): readonly SocketPlace[] => {
    const route = entry.route === null ? null : (graph.routes[entry.route] ?? null);
    // Handlers of a server that falls back have no path of their own.
    if (entry.moment !== 'socket' || (route === null && servers.length > 0)) return [];
    if (!runs(context, program, entry.site.file, entry.function)) return [];
    const title = catalog.frameworks.find(({ id }) => id === entry.framework)?.title ?? 'the program';
    const path = route?.path == null ? null : fixedPart(route.path);
    return [{ site: entry.site, path, fallsBack: null, pingSeconds: null, title }];
  });
  return [...servers, ...plain];
}

function runs(context: RuleContext, program: Program, file: string, key: string): boolean {
  return servingPrograms(context, file, key).includes(program);
}

function fixedPart(path: string): string {
  const [fixed = ''] = path.split(/[:{<*[(]/);
  return fixed.startsWith('/') ? fixed : `/${fixed}`;
}
