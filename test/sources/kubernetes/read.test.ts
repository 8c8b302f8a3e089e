import { describe, expect, it } from 'vitest';
import type { AutoscalerFact, UnitFact } from '../../../src/facts/deployment.ts';
import { readKubernetes } from '../../../src/sources/kubernetes/read.ts';

const manifest = `apiVersion: apps/v1
kind: Deployment
metadata: { name: shop-api, namespace: shop }
spec:
  replicas: 3
  strategy:
    type: RollingUpdate
    rollingUpdate: { maxSurge: 25%, maxUnavailable: 0 }
  template:
    metadata:
      labels: { app: shop-api, tier: web }
    spec:
      containers:
        - name: api
          image: registry.example.com/acme/shop:1.4
          command: [node]
          args: [dist/server.js]
          env:
            - { name: DATABASE_URL, value: "postgres://shop:hush@orders-db.shop.svc:5432/shop" }
            - name: REDIS_HOST
              value: carts
            - name: SECRET
              valueFrom: { secretKeyRef: { name: shop, key: secret } }
          envFrom:
            - configMapRef: { name: shop-settings }
            - secretRef: { name: shop-secrets }
          ports: [{ containerPort: 3000 }, { containerPort: 9000, hostPort: 9000 }]
          resources:
            requests: { cpu: 100m, memory: 128Mi }
            limits: { memory: 256Mi }
          volumeMounts:
            - { name: uploads, mountPath: /app/uploads }
            - { name: scratch, mountPath: /tmp }
            - { name: settings, mountPath: /etc/shop, readOnly: true }
            - { name: node, mountPath: /var/log }
      volumes:
        - { name: uploads, persistentVolumeClaim: { claimName: shop-uploads } }
        - { name: scratch, emptyDir: {} }
        - { name: settings, configMap: { name: shop-settings } }
        - { name: node, hostPath: { path: /var/log/shop } }
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: { name: shop-api, namespace: shop }
spec:
  scaleTargetRef: { kind: Deployment, name: shop-api }
  minReplicas: 2
  maxReplicas: 10
  metrics:
    - type: Resource
      resource: { name: memory, target: { type: Utilization, averageUtilization: 70 } }
    - type: Resource
      resource: { name: cpu, target: { type: AverageValue, averageValue: 200m } }
---
apiVersion: v1
kind: List
items:
  - apiVersion: v1
    kind: Service
    metadata: { name: shop }
    spec: { selector: { app: shop-api }, sessionAffinity: ClientIP, ports: [{ port: 80 }] }
  - apiVersion: v1
    kind: PersistentVolumeClaim
    metadata: { name: shop-uploads }
    spec: { accessModes: [ReadWriteOnce], storageClassName: standard }
  - apiVersion: v1
    kind: ConfigMap
    metadata: { name: shop-settings }
    data: { REDIS_URL: "redis://carts:6379", POOL_SIZE: "5", TOKEN: hush, "nginx.conf": "server { }" }
`;

const readUnit = (text: string): UnitFact => {
  const unit = readKubernetes('k8s/shop.yaml', text).deployment?.units[0];
  if (unit === undefined) throw new Error('There is no workload.');
  return unit;
};

