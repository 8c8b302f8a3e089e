import { describe, expect, it } from 'vitest';
import { readHelm } from '../../../src/sources/helm/read.ts';
import { samples } from '../samples.ts';

describe('values of a chart', () => {
  const text = samples['chart/values.yaml'] ?? '';
  const facts = readHelm('chart/values.yaml', text);

  it('say copies, autoscaling, image and resources, each with its place', () => {
    const values = facts.deployment?.values;
    expect(values).toMatchObject({
      name: null,
      replicas: { value: 2 },
      autoscaling: {
        enabled: true,
        minimum: { value: 2 },
        maximum: { value: 10 },
        measures: [{ resource: 'cpu', ofRequest: true, container: null }],
      },
      container: {
        image: { value: 'registry.example.com/shop/api:1.4' },
        ports: [{ host: null, container: 3000 }],
        requests: { cpu: { value: '100m' }, memory: { value: '128Mi' } },
        limits: { cpu: null, memory: null },
      },
    });
    const most = values?.autoscaling?.maximum?.span ?? [0, 0];
    expect(text.slice(...most)).toBe('10');
    expect(text.slice(...(values?.container.image?.span ?? [0, 0]))).toBe('shop/api');
  });

  it('keep of the environment what is no secret', () => {
    expect(facts.deployment?.values?.container.environment).toMatchObject([
      { name: 'DATABASE_URL', value: { kind: 'address', address: { host: 'orders-db' } } },
    ]);
    expect(JSON.stringify(facts)).not.toContain('hush');
    const mapped = readHelm('values.yaml', 'replicaCount: 3\nenv: { CACHE_URL: redis://cache, "not a name": x }');
    expect(mapped.deployment?.values?.container.environment).toMatchObject([{ name: 'CACHE_URL' }]);
  });

  it.each([
    ['a text for an image', 'image: shop:1.4', { container: { image: { value: 'shop:1.4' } } }],
    ['an own name', 'replicaCount: 2\nnameOverride: cart', { name: { value: 'cart' } }],
    ['autoscaling that is off', 'autoscaling: { enabled: false, maxReplicas: 9 }', { autoscaling: { enabled: false } }],
    ['autoscaling that says nothing of it', 'autoscaling: { maxReplicas: 9 }', { autoscaling: { enabled: null } }],
  ])('are read where they are %s', (_, written, expected) => {
    expect(readHelm('values.yaml', written).deployment?.values).toMatchObject(expected);
  });
});

describe('files that say nothing of a chart', () => {
  it.each([
    ['values of something else', 'chart/values.yaml', 'colours: [red]'],
    ['a list', 'values.yaml', '- replicaCount: 2'],
    ['nothing', 'values.yaml', ''],
    ['broken YAML', 'values.yaml', 'a: [1\nb: 2'],
    ['a chart without a name', 'Chart.yaml', 'apiVersion: v2'],
  ])('%s', (_, path, written) => {
    const { deployment, problems } = readHelm(path, written);
    expect([deployment, problems]).toEqual([null, []]);
  });

  it('tells what is broken in values that are some, and keeps the rest', () => {
    const { deployment, problems } = readHelm('values.yaml', 'replicaCount: 4\nimage: [');
    expect(deployment?.values?.replicas?.value).toBe(4);
    expect(problems.length).toBeGreaterThan(0);
  });
});

it('a Chart.yaml says the name', () => {
  expect(readHelm('chart/Chart.yaml', samples['chart/Chart.yaml'] ?? '').deployment?.chart?.name.value).toBe('shop');
});
