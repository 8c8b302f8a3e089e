import { rule } from '../../src/rules/autoscaling/hpa-without-requests.ts';
import { checkRule, type RuleCase } from './check-rule.ts';

const file = (path: string, ...documents: readonly string[]): string => `# file: ${path}\n${documents.join('---\n')}`;

/** A Deployment of one container, with what else stands in it. */
const workload = (container = '', name = 'api'): string =>
  `apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: ${name}\nspec:\n  template:\n    spec:\n      containers:\n        - name: server\n          image: shop/api\n${container}`;
const resources = (text: string): string => `          resources:\n            ${text}\n`;
const mark = '#         ^^^^^^ hpa-without-requests\n';
/** The same, marked under the container's name. */
const marked = (container = ''): string =>
  workload(container).replace('- name: server\n', `- name: server\n${mark.replace('#         ', '#               ')}`);

const hpa = (metrics: string, name = 'api', version = 'autoscaling/v2'): string =>
  `apiVersion: ${version}\nkind: HorizontalPodAutoscaler\nmetadata:\n  name: ${name}\nspec:\n  scaleTargetRef: { apiVersion: apps/v1, kind: Deployment, name: ${name} }\n  minReplicas: 2\n  maxReplicas: 8\n${metrics}`;
const share = (resource: string): string =>
  `    - type: Resource\n      resource: { name: ${resource}, target: { type: Utilization, averageUtilization: 70 } }\n`;
const cpu = hpa(`  metrics:\n${share('cpu')}`);

const chart = (values: string, deployment = '{{ toYaml .Values.resources }}', more = ''): string =>
  `# file: chart/Chart.yaml\nname: shop\n# file: chart/templates/hpa.yaml\n{{- if .Values.autoscaling.enabled }}\n{{ .Values.autoscaling.maxReplicas }} {{ .Values.autoscaling.targetCPUUtilizationPercentage }}\n{{- end }}\n# file: chart/templates/deployment.yaml\nkind: Deployment\nresources: ${deployment}\n${more}# file: chart/values.yaml\n${values}`;