describe('a manifest', () => {
  const facts = readKubernetes('k8s/shop.yaml', manifest);
  const unit = facts.deployment?.units[0];
  const container = unit?.containers[0];

  it('gives the workload', () => {
    expect(unit).toMatchObject({ name: 'shop-api', kind: 'deployment', namespace: 'shop', strategy: 'rolling' });
    expect([unit?.replicas?.value, unit?.surge?.value, unit?.labels]).toEqual([
      3,
      '25%',
      { app: 'shop-api', tier: 'web' },
    ]);
    expect(manifest.slice(...(unit?.replicas?.span ?? [0, 0]))).toBe('3');
    expect(manifest.slice(...(unit?.span ?? [0, 0]))).toBe('shop-api');
  });

  it('gives the container, and no secret', () => {
    expect(container?.command?.words).toEqual(['node', 'dist/server.js']);
    expect(container?.image?.value).toBe('registry.example.com/acme/shop:1.4');
    expect(
      container?.environment.map(({ name, value }) => [name, value?.kind === 'address' ? value.address.host : value]),
    ).toEqual([
      ['DATABASE_URL', 'orders-db.shop.svc'],
      ['REDIS_HOST', 'carts'],
      ['SECRET', null],
    ]);
    expect(container?.environmentFrom?.map(({ value }) => value)).toEqual(['shop-settings', 'shop-secrets']);
    expect(container?.ports.map(({ host, container: port }) => [host, port])).toEqual([
      [null, 3000],
      [9000, 9000],
    ]);
    expect([container?.requests.cpu?.value, container?.requests.memory?.value, container?.limits.cpu]).toEqual([
      '100m',
      '128Mi',
      null,
    ]);
    expect(JSON.stringify(facts)).not.toContain('hush');
  });

  it('tells what lies behind each mount', () => {
    expect(
      unit?.mounts.map(
        ({ path, kind, source, readOnly }) => `${path} ${kind} ${source}${readOnly ? ' read-only' : ''}`,
      ),
    ).toEqual([
      '/app/uploads claim shop-uploads',
      '/tmp ephemeral scratch',
      '/etc/shop config settings read-only',
      '/var/log bind /var/log/shop',
    ]);
  });

  it('gives what steers the copies', () => {
    const [hpa] = facts.deployment?.autoscalers ?? [];
    expect(hpa).toMatchObject({
      kind: 'hpa',
      target: { kind: 'Deployment', name: 'shop-api' },
      measures: [
        { resource: 'memory', ofRequest: true, container: null },
        { resource: 'cpu', ofRequest: false, container: null },
      ],
    });
    expect([hpa?.minimum?.value, hpa?.maximum?.value]).toEqual([2, 10]);
  });

  it('reads what a list holds', () => {
    expect(facts.deployment?.services).toMatchObject([
      { name: 'shop', selector: { app: 'shop-api' }, ports: [80], sessionAffinity: true },
    ]);
    expect(facts.deployment?.volumes).toMatchObject([
      { name: 'shop-uploads', accessModes: ['ReadWriteOnce'], storageClass: 'standard' },
    ]);
    expect(
      facts.deployment?.configurations?.[0]?.environment.map(({ name, value }) => [name, value?.kind ?? null]),
    ).toEqual([
      ['REDIS_URL', 'address'],
      ['POOL_SIZE', 'number'],
      ['TOKEN', null],
    ]);
  });
});

describe('workloads of other kinds', () => {
  const pod = 'spec: { containers: [{ name: report, image: shop }] }';
  it.each([
    [
      `apiVersion: apps/v1\nkind: StatefulSet\nmetadata: { name: carts }\nspec: { replicas: 2, template: { ${pod} } }`,
      'statefulset',
      2,
    ],
    [
      `apiVersion: apps/v1\nkind: DaemonSet\nmetadata: { name: carts }\nspec: { template: { ${pod} } }`,
      'daemonset',
      null,
    ],
    [
      `apiVersion: batch/v1\nkind: Job\nmetadata: { name: carts }\nspec: { parallelism: 4, template: { ${pod} } }`,
      'job',
      4,
    ],
    [
      `apiVersion: batch/v1\nkind: CronJob\nmetadata: { name: carts }\nspec: { jobTemplate: { spec: { template: { ${pod} } } } }`,
      'cronjob',
      null,
    ],
    [
      `apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: carts }\nspec: { strategy: { type: Recreate }, template: { ${pod} } }`,
      'deployment',
      null,
    ],
  ])('%s', (text, kind, replicas) => {
    const unit = readUnit(text);
    expect([unit.kind, unit.replicas?.value ?? null, unit.containers.map(({ name }) => name)]).toEqual([
      kind,
      replicas,
      ['report'],
    ]);
  });

  it('gives each pod of a claim template a volume of its own', () => {
    const unit = readUnit(
      'apiVersion: apps/v1\nkind: StatefulSet\nmetadata: { name: carts }\nspec:\n  volumeClaimTemplates: [{ metadata: { name: data } }]\n  template: { spec: { containers: [{ name: a, volumeMounts: [{ name: data, mountPath: /data }] }] } }',
    );
    expect(unit.mounts).toMatchObject([{ path: '/data', kind: 'volume', source: 'data' }]);
  });
});

