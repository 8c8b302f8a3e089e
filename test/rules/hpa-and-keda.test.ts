import { rule } from '../../src/rules/autoscaling/hpa-and-keda.ts';
import { checkRule, type RuleCase } from './check-rule.ts';

const file = (path: string, ...documents: readonly string[]): string => `# file: ${path}\n${documents.join('---\n')}`;

const workload = (spec = '', kind = 'Deployment'): string =>
  `apiVersion: apps/v1\nkind: ${kind}\nmetadata:\n  name: api\nspec:\n${spec}  template: { spec: { containers: [{ name: server, image: shop/api }] } }\n`;
const three = '  replicas: 3\n';
const markedThree = `${three}#           ^ hpa-and-keda\n`;

const hpa = (mark = '', name = 'shop-hpa'): string =>
  `apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata:\n  name: ${name}\n${mark}spec:\n  scaleTargetRef: { kind: Deployment, name: api }\n  minReplicas: 2\n  maxReplicas: 8\n  metrics: [{ type: Pods, pods: { metric: { name: requests } } }]\n`;
const markedHpa = hpa('#       ^^^^^^^^ hpa-and-keda\n');
const scaled = (more = '', annotations = ''): string =>
  `apiVersion: keda.sh/v1alpha1\nkind: ScaledObject\nmetadata:\n  name: shop-keda\n${annotations}spec:\n  scaleTargetRef: { name: api }\n  maxReplicaCount: 12\n${more}  triggers: [{ type: redis }]\n`;
const annotated = (text: string): string => `  annotations: { ${text} }\n`;

