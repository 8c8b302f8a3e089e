import type { DirectiveFact } from '../../../facts/proxy.ts';
import type { Site } from '../../../link/program-graph.ts';
import { directivesWithin } from '../../../system/proxies.ts';
import type { ReverseProxy, ScaledService } from '../../../system/types.ts';

/** An address in the configuration of a proxy that leads to a service, or to one of its copies. */
export interface Way {
  readonly proxy: ReverseProxy;
  readonly site: Site;
  /** The address as it is written, or the host that a variable holds. */
  readonly host: string;
  /** The name of the service stands for all copies; that of a container, or a port of the host, for one. */
  readonly leadsTo: 'all' | 'one';
  /** Whether the proxy asks for the addresses behind the name again while it runs. */
  readonly asksAgain: boolean;
}

/** Every address by which proxies lead to a service. */
export function waysTo(
  proxies: readonly ReverseProxy[],
  service: ScaledService,
  others: ReadonlySet<string>,
): readonly Way[] {
  return proxies.flatMap((proxy) =>
    addressesIn(proxy).flatMap(({ directive, host, port, asksAgain }): readonly Way[] => {
      const leadsTo = whom(service, others, proxy, host, port);
      const written = port === null ? host : `${host}:${port}`;
      const site = { file: proxy.file, span: directive.words[0]?.span ?? directive.span };
      return leadsTo === null ? [] : [{ proxy, site, host: leadsTo === 'all' ? host : written, leadsTo, asksAgain }];
    }),
  );
}

interface Written {
  readonly directive: DirectiveFact;
  readonly host: string;
  readonly port: number | null;
  readonly asksAgain: boolean;
}

/** Servers of upstreams, and addresses to which requests are passed without one. */
function addressesIn({ directives }: ReverseProxy): readonly Written[] {
  const all = directivesWithin(directives);
  const sets = all.map(({ directive }) => directive).filter(({ name }) => name === 'set' || name === 'map');
  return all.flatMap(({ directive, block }): readonly Written[] => {
    const [first] = directive.words;
    if (first === undefined) return [];
    if (directive.name === 'server' && block === 'upstream') {
      return written(
        directive,
        first.value,
        directive.words.some(({ value }) => value === 'resolve'),
      );
    }
    if (!/^(?:proxy|grpc|uwsgi|fastcgi|scgi)_pass$/.test(directive.name)) return [];
    if (!first.value.includes('$')) return written(directive, first.value, false);
    // A name within a variable is looked up for each request.
    const named = sets.filter(({ words }) => words.some(({ value }) => value !== '' && first.value.includes(value)));
    return named.flatMap(({ words }) => written(directive, words[1]?.value ?? '', true));
  });
}

function written(directive: DirectiveFact, address: string, asksAgain: boolean): readonly Written[] {
  const [, host, port] = /^(?:\w+:\/\/)?([\w.-]+)(?::(\d+))?(?:\/|$)/.exec(address) ?? [];
  return host === undefined ? [] : [{ directive, host, port: port === undefined ? null : Number(port), asksAgain }];
}

function whom(
  service: ScaledService,
  others: ReadonlySet<string>,
  proxy: ReverseProxy,
  host: string,
  port: number | null,
): Way['leadsTo'] | null {
  if (host === service.name) return 'all';
  if (/^(?:localhost|127\.0\.0\.1|host\.docker\.internal)$/.test(host)) {
    const isHost = host === 'host.docker.internal' || proxy.unit === null;
    const isOwn = service.ports.some(
      ({ port: { choice } }) =>
        choice !== undefined && port !== null && port >= choice.first && port < choice.first + choice.count,
    );
    return isHost && isOwn ? 'one' : null;
  }
  // Compose names a container by its project, its service and a number: `shop-api-1`, once `shop_api_1`.
  const isContainer = new RegExp(`^[\\w.-]+[-_]${service.name.replaceAll(/[.]/g, '\\.')}[-_]\\d+$`).test(host);
  return isContainer && !others.has(host) ? 'one' : null;
}
