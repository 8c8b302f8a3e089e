import { keepsConnectionsSince } from '../../catalog/platforms/nginx.ts';
import type { DirectiveFact } from '../../facts/proxy.ts';
import type { Rule, RuleContext, Verdict } from '../../findings/rule.ts';
import type { Stop } from '../../gates/stop.ts';
import { describeSite } from '../../link/places.ts';
import { closedBy } from '../../system/closed-connections.ts';
import {
  httpLevels,
  isBefore,
  isOpenInclude,
  leadsToUpstream,
  type Passing,
  passingsIn,
  upstreamsIn,
} from '../../system/passings.ts';
import { isSideCode } from '../../system/side-code.ts';
import type { ReverseProxy } from '../../system/types.ts';

/** Connections that an upstream is told to keep, and that every request closes. */
export const rule: Rule = {
  info: {
    id: 'nginx-upstream-keepalive',
    title: 'Kept connections are closed',
    tier: 'breaks',
    pattern: 'load-balancing',
    base: 'warning',
    raised: null,
    needsInstances: false,
    scope: 'process',
    breaksAt: [],
    gates: ['scope', 'guard'],
    citation: {
      title: 'nginx: keepalive of an upstream',
      url: 'https://nginx.org/en/docs/http/ngx_http_upstream_module.html#keepalive',
      quote:
        'For HTTP, the proxy_http_version directive should be set to “1.1” and the “Connection” header field should be cleared',
    },
    summary: 'An upstream keeps connections, and the locations that use it close each one after its request.',
  },
  check: (context) => context.system.proxies.flatMap((proxy) => verdictsOf(context, proxy)),
};

function verdictsOf(context: RuleContext, proxy: ReverseProxy): readonly Verdict[] {
  const passings = passingsIn(proxy.directives, []);
  return upstreamsIn(proxy.directives).flatMap((upstream): readonly Verdict[] => {
    const keepalive = upstream.inside?.find(({ name }) => name === 'keepalive');
    const name = upstream.words[0]?.value;
    if (keepalive === undefined || name === undefined || keepalive.words[0]?.value === '0') return [];
    const using = passings.filter(({ directive }) => leadsToUpstream(directive, name));
    const closing = using.filter((passing) => closedBy(passing) !== null);
    const [first] = closing;
    if (first === undefined) return [];
    const site = { file: proxy.file, span: keepalive.span };
    const stop = stopOf(context, proxy, closing);
    return [stop === null ? foundAt(context, proxy, name, keepalive, closing) : { kind: 'silent', site, ...stop }];
  });
}

function stopOf({ system }: RuleContext, proxy: ReverseProxy, closing: readonly Passing[]): Stop | null {
  const { build, title, version, image, file } = proxy;
  if (image === null && isSideCode(file))
    return {
      gate: 'scope',
      reason: 'This file is a test, an example or a template, and no container is seen to read it.',
    };
  if (build === 'other')
    return { gate: 'guard', reason: `${title ?? 'This build'} runs here, which has defaults of its own.` };
  if (image !== null && (version === null || !isBefore(version, keepsConnectionsSince)))
    return {
      gate: 'guard',
      reason: `This nginx keeps connections by itself, as all do from ${keepsConnectionsSince.join('.')} on.`,
    };
  if (closing.every(({ levels }) => levels.some((level) => level.some(isOpenInclude))))
    return { gate: 'guard', reason: 'The location takes in another file, which may say what it lacks.' };
  // A file of conf.d stands within the `http` of another file.
  const others = system.proxies.filter((each) => each.file !== file).flatMap((each) => httpLevels(each.directives));
  const sets = (name: string) => others.some((directive) => directive.name === name);
  if (
    sets('proxy_http_version') ||
    others.some(({ name, words }) => name === 'proxy_set_header' && words[0]?.value.toLowerCase() === 'connection')
  )
    return { gate: 'guard', reason: 'The `http` block of another file says it for all.' };
  return null;
}

function foundAt(
  context: RuleContext,
  { file, image }: ReverseProxy,
  upstream: string,
  keepalive: DirectiveFact,
  closing: readonly Passing[],
): Verdict {
  const lacks = new Set(closing.map(closedBy));
  const since = keepsConnectionsSince.join('.');
  const runs =
    image === null ? `nginx before ${since}` : `this nginx (${describeSite(context.graph.facts, image.site)})`;
  const lines = lacks.has('version')
    ? '`proxy_http_version 1.1;` and `proxy_set_header Connection "";`'
    : '`proxy_set_header Connection "";`';
  return {
    kind: 'found',
    site: { file, span: keepalive.span },
    // What runs is not known, and newer ones keep connections by themselves.
    judgement: { situation: 'no-program', severity: image === null ? 'note' : 'warning', programs: [] },
    confidence: image === null ? 'medium' : 'high',
    sentences: [
      `\`keepalive\` keeps nothing for \`${upstream}\`: each request closes its connection.`,
      `Without further words ${runs} speaks HTTP/1.0 to an upstream and sends \`Connection: close\`, so that every request waits for a new connection.`,
      `Write ${lines} beside the \`proxy_set_header\` lines that hold there.`,
    ],
    related: [
      ...closing.map(({ directive }) => ({ site: { file, span: directive.span }, message: 'closes the connection' })),
      ...(image === null ? [] : [{ site: image.site, message: `runs ${image.text}` }]),
    ],
    evidence: { limit: null, effective: null, formula: null },
    subject: { kind: 'directive', file, name: 'keepalive' },
    symbol: `${upstream}.keepalive`,
  };
}
