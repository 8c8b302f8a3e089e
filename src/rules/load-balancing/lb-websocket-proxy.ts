import { oncePerPlace } from '../../findings/once.ts';
import type { Rule, RuleContext, Verdict } from '../../findings/rule.ts';
import type { Severity } from '../../findings/types.ts';
import { firstSentence } from '../../findings/wording.ts';
import { firstStop, type Stop } from '../../gates/stop.ts';
import { describeSite } from '../../link/places.ts';
import { type SocketLine, socketLinesLacking } from '../../system/closed-connections.ts';
import { httpLevels, isOpenInclude, type Passing, passingsIn, secondsOf } from '../../system/passings.ts';
import { isSideCode } from '../../system/side-code.ts';
import type { Program } from '../../system/types.ts';
import { unitNamed } from '../../system/unit-named.ts';
import { type Lead, leadsTo } from './proxy/leads.ts';
import { type SocketPlace, socketPlaces } from './proxy/sockets.ts';

/** A proxy that does not let the sockets of the program behind it through, or cuts them while nobody speaks. */
export const rule: Rule = {
  info: {
    id: 'lb-websocket-proxy',
    title: 'WebSockets end at the proxy',
    tier: 'breaks',
    pattern: 'load-balancing',
    base: 'error',
    raised: null,
    needsInstances: false,
    scope: 'process',
    breaksAt: [],
    gates: ['scope', 'guard'],
    citation: {
      title: 'nginx: WebSocket proxying',
      url: 'https://nginx.org/en/docs/http/websocket.html',
      quote:
        'in order for the proxied server to know about the client’s intention to switch a protocol to WebSocket, these headers have to be passed explicitly',
    },
    summary:
      'nginx passes requests for WebSockets on as plain ones, or closes sockets sooner than the next ping comes.',
  },
  check: (context) =>
    oncePerPlace(
      context.system.programs.flatMap((program) => {
        const places = socketPlaces(context, program);
        const leads = places.length === 0 ? [] : leadsTo(context, program);
        return leads.length === 0 ? [] : verdictsOf(context, program, places, leads);
      }),
    ),
};

function verdictsOf(
  context: RuleContext,
  program: Program,
  places: readonly SocketPlace[],
  leads: readonly Lead[],
): readonly Verdict[] {
  const open = leads.filter((lead) => lacksOf(lead).length === 0);
  if (open.length > 0) return places.flatMap((place) => cutVerdicts(context, program, place, open));
  return places.flatMap((place): readonly Verdict[] => {
    const [lead] = leads
      .filter(({ passing }) => covers(passing, place.path))
      .toSorted((a, b) => lengthOf(b.passing) - lengthOf(a.passing));
    if (lead === undefined) return [];
    const site = { file: lead.proxy.file, span: lead.passing.directive.span };
    const stop = stopOf(context, leads);
    return [stop === null ? closedAt(context, program, place, lead) : { kind: 'silent', site, ...stop }];
  });
}

/** The address behind `proxy_pass` with its path, which takes the place of what the location asks for. */
function pathOf({ directive }: Passing): string | null {
  return /^https?:\/\/[^/]+(\/.*)$/.exec(directive.words[0]?.value ?? '')?.[1] ?? null;
}

/** Whether a request for the path of the program comes to it this way. Where no path is known it must be open for all. */
function covers(passing: Passing, path: string | null): boolean {
  const [first = '', second] = passing.location ?? ['/'];
  if (first === '=' || first.startsWith('~') || first.startsWith('@')) return false;
  const asked = first === '^~' ? (second ?? '') : first;
  if (path === null) return asked === '/';
  // What of an address may be a key is not kept, so that nobody knows which paths it leads to.
  const address = passing.directive.words[0];
  if (address === undefined || address.span[1] - address.span[0] > address.value.length) return false;
  return (path + (path.endsWith('/') ? '' : '/')).startsWith(pathOf(passing) ?? asked);
}

function lengthOf({ location }: Passing): number {
  return location?.at(-1)?.length ?? 0;
}

const lines: Readonly<Record<SocketLine, string>> = {
  version: 'proxy_http_version 1.1;',
  upgrade: 'proxy_set_header Upgrade $http_upgrade;',
  connection: 'proxy_set_header Connection "upgrade";',
};

function lacksOf({ proxy, passing }: Lead): readonly SocketLine[] {
  return socketLinesLacking(proxy, passing);
}

function stopOf(context: RuleContext, leads: readonly Lead[]): Stop | null {
  const { system } = context;
  const files = new Set(leads.map(({ proxy }) => proxy.file));
  const others = system.proxies.filter(({ file }) => !files.has(file)).flatMap((each) => httpLevels(each.directives));
  return firstStop([
    () => sideStop(leads),
    () =>
      leads.some(({ passing: { levels } }) => levels.some((level) => level.some(isOpenInclude)))
        ? { gate: 'guard', reason: 'The location takes in another file, which may say what it lacks.' }
        : null,
    () =>
      leads.some(({ passing: { location } }) => location?.[0]?.startsWith('~') === true)
        ? {
            gate: 'guard',
            reason: 'Locations by patterns lead there too, and nobody here knows which of them is taken.',
          }
        : null,
    () =>
      opensElsewhere(context, leads)
        ? { gate: 'guard', reason: 'Another location lets sockets through, to an address that nobody here can place.' }
        : null,
    () =>
      others.some(({ name, words }) => name === 'proxy_set_header' && words[0]?.value.toLowerCase() === 'upgrade')
        ? { gate: 'guard', reason: 'The `http` block of another file says it for all.' }
        : null,
  ]);
}

