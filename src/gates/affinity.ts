import type { DirectiveFact } from '../facts/proxy.ts';
import type { RuleContext } from '../findings/rule.ts';
import { isSideCode } from '../system/side-code.ts';
import type { Stop } from './stop.ts';

/**
 * A balancer of the workspace that sends a client to the same instance each time, by its own address or a cookie; or, where
 * all clients of one address must meet, all requests for that address.
 */
export function affinityStop({ system, graph }: RuleContext, by: 'client' | 'address'): Stop | null {
  if (by === 'address') return hashStop({ system, graph });
  const proxy = system.proxies.find(({ file, directives }) => !isSideCode(file) && directives.some(isSticky));
  const service = [...graph.facts.values()].find(
    ({ path, deployment }) => !isSideCode(path) && deployment?.services.some((each) => each.sessionAffinity) === true,
  );
  const file = proxy?.file ?? keepingFile(graph, 'client') ?? service?.path;
  return file === undefined
    ? null
    : { gate: 'shared', reason: `By \`${file}\` the balancer sends a client to the same instance each time.` };
}

/** The file of another balancer or gateway that keeps requests together. */
function keepingFile({ facts }: RuleContext['graph'], by: 'client' | 'address'): string | undefined {
  return [...facts.values()].find(
    ({ path, deployment }) =>
      !isSideCode(path) &&
      (deployment?.forwarding?.groups.some(({ keeps }) => keeps === by) === true ||
        deployment?.units.some(({ ledBy }) => ledBy?.some(({ keeps }) => keeps === by)) === true),
  )?.path;
}

function isSticky({ name, inside, words }: DirectiveFact): boolean {
  if (name === 'ip_hash' || name === 'sticky') return true;
  // `hash $request_uri` keeps pages together; an id that the first answer brings leads the next request anywhere.
  if (name === 'hash') return /remote_addr|cookie_|forwarded_for|real_ip/.test(words[0]?.value ?? '');
  return inside?.some(isSticky) === true;
}

/** `hash $request_uri`, `hash $arg_document`: what is asked for chooses the instance. */
function hashStop({ system, graph }: Pick<RuleContext, 'system' | 'graph'>): Stop | null {
  const proxy = system.proxies.find(({ file, directives }) => !isSideCode(file) && directives.some(isHash));
  const file = proxy?.file ?? keepingFile(graph, 'address');
  return file === undefined
    ? null
    : { gate: 'shared', reason: `By \`${file}\` the balancer chooses the instance by what is asked for.` };
}

function isHash({ name, inside, words }: DirectiveFact): boolean {
  if (name === 'hash') return /uri|arg_|http_|map|document|room/.test(words[0]?.value ?? '');
  return inside?.some(isHash) === true;
}
