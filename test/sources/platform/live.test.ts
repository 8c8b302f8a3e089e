import { describe, expect, test } from 'vitest';
import { type LiveReading, readLive } from '../../../src/sources/platform/live/read.ts';

const list = (...items: readonly object[]): string => JSON.stringify({ apiVersion: 'v1', kind: 'List', items });
const deployment = (name: string, replicas?: number, namespace = 'shop') => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name, namespace },
  spec: replicas === undefined ? {} : { replicas },
});
const autoscaler = (name: string, minReplicas: number | undefined, maxReplicas: number) => ({
  apiVersion: 'autoscaling/v2',
  kind: 'HorizontalPodAutoscaler',
  metadata: { name: `${name}-hpa`, namespace: 'shop' },
  spec: { scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name }, minReplicas, maxReplicas },
});
const state = (...resources: readonly object[]): string =>
  JSON.stringify({ format_version: '1.0', values: { root_module: { resources } } });
const resource = (type: string, values: object, mode = 'managed') => ({ address: `${type}.it`, mode, type, values });

const copies = (reading: LiveReading | null) =>
  reading?.workloads.map(({ name, minimum, maximum }) => `${name} ${minimum}-${maximum}`);

describe('copies of workloads', () => {
  const cases: readonly { readonly name: string; readonly text: string; readonly told: readonly string[] }[] = [
    { name: 'kubectl: a number', text: list(deployment('api', 3)), told: ['api 3-3'] },
    { name: 'kubectl: one object', text: JSON.stringify(deployment('api', 3)), told: ['api 3-3'] },
    { name: 'kubectl: no number is one', text: list(deployment('api')), told: ['api 1-1'] },
    {
      name: 'kubectl: an autoscaler counts before the replicas of the moment',
      text: list(deployment('api', 4), autoscaler('api', 2, 10)),
      told: ['api 2-10'],
    },
    {
      name: 'kubectl: an autoscaler of another namespace is no bound of what runs beyond it',
      text: list(deployment('api', 6, 'production'), autoscaler('api', 1, 2)),
      told: ['api 6-6'],
    },
    { name: 'kubectl: a range that is none', text: list(autoscaler('api', 5, 2)), told: [] },
    {
      name: 'kubectl: an autoscaler without a minimum begins at one',
      text: list(autoscaler('api', undefined, 6)),
      told: ['api 1-6'],
    },
    {
      name: 'kubectl: a daemon runs on each node',
      text: list({
        apiVersion: 'apps/v1',
        kind: 'DaemonSet',
        metadata: { name: 'agent' },
        status: { desiredNumberScheduled: 5 },
      }),
      told: ['agent 5-5'],
    },
    {
      name: 'kubectl: the larger of two namespaces',
      text: list(deployment('api', 2, 'staging'), deployment('api', 6, 'production')),
      told: ['api 6-6'],
    },
    {
      name: 'kubectl: other objects are passed by',
      text: list({ apiVersion: 'v1', kind: 'Service', metadata: { name: 'api' }, spec: { replicas: 7 } }),
      told: [],
    },
    {
      name: 'ECS: what is wanted, not what happens to run',
      text: JSON.stringify({
        services: [
          { serviceName: 'api', status: 'ACTIVE', desiredCount: 4, runningCount: 3 },
          { serviceName: 'old', status: 'INACTIVE', desiredCount: 2, runningCount: 0 },
        ],
        failures: [],
      }),
      told: ['api 4-4'],
    },
    {
      name: 'Fly: machines of each group',
      text: JSON.stringify([
        { Process: 'app', Count: 3, CPUKind: 'shared', CPUs: 1, Memory: 256, Regions: { ams: 2, fra: 1 } },
        { Process: 'worker', Count: 1, CPUKind: 'shared', CPUs: 1, Memory: 256, Regions: { ams: 1 } },
      ]),
      told: ['app 3-3', 'worker 1-1'],
    },
    {
      name: 'Terraform: a service of ECS and what scales it',
      text: state(
        resource('aws_ecs_service', { name: 'api', desired_count: 2 }),
        resource('aws_appautoscaling_target', {
          service_namespace: 'ecs',
          resource_id: 'service/shop/api',
          min_capacity: 2,
          max_capacity: 8,
        }),
        resource('aws_appautoscaling_target', { resource_id: 'table/orders', min_capacity: 5, max_capacity: 90 }),
      ),
      told: ['api 2-8'],
    },
    {
      name: 'Terraform: Kubernetes, whose numbers are texts in lists',
      text: state(
        resource('kubernetes_deployment_v1', { metadata: [{ name: 'api' }], spec: [{ replicas: '3' }] }),
        resource('kubernetes_horizontal_pod_autoscaler_v2', {
          metadata: [{ name: 'web' }],
          spec: [{ min_replicas: 2, max_replicas: 5, scale_target_ref: [{ kind: 'Deployment', name: 'web' }] }],
        }),
      ),
      told: ['web 2-5', 'api 3-3'],
    },
    {
      name: 'Terraform: Cloud Run, Azure and Heroku, in a plan and its modules',
      text: JSON.stringify({
        format_version: '1.2',
        planned_values: {
          root_module: {
            resources: [
              resource('google_cloud_run_v2_service', {
                name: 'api',
                template: [{ scaling: [{ min_instance_count: 1, max_instance_count: 20 }] }],
              }),
            ],
            child_modules: [
              {
                resources: [
                  resource('azurerm_container_app', { name: 'web', template: [{ min_replicas: 0, max_replicas: 10 }] }),
                  resource('heroku_formation', { type: 'worker', quantity: 2 }),
                ],
              },
            ],
          },
        },
      }),
      told: ['api 1-20', 'web 0-10', 'worker 2-2'],
    },
    {
      name: 'Terraform: what is only looked up, or not known before it is made',
      text: state(
        resource('aws_ecs_service', { name: 'looked-up', desired_count: 3 }, 'data'),
        resource('aws_ecs_service', { name: 'later', desired_count: null }),
      ),
      told: [],
    },
    { name: 'a mark of the byte order before it', text: `\ufeff${list(deployment('api', 3))}`, told: ['api 3-3'] },
  ];
  test.each(cases)('$name', ({ text, told }) => {
    expect(copies(readLive(text))).toEqual(told);
  });

  test('none at all says nothing of how many there will be', () => {
    expect(readLive(list(deployment('api', 0)))).toMatchObject({
      workloads: [],
      left: ['api runs no copy now, which says nothing of how many will.'],
    });
  });
});