const silent: readonly RuleCase[] = [
  {
    name: 'a container with the request',
    files: file('k8s/shop.yaml', workload(resources('requests: { cpu: 100m }')), cpu),
    gate: 'none',
  },
  {
    name: 'a limit, which is the request as well',
    files: file('k8s/shop.yaml', workload(resources('limits: { cpu: 500m }')), cpu),
    gate: 'none',
  },
  {
    name: 'a value and not a share',
    files: file(
      'k8s/shop.yaml',
      workload(),
      hpa(
        '  metrics:\n    - type: Resource\n      resource: { name: cpu, target: { type: AverageValue, averageValue: 200m } }\n',
      ),
    ),
    gate: 'none',
  },
  {
    name: 'a measure from elsewhere',
    files: file(
      'k8s/shop.yaml',
      workload(),
      hpa('  metrics:\n    - type: External\n      external: { metric: { name: queue } }\n'),
    ),
    gate: 'none',
  },
  {
    name: 'an autoscaler of another workload',
    files: file('k8s/shop.yaml', workload(), hpa(`  metrics:\n${share('cpu')}`, 'web')),
    gate: 'none',
  },
  {
    name: 'an autoscaler of another namespace',
    files: file(
      'k8s/shop.yaml',
      workload().replace('  name: api\n', '  name: api\n  namespace: one\n'),
      cpu.replace('  name: api\n', '  name: api\n  namespace: two\n'),
    ),
    gate: 'none',
  },
  {
    name: 'the measured container alone needs it',
    files: file(
      'k8s/shop.yaml',
      workload(`${resources('requests: { cpu: 1 }')}        - name: log\n          image: log\n`),
      hpa(
        '  metrics:\n    - type: ContainerResource\n      containerResource: { name: cpu, container: server, target: { averageUtilization: 70 } }\n',
      ),
    ),
    gate: 'none',
  },
  { name: 'an autoscaler whose workload is not here', files: file('k8s/hpa.yaml', cpu), gate: 'none' },
  {
    name: 'a patch that runs nothing by itself',
    files: file(
      'k8s/patch.yaml',
      'apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: api }\nspec: { template: { spec: { containers: [{ name: server }] } } }\n',
      cpu,
    ),
    gate: 'none',
  },
  {
    name: 'an overlay gives the request',
    files: `${file('k8s/base/shop.yaml', workload(), cpu)}${file('k8s/overlays/production/api.yaml', 'apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: api }\nspec: { template: { spec: { containers: [{ name: server, resources: { requests: { cpu: 200m } } }] } } }\n')}`,
    gate: 'guard',
  },
  {
    name: 'a JSON patch changes the containers',
    files: `${file('k8s/base/shop.yaml', workload(), cpu)}${file('k8s/overlays/production/patch.yaml', '- op: add\n  path: /spec/template/spec/containers/0/resources\n  value: { requests: { cpu: 200m } }\n')}`,
    gate: 'guard',
  },
  {
    name: 'a kustomization changes the containers',
    files: `${file('k8s/shop.yaml', workload(), cpu)}${file('k8s/kustomization.yaml', 'resources: [shop.yaml]\npatches:\n  - target: { kind: Deployment }\n    patch: |-\n      - op: add\n        path: /spec/template/spec/containers/0/resources/requests\n        value: { cpu: 1 }\n')}`,
    gate: 'guard',
  },
  {
    name: 'a LimitRange of the namespace',
    files: file(
      'k8s/shop.yaml',
      workload(),
      cpu,
      'apiVersion: v1\nkind: LimitRange\nmetadata: { name: usual }\nspec: { limits: [{ type: Container, defaultRequest: { cpu: 100m } }] }\n',
    ),
    gate: 'guard',
  },
  {
    name: 'a VerticalPodAutoscaler sets requests',
    files: file(
      'k8s/shop.yaml',
      workload(),
      cpu,
      'apiVersion: autoscaling.k8s.io/v1\nkind: VerticalPodAutoscaler\nmetadata: { name: api }\nspec: { targetRef: { kind: Deployment, name: api } }\n',
    ),
    gate: 'guard',
  },
  {
    name: 'the pod requests it as a whole',
    files: file(
      'k8s/shop.yaml',
      workload().replace(
        '    spec:\n      containers',
        '    spec:\n      resources: { requests: { cpu: 1 } }\n      containers',
      ),
      cpu,
    ),
    gate: 'guard',
  },
  { name: "a developer's own cluster", files: file('k8s/overlays/dev/shop.yaml', workload(), cpu), gate: 'topology' },
  { name: 'an example', files: file('docs/k8s/shop.yaml', workload(), cpu), gate: 'scope' },
  {
    name: 'manifests of two environments',
    files: `${file('k8s/staging/api.yaml', workload())}${file('k8s/production/hpa.yaml', cpu)}`,
    gate: 'none',
  },
  {
    name: 'a chart whose values give the request',
    files: chart(
      'autoscaling: { enabled: true, maxReplicas: 9, targetCPUUtilizationPercentage: 80 }\nresources: { requests: { cpu: 100m } }\n',
    ),
    gate: 'none',
  },
  {
    name: 'a chart that does not scale by itself',
    files: chart(
      'autoscaling: { enabled: false, maxReplicas: 9, targetCPUUtilizationPercentage: 80 }\nresources: {}\n',
    ),
    gate: 'none',
  },
  {
    name: 'a chart whose templates say requests themselves',
    files: chart(
      'autoscaling: { enabled: true, maxReplicas: 9, targetCPUUtilizationPercentage: 80 }\n',
      '{ requests: { cpu: 1 } }',
    ),
    gate: 'guard',
  },
  {
    name: 'values for an environment over values that give the request',
    files: `${chart('resources: { requests: { cpu: 100m } }\n')}# file: chart/values-production.yaml\nfullnameOverride: shop-live\nautoscaling: { enabled: true, maxReplicas: 9, targetCPUUtilizationPercentage: 80 }\n`,
    gate: 'guard',
  },
  {
    name: 'a chart whose templates measure otherwise',
    files: chart('autoscaling: { enabled: true, maxReplicas: 9, targetCPUUtilizationPercentage: 80 }\n').replace(
      'targetCPUUtilizationPercentage }}',
      'queueLength }}',
    ),
    gate: 'none',
  },
];

const gone = (from: string, to: string) => [{ name: `it says ${to}`, replace: [[from, to]] as const }];

