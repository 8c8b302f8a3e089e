import { oncePerPlace } from '../../findings/once.ts';
import type { Found, Rule, RuleContext, Verdict } from '../../findings/rule.ts';
import { capitalised, firstSentence } from '../../findings/wording.ts';
import { firstStop, type Stop } from '../../gates/stop.ts';
import { describeSite } from '../../link/places.ts';
import type { Site } from '../../link/program-graph.ts';
import { isBefore } from '../../system/passings.ts';
import { isSideCode } from '../../system/side-code.ts';
import type { ScaledService } from '../../system/types.ts';
import { folderOf } from '../../text/paths.ts';
import { type Way, waysTo } from './copies/ways.ts';

/** Copies of a service that no balancer brings requests to. */
export const rule: Rule = {
  info: {
    id: 'lb-missing-for-replicas',
    title: 'Copies that get no requests',
    tier: 'breaks',
    pattern: 'load-balancing',
    base: 'warning',
    raised: null,
    needsInstances: true,
    scope: 'process',
    breaksAt: [],
    gates: ['scope', 'topology', 'guard'],
    citation: {
      title: 'nginx: server of an upstream',
      url: 'https://nginx.org/en/docs/http/ngx_http_upstream_module.html#resolve',
      quote:
        'monitors changes of the IP addresses that correspond to a domain name of the server, and automatically modifies the upstream configuration without the need of restarting nginx',
    },
    summary: 'A compose service runs several times, and what stands in front of it does not reach every copy.',
  },
  check: (context) => oncePerPlace(context.system.scaledServices.flatMap((service) => verdictsOf(context, service))),
};

function verdictsOf(context: RuleContext, service: ScaledService): readonly Verdict[] {
  const near = context.system.proxies.filter(
    ({ unit }) => unit === null || folderOf(unit.file) === folderOf(service.file),
  );
  const ways = waysTo(near, service, namesIn(context, service));
  const byName = ways.filter(({ leadsTo }) => leadsTo === 'all');
  const [one] = ways.filter(({ leadsTo }) => leadsTo === 'one');
  const named = new Set(ways.map(({ host }) => host));
  if (byName.length === 0 && one !== undefined) {
    const verdict = named.size < service.copies ? oneOfThem(context, service, one, named.size) : null;
    return verdict === null ? [] : [stopped(verdict, commonStop(service, one))];
  }
  if (ways.length > 0) {
    return oncePerProxy(
      byName.map((way) => stopped(askedOnce(context, service, way), onceStop(context, service, way))),
    );
  }
  return byPorts(context, service);
}

/** Several places of one file that name a service are one thing to mend: the first is told, the others stand beside it. */
function oncePerProxy(verdicts: readonly Verdict[]): readonly Verdict[] {
  const found = verdicts.filter((verdict) => verdict.kind === 'found');
  const files = new Set(found.map(({ site }) => site.file));
  const told = [...files].flatMap((file): readonly Verdict[] => {
    const [first, ...others] = found.filter(({ site }) => site.file === file);
    if (first === undefined) return [];
    return [
      { ...first, related: [...first.related, ...others.map(({ site }) => ({ site, message: 'So it is here.' }))] },
    ];
  });
  return [...verdicts.filter(({ kind }) => kind === 'silent'), ...told];
}

function stopped(verdict: Found, stop: Stop | null): Verdict {
  return stop === null ? verdict : { kind: 'silent', site: verdict.site, ...stop };
}

/** Names that stand for something of their own in the service's file. */
function namesIn({ graph }: RuleContext, { file }: ScaledService): ReadonlySet<string> {
  const units = graph.facts.get(file)?.deployment?.units ?? [];
  return new Set(
    units.flatMap(({ name, containers }) => [
      name,
      ...containers.flatMap(({ containerName }) => containerName?.value ?? []),
    ]),
  );
}

function commonStop({ file, development, reader }: ScaledService, way: Way | null): Stop | null {
  return firstStop([
    () =>
      isSideCode(file) || (way !== null && way.proxy.image === null && isSideCode(way.proxy.file))
        ? { gate: 'scope', reason: 'This file is a test, an example or a template, which no deployment runs.' }
        : null,
    () =>
      development
        ? { gate: 'topology', reason: 'This is for a developer’s own machine or for tests, which no user meets.' }
        : null,
    () =>
      reader?.tool === 'swarm'
        ? { gate: 'guard', reason: `\`${reader.word}\` is for a swarm, which spreads requests over all copies.` }
        : null,
  ]);
}

function onceStop(context: RuleContext, service: ScaledService, way: Way): Stop | null {
  const { unit } = way.proxy;
  const container =
    unit === null
      ? undefined
      : context.graph.facts.get(unit.file)?.deployment?.units.find(({ name }) => name === unit.name)?.containers[
          unit.container
        ];
  return firstStop([
    () => commonStop(service, way),
    () =>
      way.asksAgain ? { gate: 'guard', reason: 'The addresses behind this name are asked for again and again.' } : null,
    () =>
      unit === null
        ? {
            gate: 'guard',
            reason: 'No container is seen to run this nginx, so that nobody knows what it asks for names.',
          }
        : null,
    () =>
      service.reader === null
        ? { gate: 'guard', reason: 'A swarm may read this file, where one address stands for all copies.' }
        : null,
    () =>
      container?.command?.words.some((word) => /\breload\b|-s\s*reload|\bHUP\b/.test(word)) === true
        ? { gate: 'guard', reason: 'The container loads nginx again from time to time, which asks for all addresses.' }
        : null,
  ]);
}

