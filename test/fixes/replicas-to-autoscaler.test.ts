import { describe, expect, it } from 'vitest';
import { answerTo, applyFix, type Files, findingsOf, reasonAgainst } from './apply.ts';

const rule = 'hpa-and-keda';
const fix = 'replicas-to-autoscaler';
const file = 'k8s/shop.yaml';

const workload = (spec = '', metadata = '', kind = 'Deployment') => `apiVersion: apps/v1
kind: ${kind}
metadata:
  name: shop
${metadata}spec:
${spec}  template:
    spec:
      containers:
        - name: shop
          image: shop # ours
          resources: { requests: { cpu: 250m } }
---
`;

const autoscaler = (metadata = '', kind = 'Deployment') => `apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata:
  name: shop-hpa
${metadata}spec:
  scaleTargetRef: { apiVersion: apps/v1, kind: ${kind}, name: shop }
  minReplicas: 2
  maxReplicas: 8
`;

const scaled = `---
apiVersion: keda.sh/v1alpha1
kind: ScaledObject
metadata:
  name: shop-keda
spec:
  scaleTargetRef: { name: shop }
  triggers: [{ type: redis }]
`;

async function fixed(text: string, further: Files = {}) {
  const { after, next } = await applyFix({ ...further, [file]: text }, rule, fix);
  expect(await findingsOf(after, rule)).toEqual([]);
  return { text: after[file], next };
}

describe('replicas-to-autoscaler', () => {
  it('takes the number away with what is said beside it, and tells what to do first', async () => {
    const { text, next } = await fixed(workload('  replicas: 3 # by day\n  revisionHistoryLimit: 2\n') + autoscaler());
    expect(text).toBe(workload('  revisionHistoryLimit: 2\n') + autoscaler());
    expect(next).toContain('`kubectl apply edit-last-applied deployment/shop` first');
  });

  it('takes it from the object that holds it, of two by one name', async () => {
    const production = '  namespace: production\n';
    const staging = workload('  replicas: 1\n', '  namespace: staging\n');
    const { text, next } = await fixed(staging + workload('  replicas: 3\n', production) + autoscaler(production));
    expect(text).toBe(staging + workload('', production) + autoscaler(production));
    expect(next).toContain('deployment/shop -n production`');
  });

  it('takes it from another file, of another kind, with the line ends it has', async () => {
    const own = workload('  replicas: 3\n', '', 'StatefulSet').replaceAll('\n', '\r\n');
    const { text, next } = await fixed(own, { 'k8s/hpa.yaml': autoscaler('', 'StatefulSet') });
    expect(text).toBe(workload('', '', 'StatefulSet').replaceAll('\n', '\r\n'));
    expect(next).toContain('statefulset/shop');
  });

  it('takes it from braces, where a ScaledObject steers', async () => {
    const own = (spec: string) =>
      `apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: shop }\nspec: {${spec} template: { spec: { containers: [{ name: shop, image: shop }] } } }\n`;
    expect((await fixed(own(' replicas: 3,') + scaled)).text).toBe(own('') + scaled);
  });

  it('leaves two autoscalers to the user', async () => {
    const answer = await answerTo({ [file]: autoscaler() + scaled }, rule, fix);
    expect(answer).toMatchObject({
      kind: 'refusal',
      reason:
        'Only you can say which of the two autoscalers stays: this one, or the one of the ScaledObject. (k8s/shop.yaml:13)',
    });
  });

  it('refuses a number that others take over', async () => {
    const text = workload('  replicas: &copies 3\n  revisionHistoryLimit: *copies\n') + autoscaler();
    expect(await reasonAgainst({ [file]: text }, rule, fix)).toContain('comes from an anchor');
  });

  it('refuses a file that a template fills in', async () => {
    const text = workload('  replicas: 3\n').replace('image: shop', 'image: "{{ image }}"') + autoscaler();
    expect(await reasonAgainst({ [file]: text }, rule, fix)).toContain('is filled in before it is applied');
  });
});
