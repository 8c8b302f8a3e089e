import { oncePerPlace } from '../../findings/once.ts';
import type { Rule, RuleContext, Verdict } from '../../findings/rule.ts';
import type { Stop } from '../../gates/stop.ts';
import { describeSite } from '../../link/places.ts';
import type { Site } from '../../link/program-graph.ts';
import { isSideCode } from '../../system/side-code.ts';
import type { ScaledService } from '../../system/types.ts';

/** A service that is asked for several times, with a name or a port of the host that only one container can have. */
export const rule: Rule = {
  info: {
    id: 'compose-scale-blocked',
    title: 'Only one copy can start',
    tier: 'breaks',
    pattern: 'load-balancing',
    base: 'error',
    raised: null,
    needsInstances: true,
    scope: 'process',
    breaksAt: [],
    gates: ['scope', 'topology', 'guard'],
    citation: {
      title: 'Compose file reference: container_name',
      url: 'https://docs.docker.com/reference/compose-file/services/#container_name',
      quote:
        'Compose does not scale a service beyond one container if the Compose file specifies a container_name. Attempting to do so results in an error.',
    },
    summary: 'A compose service asks for several copies, and has a name or a port of the host that only one can have.',
  },
  check: (context) => oncePerPlace(context.system.scaledServices.flatMap((service) => verdictsOf(context, service))),
};

/** Something that one container alone can have. */
interface Blocker {
  readonly site: Site;
  readonly what: 'container_name' | 'ports';
  readonly sentences: readonly [first: string, advice: string];
  /** Further ports that block just as well. */
  readonly others: readonly Site[];
}

function verdictsOf(context: RuleContext, service: ScaledService): readonly Verdict[] {
  return [nameBlocker(service), portBlocker(service)].flatMap((blocker): readonly Verdict[] => {
    if (blocker === null) return [];
    const stop = stopOf(service, blocker);
    if (stop !== null) return [{ kind: 'silent', site: blocker.site, ...stop }];
    return [foundAt(context, service, blocker)];
  });
}

function nameBlocker({ containerName, copies, name }: ScaledService): Blocker | null {
  if (containerName === null) return null;
  return {
    site: containerName.site,
    what: 'container_name',
    sentences: [
      `The container's fixed name lets only one of the ${copies} copies of \`${name}\` start.`,
      `Take the name away: other services reach every copy by \`${name}\`.`,
    ],
    others: [],
  };
}

/** The first port of the host that has not room for all copies, with the others. */
function portBlocker(service: ScaledService): Blocker | null {
  const { copies, name, ports } = service;
  const blocking = ports.filter(({ port }) => roomOf(port) < copies);
  const [first, ...others] = blocking;
  if (first === undefined) return null;
  const { choice, host, container } = first.port;
  const from = choice?.first ?? host ?? 0;
  const text =
    choice === undefined
      ? `Port ${from} of the host can belong to only one of the ${copies} copies of \`${name}\`.`
      : `The host's ${choice.count} ports from ${from} on are too few for the ${copies} copies of \`${name}\`.`;
  return {
    site: first.site,
    what: 'ports',
    sentences: [
      text,
      `Publish the port of a balancer alone, or as many as there are copies: \`${from}-${from + copies - 1}:${container}\`.`,
    ],
    others: others.map(({ site }) => site),
  };
}

/** How many containers of one host can have a port. */
function roomOf({ host, choice }: ScaledService['ports'][number]['port']): number {
  if (choice !== undefined) return choice.count;
  return host === null ? Number.POSITIVE_INFINITY : 1;
}

function stopOf(service: ScaledService, { site, what }: Blocker): Stop | null {
  const { reader, development, file } = service;
  if (isSideCode(file) || isSideCode(site.file))
    return { gate: 'scope', reason: 'This file is a test, an example or a template, which no deployment runs.' };
  if (development)
    return {
      gate: 'topology',
      reason: 'This file is for a developer’s own machine or for tests, which no user meets.',
    };
  if (reader?.tool === 'swarm') {
    const does = what === 'ports' ? 'publishes one port for all copies' : 'passes over names of containers';
    return { gate: 'guard', reason: `\`${reader.word}\` is for a swarm, which ${does}.` };
  }
  // A name of a container stands in files for `docker compose` alone; ports and copies stand in both.
  if (what === 'ports' && reader === null)
    return { gate: 'guard', reason: 'A swarm may read this file, which publishes one port for all copies.' };
  return null;
}

function foundAt(
  context: RuleContext,
  { file, name, copies, asked, reader }: ScaledService,
  { site, what, sentences, others }: Blocker,
): Verdict {
  const place = describeSite(context.graph.facts, asked);
  const happens =
    what === 'container_name'
      ? `Docker Compose refuses to start more than one by one name, and ${place} asks for ${copies}`
      : `The others do not start, because the port is taken, and ${place} asks for ${copies}`;
  const isSure = reader !== null;
  return {
    kind: 'found',
    site,
    judgement: { situation: 'no-program', severity: isSure ? 'error' : 'warning', programs: [] },
    confidence: isSure ? 'high' : 'medium',
    sentences: [sentences[0], `${happens}.`, sentences[1]],
    related: [
      { site: asked, message: `asks for ${copies} copies` },
      ...others.map((other) => ({ site: other, message: 'has not room for all copies either' })),
    ],
    evidence: { limit: null, effective: null, formula: null },
    subject: { kind: 'unit', file, name },
    thing: 'copies that cannot start',
    symbol: `${name}.${what}`,
  };
}
