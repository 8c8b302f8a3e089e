import type { DirectiveFact } from '../../../facts/proxy.ts';
import type { RuleContext } from '../../../findings/rule.ts';
import { directivesWithin } from '../../../system/proxies.ts';
import type { Program, ReverseProxy } from '../../../system/types.ts';

/** An upstream that shares requests out over several servers, with what answers there. */
export interface SharedUpstream {
  readonly proxy: ReverseProxy;
  readonly directive: DirectiveFact;
  readonly name: string;
  /** How it chooses; null where it goes round. */
  readonly method: DirectiveFact | null;
  readonly programs: readonly Program[];
}

const methods = new Set(['least_conn', 'least_time', 'ip_hash', 'hash', 'random', 'sticky']);

/** Upstreams of HTTP with several servers, or one that stands for all copies of a compose service. */
export function sharedUpstreams({ system }: RuleContext): readonly SharedUpstream[] {
  const scaled = new Set(
    system.scaledServices.filter(({ reader }) => reader?.tool !== 'swarm').map(({ name }) => name),
  );
  return system.proxies.flatMap((proxy) =>
    directivesWithin(proxy.directives).flatMap(({ directive, block }): readonly SharedUpstream[] => {
      const name = directive.words[0]?.value;
      if (directive.name !== 'upstream' || block === 'stream' || name === undefined) return [];
      const inside = directive.inside ?? [];
      const servers = inside.filter(
        (each) => each.name === 'server' && !each.words.some(({ value }) => value === 'backup' || value === 'down'),
      );
      const [only] = servers;
      const isShared = servers.length > 1 || scaled.has(only?.words[0]?.value.split(':')[0] ?? '');
      const isWeighted = servers.some(({ words }) => words.some(({ value }) => value.startsWith('weight=')));
      if (!isShared || isWeighted) return [];
      const method = inside.find((each) => methods.has(each.name)) ?? null;
      return [{ proxy, directive, name, method, programs: programsAt(system, proxy.file, servers) }];
    }),
  );
}

function programsAt(
  { programs, components, connections }: RuleContext['system'],
  file: string,
  servers: readonly DirectiveFact[],
): readonly Program[] {
  const led = connections.filter(({ evidence }) =>
    evidence.some((site) => site.file === file && servers.some(({ span }) => span[0] === site.span[0])),
  );
  const names = new Set(led.map(({ to }) => components.find(({ id }) => id === to)?.program));
  return programs.filter(({ name }) => names.has(name));
}
