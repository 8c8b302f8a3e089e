import type { DirectiveFact } from '../facts/proxy.ts';
import type { Site } from '../link/program-graph.ts';
import { type ComponentAt, hostIn } from './hosts-by-name.ts';
import type { Picture } from './picture.ts';
import { directivesWithin, type RunningProxy } from './proxies.ts';
import type { ConnectionKind } from './types.ts';
import { type ComponentOfUnit, keyOfUnit } from './unit-components.ts';

/** From each proxy to the components that it passes requests on to, by the hosts that its configuration names. */
export function addProxies(
  picture: Picture,
  proxies: readonly RunningProxy[],
  componentOf: ComponentOfUnit,
  componentAt: ComponentAt,
): void {
  const upstreams = proxies.flatMap(({ proxy }) =>
    directivesWithin(proxy.directives).flatMap(({ directive }) =>
      directive.name === 'upstream' ? [{ file: proxy.file, directive }] : [],
    ),
  );
  for (const { proxy, node } of proxies) {
    const all = directivesWithin(proxy.directives).map(({ directive }) => directive);
    for (const pass of all) {
      const kind = passes[pass.name];
      const written = pass.words[0];
      if (kind === undefined || written === undefined) continue;
      const host = hostIn(written.value) ?? hostOfVariable(all, written.value);
      if (host === null) continue;
      const site: Site = { file: proxy.file, span: written.span };
      const upstream = upstreams.find(({ directive }) => directive.words[0]?.value === host);
      const from = node === null ? undefined : componentOf.get(keyOfUnit(node));
      for (const target of targetsOf(upstream?.directive, host)) {
        // A balancer's servers are one's own, under whatever domain they are reached.
        const to = componentAt(target.host) ?? componentAt(target.host.replace(/\..*$/, ''));
        if (to === null) continue;
        const proof =
          target.directive === null || upstream === undefined
            ? []
            : [{ file: upstream.file, span: target.directive.span }];
        picture.connect(from ?? addedProxy(picture, site), to, kind, 'high', [site, ...proof]);
      }
      const details = upstream === undefined ? {} : balancingOf(upstream.directive);
      if (from !== undefined) picture.tell(from, { details, evidence: [site] });
    }
  }
}

const passes: Readonly<Record<string, ConnectionKind | undefined>> = {
  proxy_pass: 'http',
  grpc_pass: 'grpc',
  uwsgi_pass: 'http',
  fastcgi_pass: 'http',
  scgi_pass: 'http',
};

/** A proxy whose container is not seen, such as one that stands on a machine of its own. */
function addedProxy(picture: Picture, site: Site): string {
  const id = 'nginx';
  picture.add({
    id,
    kind: 'loadbalancer',
    name: 'nginx',
    language: null,
    role: null,
    engine: 'nginx',
    program: null,
    instances: null,
    evidence: [site],
    details: {},
  });
  return id;
}

function targetsOf(
  upstream: DirectiveFact | undefined,
  host: string,
): readonly { readonly host: string; readonly directive: DirectiveFact | null }[] {
  if (upstream === undefined) return [{ host, directive: null }];
  return (upstream.inside ?? []).flatMap((directive) => {
    const server = directive.name === 'server' ? hostIn(directive.words[0]?.value ?? '') : null;
    return server === null ? [] : [{ host: server, directive }];
  });
}

/** `set $upstream http://api:3000; proxy_pass $upstream;`, which makes nginx look the name up again and again. */
function hostOfVariable(all: readonly DirectiveFact[], address: string): string | null {
  const [, name] = /^(?:\w+:\/\/)?(\$\w+|\$\{\w+\})/.exec(address) ?? [];
  const set = all.find(({ name: each, words }) => each === 'set' && words[0]?.value === name?.replace(/[{}]/g, ''));
  return hostIn(set?.words[1]?.value ?? '');
}

const methods = new Set(['least_conn', 'least_time', 'ip_hash', 'hash', 'random', 'sticky']);

/** How an upstream shares requests out, for the balancer's details. */
function balancingOf(upstream: DirectiveFact): Readonly<Record<string, string>> {
  const inside = upstream.inside ?? [];
  const weights = inside.flatMap(({ name, words: [server, ...parameters] }) => {
    const weight = parameters.find(({ value }) => value.startsWith('weight='))?.value.slice('weight='.length);
    return name === 'server' && server !== undefined ? [{ server: server.value, weight: weight ?? '1' }] : [];
  });
  const keepalive = inside.find(({ name }) => name === 'keepalive')?.words[0]?.value;
  return {
    balancing: methodOf(upstream),
    // Where all take the same share, weights say nothing.
    ...(weights.some(({ weight }) => weight !== '1') && {
      weights: weights.map(({ server, weight }) => `${server} ${weight}`).join(', '),
    }),
    ...(keepalive !== undefined && { keepalive }),
  };
}

function methodOf(upstream: DirectiveFact): string {
  const found = (upstream.inside ?? []).find(({ name }) => methods.has(name));
  return found === undefined ? 'round robin' : [found.name, ...found.words.map(({ value }) => value)].join(' ');
}