/** An address of the machine itself, or one that is put together, may be the program's as well. */
function opensElsewhere({ system }: RuleContext, leads: readonly Lead[]): boolean {
  const placed = new Set(
    system.connections.flatMap(({ evidence }) => evidence.map(({ file, span }) => `${file}#${span[0]}`)),
  );
  return [...new Set(leads.map(({ proxy }) => proxy))].some((proxy) =>
    passingsIn(proxy.directives).some(
      (passing) =>
        !placed.has(`${proxy.file}#${passing.directive.words[0]?.span[0]}`) && lacksOf({ proxy, passing }).length === 0,
    ),
  );
}

function sideStop(leads: readonly Lead[]): Stop | null {
  return leads.every(({ proxy }) => proxy.image === null && isSideCode(proxy.file))
    ? { gate: 'scope', reason: 'This file is a test, an example or a template, and no container is seen to read it.' }
    : null;
}

/** Clients may come around the proxy where the program's own port is open on the host. */
function isPublished({ graph }: RuleContext, { units }: Program): boolean {
  return units.some(({ file, name, container }) => {
    const unit = unitNamed(graph.facts, { file, name });
    return (
      unit?.containers[container]?.ports.some(({ host, choice }) => host !== null || choice !== undefined) === true
    );
  });
}

function closedAt(context: RuleContext, program: Program, place: SocketPlace, lead: Lead): Verdict {
  const { directive, location } = lead.passing;
  const around = location === null ? 'this block' : `\`location ${location.join(' ')}\``;
  const isOpen = isPublished(context, program);
  const severity: Severity = isOpen ? 'note' : place.fallsBack === null ? 'error' : 'warning';
  const where = describeSite(context.graph.facts, place.site);
  const drops = 'nginx drops the headers that ask for one unless it is told to pass them on';
  return {
    kind: 'found',
    site: { file: lead.proxy.file, span: directive.span },
    judgement: { situation: 'no-program', severity, programs: [program.name] },
    confidence: place.path === null ? 'medium' : 'high',
    sentences: [
      firstSentence([
        place.fallsBack === null
          ? `No WebSocket comes through ${around}, so that clients of ${program.name} cannot connect.`
          : `No WebSocket comes through ${around}, so that clients of ${program.name} stay with polling.`,
        `No WebSocket comes through ${around} to ${program.name}.`,
        'No WebSocket comes through this location.',
      ]),
      `${program.name} takes WebSockets by ${place.title} (${where}), and ${drops}${isOpen ? '; clients that ask its own port are not concerned' : ''}.`,
      `Write ${lacksOf(lead)
        .map((line) => `\`${lines[line]}\``)
        .join(' ')} into the location.`,
    ],
    related: [{ site: place.site, message: `${program.name} takes WebSockets here.` }],
    evidence: { limit: null, effective: null, formula: null },
    subject: { kind: 'directive', file: lead.proxy.file, name: 'proxy_pass' },
    thing: 'WebSockets',
    symbol: `${program.name}.upgrade`,
  };
}

/** Where sockets come through, a time that is over before the next ping. */
function cutVerdicts(
  context: RuleContext,
  program: Program,
  { pingSeconds, site: server, title }: SocketPlace,
  leads: readonly Lead[],
): readonly Verdict[] {
  if (pingSeconds === null) return [];
  return leads.flatMap((lead): readonly Verdict[] => {
    const directive = lead.passing.levels
      .flatMap((level) => level.filter(({ name }) => name === 'proxy_read_timeout'))
      .at(0);
    const written = directive?.words[0]?.value;
    const seconds = written === undefined ? null : secondsOf(written);
    if (directive === undefined || seconds === null || seconds >= pingSeconds) return [];
    const site = { file: lead.proxy.file, span: directive.span };
    const side = sideStop([lead]);
    if (side !== null) return [{ kind: 'silent', site, ...side }];
    return [
      {
        kind: 'found',
        site,
        judgement: { situation: 'no-program', severity: 'error', programs: [program.name] },
        confidence: 'medium',
        sentences: [
          `Sockets on which nobody speaks for ${written} are closed: ${program.name} pings every ${pingSeconds} s only.`,
          `${title} (${describeSite(context.graph.facts, server)}) sends a ping every ${pingSeconds} seconds, and nginx waits ${written} for it.`,
          'Give the location a `proxy_read_timeout` longer than the time between pings and the answer to one, such as 60s.',
        ],
        related: [{ site: server, message: `${program.name} takes WebSockets here.` }],
        evidence: { limit: seconds, effective: pingSeconds, formula: null },
        subject: { kind: 'directive', file: lead.proxy.file, name: 'proxy_read_timeout' },
        thing: 'WebSockets',
        symbol: `${program.name}.read-timeout`,
      },
    ];
  });
}