const found: readonly RuleCase[] = [
  {
    name: 'a share of a request that is not there',
    files: file('k8s/shop.yaml', marked(), cpu),
    expect: [
      {
        severity: 'error',
        situation: 'no-program',
        confidence: 'high',
        says: [
          '`server` requests no CPU, so its autoscaler never adds a copy',
          'k8s/shop.yaml:15',
          '`resources.requests.cpu`',
        ],
        related: ['k8s/shop.yaml:15'],
        symbol: 'api.cpu',
      },
    ],
    silentWhen: [
      {
        name: 'it is requested',
        replace: [['image: shop/api', 'image: shop/api\n          resources: { requests: { cpu: 100m } }']],
      },
      { name: 'a value is aimed at', replace: [['averageUtilization: 70', 'averageValue: 200m']] },
    ],
  },
  {
    name: 'another resource than the one that is requested, beside a measure that works',
    files: file(
      'k8s/shop.yaml',
      marked(resources('requests: { cpu: 100m }')),
      hpa(`  metrics:\n${share('cpu')}${share('memory')}`),
    ),
    expect: [
      {
        severity: 'warning',
        says: ['requests no memory, so its autoscaler cannot count by that', 'takes no copies away'],
      },
    ],
    silentWhen: gone('{ cpu: 100m }', '{ cpu: 100m, memory: 1Gi }'),
  },
  {
    name: 'both resources',
    files: file('k8s/shop.yaml', marked(), hpa(`  metrics:\n${share('cpu')}${share('memory')}`)),
    expect: [
      { severity: 'error', says: ['no CPU and memory', '`resources.requests.cpu` and `resources.requests.memory`'] },
    ],
    silentWhen: gone('image: shop/api', 'image: shop/api\n          resources: { limits: { cpu: 1, memory: 1Gi } }'),
  },
  {
    name: 'the first version, in a file of its own',
    files: `${file('k8s/api.yaml', marked())}${file('k8s/hpa.yaml', hpa('  targetCPUUtilizationPercentage: 60\n', 'api', 'autoscaling/v1'))}`,
    expect: [{ related: ['k8s/hpa.yaml:4'] }],
    silentWhen: gone('kind: Deployment, name: api }', 'kind: Deployment, name: web }'),
  },
  {
    name: 'a beta version',
    files: file(
      'k8s/shop.yaml',
      marked(),
      hpa(
        '  metrics:\n    - type: Resource\n      resource: { name: cpu, targetAverageUtilization: 60 }\n',
        'api',
        'autoscaling/v2beta1',
      ),
    ),
    silentWhen: gone('targetAverageUtilization: 60', 'targetAverageValue: 1'),
  },
  {
    name: 'no metric, which is the processor',
    files: file('k8s/shop.yaml', marked(), hpa('')),
    silentWhen: gone(
      'maxReplicas: 8',
      'maxReplicas: 8\n  metrics: [{ type: Pods, pods: { metric: { name: requests } } }]',
    ),
  },
  {
    name: 'a second container of the pod',
    files: file(
      'k8s/shop.yaml',
      workload(
        `${resources('requests: { cpu: 1 }')}        - name: log\n#               ^^^ hpa-without-requests\n          image: log\n        - name: trace\n          image: trace\n`,
      ),
      cpu,
    ),
    expect: [{ says: ['`log` requests no CPU'], related: ['k8s/shop.yaml:21', 'k8s/shop.yaml:15'] }],
    silentWhen: gone('image: log\n        - name: trace\n          image: trace', 'resources: { limits: { cpu: 1 } }'),
  },
  {
    name: 'the one container that is measured',
    files: file(
      'k8s/shop.yaml',
      marked(),
      hpa(
        '  metrics:\n    - type: ContainerResource\n      containerResource: { name: cpu, container: server, target: { averageUtilization: 70 } }\n',
      ),
    ),
    silentWhen: gone('container: server', 'container: log'),
  },
  {
    name: 'a ScaledObject that measures the processor',
    files: file(
      'k8s/shop.yaml',
      marked(),
      'apiVersion: keda.sh/v1alpha1\nkind: ScaledObject\nmetadata: { name: api }\nspec:\n  scaleTargetRef: { name: api }\n  triggers:\n    - type: cpu\n      metricType: Utilization\n',
    ),
    silentWhen: gone('type: cpu', 'type: redis'),
  },
  {
    name: 'a base that an overlay’s autoscaler steers, and a LimitRange of another namespace',
    files: `${file('k8s/base/api.yaml', marked())}${file('k8s/overlays/production/hpa.yaml', cpu.replace('  name: api\n', '  name: api\n  namespace: shop\n'))}${file('k8s/other/limits.yaml', 'apiVersion: v1\nkind: LimitRange\nmetadata: { name: usual, namespace: other }\nspec: { limits: [{ type: Container, default: { cpu: 1 } }] }\n')}`,
    silentWhen: [
      { name: 'it is of this one', replace: [['namespace: other', 'namespace: shop']] },
      { name: 'the overlay is for development', replace: [['overlays/production', 'overlays/dev']] },
    ],
  },
  {
    name: 'a patch of something else',
    files: `${file('k8s/shop.yaml', marked(), cpu)}${file('k8s/kustomization.yaml', 'resources: [shop.yaml]\npatches:\n  - target: { kind: Deployment, name: web }\n    patch: |-\n      - op: add\n        path: /spec/template/spec/containers/0/resources\n        value: {}\n  - patch: |-\n      - op: remove\n        path: /spec/replicas\n')}`,
    silentWhen: gone('name: web', 'name: api'),
  },
  {
    name: 'values of a chart that scales by the processor',
    files: chart(
      'autoscaling:\n  enabled: true\n  maxReplicas: 9\n  targetCPUUtilizationPercentage: 80\n#                                 ^^ hpa-without-requests\nresources: {}\n',
    ),
    expect: [
      { severity: 'warning', confidence: 'medium', says: ['`shop` requests no CPU', 'into the values'], related: [] },
    ],
    silentWhen: [
      ...gone('resources: {}', 'resources: { limits: { cpu: 1 } }'),
      { name: 'it is off', replace: [['enabled: true', 'enabled: false']] },
    ],
  },
];

checkRule(rule, [...silent, ...found]);
