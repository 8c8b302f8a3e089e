import type { DirectiveFact } from '../../../facts/proxy.ts';
import type { RuleContext } from '../../../findings/rule.ts';
import type { Site } from '../../../link/program-graph.ts';
import { upstreamsIn } from '../../../system/passings.ts';
import { isSideCode } from '../../../system/side-code.ts';
import type { Program } from '../../../system/types.ts';

/** A place that holds clients to one instance of some programs. */
export interface Affinity {
  readonly site: Site;
  /** The word that does it, as it is written. */
  readonly word: string;
  readonly programs: readonly Program[];
}

/** All of them: methods of an upstream that choose by the client, and Services that do. */
export function affinities(context: RuleContext): readonly Affinity[] {
  return [...ofProxies(context), ...ofServices(context)].filter(({ site }) => !isSideCode(site.file));
}

function ofProxies({ system }: RuleContext): readonly Affinity[] {
  return system.proxies.flatMap(({ file, directives }) =>
    upstreamsIn(directives).flatMap((upstream): readonly Affinity[] => {
      const inside = upstream.inside ?? [];
      const method = inside.find(isByClient);
      const servers = inside.filter(({ name }) => name === 'server');
      if (method === undefined) return [];
      const programs = system.programs.filter((program) =>
        system.connections.some(
          ({ to, evidence }) =>
            system.components.find(({ id }) => id === to)?.program === program.name &&
            servers.some(({ span }) => evidence.some((site) => site.file === file && site.span[0] === span[0])),
        ),
      );
      // One server that is one host is where everybody comes anyway.
      const several = servers.length > 1 || programs.some(({ topology }) => topology.hosts.maximum > 1);
      return several ? [{ site: { file, span: method.span }, word: method.name, programs }] : [];
    }),
  );
}

/** `hash $request_uri` spreads pages over caches, and a port is another for each connection; an address or a cookie is the client. */
function isByClient({ name, words }: DirectiveFact): boolean {
  const key = words[0]?.value ?? '';
  if (name === 'ip_hash' || name === 'sticky') return true;
  const isOther = /\$(?:remote_port|request|uri|args|connection|msec)/.test(key);
  return (
    name === 'hash' && !isOther && /\$(?:remote_addr|binary_remote_addr|cookie_|http_x_forwarded_for|realip)/.test(key)
  );
}

function ofServices({ graph, system }: RuleContext): readonly Affinity[] {
  const workloads = [...graph.facts].flatMap(([file, { deployment }]) =>
    (deployment?.units ?? []).map((unit) => ({ file, unit })),
  );
  return [...graph.facts].flatMap(([file, { deployment }]) =>
    (deployment?.services ?? [])
      .filter(({ sessionAffinity }) => sessionAffinity)
      .map(({ span, selector, namespace }): Affinity => {
        const labels = Object.entries(selector);
        const selected = workloads.filter(
          ({ unit }) =>
            labels.length > 0 &&
            (namespace === null || unit.namespace === null || namespace === unit.namespace) &&
            labels.every(([key, value]) => unit.labels[key] === value),
        );
        const programs = system.programs.filter(({ units }) =>
          units.some((each) => selected.some((one) => one.file === each.file && one.unit.name === each.name)),
        );
        return { site: { file, span }, word: 'sessionAffinity', programs };
      }),
  );
}