describe('what steers copies', () => {
  const read = (text: string) => readKubernetes('k8s/shop.yaml', text).deployment?.autoscalers[0];
  const sharesOf = (autoscaler: AutoscalerFact | undefined) =>
    (autoscaler?.measures ?? [])
      .filter(({ ofRequest }) => ofRequest)
      .map(({ resource, container }) => (container === null ? resource : `${resource} of ${container}`));
  it.each([
    ['autoscaling/v1', 'targetCPUUtilizationPercentage: 70', ['cpu']],
    ['autoscaling/v2', 'behavior: {}', ['cpu']],
    [
      'autoscaling/v2beta1',
      'metrics: [{ type: Resource, resource: { name: cpu, targetAverageUtilization: 60 } }]',
      ['cpu'],
    ],
    [
      'autoscaling/v2',
      'metrics: [{ type: ContainerResource, containerResource: { name: cpu, container: api, target: { type: Utilization, averageUtilization: 60 } } }]',
      ['cpu of api'],
    ],
    ['autoscaling/v2', 'metrics: [{ type: Pods, pods: { metric: { name: requests } } }]', []],
  ])('%s with %s', (version, metrics, expected) => {
    const hpa = read(
      `apiVersion: ${version}\nkind: HorizontalPodAutoscaler\nmetadata: { name: a }\nspec:\n  scaleTargetRef: { kind: Deployment, name: api }\n  ${metrics}`,
    );
    expect([sharesOf(hpa), hpa?.minimum, hpa?.maximum]).toEqual([expected, null, null]);
  });

  it('may be a ScaledObject, whose target is a Deployment unless it says otherwise', () => {
    const keda = read(
      'apiVersion: keda.sh/v1alpha1\nkind: ScaledObject\nmetadata: { name: a }\nspec:\n  scaleTargetRef: { name: worker }\n  minReplicaCount: 0\n  maxReplicaCount: 20\n  triggers: [{ type: redis }, { type: cpu, metricType: Utilization }]',
    );
    expect(keda).toMatchObject({
      kind: 'keda',
      target: { kind: 'Deployment', name: 'worker' },
      minimum: { value: 0 },
      maximum: { value: 20 },
    });
    expect(keda?.measures.map(({ resource, ofRequest }) => [resource, ofRequest])).toEqual([
      [null, false],
      ['cpu', true],
    ]);
    expect(sharesOf(keda)).toEqual(['cpu']);
  });

  it('may measure one container of a ScaledObject’s pods, or no share', () => {
    const keda = read(
      'apiVersion: keda.sh/v1alpha1\nkind: ScaledObject\nmetadata: { name: a }\nspec:\n  scaleTargetRef: { name: worker }\n  triggers: [{ type: memory, metadata: { type: Utilization, containerName: worker } }, { type: cpu, metadata: { type: AverageValue } }]',
    );
    expect(sharesOf(keda)).toEqual(['memory of worker']);
  });

  it('stands at its metric, and at its own name where none is named', () => {
    const text =
      'apiVersion: autoscaling/v1\nkind: HorizontalPodAutoscaler\nmetadata: { name: a }\nspec:\n  scaleTargetRef: { name: api }\n  targetCPUUtilizationPercentage: 70';
    expect(text.slice(...(read(text)?.measures[0]?.span ?? [0, 0]))).toBe('70');
    const bare = text.replace(/\n {2}target.*$/, '');
    expect(bare.slice(...(read(bare)?.measures[0]?.span ?? [0, 0]))).toBe('a');
  });
});

