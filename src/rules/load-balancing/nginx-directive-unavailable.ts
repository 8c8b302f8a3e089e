import type { ProxyDirective } from '../../catalog/proxies.ts';
import type { DirectiveFact } from '../../facts/proxy.ts';
import type { Rule, RuleContext, Verdict } from '../../findings/rule.ts';
import type { Stop } from '../../gates/stop.ts';
import { describeSite } from '../../link/places.ts';
import type { Site } from '../../link/program-graph.ts';
import { directivesWithin } from '../../system/proxies.ts';
import { isSideCode } from '../../system/side-code.ts';
import type { ReverseProxy } from '../../system/types.ts';

/** A directive that the nginx in front of the instances does not have, so that it does not start. */
export const rule: Rule = {
  info: {
    id: 'nginx-directive-unavailable',
    title: 'nginx does not have this directive',
    tier: 'breaks',
    pattern: 'load-balancing',
    base: 'error',
    raised: null,
    needsInstances: false,
    scope: 'process',
    breaksAt: [],
    gates: ['scope', 'guard'],
    citation: {
      title: 'nginx: HTTP load balancing',
      url: 'https://nginx.org/en/docs/http/load_balancing.html',
      quote: 'Reverse proxy implementation in nginx includes in-band (or passive) server health checks.',
    },
    summary: 'The configuration of nginx uses a directive that the nginx that runs does not have: it refuses to start.',
  },
  check: (context) => context.system.proxies.flatMap((proxy) => verdictsOf(context, proxy)),
};

function verdictsOf(context: RuleContext, proxy: ReverseProxy): readonly Verdict[] {
  const all = directivesWithin(proxy.directives);
  return all.flatMap(({ directive, block }): readonly Verdict[] => {
    for (const row of context.catalog.proxyDirectives) {
      const place = block === null || !row.within.includes(block) ? null : placeIn(proxy.file, directive, row);
      if (place === null) continue;
      const stop = stopOf(context, proxy, row);
      if (stop !== null) return [{ kind: 'silent', site: place.site, gate: stop.gate, reason: stop.reason }];
      return [foundAt(context, proxy, row, place)];
    }
    return [];
  });
}

interface DirectivePlace {
  readonly site: Site;
  /** As it is written: `check`, `slow_start=30s`. */
  readonly written: string;
}

function placeIn(file: string, directive: DirectiveFact, { name, word }: ProxyDirective): DirectivePlace | null {
  if (directive.name !== name) return null;
  if (word === null) return { site: { file, span: directive.span }, written: name };
  const found = directive.words.find(({ value }) => value === word || (/[=]$/.test(word) && value.startsWith(word)));
  const start = found ?? directive.words.find(({ value }) => value.startsWith(`${word}=`));
  return start === undefined ? null : { site: { file, span: start.span }, written: start.value };
}

function stopOf(context: RuleContext, proxy: ReverseProxy, { since, module, name }: ProxyDirective): Stop | null {
  if (proxy.image === null && isSideCode(proxy.file))
    return {
      gate: 'scope',
      reason: 'This file is a test, an example or a template, and no container is seen to read it.',
    };
  if (proxy.build === 'other')
    return { gate: 'guard', reason: `${proxy.title ?? 'This build'} runs here, which has directives of its own.` };
  if (module !== null && loadsModule(context, module)) {
    return { gate: 'guard', reason: `A module that brings \`${name}\` is loaded.` };
  }
  if (isOtherBuild(context))
    return { gate: 'guard', reason: 'The configuration uses what NGINX Plus alone has, so it is written for that.' };
  if (since === null) return null;
  if (proxy.version === null)
    return {
      gate: 'guard',
      reason: `Nothing here says which nginx runs; \`${name}\` exists from ${since.join('.')} on.`,
    };
  return isBefore(proxy.version, since)
    ? null
    : { gate: 'guard', reason: `This nginx has \`${name}\`, which came with ${since.join('.')}.` };
}

function loadsModule({ system }: RuleContext, module: string): boolean {
  return system.proxies.some(({ directives }) =>
    directives.some(({ name, words }) => name === 'load_module' && words[0]?.value.includes(module) === true),
  );
}

/** What stands in configurations of NGINX Plus and in no others. */
const plusAlone = new Set(['api', 'mgmt', 'zone_sync', 'keyval_zone']);

function isOtherBuild({ system }: RuleContext): boolean {
  return system.proxies.some(({ directives }) =>
    directivesWithin(directives).some(({ directive }) => plusAlone.has(directive.name)),
  );
}

function isBefore(version: readonly number[], since: readonly number[]): boolean {
  for (const [index, part] of since.entries()) {
    const own = version[index] ?? 0;
    if (own !== part) return own < part;
  }
  return false;
}

function foundAt(
  context: RuleContext,
  proxy: ReverseProxy,
  row: ProxyDirective,
  { site, written }: DirectivePlace,
): Verdict {
  const { image } = proxy;
  const runs = image === null ? '' : `, and ${describeSite(context.graph.facts, image.site)} runs ${image.text}`;
  return {
    kind: 'found',
    site,
    judgement: { situation: 'no-program', severity: image === null ? 'warning' : 'error', programs: [] },
    confidence: image === null ? 'medium' : 'high',
    sentences: [
      `${image === null ? 'Open-source nginx' : 'This nginx'} has no \`${written}\`: it does not start with this line.`,
      `Only ${row.holders} ${/ and /.test(row.holders) ? 'have' : 'has'} it${runs}.`,
      row.instead,
    ],
    related: image === null ? [] : [{ site: image.site, message: `runs ${image.text}` }],
    evidence: { limit: null, effective: null, formula: null },
    subject: { kind: 'directive', file: proxy.file, name: row.name },
    symbol: `${row.name}${row.word === null ? '' : ` ${row.word}`}`,
  };
}