/** Containers or ports of the host that a proxy names, fewer than there are copies. */
function oneOfThem(context: RuleContext, service: ScaledService, { host, site }: Way, named: number): Found {
  const { name, copies, asked } = service;
  const left = copies - named;
  const none = left === 1 ? 'one copy gets no requests' : `${left} copies get no requests`;
  return {
    ...plain(service, 'warning'),
    site,
    sentences: [
      firstSentence([
        `${capitalised(none)}: this leads to ${named === 1 ? 'one' : named} of ${copies} copies of \`${name}\` alone.`,
        `${capitalised(none)}: this leads to ${named === 1 ? 'one' : named} of ${copies} alone.`,
      ]),
      `\`${host}\` is a single container, and ${describeSite(context.graph.facts, asked)} asks for ${copies}.`,
      `Let a proxy in the same network lead to \`${name}\`, which stands for all of them.`,
    ],
    related: [{ site: asked, message: `asks for ${copies} copies` }],
    symbol: `${name}.container`,
  };
}

const resolvesSince = [1, 27, 3];

/** A name whose addresses nginx asks for when it starts. */
function askedOnce(context: RuleContext, service: ScaledService, { site, proxy }: Way): Found {
  const { name, copies, asked } = service;
  const isOld = proxy.version !== null && isBefore(proxy.version, resolvesSince);
  const variable = `pass requests to a variable that holds \`${name}\``;
  return {
    ...plain(service, 'note'),
    site,
    sentences: [
      firstSentence([
        `nginx asks once where \`${name}\` is: copies that start later get no requests until it is loaded again.`,
        `nginx asks once where \`${name}\` is: copies that start later get no requests.`,
      ]),
      `${describeSite(context.graph.facts, asked)} asks for ${copies}; each that is started anew by a deploy comes back with another address, and requests still go to the old one.`,
      `Write \`resolver 127.0.0.11 valid=10s;\` and ${isOld ? variable : `\`resolve\` behind a server of an upstream with a \`zone\` (nginx ${resolvesSince.join('.')}), or ${variable}`}.`,
    ],
    related: [{ site: asked, message: `asks for ${copies} copies` }],
    symbol: `${name}.resolve`,
  };
}

/** Copies that each have a port of the host, where nothing is seen to spread requests. */
function byPorts(context: RuleContext, service: ScaledService): readonly Verdict[] {
  const { file, name, copies, asked, ports } = service;
  const [first] = ports.filter(
    ({ port }) => port.host === null && (port.choice === undefined || port.choice.count >= copies),
  );
  const isServer = context.system.programs.some(
    ({ role, units }) => role === 'server' && units.some((unit) => unit.file === file && unit.name === name),
  );
  if (first === undefined || !isServer) return [];
  const { choice, container } = first.port;
  const which = choice === undefined ? 'a port that Docker chooses' : `one of the ports from ${choice.first} on`;
  const verdict: Found = {
    ...plain(service, 'note'),
    site: first.site,
    sentences: [
      `${copies} copies of \`${name}\` answer at ports of their own, and nothing here spreads requests over them.`,
      `${describeSite(context.graph.facts, asked)} asks for ${copies}, and each gets ${which}: whoever calls one reaches one copy.`,
      `Publish the port of a balancer alone, such as nginx, that leads to \`${name}:${container}\`.`,
    ],
    related: [{ site: asked, message: `asks for ${copies} copies` }],
    symbol: `${name}.ports`,
  };
  const front = frontIn(context, file);
  const stop: Stop | null =
    commonStop(service, null) ??
    (front === null ? null : { gate: 'guard', reason: `\`${front}\` may spread requests over all copies.` });
  return [stopped(verdict, stop)];
}

/** A balancer, a gateway or a proxy beside the service, by whatever file or label it is told where to lead. */
function frontIn({ system }: RuleContext, file: string): string | null {
  const folder = folderOf(file);
  const front = system.components.find(
    ({ kind, evidence }) =>
      (kind === 'loadbalancer' || kind === 'gateway') && evidence.some((site: Site) => folderOf(site.file) === folder),
  );
  return front?.name ?? system.proxies[0]?.file ?? null;
}

function plain({ file, name, reader }: ScaledService, severity: 'warning' | 'note') {
  return {
    kind: 'found',
    judgement: { situation: 'no-program', severity, programs: [] },
    confidence: reader === null ? 'medium' : 'high',
    evidence: { limit: null, effective: null, formula: null },
    subject: { kind: 'unit', file, name },
    thing: 'copies without requests',
  } as const;
}