const silent: readonly RuleCase[] = [
  {
    name: 'one autoscaler of each kind, for two workloads',
    files: file('k8s/shop.yaml', hpa(), scaled().replace('name: api', 'name: worker')),
    gate: 'none',
  },
  {
    name: 'the same name in two namespaces',
    files: file(
      'k8s/shop.yaml',
      hpa().replace('  name: shop-hpa\n', '  name: shop-hpa\n  namespace: one\n'),
      scaled().replace('  name: shop-keda\n', '  name: shop-keda\n  namespace: two\n'),
    ),
    gate: 'none',
  },
  {
    name: 'the same name of another kind',
    files: file('k8s/shop.yaml', hpa(), scaled().replace('{ name: api }', '{ kind: StatefulSet, name: api }')),
    gate: 'none',
  },
  {
    name: 'a ScaledObject that takes the autoscaler over',
    files: file(
      'k8s/shop.yaml',
      hpa(),
      scaled(
        '  advanced: { horizontalPodAutoscalerConfig: { name: shop-hpa } }\n',
        annotated('scaledobject.keda.sh/transfer-hpa-ownership: "true"'),
      ),
    ),
    gate: 'guard',
  },
  {
    name: 'the autoscaler that KEDA made, kept as a file',
    files: file('k8s/shop.yaml', hpa('', 'keda-hpa-shop-keda'), scaled()),
    gate: 'guard',
  },
  {
    name: 'a workload that names its namespace, and an autoscaler that does not',
    files: file('k8s/shop.yaml', workload(three).replace('  name: api\n', '  name: api\n  namespace: shop\n'), hpa()),
    gate: 'topology',
  },
  {
    name: 'a ScaledObject that is paused',
    files: file('k8s/shop.yaml', hpa(), scaled('', annotated('autoscaling.keda.sh/paused: "true"'))),
    gate: 'guard',
  },
  {
    name: 'a ScaledObject that is paused at a number',
    files: file('k8s/shop.yaml', workload(three), scaled('', annotated('autoscaling.keda.sh/paused-replicas: "3"'))),
    gate: 'guard',
  },
  {
    name: 'two ways to deploy, in two folders',
    files: `${file('k8s/plain/hpa.yaml', hpa())}${file('k8s/keda/scaled.yaml', scaled())}`,
    gate: 'topology',
  },
  {
    name: 'a kustomization that leaves one of the two out',
    files: `${file('k8s/hpa.yaml', hpa())}${file('k8s/scaled.yaml', scaled())}${file('k8s/kustomization.yaml', 'resources:\n  - scaled.yaml\n  # - hpa.yaml\n')}`,
    gate: 'topology',
  },
  {
    name: "a developer's own cluster",
    files: file('k8s/dev/shop.yaml', workload(three), hpa(), scaled()),
    gate: 'topology',
  },
  { name: 'an example', files: file('examples/shop.yaml', workload(three), hpa(), scaled()), gate: 'scope' },
  { name: 'a manifest without a number', files: file('k8s/shop.yaml', workload(), hpa()), gate: 'none' },
  { name: 'a number that nobody steers', files: file('k8s/shop.yaml', workload(three)), gate: 'none' },
  {
    name: 'no copies, which turn the autoscaler off',
    files: file('k8s/shop.yaml', workload('  replicas: 0\n'), hpa()),
    gate: 'none',
  },
  {
    name: 'an autoscaler that never moves the number',
    files: file('k8s/shop.yaml', workload('  replicas: 2\n'), hpa().replace('maxReplicas: 8', 'maxReplicas: 2')),
    gate: 'none',
  },
  {
    name: 'an overlay takes the number away',
    files: `${file('k8s/base/shop.yaml', workload(three), hpa())}${file('k8s/production/api.yaml', 'apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: api }\nspec:\n  replicas: null\n')}`,
    gate: 'guard',
  },
  {
    name: 'a JSON patch takes the number away',
    files: `${file('k8s/shop.yaml', workload(three), hpa())}${file('k8s/kustomization.yaml', 'resources: [shop.yaml]\npatches:\n  - target: { kind: Deployment, name: api }\n    patch: |-\n      - op: remove\n        path: /spec/replicas\n')}`,
    gate: 'guard',
  },
  {
    name: 'Argo CD leaves the number alone',
    files: `${file('k8s/shop.yaml', workload(three), hpa())}${file('argo/shop.yaml', 'apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: { name: shop }\nspec:\n  ignoreDifferences:\n    - { group: apps, kind: Deployment, jsonPointers: [/spec/replicas] }\n')}`,
    gate: 'guard',
  },
  {
    name: 'Argo CD leaves the number alone, in the words of jq',
    files: `${file('k8s/shop.yaml', workload(three), hpa())}${file('argo/shop.yaml', 'apiVersion: argoproj.io/v1alpha1\nkind: ApplicationSet\nmetadata: { name: shop }\nspec: { template: { spec: { ignoreDifferences: [{ kind: Deployment, jqPathExpressions: [.spec.replicas] }] } } }\n')}`,
    gate: 'guard',
  },
  {
    name: 'an autoscaler that is applied for one environment of several',
    files: `${file('k8s/api/deployment.yaml', workload(three))}${file('k8s/scaling/hpa.yaml', hpa())}`,
    gate: 'topology',
  },
  {
    name: 'values of a chart, whose templates leave one out',
    files:
      '# file: chart/Chart.yaml\nname: api\n# file: chart/values.yaml\nreplicaCount: 3\nautoscaling: { enabled: true, minReplicas: 2, maxReplicas: 9, targetCPUUtilizationPercentage: 80 }\n',
    gate: 'none',
  },
];

