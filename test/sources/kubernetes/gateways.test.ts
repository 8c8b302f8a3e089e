import { describe, expect, it } from 'vitest';
import { readKubernetes } from '../../../src/sources/kubernetes/read.ts';

const route = (spec: string, kind = 'HTTPRoute', api = 'gateway.networking.k8s.io/v1') =>
  `apiVersion: ${api}\nkind: ${kind}\nmetadata:\n  name: shop\n  namespace: shop\nspec:\n${spec}`;

/** `http edge.infra → api.shop`: each route with its Gateways and Services. */
function routes(text: string): readonly string[] {
  const told = (all: readonly { readonly name: string; readonly namespace: string | null }[]) =>
    all.map(({ name, namespace }) => `${name}.${namespace}`).join(' ');
  return (readKubernetes('k8s/shop.yaml', text).deployment?.gatewayRoutes ?? []).map(
    ({ carries, parents, backends }) => `${carries} ${told(parents)} → ${told(backends)}`,
  );
}

describe('reading the Gateway API', () => {
  it('keeps gateways with their places', () => {
    const text =
      'apiVersion: gateway.networking.k8s.io/v1\nkind: Gateway\nmetadata:\n  name: edge\n  namespace: infra\nspec:\n  gatewayClassName: cilium\n';
    const [gateway] = readKubernetes('k8s/edge.yaml', text).deployment?.gateways ?? [];
    expect(gateway).toMatchObject({ name: 'edge', namespace: 'infra', className: 'cilium' });
    expect(text.slice(...(gateway?.span ?? [0, 0]))).toBe('edge');
  });

  it.each<[string, string, readonly string[]]>([
    [
      'what a route leads to, in namespaces that it names or has',
      route(
        '  parentRefs:\n    - name: edge\n      namespace: infra\n  rules:\n    - backendRefs:\n        - name: api\n          port: 80\n        - name: pages\n          namespace: web\n',
      ),
      ['http edge.infra → api.shop pages.web'],
    ],
    [
      'gRPC',
      route('  parentRefs: [{ name: edge }]\n  rules: [{ backendRefs: [{ name: api }] }]\n', 'GRPCRoute'),
      ['grpc edge.shop → api.shop'],
    ],
    [
      'what is passed on as it comes',
      route(
        '  parentRefs: [{ name: edge }]\n  rules: [{ backendRefs: [{ name: db }] }]\n',
        'TCPRoute',
        'gateway.networking.k8s.io/v1alpha2',
      ),
      ['bytes edge.shop → db.shop'],
    ],
    [
      'neither a mesh’s service nor a bucket nor what gets no share',
      route(
        '  parentRefs: [{ name: api, kind: Service, group: "" }]\n  rules: [{ backendRefs: [{ name: files, kind: Bucket }, { name: old, weight: 0 }, { name: api, weight: 1 }] }]\n',
      ),
      ['http  → api.shop'],
    ],
    [
      'rules without a backend',
      route('  parentRefs: [{ name: edge }]\n  rules: [{ filters: [] }, {}]\n'),
      ['http edge.shop → '],
    ],
    ['a half-typed route', route('  parentRefs:\n    - \n  rules:\n    - backendRefs:\n        - nam'), ['http  → ']],
    [
      'nothing of another interface with the same word',
      route('  rules: []\n', 'HTTPRoute', 'specs.smi-spec.io/v1alpha4'),
      [],
    ],
  ])('%s', (_name, text, expected) => {
    expect(routes(text)).toEqual(expected);
  });

  it('takes a Gateway of Istio for none', () => {
    const text = 'apiVersion: networking.istio.io/v1\nkind: Gateway\nmetadata:\n  name: edge\n';
    expect(readKubernetes('k8s/edge.yaml', text).deployment).toBeNull();
  });
});