describe('the autoscaler that a ScaledObject makes', () => {
  const read = (annotations: string, spec = '') =>
    readKubernetes(
      'k8s/shop.yaml',
      `apiVersion: keda.sh/v1alpha1\nkind: ScaledObject\nmetadata: { name: a, annotations: { ${annotations} } }\nspec: { scaleTargetRef: { name: b }${spec} }`,
    ).deployment?.autoscalers[0];

  it('has a name of its own, or the one that is written', () => {
    expect(read('')?.makes).toBe('keda-hpa-a');
    expect(read('', ', advanced: { horizontalPodAutoscalerConfig: { name: c } }')?.makes).toBe('c');
  });

  it.each([
    ['autoscaling.keda.sh/paused: "true"', true],
    ['autoscaling.keda.sh/paused-replicas: "0"', true],
    ['autoscaling.keda.sh/paused: "false"', undefined],
    ['', undefined],
  ])('is paused by %j: %s', (annotations, expected) => {
    expect(read(annotations)?.paused).toBe(expected);
  });
});

describe('what gives requests that a container does not name', () => {
  const read = (text: string) => readKubernetes('k8s/shop.yaml', text).deployment?.requestSources ?? [];
  const range = (limits: string) =>
    `apiVersion: v1\nkind: LimitRange\nmetadata: { name: a, namespace: shop }\nspec: { limits: [${limits}] }`;
  const vertical = (more: string) =>
    `apiVersion: autoscaling.k8s.io/v1\nkind: VerticalPodAutoscaler\nmetadata: { name: a }\nspec:\n  targetRef: { kind: Deployment, name: api }\n${more}`;

  it.each([
    ['a request', range('{ type: Container, defaultRequest: { cpu: 100m } }'), ['cpu']],
    ['a limit', range('{ type: Container, default: { memory: 1Gi, cpu: 1 } }'), ['memory', 'cpu']],
    ['a bound alone', range('{ type: Container, max: { cpu: 2 } }'), []],
    ['pods', range('{ type: Pod, max: { cpu: 2 } }'), []],
    ['an autoscaler of requests', vertical('  updatePolicy: { updateMode: Auto }'), ['cpu', 'memory']],
    ['one that only tells', vertical('  updatePolicy: { updateMode: "Off" }'), []],
  ])('%s', (_, text, expected) => {
    expect(read(text).flatMap(({ resources }) => resources)).toEqual(expected);
  });

  it('is for a namespace or for one workload', () => {
    expect(read(range('{ type: Container, default: { cpu: 1 } }'))).toMatchObject([
      { namespace: 'shop', target: null },
    ]);
    expect(read(vertical(''))).toMatchObject([{ namespace: null, target: { kind: 'Deployment', name: 'api' } }]);
  });

  it('is the pod as a whole', () => {
    const unit = readUnit(
      'apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: api }\nspec: { template: { spec: { resources: { requests: { cpu: 1 }, limits: { memory: 1Gi } }, containers: [{ name: api }] } } }',
    );
    expect(unit.requestsOfPod).toEqual(['cpu', 'memory']);
  });
});

