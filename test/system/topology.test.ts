import { describe, expect, it } from 'vitest';
import type { Files } from './workspace.ts';
import { countText, manifest, programLines, see, server, sourceText } from './workspace.ts';

const code: Files = { 'package.json': manifest('shop', { scripts: { start: 'node server.js' } }), 'server.js': server };
const service = (lines: string) => `services:\n  shop:\n    build: .\n${lines.replace(/^/gm, '    ')}\n`;
const deployment = (spec: string) =>
  `apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: shop }\nspec:\n${spec.replace(/^/gm, '  ')}\n  template: { spec: { containers: [{ name: shop, image: shop }] } }\n`;
const autoscaler = (spec: string, kind = 'HorizontalPodAutoscaler') =>
  `apiVersion: x/v1\nkind: ${kind}\nmetadata: { name: shop }\nspec:\n  scaleTargetRef: { kind: Deployment, name: shop }\n${spec.replace(/^/gm, '  ')}\n`;

describe('how many hosts run a program', () => {
  it.each<[string, Files, string, string]>([
    ['nothing says', {}, '', '×?'],
    ['compose says nothing, which is unknown and not one', { 'compose.yaml': service('image: shop') }, '', '×?'],
    ['compose says one', { 'compose.yaml': service('scale: 1') }, '', '×1 (compose.yaml:4)'],
    ['compose says three', { 'compose.yaml': service('deploy:\n  replicas: 3') }, '', '×3 (compose.yaml:5)'],
    ['Kubernetes says nothing', { 'k8s/a.yaml': deployment('selector: {}') }, '', '×?'],
    ['Kubernetes says three', { 'k8s/a.yaml': deployment('replicas: 3') }, '', '×3 (k8s/a.yaml:5)'],
    [
      'an autoscaler goes beyond the replicas',
      { 'k8s/a.yaml': `${deployment('replicas: 3')}---\n${autoscaler('minReplicas: 2\nmaxReplicas: 8')}` },
      '',
      '×2–8 (k8s/a.yaml:14)',
    ],
    [
      'an autoscaler stands in another file',
      { 'k8s/a.yaml': deployment('replicas: 3'), 'k8s/hpa.yaml': autoscaler('maxReplicas: 8') },
      '',
      '×1–8 (k8s/hpa.yaml:6)',
    ],
    [
      'a ScaledObject names no most',
      { 'k8s/a.yaml': deployment('replicas: 3'), 'k8s/keda.yaml': autoscaler('minReplicaCount: 1', 'ScaledObject') },
      '',
      '×1–100 (keda)',
    ],
    [
      'an autoscaler of another workload does not count',
      {
        'k8s/a.yaml': deployment('replicas: 3'),
        'k8s/hpa.yaml': autoscaler('maxReplicas: 8').replace('Deployment, name: shop', 'Deployment, name: mail'),
      },
      '',
      '×3 (k8s/a.yaml:5)',
    ],
    [
      'an autoscaler for development does not count',
      { 'k8s/a.yaml': deployment('replicas: 3'), 'k8s/dev/hpa.yaml': autoscaler('maxReplicas: 8') },
      '',
      '×3 (k8s/a.yaml:5)',
    ],
    [
      'two services of one start command run beside each other',
      {
        'compose.yaml':
          'services:\n  api: { build: ., command: node server.js, deploy: { replicas: 4 } }\n  jobs: { build: ., command: node server.js, scale: 2 }\n',
      },
      '',
      '×6 (compose.yaml:2 and compose.yaml:3)',
    ],
    [
      'two Deployments of one folder run beside each other',
      {
        'k8s/a.yaml': deployment('replicas: 4').replace('image: shop', 'image: shop, command: [node, server.js]'),
        'k8s/b.yaml': deployment('replicas: 2')
          .replace('name: shop', 'name: jobs')
          .replace('image: shop', 'image: shop, command: [node, server.js]'),
      },
      '',
      '×6 (k8s/a.yaml:5 and k8s/b.yaml:5)',
    ],
    [
      'two environments are alternatives, each with its own sum',
      {
        'compose.prod.yaml':
          'services:\n  api: { build: ., command: node server.js, scale: 4 }\n  jobs: { build: ., command: node server.js, scale: 2 }\n',
        'compose.staging.yaml': 'services:\n  api: { build: ., command: node server.js, scale: 5 }\n',
      },
      '',
      '×6 (compose.prod.yaml:2 and compose.prod.yaml:3)',
    ],
    [
      'a service that says no number adds none',
      {
        'compose.yaml':
          'services:\n  api: { build: ., command: node server.js, scale: 4 }\n  jobs: { build: ., command: node server.js }\n',
      },
      '',
      '×4 (compose.yaml:2)',
    ],
    [
      'a service that a profile holds back does not decide',
      {
        'compose.yaml':
          'services:\n  api: { build: ., command: node server.js, scale: 2 }\n  load: { build: ., command: node server.js, profiles: [load], scale: 9 }\n',
      },
      '',
      '×2 (compose.yaml:2)',
    ],
    [
      'an override for development does not count',
      { 'compose.yaml': service('scale: 2'), 'compose.override.yaml': 'services:\n  shop:\n    scale: 9\n' },
      '',
      '×2 (compose.yaml:4)',
    ],
    ['only development says', { 'compose.dev.yaml': service('scale: 9') }, '', '×?'],
    [
      'an override for production counts',
      { 'compose.yaml': service('scale: 1'), 'compose.prod.yaml': 'services:\n  shop:\n    deploy: { replicas: 6 }\n' },
      '',
      '×6 (compose.prod.yaml:3)',
    ],
    [
      'the largest of several environments counts',
      { 'k8s/staging/a.yaml': deployment('replicas: 2'), 'k8s/production/a.yaml': deployment('replicas: 5') },
      '',
      '×5 (k8s/production/a.yaml:5)',
    ],
    [
      'a patch of another environment names no container',
      {
        'k8s/base/a.yaml': deployment('replicas: 2'),
        'k8s/production/a.yaml':
          'apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: shop }\nspec: { replicas: 7 }\n',
      },
      '',
      '×7 (k8s/production/a.yaml:4)',
    ],
    [
      'a kustomization of another environment counts by name',
      {
        'k8s/base/a.yaml': deployment('replicas: 2'),
        'k8s/production/kustomization.yaml':
          'resources: [../base]\nreplicas:\n  - { name: shop, count: 6 }\n  - { name: other, count: 9 }\n',
      },
      '',
      '×6 (k8s/production/kustomization.yaml:3)',
    ],
    [
      'services of one stem count together',
      { 'compose.yaml': 'services:\n  shop-1:\n    build: .\n  shop-2:\n    build: .\n  shop-3:\n    build: .\n' },
      '',
      '×3 (compose.yaml:4)',
    ],
    [
      'services of different names do not',
      { 'compose.yaml': 'services:\n  shop:\n    build: .\n  office:\n    build: .\n' },
      '',
      '×?',
    ],
    [
      'profiles of developers do not count',
      { 'compose.yaml': `${service('scale: 2')}  shop-debug:\n    build: .\n    scale: 4\n    profiles: [debug]\n` },
      '',
      '×2 (compose.yaml:4)',
    ],
    [
      'the configuration says',
      { 'compose.yaml': service('scale: 2') },
      '{ "topology": { "shop": { "hosts": [4, 12] } } }',
      '×4–12 (second-instance.json:1)',
    ],
    ['the configuration says for all', {}, '{ "topology": { "*": { "hosts": 5 } } }', '×5 (second-instance.json:1)'],
    [
      'the configuration names patterns of development',
      { 'compose.yaml': service('scale: 2') },
      '{ "environments": { "development": ["compose.yaml"] } }',
      '×?',
    ],
  ])('%s', (_, files, configuration, expected) => {
    const seen = see({ ...code, ...files }, configuration);
    expect(seen.system.programs.map(({ topology }) => countText(seen.graph, topology.hosts))).toEqual([expected]);
  });

  it('assumes as many as the configuration assumes', () => {
    const hosts = see(code, '{ "assume": { "instances": 4 } }').system.programs[0]?.topology.hosts;
    expect(hosts).toMatchObject({ minimum: 1, maximum: 4, known: 'assumed' });
  });

  it('does not depend on the order of files', () => {
    const files: [string, string][] = Object.entries({
      ...code,
      'a/compose.yaml': service('scale: 2').replace('build: .', 'build: ..'),
      'b/compose.yaml': service('scale: 2').replace('build: .', 'build: ..'),
    });
    const there = see(Object.fromEntries(files));
    const back = see(Object.fromEntries(files.reverse()));
    expect(programLines(back)).toEqual(programLines(there));
    expect(JSON.stringify(back.system)).toBe(JSON.stringify(there.system));
  });
});

