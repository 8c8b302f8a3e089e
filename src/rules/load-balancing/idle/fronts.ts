import { idleUpstreamSeconds, keepsConnectionsSince } from '../../../catalog/platforms/nginx.ts';
import type { DirectiveFact } from '../../../facts/proxy.ts';
import type { RuleContext } from '../../../findings/rule.ts';
import type { Site } from '../../../link/program-graph.ts';
import { headersOf, httpLevels, isBefore, isOpenInclude, secondsOf, wordsOf } from '../../../system/passings.ts';
import { directivesWithin } from '../../../system/proxies.ts';
import { isSideCode } from '../../../system/side-code.ts';
import type { Program } from '../../../system/types.ts';
import { type Lead, leadsTo } from '../proxy/leads.ts';

/** What stands before a program and takes one connection for many requests. */
export interface Front {
  readonly title: string;
  readonly site: Site;
  /** After how many seconds it gives up a connection that it does not use, and where that is said. */
  readonly idleSeconds: number;
  readonly idleSite: Site | null;
  /** It asks another time by itself where a request changes nothing. */
  readonly asksAgain: boolean;
}

/** The fronts of a program, the one that keeps connections longest first. */
export function frontsBefore(context: RuleContext, program: Program): readonly Front[] {
  const { system, catalog } = context;
  const placed = system.balancers.flatMap((each): readonly Front[] => {
    if (!each.programs.includes(program.name)) return [];
    const asksAgain = catalog.balancers.find(({ id }) => id === each.id)?.asksAgain === true;
    return [{ ...each, asksAgain }];
  });
  const proxies = leadsTo(context, program).flatMap((lead) => keptBy(context, lead) ?? []);
  return [...placed, ...proxies].sort(
    (a, b) => Number(a.asksAgain) - Number(b.asksAgain) || b.idleSeconds - a.idleSeconds,
  );
}

/** An upstream of nginx whose connections outlast a request; null where each request closes its own, or nobody can tell. */
function keptBy(context: RuleContext, lead: Lead): Front | null {
  const { proxy, passing } = lead;
  if (proxy.build === 'other' || proxy.development || (proxy.image === null && isSideCode(proxy.file))) return null;
  const named = /^https?:\/\/([^/:]+)/.exec(passing.directive.words[0]?.value ?? '')?.[1];
  const upstream = upstreamNamed(context, named);
  if (upstream === null) return null;
  const inside = upstream.directive.inside ?? [];
  const keepalive = inside.find(({ name }) => name === 'keepalive');
  const isNew = proxy.version !== null && !isBefore(proxy.version, keepsConnectionsSince);
  if (keepalive?.words[0]?.value === '0' || (keepalive === undefined && !isNew)) return null;
  if (!leavesOpen(context, lead, isNew)) return null;
  const timeout = inside.find(({ name }) => name === 'keepalive_timeout');
  const idleSeconds = timeout === undefined ? idleUpstreamSeconds : secondsOf(timeout.words[0]?.value ?? '');
  if (idleSeconds === null) return null;
  const at = (directive: DirectiveFact): Site => ({ file: upstream.file, span: directive.span });
  return {
    title: 'nginx',
    site: keepalive === undefined ? at(upstream.directive) : at(keepalive),
    idleSeconds,
    idleSite: timeout === undefined ? null : at(timeout),
    asksAgain: true,
  };
}

function upstreamNamed(
  { system }: RuleContext,
  name: string | undefined,
): { readonly file: string; readonly directive: DirectiveFact } | null {
  for (const { file, directives } of system.proxies) {
    const found = directivesWithin(directives).find(
      ({ directive }) => directive.name === 'upstream' && directive.words[0]?.value === name,
    );
    if (found !== undefined) return { file, directive: found.directive };
  }
  return null;
}

/** Whether nginx speaks HTTP/1.1 to what is behind it, and does not ask for the end of the connection. */
function leavesOpen({ system }: RuleContext, { proxy, passing: { levels } }: Lead, isNew: boolean): boolean {
  if (levels.some((level) => level.some(isOpenInclude))) return false;
  const headers = headersOf(levels);
  const connection = headers.find(({ words }) => words[0]?.value.toLowerCase() === 'connection')?.words[1]?.value;
  const version = levels.flatMap((level) => wordsOf(level, 'proxy_http_version')).at(0);
  if (connection === '') return version === '1.1' || (version === undefined && isNew);
  // A file of conf.d stands within the `http` of another file, which may set the header for all.
  const others = system.proxies
    .filter(({ file }) => file !== proxy.file)
    .flatMap((each) => httpLevels(each.directives));
  const isSetElsewhere = others.some(({ name }) => name === 'proxy_set_header');
  return connection === undefined && isNew && version !== '1.0' && !isSetElsewhere;
}
