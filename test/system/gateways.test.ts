import { describe, expect, it } from 'vitest';
import { connectionLines, type Files, manifest, see, server } from './workspace.ts';

const gateway =
  'apiVersion: gateway.networking.k8s.io/v1\nkind: Gateway\nmetadata:\n  name: edge\n  namespace: infra\nspec:\n  gatewayClassName: cilium\n';
const route =
  'apiVersion: gateway.networking.k8s.io/v1\nkind: HTTPRoute\nmetadata:\n  name: shop\nspec:\n  parentRefs:\n    - name: edge\n      namespace: infra\n  rules:\n    - backendRefs:\n        - name: shop\n';
const workload = (name: string, more = '') =>
  `apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: ${name}\nspec:\n  template:\n    metadata:\n      labels: { app: ${name} }\n    spec:\n      containers:\n        - name: ${name}\n          image: shop\n${more}`;
const service = (name: string, label = name) =>
  `---\napiVersion: v1\nkind: Service\nmetadata:\n  name: ${name}\nspec:\n  selector: { app: ${label} }\n  ports: [{ port: 80 }]\n`;
const files: Files = {
  'package.json': manifest('shop', { scripts: { start: 'node server.js' }, dependencies: { express: '^5.0.0' } }),
  'server.js': server,
  'k8s/api.yaml': workload('api') + service('shop', 'api'),
};

const led = (more: Files) =>
  connectionLines(see({ ...files, ...more })).filter((line) => line.startsWith('edge') || line.startsWith('gateway'));

describe('what a gateway of Kubernetes leads requests to', () => {
  it.each<[string, Files, readonly string[]]>([
    ['the program behind a Service', { 'k8s/edge.yaml': gateway, 'k8s/route.yaml': route }, ['edge → api http high']],
    ['the same, where the Gateway is kept elsewhere', { 'k8s/route.yaml': route }, ['edge → api http high']],
    [
      'once, where overlays say it again',
      { 'k8s/base/route.yaml': route, 'k8s/overlays/prod/route.yaml': route },
      ['edge → api http high'],
    ],
    ['gRPC', { 'k8s/route.yaml': route.replace('HTTPRoute', 'GRPCRoute') }, ['edge → api grpc high']],
    [
      'no Service that nobody knows',
      { 'k8s/route.yaml': route.replace('name: shop\n', 'name: other\n').replace(/- name: shop/, '- name: other') },
      [],
    ],
    [
      'no Service of another namespace',
      {
        'k8s/api.yaml': workload('api') + service('shop', 'api').replace('name: shop', 'name: shop\n  namespace: web'),
        'k8s/route.yaml': route.replace('  name: shop\nspec', '  name: shop\n  namespace: shop\nspec'),
      },
      [],
    ],
    ['nothing in a test', { 'k8s/tests/route.yaml': route }, []],
    ['nothing for development', { 'k8s/overlays/dev/route.yaml': route }, []],
    [
      'another name, where a program has its',
      { 'k8s/route.yaml': route, 'k8s/other.yaml': workload('edge').replace('image: shop', 'image: other') },
      ['gateway:edge → api http high'],
    ],
  ])('%s', (_name, more, expected) => {
    expect(led(more)).toEqual(expected);
  });

  it('has the place of its own manifest', () => {
    const { system } = see({ ...files, 'k8s/edge.yaml': gateway, 'k8s/route.yaml': route });
    const found = system.components.find(({ id }) => id === 'edge');
    expect(found).toMatchObject({ kind: 'gateway', evidence: [{ file: 'k8s/edge.yaml' }] });
  });

  it('is not drawn where it leads to nothing', () => {
    const { system } = see({ ...files, 'k8s/edge.yaml': gateway });
    expect(system.components.map(({ kind }) => kind)).not.toContain('gateway');
  });
});
