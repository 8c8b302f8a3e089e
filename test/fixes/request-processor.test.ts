import { describe, expect, it } from 'vitest';
import { answerTo, applyFix, findingsOf, reasonAgainst } from './apply.ts';

const rule = 'hpa-without-requests';
const fix = 'request-processor';
const file = 'k8s/shop.yaml';

const workload = (containers: string, metadata = '') => `apiVersion: apps/v1
kind: Deployment
metadata:
  name: shop
${metadata}spec:
  template:
    spec:
      containers:
${containers}---
`;

const autoscaler = (metrics: string, metadata = '') => `apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata:
  name: shop
${metadata}spec:
  scaleTargetRef: { apiVersion: apps/v1, kind: Deployment, name: shop }
  maxReplicas: 8
  metrics:
${metrics}`;

const share = (resource: string) =>
  `    - type: Resource\n      resource: { name: ${resource}, target: { type: Utilization, averageUtilization: 70 } }\n`;

const shop = '        - name: shop\n          image: shop # ours\n';
const note = '# A first guess: `kubectl top pod --containers` tells what one copy uses at work.';
const block = `          resources:\n            requests:\n              ${note}\n              cpu: 250m\n`;

async function fixed(text: string): Promise<string | undefined> {
  const { after } = await applyFix({ [file]: text }, rule, fix);
  expect(await findingsOf(after, rule)).toEqual([]);
  return after[file];
}

describe('request-processor', () => {
  it('says in its title that the number is a guess', async () => {
    expect(await answerTo({ [file]: workload(shop) + autoscaler(share('cpu')) }, rule, fix)).toMatchObject({
      kind: 'offer',
      title: 'Request 250m of CPU for shop: a guess that you should measure',
      safety: 'needs-review',
    });
  });

  it('gives a bare container a request, with what tells a better one', async () => {
    const after = workload(shop + block) + autoscaler(share('cpu'));
    expect(await fixed(workload(shop) + autoscaler(share('cpu')))).toBe(after);
  });

  it('gives each container one that has none, beside what they say already', async () => {
    const sidecar =
      '        - name: proxy\n          resources:\n            limits:\n              memory: 64Mi\n          image: envoy\n';
    const requested = `        - name: proxy\n          resources:\n            limits:\n              memory: 64Mi\n            requests:\n              ${note}\n              cpu: 250m\n          image: envoy\n`;
    const limited = '        - name: logs\n          image: logs\n          resources: { limits: { cpu: 50m } }\n';
    expect(await fixed(workload(shop + sidecar + limited) + autoscaler(share('cpu')))).toBe(
      workload(shop + block + requested + limited) + autoscaler(share('cpu')),
    );
  });

  it('writes into braces without a comment', async () => {
    const own = (resources: string) => workload(`        - { name: shop, image: shop, resources: {${resources}} }\n`);
    expect(await fixed(own('') + autoscaler(share('cpu')))).toBe(
      own(' requests: { cpu: 250m } ') + autoscaler(share('cpu')),
    );
    const requests = (more: string) => own(` requests: { memory: 64Mi${more} } `) + autoscaler(share('cpu'));
    expect(await fixed(requests(''))).toBe(requests(', cpu: 250m'));
  });

  it('writes into the object that is steered, of two by one name', async () => {
    const production = '  namespace: production\n';
    const staging = workload(shop, '  namespace: staging\n');
    const steered = autoscaler(share('cpu'), production);
    expect(await fixed(staging + workload(shop, production) + steered)).toBe(
      staging + workload(shop + block, production) + steered,
    );
  });

  it('refuses to guess memory', async () => {
    const answer = await answerTo({ [file]: workload(shop) + autoscaler(share('memory')) }, rule, fix);
    expect(answer).toMatchObject({ kind: 'refusal', reason: expect.stringContaining('how much memory') });
  });

  it('leaves the values of a chart to who installs it', async () => {
    const files = {
      'chart/Chart.yaml': 'name: shop\n',
      'chart/values.yaml':
        'autoscaling: { enabled: true, minReplicas: 2, maxReplicas: 9, targetCPUUtilizationPercentage: 80 }\nresources: {}\n',
      'chart/templates/deployment.yaml':
        'kind: Deployment\nspec:\n  template:\n    spec:\n      containers:\n        - name: shop\n          resources: {{ toYaml .Values.resources }}\n',
      'chart/templates/hpa.yaml':
        '{{ if .Values.autoscaling.enabled }}\nkind: HorizontalPodAutoscaler\nmax: {{ .Values.autoscaling.maxReplicas }}\nshare: {{ .Values.autoscaling.targetCPUUtilizationPercentage }}\n{{ end }}\n',
    };
    expect(await answerTo(files, rule, fix)).toMatchObject({
      kind: 'refusal',
      reason: expect.stringContaining('installs the chart'),
    });
  });

  it('refuses a container that an anchor brings', async () => {
    const text = `x: &shop\n  name: shop\n  image: shop\n${workload('        - <<: *shop\n')}${autoscaler(share('cpu'))}`;
    expect(await reasonAgainst({ [file]: text }, rule, fix)).toContain('comes from elsewhere');
  });
});