describe('connections of databases', () => {
  const psql = ' max_connections \n-----------------\n 200\n(1 row)\n';
  const cases: readonly {
    readonly name: string;
    readonly text: string;
    readonly told: readonly [name: string | null, maximum: number | null, reserved: number | null];
  }[] = [
    { name: 'psql', text: psql, told: [null, 200, null] },
    { name: 'psql, the value alone', text: '200\n', told: [null, 200, null] },
    { name: 'psql, as CSV', text: 'max_connections\n200\n', told: [null, 200, null] },
    {
      name: 'psql, with what is kept back',
      text: 'max_connections|200\nreserved_connections|5\nsuperuser_reserved_connections|3\n',
      told: [null, 200, 8],
    },
    {
      name: 'mysql',
      text: '+-----------------+-------+\n| Variable_name   | Value |\n+-----------------+-------+\n| max_connections | 151   |\n+-----------------+-------+\n',
      told: [null, 151, null],
    },
    {
      name: 'a parameter group of Amazon',
      text: state(
        resource('aws_db_parameter_group', { name: 'orders', parameter: [{ name: 'max_connections', value: '400' }] }),
      ),
      told: ['orders', 400, null],
    },
    {
      name: 'a flag of Google',
      text: state(
        resource('google_sql_database_instance', {
          name: 'orders',
          settings: [{ database_flags: [{ name: 'max_connections', value: '300' }] }],
        }),
      ),
      told: ['orders', 300, null],
    },
  ];
  test.each(cases)('$name', ({ text, told }) => {
    const [database] = readLive(text)?.databases ?? [];
    expect([database?.name, database?.maxConnections, database?.reserved]).toEqual(told);
  });

  test('a formula over the memory is no number', () => {
    const formula = { name: 'max_connections', value: '{DBInstanceClassMemory/9531392}' };
    expect(
      readLive(state(resource('aws_db_parameter_group', { name: 'orders', parameter: [formula] })))?.databases,
    ).toEqual([]);
  });
});

describe('the output of none of the commands', () => {
  test.each([
    '',
    'NAME   READY   UP-TO-DATE\napi    3/3     3\n',
    '{',
    '[]',
    '[1, 2]',
    '"200"',
    '{ "name": "shop" }',
    '{ "services": [] }',
    'Error from server (Forbidden): deployments.apps is forbidden\n',
    'max_connections_per_user 7',
  ])('%j', (text) => {
    expect(readLive(text)).toBeNull();
  });
});