const found: readonly RuleCase[] = [
  {
    name: 'two autoscalers in one file',
    files: file('k8s/shop.yaml', markedHpa, scaled()),
    expect: [
      {
        severity: 'error',
        situation: 'no-program',
        confidence: 'high',
        says: [
          '`api` has two autoscalers',
          'it refuses `shop-keda` (k8s/shop.yaml:14)',
          'give the ScaledObject its metric',
        ],
        related: ['k8s/shop.yaml:14'],
        symbol: 'api.autoscalers',
      },
    ],
    silentWhen: [
      {
        name: 'another workload is steered',
        replace: [['kind: Deployment, name: api', 'kind: Deployment, name: web']],
      },
      {
        name: 'it is paused',
        replace: [['name: shop-keda\n', 'name: shop-keda\n  annotations: { autoscaling.keda.sh/paused: "true" }\n']],
      },
    ],
  },
  {
    name: 'two files of one folder, one with a namespace',
    files: `${file('k8s/hpa.yaml', markedHpa)}${file('k8s/scaled.yaml', scaled().replace('  name: shop-keda\n', '  name: shop-keda\n  namespace: shop\n'))}`,
    silentWhen: [{ name: 'they lie apart', replace: [['k8s/scaled.yaml', 'keda/scaled.yaml']] }],
  },
  {
    name: 'a kustomization over the one of its base',
    files: `${file('k8s/base/hpa.yaml', markedHpa)}${file('k8s/base/kustomization.yaml', 'resources: [hpa.yaml]\n')}${file('k8s/production/scaled.yaml', scaled())}${file('k8s/production/kustomization.yaml', 'resources: [../base, scaled.yaml]\n')}`,
    silentWhen: [{ name: 'it leaves the base out', replace: [['[../base, scaled.yaml]', '[scaled.yaml]']] }],
  },
  {
    name: 'a handing over to another name',
    files: file(
      'k8s/shop.yaml',
      markedHpa,
      scaled(
        '  advanced: { horizontalPodAutoscalerConfig: { name: old-hpa } }\n',
        annotated('scaledobject.keda.sh/transfer-hpa-ownership: "true"'),
      ),
    ),
    silentWhen: [{ name: 'it is the name', replace: [['name: old-hpa', 'name: shop-hpa']] }],
  },
  {
    name: 'a number that the autoscaler moves',
    files: file('k8s/shop.yaml', workload(markedThree), hpa()),
    expect: [
      {
        severity: 'warning',
        says: [
          'Every deploy sets `api` back to 3 copies',
          '`shop-hpa` (k8s/shop.yaml:12) sets the number as well, between 2 and 8',
        ],
        related: ['k8s/shop.yaml:12'],
        symbol: 'api.replicas',
      },
    ],
    silentWhen: [{ name: 'the number is gone', replace: [['  replicas: 3\n', '']] }],
  },
  {
    name: 'a number that a ScaledObject moves, in a file beside it',
    files: `${file('k8s/api.yaml', workload('  replicas: 1\n#           ^ hpa-and-keda\n'))}${file('k8s/scaled.yaml', scaled())}`,
    expect: [{ says: ['back to 1 copy', 'between 0 and 12'] }],
    silentWhen: [
      {
        name: 'a kustomization leaves it out',
        replace: [
          ['# file: k8s/scaled.yaml', '# file: k8s/kustomization.yaml\nresources: [api.yaml]\n# file: k8s/scaled.yaml'],
        ],
      },
    ],
  },
  {
    name: 'a number of a StatefulSet, and a patch of something else',
    files: `${file('k8s/shop.yaml', workload(markedThree, 'StatefulSet'), hpa().replace('kind: Deployment', 'kind: StatefulSet'))}${file('k8s/patch.yaml', 'apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: web }\nspec:\n  replicas: null\n')}`,
    silentWhen: [
      {
        name: 'the patch is its own',
        replace: [['kind: Deployment\nmetadata: { name: web }', 'kind: StatefulSet\nmetadata: { name: api }']],
      },
    ],
  },
  {
    name: 'a number that is the most already',
    files: file('k8s/shop.yaml', workload(markedThree), hpa().replace('maxReplicas: 8', 'maxReplicas: 3')),
    expect: [{ severity: 'note', says: ['up to 3 copies, the most that its autoscaler allows'] }],
    silentWhen: [{ name: 'the number is gone', replace: [['  replicas: 3\n', '']] }],
  },
  {
    name: 'both: two autoscalers, and a number that is told once',
    files: file('k8s/shop.yaml', workload(markedThree), markedHpa, scaled()),
    silentWhen: [{ name: 'it is for development', replace: [['k8s/shop.yaml', 'k8s/dev/shop.yaml']] }],
  },
  {
    name: 'a base with a number and an overlay with the autoscaler',
    files: `${file('k8s/base/api.yaml', workload(markedThree))}${file('k8s/base/kustomization.yaml', 'resources: [api.yaml]\n')}${file('k8s/production/hpa.yaml', hpa())}${file('k8s/production/kustomization.yaml', 'resources: [../base, hpa.yaml]\n')}`,
    silentWhen: [{ name: 'the overlay is for development', replace: [['k8s/production', 'k8s/dev']] }],
  },
];

checkRule(rule, [...silent, ...found]);