describe('processes on one host', () => {
  it.each<[string, Files, string, string]>([
    ['are one', {}, '', '1 assumed'],
    [
      'are what the starter makes',
      { 'package.json': manifest('shop', { scripts: { start: 'pm2-runtime server.js -i 4' } }) },
      '',
      '4 package.json:1',
    ],
    [
      'are at least two where there is one for each core',
      { 'compose.yaml': service('command: pm2-runtime server.js -i max') },
      '',
      '2 compose.yaml:4',
    ],
    [
      'are what the configuration says',
      {},
      '{ "topology": { "shop": { "processesPerHost": 3 } } }',
      '3 second-instance.json:1',
    ],
  ])('%s', (_, files, configuration, expected) => {
    const { graph, system } = see({ ...code, ...files }, configuration);
    const processes = system.programs[0]?.topology.processesPerHost;
    expect(`${processes?.maximum} ${processes === undefined ? '' : sourceText(graph, processes.source)}`).toBe(
      expected,
    );
  });
});

describe('a deploy and a restart', () => {
  it.each<[string, Files, string, string]>([
    ['of nothing known', {}, 'unknown', 'unknown'],
    ['of compose', { 'compose.yaml': service('scale: 1') }, 'false compose', 'ephemeral compose'],
    [
      'of compose that starts first',
      { 'compose.yaml': service('deploy:\n  update_config: { order: start-first }') },
      'true compose.yaml:5',
      'ephemeral compose',
    ],
    [
      'of a Deployment',
      { 'k8s/a.yaml': deployment('replicas: 1') },
      'true kubernetes-deployment',
      'ephemeral kubernetes-deployment',
    ],
    [
      'of a Deployment that recreates',
      { 'k8s/a.yaml': deployment('strategy: { type: Recreate }') },
      'false k8s/a.yaml:5',
      'ephemeral kubernetes-deployment',
    ],
    [
      'of one pod without surge',
      { 'k8s/a.yaml': deployment('replicas: 1\nstrategy: { rollingUpdate: { maxSurge: 0 } }') },
      'false k8s/a.yaml:6',
      'ephemeral kubernetes-deployment',
    ],
    [
      'of three pods without surge',
      { 'k8s/a.yaml': deployment('replicas: 3\nstrategy: { rollingUpdate: { maxSurge: 0 } }') },
      'true k8s/a.yaml:6',
      'ephemeral kubernetes-deployment',
    ],
    [
      'of a StatefulSet',
      { 'k8s/a.yaml': deployment('replicas: 1').replace('Deployment', 'StatefulSet') },
      'false kubernetes-statefulset',
      'ephemeral kubernetes-statefulset',
    ],
  ])('%s', (_, files, overlap, disk) => {
    const { graph, system } = see({ ...code, ...files });
    const topology = system.programs[0]?.topology;
    const text = (
      part: { readonly value: unknown; readonly source: Parameters<typeof sourceText>[1] } | null | undefined,
    ) => (part == null ? 'unknown' : `${part.value} ${sourceText(graph, part.source)}`);
    expect([text(topology?.overlap), text(topology?.disk)]).toEqual([overlap, disk]);
  });

  it('of a function that is frozen after the response', () => {
    const { system } = see({
      'package.json': manifest('shop', { dependencies: { '@types/aws-lambda': '^8.0.0' } }),
      'src/handler.ts':
        "import type { APIGatewayProxyHandler } from 'aws-lambda';\nexport const handler: APIGatewayProxyHandler = async () => ({ statusCode: 200, body: '' });\n",
    });
    expect(
      system.programs.map(({ role, topology }) => [
        role,
        topology.lifetime?.value,
        topology.hosts.known,
        topology.hosts.maximum,
      ]),
    ).toEqual([['server', 'frozen-after-response', 'platform', 1000]]);
  });
});
