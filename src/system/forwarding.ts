import type { Catalog, EnginePattern } from '../catalog/types.ts';
import type { Configuration } from '../config/configuration.ts';
import type { ForwardingFact, ServerGroupFact } from '../facts/forwarding.ts';
import type { FactsByFile } from '../facts/store.ts';
import type { Site } from '../link/program-graph.ts';
import { baseNameOf } from '../text/paths.ts';
import { drawn } from './drawn.ts';
import { engineOfImage } from './engines.ts';
import { environmentOf } from './environments.ts';
import { filledNames } from './filled-names.ts';
import { tellFront } from './front-kind.ts';
import { type ComponentAt, hostIn } from './hosts-by-name.ts';
import type { Picture } from './picture.ts';
import { imageIn, mounts, takesIn } from './proxies.ts';
import { isSideCode } from './side-code.ts';
import type { ConnectionKind } from './types.ts';
import { type ComponentOfUnit, keyOfUnit } from './unit-components.ts';
import type { UnitNode } from './units.ts';

/** What the picture asks of the workspace for balancers and gateways. */
export interface ForwardingContext {
  readonly picture: Picture;
  readonly catalog: Catalog;
  readonly configuration: Configuration;
  readonly facts: FactsByFile;
  readonly units: readonly UnitNode[];
  readonly componentOf: ComponentOfUnit;
  readonly componentAt: ComponentAt;
}

/** From each balancer and gateway to the components behind its servers. All files of one container are one configuration. */
export function addForwarding(context: ForwardingContext): void {
  const files = [...context.facts].flatMap(([file, { deployment }]) =>
    deployment?.forwarding === undefined ? [] : [{ file, forwarding: deployment.forwarding }],
  );
  const placed = files.flatMap(({ file, forwarding }) =>
    runnersOf(context, file, forwarding.software).map((runner) => ({ file, forwarding, ...runner })),
  );
  const leads = (key: string): ReadonlySet<string | null> =>
    new Set(placed.filter((each) => each.key === key).flatMap(({ forwarding }) => forwarding.leads));
  for (const { file, forwarding, key, node } of placed) {
    const led = leads(key);
    for (const group of forwarding.groups) {
      const isLed = group.name === null || led.has(group.name) || led.has(null);
      if (isLed) addGroup(context, { file, software: forwarding.software, node }, group);
    }
  }
}

/** A container that runs a configuration, and what all files have in common that it runs; no node stands for one that is not seen. */
interface Runner {
  readonly key: string;
  readonly node: UnitNode | null;
}

type Software = ForwardingFact['software'];

function runnersOf(context: ForwardingContext, file: string, software: Software): readonly Runner[] {
  const { units, componentOf, configuration } = context;
  const holding = units.filter((node) => holds(context, node, file, software));
  const running = units.filter((node) => isRunning(context, node, software) && componentOf.has(keyOfUnit(node)));
  const ids = new Set(running.map((node) => componentOf.get(keyOfUnit(node))));
  const nodes = holding.length === 0 && ids.size === 1 ? running.slice(0, 1) : holding;
  if (nodes.length === 0) {
    const isAside = isSideCode(file) || environmentOf(file, configuration).development;
    return isAside ? [] : [{ key: software, node: null }];
  }
  const byComponent = new Map<string, UnitNode>();
  for (const node of nodes.toSorted((a, b) => Number(a.environment.development) - Number(b.environment.development))) {
    const id = componentOf.get(keyOfUnit(node));
    if (id !== undefined && !byComponent.has(id)) byComponent.set(id, node);
  }
  return [...byComponent].map(([key, node]) => ({ key, node }));
}

/** What mounts the file or is built with it. Another image than the software's own says where it is read from. */
function holds(context: ForwardingContext, node: UnitNode, file: string, software: Software): boolean {
  if (takesIn(node.built, file)) return isRunning(context, node, software);
  return mounts(node, file, isRunning(context, node, software) ? null : new RegExp(`${software}`, 'i'));
}

/** Whether a container's image is the software's own, or what starts it names the software. */
function isRunning({ catalog }: ForwardingContext, node: UnitNode, software: Software): boolean {
  const image = imageIn(node);
  if (image !== null && engineOfImage(catalog, image.text)?.engine === software) return true;
  const commands = [node.fact?.command, node.built?.entrypoint, node.built?.command];
  return commands.some((command) => command?.words.some((word) => baseNameOf(word) === software) === true);
}

interface Placed {
  readonly file: string;
  readonly software: Software;
  readonly node: UnitNode | null;
}

function addGroup(context: ForwardingContext, { file, software, node }: Placed, group: ServerGroupFact): void {
  const { picture, catalog, facts, componentOf, componentAt } = context;
  const own = node === null ? null : (componentOf.get(keyOfUnit(node)) ?? null);
  const pattern = catalog.engines.find(({ engine }) => engine === software);
  if (pattern === undefined) return;
  const targets = group.servers.flatMap(({ address, span }) => {
    const host = hostIn(filledNames(facts, node, address) ?? '');
    const to = host === null ? null : componentAt(host, node?.file);
    return to === null || to === own ? [] : [{ to, site: { file, span } }];
  });
  const [first] = targets;
  if (first === undefined) return;
  const from = own ?? addedFront(picture, pattern, first.site);
  if (node !== null) tellFront(context, from, node, pattern);
  for (const { to, site } of targets) {
    picture.connect(from, to, kindOf(context, group, to), 'high', [site]);
  }
  picture.tell(from, { details: detailsOf(group), evidence: [{ file, span: group.span }] });
}

function kindOf({ picture, catalog }: ForwardingContext, { carries }: ServerGroupFact, to: string): ConnectionKind {
  if (carries !== 'bytes') return carries;
  const engine = picture.find(to)?.engine;
  return catalog.engines.find((each) => each.engine === engine)?.connection ?? 'other';
}

/** A balancer whose container is not seen, such as one that stands on a machine of its own. */
function addedFront(picture: Picture, { engine, title, component }: EnginePattern, site: Site): string {
  picture.add(drawn({ id: engine, kind: component, name: title, engine, evidence: [site] }));
  return engine;
}

/** How a group shares requests out; where all servers take the same share, weights say nothing. */
function detailsOf({ balancing, servers }: ServerGroupFact): Readonly<Record<string, string>> {
  if (balancing === null) return {};
  const isWeighed = servers.some(({ weight }) => weight !== null && weight !== 1);
  const weights = servers.map(
    ({ address, weight, backup }) => `${address} ${backup === true ? 'backup' : (weight ?? 1)}`,
  );
  return {
    balancing,
    ...((isWeighed || servers.some(({ backup }) => backup === true)) && { weights: weights.join(', ') }),
  };
}
