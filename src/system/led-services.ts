import type { LedByFact } from '../facts/deployment.ts';
import { folderOf } from '../text/paths.ts';
import { engineOfImage } from './engines.ts';
import type { ForwardingContext } from './forwarding.ts';
import { imageIn } from './proxies.ts';
import { isSideCode } from './side-code.ts';
import type { ConnectionKind } from './types.ts';
import { keyOfUnit } from './unit-components.ts';
import type { UnitNode } from './units.ts';

/**
 * From the gateways that look for services by themselves to those that tell them so: by labels, or by a name of the
 * environment. Only a gateway of the same file or folder looks for them, or the only one there is.
 */
export function addLedServices(context: ForwardingContext): void {
  const { units, picture } = context;
  for (const node of units) {
    if (node.unit.kind !== 'compose-service' || node.environment.development || isSideCode(node.file)) continue;
    const to = componentOfService(context, node);
    if (to === null) continue;
    for (const led of [...(node.unit.ledBy ?? []), ...ledByName(node)]) {
      const from = gatewayFor(context, node, led.software);
      if (from === null || from === to) continue;
      picture.connect(from, to, kindOf(context, led, to), 'high', [{ file: node.file, span: led.span }]);
      picture.tell(from, { details: led.keeps === 'client' ? { sticky: 'cookie' } : {}, evidence: [] });
    }
  }
}

/** A service that a file lays labels over is the one of the same name beside it. */
function componentOfService({ units, componentOf }: ForwardingContext, node: UnitNode): string | null {
  const same = units.filter(
    ({ file, unit }) =>
      unit.name === node.unit.name && unit.kind === node.unit.kind && folderOf(file) === folderOf(node.file),
  );
  return [node, ...same].flatMap((each) => componentOf.get(keyOfUnit(each)) ?? [])[0] ?? null;
}

/** nginx-proxy leads to each container that names the host it wants to be found by. */
function ledByName({ fact }: UnitNode): readonly LedByFact[] {
  const named = fact?.environment.find(({ name }) => name === 'VIRTUAL_HOST');
  return named === undefined ? [] : [{ software: 'nginx-proxy', carries: 'http', keeps: null, span: named.span }];
}

function gatewayFor(context: ForwardingContext, asking: UnitNode, software: LedByFact['software']): string | null {
  const { units, componentOf } = context;
  const running = units.flatMap((node) => {
    const id = componentOf.get(keyOfUnit(node));
    return id !== undefined && isRunning(context, node, software) ? [{ id, file: node.file }] : [];
  });
  const near =
    running.find(({ file }) => file === asking.file) ??
    running.find(({ file }) => folderOf(file) === folderOf(asking.file));
  return near?.id ?? (new Set(running.map(({ id }) => id)).size === 1 ? (running[0]?.id ?? null) : null);
}

function isRunning({ catalog }: ForwardingContext, node: UnitNode, software: LedByFact['software']): boolean {
  const image = imageIn(node)?.text ?? '';
  if (software === 'nginx-proxy') return /(?:^|\/)nginx-proxy(?:$|:)/.test(image);
  const engine = engineOfImage(catalog, image)?.engine;
  // Kong and Envoy are told of by their own files, though they are drawn alike.
  return engine === software && (software !== 'traefik' || /traefik/.test(image));
}

function kindOf({ picture, catalog }: ForwardingContext, { carries }: LedByFact, to: string): ConnectionKind {
  const engine = picture.find(to)?.engine;
  if (carries === 'http') return 'http';
  return catalog.engines.find((each) => each.engine === engine)?.connection ?? 'other';
}