describe('what Kustomize changes', () => {
  it('is the copies of a workload by its name, which runs nothing there', () => {
    const text = 'replicas:\n  - { name: api, count: 4 }\n  - { name: web }\n';
    const { deployment } = readKubernetes('k8s/overlays/production/kustomization.yaml', text);
    expect(deployment?.units).toMatchObject([
      { name: 'api', kind: 'deployment', replicas: { value: 4 }, containers: [] },
    ]);
    expect(text.slice(...(deployment?.units[0]?.replicas?.span ?? [0, 0]))).toBe('4');
    expect(readKubernetes('k8s/counts.yaml', text).deployment).toBeNull();
  });

  const read = (path: string, text: string) =>
    (readKubernetes(path, text).deployment?.patchedPaths ?? []).map(
      ({ path: changed, kind, name }) => `${kind} ${name} ${changed}`,
    );

  it('is told by a JSON patch of its own', () => {
    expect(read('k8s/patch.yaml', '- op: remove\n  path: /spec/replicas\n')).toEqual(['null null /spec/replicas']);
    expect(read('k8s/list.yaml', '- path: /spec/replicas\n')).toEqual([]);
  });

  it('is a number that a patch takes away', () => {
    const patch = (replicas: string) =>
      `apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: api }\nspec: { replicas: ${replicas} }\n`;
    expect(read('k8s/patch.yaml', patch('null'))).toEqual(['Deployment api /spec/replicas']);
    expect(read('k8s/patch.yaml', patch('2'))).toEqual([]);
  });

  it('is left alone by Argo CD', () => {
    const spec =
      'ignoreDifferences: [{ kind: Deployment, jsonPointers: [/spec/replicas] }, { kind: StatefulSet, name: api, jqPathExpressions: [.spec.replicas] }]';
    const expected = ['Deployment null /spec/replicas', 'StatefulSet api /spec/replicas'];
    const of = (kind: string, text: string) =>
      read('argo.yaml', `apiVersion: argoproj.io/v1alpha1\nkind: ${kind}\nmetadata: { name: a }\nspec: { ${text} }\n`);
    expect(of('Application', spec)).toEqual(expected);
    expect(of('ApplicationSet', `template: { spec: { ${spec} } }`)).toEqual(expected);
    expect(
      read('other.yaml', `apiVersion: example.com/v1\nkind: Application\nmetadata: { name: a }\nspec: { ${spec} }\n`),
    ).toEqual([]);
  });

  it('stands in files that it applies together', () => {
    const text = 'resources: [api.yaml, ../base, https://example.com/shop.git]\ncomponents: [../../scaling]\n';
    const together = (path: string) => readKubernetes(path, text).deployment?.appliesTogether;
    expect(together('k8s/production/kustomization.yaml')).toEqual(['k8s/production/api.yaml', 'k8s/base', 'scaling']);
    expect(together('k8s/production/api.yaml')).toBeUndefined();
  });

  it('is told by what a kustomization holds', () => {
    const text =
      'patches:\n  - target: { kind: Deployment, name: api }\n    patch: |-\n      - op: remove\n        path: /spec/replicas\n' +
      '  - path: other.yaml\n  - patch: |-\n      kind: Deployment\n      metadata: { name: web }\n      spec: { replicas: null }\n';
    expect(read('k8s/kustomization.yaml', text)).toEqual([
      'Deployment api /spec/replicas',
      'Deployment web /kind',
      'Deployment web /metadata',
      'Deployment web /metadata/name',
      'Deployment web /spec',
      'Deployment web /spec/replicas',
    ]);
    expect(read('k8s/other.yaml', text)).toEqual([]);
  });
});

describe('files that are something else', () => {
  it.each([
    ['a workflow', '.github/workflows/ci.yml', 'on: push\njobs: { test: { runs-on: ubuntu } }'],
    ['an unknown kind', 'k8s/a.yaml', 'apiVersion: v1\nkind: Namespace\nmetadata: { name: shop }'],
    ['broken YAML of no kind', 'k8s/a.yaml', 'a: [1\nb: 2'],
    ['nothing', 'k8s/a.yaml', ''],
    ['a list of texts', 'k8s/a.yaml', '- a\n- b'],
  ])('%s gives nothing and no problem', (_, path, text) => {
    const facts = readKubernetes(path, text);
    expect([facts.deployment, facts.problems]).toEqual([null, []]);
  });

  it('gives of a chart’s template what it asks for alone', () => {
    const text =
      'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: {{ .Release.Name }}\nspec:\n{{- if not .Values.autoscaling.enabled }}\n  replicas: {{ .Values.replicas }}\n{{- end }}';
    const { deployment, problems } = readKubernetes('chart/templates/api.yaml', text);
    expect([deployment?.units, deployment?.asks, problems]).toEqual([[], ['autoscaling.enabled', 'replicas'], []]);
  });

  it('tells what is broken in a manifest and keeps the rest', () => {
    const facts = readKubernetes(
      'k8s/a.yaml',
      `${manifest}---\napiVersion: v1\nkind: Service\nmetadata: { name: carts\nspec: [`,
    );
    expect(facts.deployment?.units.map(({ name }) => name)).toEqual(['shop-api']);
    expect(facts.problems.length).toBeGreaterThan(0);
  });
});
