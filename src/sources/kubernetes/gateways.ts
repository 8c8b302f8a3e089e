import type { DeploymentFacts, GatewayFact, GatewayRouteFact, NamedObjectFact } from '../../facts/deployment.ts';
import { at, declaredText, itemsOf, textOf, type YamlValue } from '../yaml/tree.ts';

const carried: Readonly<Record<string, GatewayRouteFact['carries'] | undefined>> = {
  HTTPRoute: 'http',
  GRPCRoute: 'grpc',
  TLSRoute: 'bytes',
  TCPRoute: 'bytes',
};

/** Whether an object is one of the Gateway API; others have kinds of the same names, which mean something else. */
export function isOfGatewayApi(object: YamlValue): boolean {
  return textOf(at(object, 'apiVersion'))?.startsWith('gateway.networking.k8s.io/') === true;
}

/** Gateways, and the routes by which they lead requests to Services. */
export function gatewaysOf(objects: readonly YamlValue[]): Pick<DeploymentFacts, 'gateways' | 'gatewayRoutes'> {
  const own = objects.filter(isOfGatewayApi);
  const gateways = own.flatMap((object) => gatewayOf(object) ?? []);
  const gatewayRoutes = own.flatMap((object) => routeOf(object) ?? []);
  return {
    ...(gateways.length === 0 ? {} : { gateways }),
    ...(gatewayRoutes.length === 0 ? {} : { gatewayRoutes }),
  };
}

function gatewayOf(object: YamlValue): GatewayFact | null {
  const name = declaredText(at(object, 'metadata', 'name'));
  if (textOf(at(object, 'kind')) !== 'Gateway' || name === null) return null;
  return {
    name: name.value,
    namespace: textOf(at(object, 'metadata', 'namespace')),
    className: textOf(at(object, 'spec', 'gatewayClassName')),
    span: name.span,
  };
}

function routeOf(object: YamlValue): GatewayRouteFact | null {
  const carries = carried[textOf(at(object, 'kind')) ?? ''];
  if (carries === undefined) return null;
  const namespace = textOf(at(object, 'metadata', 'namespace'));
  const rules = itemsOf(at(object, 'spec', 'rules'));
  return {
    carries,
    parents: namedIn(itemsOf(at(object, 'spec', 'parentRefs')), 'Gateway', namespace),
    backends: namedIn(
      rules.flatMap((rule) => itemsOf(at(rule, 'backendRefs'))),
      'Service',
      namespace,
    ),
  };
}

/** References to objects of one kind, which is meant where none is named; they are of the route's namespace unless they say so. */
function namedIn(references: readonly YamlValue[], kind: string, usual: string | null): readonly NamedObjectFact[] {
  return references.flatMap((reference) => {
    const name = declaredText(at(reference, 'name'));
    if (name === null || (textOf(at(reference, 'kind')) ?? kind) !== kind || textOf(at(reference, 'weight')) === '0') {
      return [];
    }
    return [{ name: name.value, namespace: textOf(at(reference, 'namespace')) ?? usual, span: name.span }];
  });
}
