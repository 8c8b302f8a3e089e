import type { DirectiveFact } from '../../facts/proxy.ts';
import type { Found, RuleContext, SummaryRule, Verdict } from '../../findings/rule.ts';
import type { Finding } from '../../findings/types.ts';
import { firstSentence } from '../../findings/wording.ts';
import type { Stop } from '../../gates/stop.ts';
import { describeSite } from '../../link/places.ts';
import { directivesWithin } from '../../system/proxies.ts';
import { isSideCode } from '../../system/side-code.ts';
import { socketPlaces } from '../load-balancing/proxy/sockets.ts';
import { relatedTo } from './listed/listed.ts';
import { type SharedUpstream, sharedUpstreams } from './method/upstreams.ts';

/** A way of sharing requests out that does not fit what is shared out. */
export const rule: SummaryRule = {
  info: {
    id: 'lb-algorithm',
    title: 'Requests are shared out unevenly',
    tier: 'breaks',
    pattern: 'load-balancing',
    base: 'note',
    raised: null,
    needsInstances: false,
    scope: 'process',
    breaksAt: [],
    gates: ['scope', 'guard', 'topology'],
    citation: {
      title: 'Using nginx as HTTP load balancer: least connected load balancing',
      url: 'https://nginx.org/en/docs/http/load_balancing.html',
      quote:
        'Least connection allows controlling the load on application instances more fairly in a situation when some of the requests take longer to complete.',
    },
    summary:
      'A balancer goes round in front of sockets or requests of seconds, or chooses by an address that all clients share.',
  },
  summarise: (context, findings) =>
    sharedUpstreams(context).flatMap((upstream) => verdictsOf(context, upstream, findings)),
};

function verdictsOf(context: RuleContext, upstream: SharedUpstream, findings: readonly Finding[]): readonly Verdict[] {
  const { proxy, directive, method } = upstream;
  const stop = stopOf(upstream);
  if (stop !== null) return [{ kind: 'silent', site: { file: proxy.file, span: (method ?? directive).span }, ...stop }];
  if (method !== null) return byAddress(context, upstream, method);
  return [bySockets(context, upstream) ?? byWork(context, upstream, findings)].flatMap((verdict) => verdict ?? []);
}

function stopOf({ proxy, method }: SharedUpstream): Stop | null {
  if (proxy.image === null && isSideCode(proxy.file))
    return {
      gate: 'scope',
      reason: 'This file is a test, an example or a template, and no container is seen to read it.',
    };
  if (method !== null && !isOfClient(method))
    return { gate: 'guard', reason: `\`${method.name}\` does not go round, nor does it look at a client’s address.` };
  return null;
}

function isOfClient({ name, words }: DirectiveFact): boolean {
  return name === 'ip_hash' || (name === 'hash' && /^\$(?:binary_)?remote_addr$/.test(words[0]?.value ?? ''));
}

/** Connections that stay open are counted by none who goes round: a copy that begins anew gets its share of new ones only. */
function bySockets(context: RuleContext, upstream: SharedUpstream): Found | null {
  const places = upstream.programs.flatMap((program) =>
    socketPlaces(context, program)
      .filter(({ fallsBack }) => fallsBack === null)
      .map((place) => ({ place, program })),
  );
  const [first] = places;
  if (first === undefined) return null;
  const { program, place } = first;
  return {
    ...plain(upstream, upstream.directive),
    sentences: [
      firstSentence([
        `Going round, \`${upstream.name}\` gives a new copy of ${program.name} no more sockets than a full one.`,
        `Going round, \`${upstream.name}\` gives a new copy no more sockets than a full one.`,
        'Going round gives a new copy no more sockets than a full one.',
      ]),
      `${program.name} keeps sockets open (${describeSite(context.graph.facts, place.site)}): after a deploy or a crash those that stay with the other copies are not counted.`,
      'Write `least_conn;` at the top of the upstream: it chooses the server with the fewest open connections.',
    ],
    related: [{ site: place.site, message: `${program.name} takes WebSockets here.` }],
  };
}

