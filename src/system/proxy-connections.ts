import type { Catalog } from '../catalog/types.ts';
import type { DirectiveFact } from '../facts/proxy.ts';
import type { ProgramGraph, Site } from '../link/program-graph.ts';
import { balancingOf } from './balancing.ts';
import { drawn } from './drawn.ts';
import { filledNames } from './filled-names.ts';
import { tellFront } from './front-kind.ts';
import { type ComponentAt, hostIn } from './hosts-by-name.ts';
import type { Picture } from './picture.ts';
import { directivesWithin, type RunningProxy } from './proxies.ts';
import { type Pass, passesIn, variableSet } from './proxy-passes.ts';
import { isSideCode } from './side-code.ts';
import type { ConnectionKind, Program } from './types.ts';
import { type ComponentOfUnit, keyOfUnit } from './unit-components.ts';
import type { UnitNode } from './units.ts';

/** What the picture asks of the workspace for proxies. */
export interface ProxyContext {
  readonly picture: Picture;
  readonly catalog: Catalog;
  readonly graph: ProgramGraph;
  readonly programs: readonly Program[];
  readonly componentOf: ComponentOfUnit;
  readonly componentAt: ComponentAt;
}

/** An upstream, with the configuration that it stands in. */
interface Upstream {
  readonly running: RunningProxy;
  readonly directive: DirectiveFact;
}

/** From each proxy to the components that it passes requests on to, by the hosts that its configuration names. */
export function addProxies(context: ProxyContext, proxies: readonly RunningProxy[]): void {
  const upstreams = proxies.flatMap((running) =>
    directivesWithin(running.proxy.directives).flatMap(({ directive }) =>
      directive.name === 'upstream' ? [{ running, directive }] : [],
    ),
  );
  for (const running of proxies) {
    const fronts = frontsOf(context, running);
    for (const pass of passesIn(running.proxy.directives)) {
      for (const front of fronts) addPass(context, upstreams, running, front, pass);
    }
  }
}

/** A container that runs a proxy and is drawn; null for one that no container is seen to run. */
interface Front {
  readonly id: string;
  readonly node: UnitNode;
}

function frontsOf({ componentOf }: ProxyContext, { proxy, holders }: RunningProxy): readonly (Front | null)[] {
  // The image of nginx takes templates from a folder of that name, which otherwise holds samples.
  if (holders.length === 0) return isSideCode(proxy.file.replace(/(?:^|\/)templates\//, '/')) ? [] : [null];
  const byComponent = new Map<string, Front>();
  for (const node of holders.toSorted(
    (a, b) => Number(a.environment.development) - Number(b.environment.development),
  )) {
    const id = componentOf.get(keyOfUnit(node));
    if (id !== undefined && !byComponent.has(id)) byComponent.set(id, { id, node });
  }
  return [...byComponent.values()];
}

function addPass(
  context: ProxyContext,
  upstreams: readonly Upstream[],
  running: RunningProxy,
  front: Front | null,
  pass: Pass,
): void {
  const { picture, catalog, graph, componentAt } = context;
  const { file, directives } = running.proxy;
  const written = pass.directive.words[0];
  if (written === undefined) return;
  const hostOf = (address: string): string | null =>
    hostIn(filledNames(graph.facts, front?.node ?? null, withNames(address)) ?? '');
  const host = hostOf(written.value) ?? hostOf(variableSet(directives, pass.directive) ?? '');
  if (host === null) return;
  const site: Site = { file, span: written.span };
  const upstream = upstreamNamed(upstreams, running, host);
  const kind = (to: string): readonly ConnectionKind[] => kindsOf(context, pass, to);
  let isTold = false;
  for (const { name, directive } of targetsOf(upstream?.directive, host, hostOf)) {
    // Servers of an upstream are one's own, under whatever domain they are reached; another address may be anybody's.
    const bare = directive === null ? name : name.replace(/\..*$/, '');
    const to = componentAt(name, front?.node.file) ?? componentAt(bare, front?.node.file);
    if (to === null || to === front?.id) continue;
    isTold = true;
    const proof =
      directive === null || upstream === undefined ? [] : [{ file: upstream.running.proxy.file, span: directive.span }];
    const from = front?.id ?? addedProxy(picture, site);
    for (const each of kind(to)) picture.connect(from, to, each, 'high', [site, ...proof]);
  }
  if (front === null) return;
  const pattern = catalog.engines.find(({ engine }) => engine === 'nginx');
  if (isTold && pattern !== undefined)
    tellFront({ picture, catalog, facts: graph.facts }, front.id, front.node, pattern);
  picture.tell(front.id, { details: upstream === undefined ? {} : balancingOf(upstream.directive), evidence: [site] });
}

/** Names of the environment are written in capitals, unlike nginx's own. */
function withNames(address: string): string {
  return address.replace(/\$([A-Z][A-Z0-9_]*)(?![a-z])/g, (_whole, name: string) => `\${${name}}`);
}

/** Of several upstreams with one name the one of the same file is meant, or else the one that the same container holds. */
function upstreamNamed(
  upstreams: readonly Upstream[],
  { proxy, holders }: RunningProxy,
  name: string,
): Upstream | undefined {
  const named = upstreams.filter(({ directive }) => directive.words[0]?.value === name);
  return (
    named.find(({ running }) => running.proxy.file === proxy.file) ??
    named.find(({ running }) => running.holders.some((node) => holders.includes(node))) ??
    (named.length === 1 ? named[0] : undefined)
  );
}

/** What opens a connection for both ways is told beside what requests go by, unless the program behind knows none. */
function kindsOf(
  { picture, catalog, graph, programs }: ProxyContext,
  pass: Pass,
  to: string,
): readonly ConnectionKind[] {
  const component = picture.find(to);
  if (pass.carries === 'bytes') {
    return [catalog.engines.find(({ engine }) => engine === component?.engine)?.connection ?? 'other'];
  }
  const program = programs.find(({ name }) => name === component?.program);
  const isServing =
    program === undefined
      ? component?.engine === null
      : graph.uses.some(({ pattern, file }) => pattern.role === 'socket-server' && program.files.has(file));
  return pass.upgrades && isServing ? ['http', 'websocket'] : [pass.carries];
}

/** A proxy whose container is not seen, such as one that stands on a machine of its own. */
function addedProxy(picture: Picture, site: Site): string {
  const id = 'nginx';
  picture.add(drawn({ id, kind: 'loadbalancer', name: 'nginx', engine: 'nginx', evidence: [site] }));
  return id;
}

function targetsOf(
  upstream: DirectiveFact | undefined,
  host: string,
  hostOf: (address: string) => string | null,
): readonly { readonly name: string; readonly directive: DirectiveFact | null }[] {
  if (upstream === undefined) return [{ name: host, directive: null }];
  return (upstream.inside ?? []).flatMap((directive) => {
    const name = directive.name === 'server' ? hostOf(directive.words[0]?.value ?? '') : null;
    return name === null ? [] : [{ name, directive }];
  });
}
