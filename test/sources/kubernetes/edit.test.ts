import { describe, expect, it } from 'vitest';
import { addRequests, setBounds, setReplicas } from '../../../src/sources/kubernetes/edit.ts';
import { readKubernetes } from '../../../src/sources/kubernetes/read.ts';
import { applyEdits } from '../../../src/text/edits.ts';

const deployment = (spec: string) => `# Orders.
apiVersion: apps/v1
kind: Deployment
metadata:
  name: shop
spec:
${spec}  template:
    spec:
      containers:
        - name: api
          image: shop # ours
        - name: proxy
          image: envoy
          resources:
            limits:
              memory: 64Mi
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: { name: shop }
spec:
  scaleTargetRef: { kind: Deployment, name: shop }
  maxReplicas: 10
`;
const read = (text: string) => {
  const facts = readKubernetes('k8s/shop.yaml', text);
  expect(facts.problems).toEqual([]);
  return facts.deployment;
};
const shop = { kind: 'deployment', name: 'shop' };

describe('setting the copies of a workload', () => {
  it('replaces the number', () => {
    const text = deployment('  replicas: 3 # three\n');
    const after = applyEdits(text, setReplicas(text, shop, 1) ?? []);
    expect(after).toBe(text.replace('replicas: 3', 'replicas: 1'));
  });

  it('adds the number', () => {
    const text = deployment('');
    const after = applyEdits(text, setReplicas(text, shop, 2) ?? []);
    expect(read(after)?.units[0]?.replicas?.value).toBe(2);
    expect(after.replace('  replicas: 2\n', '')).toBe(text);
  });

  it('knows what is not there', () => {
    expect(setReplicas(deployment(''), { kind: 'deployment', name: 'orders' }, 1)).toBeNull();
    expect(setReplicas(deployment(''), { kind: 'statefulset', name: 'shop' }, 1)).toBeNull();
  });

  it('reaches into a list', () => {
    const text =
      'apiVersion: v1\nkind: List\nitems:\n  - apiVersion: apps/v1\n    kind: Deployment\n    metadata: { name: shop }\n    spec: { replicas: 3 }\n';
    expect(applyEdits(text, setReplicas(text, shop, 1) ?? [])).toBe(text.replace('replicas: 3', 'replicas: 1'));
  });
});

describe('setting the bounds of an autoscaler', () => {
  it('replaces one and adds the other', () => {
    const text = deployment('');
    const after = applyEdits(text, setBounds(text, { kind: 'hpa', name: 'shop' }, { minimum: 2, maximum: 4 }) ?? []);
    const [autoscaler] = read(after)?.autoscalers ?? [];
    expect([autoscaler?.minimum?.value, autoscaler?.maximum?.value]).toEqual([2, 4]);
  });

  it('speaks a ScaledObject’s words', () => {
    const text =
      'apiVersion: keda.sh/v1alpha1\nkind: ScaledObject\nmetadata: { name: shop }\nspec: { scaleTargetRef: { name: shop }, maxReplicaCount: 30 }\n';
    expect(applyEdits(text, setBounds(text, { kind: 'keda', name: 'shop' }, { maximum: 6 }) ?? [])).toBe(
      text.replace('30', '6'),
    );
  });
});

describe('requesting what an autoscaler measures by', () => {
  const requests = { cpu: '100m', memory: '128Mi' };
  it.each(['api', 'proxy'])('adds them to %s and changes nothing else', (container) => {
    const text = deployment('');
    const after = applyEdits(text, addRequests(text, { ...shop, container }, requests) ?? []);
    const found = read(after)?.units[0]?.containers.find(({ name }) => name === container);
    expect([found?.requests.cpu?.value, found?.requests.memory?.value]).toEqual(['100m', '128Mi']);
    expect(after.replace(/^ +(?:requests|resources):\n(?: +requests:\n)? +cpu: 100m\n +memory: 128Mi\n/m, '')).toBe(
      text,
    );
    expect(addRequests(after, { ...shop, container }, requests)).toBeNull();
  });

  it('keeps what is requested already', () => {
    const text = deployment('').replace('limits:', 'requests: { cpu: 50m }\n            limits:');
    const after = applyEdits(text, addRequests(text, { ...shop, container: 'proxy' }, requests) ?? []);
    expect(after).toContain('requests: { cpu: 50m, memory: 128Mi }');
  });

  it('knows what is not there', () => {
    expect(addRequests(deployment(''), { ...shop, container: 'mail' }, requests)).toBeNull();
  });
});