/** Requests that work for seconds, which whoever goes round puts behind one another. */
function byWork(context: RuleContext, upstream: SharedUpstream, findings: readonly Finding[]): Found | null {
  const names = upstream.programs.map(({ name }) => name);
  const long = findings.filter(
    ({ subject, programs }) => subject.kind === 'work' && programs.some((name) => names.includes(name)),
  );
  const [first] = long;
  if (first === undefined) return null;
  const place = `${first.file}:${first.range.start.line + 1}`;
  return {
    ...plain(upstream, upstream.directive),
    sentences: [
      firstSentence([
        `Going round, \`${upstream.name}\` gives requests to copies that still work on a long one (${place}).`,
        `Going round, \`${upstream.name}\` gives requests to copies that still work on a long one.`,
        'Going round gives requests to copies that still work on a long one.',
      ]),
      `${long.length === 1 ? 'One of the requests' : `${long.length} of the requests`} behind it ${long.length === 1 ? 'works' : 'work'} for seconds, and others take their turn on the same copy meanwhile.`,
      'Write `least_conn;` at the top of the upstream, and take the long work out of the request.',
    ],
    related: long.flatMap((finding) => relatedTo(context, finding)),
  };
}

/** All clients come from the one address of the balancer in front. */
function byAddress(context: RuleContext, upstream: SharedUpstream, method: DirectiveFact): readonly Verdict[] {
  const { proxy } = upstream;
  const site = { file: proxy.file, span: method.span };
  const front = frontOf(context, upstream);
  if (front === null) {
    const reason = 'Nothing is seen in front of this proxy that would hide the addresses of clients.';
    return [{ kind: 'silent', site, gate: 'topology', reason }];
  }
  const asks = context.system.proxies.some(({ directives }) =>
    directivesWithin(directives).some(
      ({ directive: { name } }) => name === 'set_real_ip_from' || name === 'real_ip_header',
    ),
  );
  if (asks)
    return [
      { kind: 'silent', site, gate: 'guard', reason: 'The address is taken from what the balancer in front says.' },
    ];
  return [
    {
      ...plain(upstream, method),
      sentences: [
        `\`${method.name}\` sends everybody to one server: all requests come from the address of ${front.name}.`,
        `${front.name} stands in front of this nginx (${describeSite(context.graph.facts, front.site)}), and \`${method.name}\` looks at nothing but the address that a connection comes from.`,
        'Write `set_real_ip_from` and `real_ip_header X-Forwarded-For;`, or a method that does not need the address, such as `least_conn`.',
      ],
      related: [{ site: front.site, message: `${front.name} leads here.` }],
    },
  ];
}

/** Another balancer or gateway that leads to the container of this proxy. */
function frontOf({ system }: RuleContext, { proxy }: SharedUpstream) {
  const own = system.components.find(
    ({ kind, evidence }) =>
      kind === 'loadbalancer' && evidence.some(({ file }) => file === proxy.file) && proxy.unit !== null,
  );
  const way = system.connections.find(
    ({ from, to, kind }) =>
      kind === 'http' && to === own?.id && system.components.some((each) => each.id === from && isFront(each.kind)),
  );
  const front = system.components.find(({ id }) => id === way?.from);
  const site = way?.evidence[0];
  return front === undefined || site === undefined ? null : { name: front.name, site };
}

function isFront(kind: string): boolean {
  return kind === 'loadbalancer' || kind === 'gateway';
}

function plain({ proxy, name, programs }: SharedUpstream, directive: DirectiveFact) {
  return {
    kind: 'found',
    site: { file: proxy.file, span: directive.span },
    judgement: { situation: 'no-program', severity: 'note', programs: programs.map((each) => each.name).sort() },
    confidence: 'medium',
    evidence: { limit: null, effective: null, formula: null },
    subject: { kind: 'directive', file: proxy.file, name: directive.name },
    thing: 'the balancing',
    symbol: `${name}.${directive.name}`,
  } as const;
}
