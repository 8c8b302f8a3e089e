import type { PortFact, UnitFact } from '../facts/deployment.ts';
import type { Fix, Refusal } from '../findings/fix.ts';
import type { RuleContext } from '../findings/rule.ts';
import type { Finding } from '../findings/types.ts';
import type { Site } from '../link/program-graph.ts';
import { widenPort } from '../sources/compose/edit.ts';
import { directivesWithin } from '../system/proxies.ts';
import type { ScaledService } from '../system/types.ts';
import { offsetAt } from '../text/lines.ts';
import { folderOf } from '../text/paths.ts';
import { isOwnPlace } from './own-place.ts';
import { refusal, refusalAt } from './refusal.ts';

/**
 * Publishes as many ports of the host as there are copies, so that all of them start. Who asks the first port alone
 * meets one copy, so it asks for a review.
 */
export const publishPortRange: Fix = {
  id: 'publish-port-range',
  rules: ['compose-scale-blocked'],
  safety: 'needs-review',
  concerns: (finding, context) => publishedAt(context, finding) !== null,
  offer: (finding, context) => {
    const published = publishedAt(context, finding);
    if (published === null) return refusal('The port is not here any more; check the file again.');
    const against = obstacleOf(context, published);
    if (against !== null) return against;
    const { service, blocking } = published;
    const ranges = blocking.map(({ port }) => rangeOf(port, service.copies)).join(' and ');
    return { kind: 'offer', title: `Publish the ${service.copies} copies of ${service.name} at ${ranges}` };
  },
  build: async (finding, context, { read }) => {
    const published = publishedAt(context, finding);
    const text = await read(finding.file);
    if (published === null || text === null) {
      throw new Error(`${finding.file} has changed since it was checked; check it again.`);
    }
    const { service, blocking } = published;
    const edits = blocking.map(({ port }) => {
      const edit = widenPort(text, port.span, firstOf(port), service.copies);
      if (edit !== null) return edit;
      throw new Error(
        `The port ${firstOf(port)} in ${finding.file} comes from a variable; change it where that is set.`,
      );
    });
    const [first] = blocking;
    const next =
      first === undefined
        ? null
        : `Whoever asks port ${firstOf(first.port)} meets one copy alone; let a balancer ask all of them.`;
    return { files: [{ kind: 'change', file: finding.file, edits }], next };
  },
};

/** Ports below this one are given to protocols, as 80 and 443 are, and clients ask them without being told (RFC 6335). */
const lastKnown = 1024;

type Published = ScaledService['ports'][number];

interface Blocked {
  readonly service: ScaledService;
  readonly blocking: readonly Published[];
}

function publishedAt({ graph, system }: RuleContext, { file, range, subject }: Finding): Blocked | null {
  const facts = graph.facts.get(file);
  const at = facts === undefined ? -1 : offsetAt(facts.lineStarts, range.start);
  for (const service of system.scaledServices) {
    const blocking = service.ports.filter(({ port }) => roomOf(port) < service.copies);
    const isMeant = subject.kind === 'unit' && service.file === subject.file && service.name === subject.name;
    if (isMeant && blocking.some(({ site }) => site.file === file && site.span[0] === at)) return { service, blocking };
  }
  return null;
}

function roomOf({ host, choice }: PortFact): number {
  if (choice !== undefined) return choice.count;
  return host === null ? Number.POSITIVE_INFINITY : 1;
}

function firstOf({ host, choice }: PortFact): number {
  return choice?.first ?? host ?? 0;
}

function rangeOf(port: PortFact, copies: number): string {
  return `${firstOf(port)}-${firstOf(port) + copies - 1}`;
}

function obstacleOf(context: RuleContext, { service, blocking }: Blocked): Refusal | null {
  const { graph } = context;
  const [first] = blocking;
  const file = first?.site.file ?? service.file;
  const units = graph.facts.get(file)?.deployment?.units ?? [];
  for (const { port, site } of blocking) {
    const unit = units.find((each) => portsOf(each).includes(port.span[0]));
    if (site.file !== file || unit === undefined || !isOwnPlace(units, unit, port.span[0], portsOf)) {
      return refusalAt(graph, 'The port comes from an anchor or another file, so only you can change it.', site);
    }
    if (firstOf(port) < lastKnown) {
      return refusalAt(
        graph,
        `Port ${firstOf(port)} has a meaning, so that clients ask no other; put a balancer there.`,
        site,
      );
    }
    const last = firstOf(port) + service.copies - 1;
    if (last > 65_535) return refusalAt(graph, 'There are not so many ports behind this one.', site);
    const taken = takenBetween(context, file, port, last);
    if (taken !== null) return refusalAt(graph, `Port ${taken.host} of the host is taken already.`, taken.site);
    const caller = callerOf(context, firstOf(port));
    if (caller !== null) {
      const reason = `Something asks port ${firstOf(port)}, and would meet one copy alone; put a balancer there.`;
      return refusalAt(graph, reason, caller);
    }
  }
  return null;
}

function portsOf({ containers }: UnitFact): readonly number[] {
  return containers.flatMap(({ ports }) => ports.map(({ span }) => span[0]));
}

/** Another port that a service of the same folder publishes, of those that the copies would get. */
function takenBetween({ graph }: RuleContext, file: string, own: PortFact, last: number) {
  for (const [path, { deployment }] of graph.facts) {
    if (folderOf(path) !== folderOf(file)) continue;
    for (const { containers } of deployment?.units ?? []) {
      for (const port of containers.flatMap(({ ports }) => ports)) {
        const host = firstOf(port);
        const isOwn = path === file && port.span[0] === own.span[0];
        if (!isOwn && host > firstOf(own) && host <= last) return { host, site: { file: path, span: port.span } };
      }
    }
  }
  return null;
}

/** Who asks the port of the host by its number: an address, a proxy, a command of a script. A service's name has ports of its own. */
function callerOf({ graph, system }: RuleContext, port: number): Site | null {
  const names = new Set(
    [...graph.facts.values()].flatMap(({ deployment }) => (deployment?.units ?? []).map(({ name }) => name)),
  );
  const asks = new RegExp(
    `(?:^|[/@\\s"'])(?:localhost|127\\.0\\.0\\.1|0\\.0\\.0\\.0|host\\.docker\\.internal):${port}(?!\\d)`,
  );
  for (const addresses of system.addresses.values()) {
    const asking = addresses.find(({ address }) => address.port === port && !names.has(address.host));
    if (asking !== undefined) return asking.site;
  }
  for (const { file, directives } of system.proxies) {
    for (const { directive } of directivesWithin(directives)) {
      const word = directive.words.find(({ value }) => {
        const [, host, written] = /^(?:\w+:\/\/)?([\w.-]+):(\d+)/.exec(value) ?? [];
        return host !== undefined && Number(written) === port && !names.has(host);
      });
      if (word !== undefined) return { file, span: word.span };
    }
  }
  for (const [file, { deployment }] of graph.facts) {
    const command = deployment?.shell?.commands.find(({ words }) => words.some((word) => asks.test(word)));
    if (command !== undefined) return { file, span: command.span };
  }
  for (const { file, manifest } of graph.packages) {
    const script = manifest.scripts.find(({ command }) => asks.test(command));
    if (script !== undefined) return { file, span: script.span };
  }
  return null;
}
