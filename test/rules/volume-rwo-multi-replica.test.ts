import { rule } from '../../src/rules/storage/volume-rwo-multi-replica.ts';
import { checkRule, type RuleCase } from './check-rule.ts';

const app = `# file: src/app.ts
import express from 'express';
const app = express();
app.get('/', (request, response) => response.send('shop'));
app.listen(3000);
`;

interface Parts {
  readonly kind?: string;
  readonly name?: string;
  readonly spec?: string;
  readonly pod?: string;
  readonly volume?: string;
  readonly mount?: string;
  readonly command?: string;
}

const workload = (parts: Parts = {}, marked = ''): string => `apiVersion: apps/v1
kind: ${parts.kind ?? 'Deployment'}
metadata: { name: ${parts.name ?? 'shop'} }
spec:
${parts.spec ?? '  replicas: 3\n'}  template:
    spec:
${parts.pod ?? ''}      containers:
        - name: ${parts.name ?? 'shop'}
          image: registry.example.com/${parts.name ?? 'shop'}:1.4.0
${parts.command ?? '          command: ["node", "src/app.ts"]\n'}          volumeMounts:
            - ${parts.mount ?? '{ name: pictures, mountPath: /app/pictures }'}
${marked}      volumes:
        - ${parts.volume ?? '{ name: pictures, persistentVolumeClaim: { claimName: pictures } }'}
---
`;

const claim = (mode = 'ReadWriteOnce', more = ''): string => `apiVersion: v1
kind: PersistentVolumeClaim
metadata: { name: pictures }
spec:
${more}  accessModes: [${mode}]
  resources: { requests: { storage: 10Gi } }
---
`;

const mark = '#             ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ volume-rwo-multi-replica\n';
const file = '# file: k8s/shop.yaml\n';

const autoscaler = `apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: { name: shop }
spec:
  scaleTargetRef: { apiVersion: apps/v1, kind: Deployment, name: shop }
  minReplicas: 1
  maxReplicas: 6
---
`;

const silent: readonly RuleCase[] = [
  { name: 'many nodes can mount it', files: app + file + workload() + claim('ReadWriteMany'), gate: 'none' },
  { name: 'it is read alone', files: app + file + workload() + claim('ReadOnlyMany'), gate: 'none' },
  {
    name: 'one of its modes is for many nodes',
    files: app + file + workload() + claim('ReadWriteOnce, ReadWriteMany'),
    gate: 'shared',
  },
  {
    name: 'the mount is for reading',
    files: app + file + workload({ mount: '{ name: pictures, mountPath: /app/pictures, readOnly: true }' }) + claim(),
    gate: 'none',
  },
  {
    name: 'each pod of a StatefulSet gets a claim of its own',
    files:
      app +
      file +
      workload({
        kind: 'StatefulSet',
        spec: '  replicas: 3\n  volumeClaimTemplates:\n    - metadata: { name: pictures }\n      spec: { accessModes: [ReadWriteOnce] }\n',
        volume: '{ name: other, emptyDir: {} }',
      }),
    gate: 'none',
  },
  {
    name: 'a folder that goes with the pod',
    files: app + file + workload({ volume: '{ name: pictures, emptyDir: {} }' }) + claim(),
    gate: 'none',
  },
  {
    name: 'the claim is made elsewhere, so that nobody knows its modes',
    files: app + file + workload(),
    gate: 'none',
  },
  {
    name: 'shares of files do not mind',
    files: app + file + workload() + claim('ReadWriteOnce', '  storageClassName: efs-sc\n'),
    gate: 'shared',
  },
  {
    name: 'volumes of one node keep the pods there',
    files: app + file + workload() + claim('ReadWriteOnce', '  storageClassName: local-path\n'),
    gate: 'guard',
  },
  {
    name: 'all pods are put on one node',
    files: app + file + workload({ pod: '      nodeSelector: { kubernetes.io/hostname: node-1 }\n' }) + claim(),
    gate: 'guard',
  },
  {
    name: 'all pods are put beside another',
    files:
      app +
      file +
      workload({
        pod: '      affinity: { podAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [{ topologyKey: kubernetes.io/hostname }] } }\n',
      }) +
      claim(),
    gate: 'guard',
  },
  {
    name: 'one pod that the next one replaces',
    files: app + file + workload({ spec: '  replicas: 1\n  strategy: { type: Recreate }\n' }) + claim(),
    gate: 'topology',
  },
  {
    name: 'one pod that stops before the next one starts',
    files:
      app +
      file +
      workload({ spec: '  replicas: 1\n  strategy: { rollingUpdate: { maxSurge: 0, maxUnavailable: 1 } }\n' }) +
      claim(),
    gate: 'topology',
  },
  {
    name: 'a database of others that runs once',
    files: app + file + workload({ name: 'postgres', spec: '  replicas: 1\n', command: '' }) + claim(),
    gate: 'topology',
  },
  {
    name: 'a database of others, without a number',
    files: app + file + workload({ name: 'postgres', spec: '', command: '' }) + claim(),
    gate: 'topology',
  },
  {
    name: 'three pods of a cluster for development',
    files: `${app}# file: k8s/dev/shop.yaml\n${workload()}${claim()}`,
    gate: 'topology',
  },
  { name: 'an example', files: `${app}# file: docs/k8s/shop.yaml\n${workload()}${claim()}`, gate: 'scope' },
];

const found: readonly RuleCase[] = [
  {
    name: 'three pods and one volume',
    files: app + file + workload({}, mark) + claim(),
    expect: [
      {
        severity: 'error',
        situation: 'many',
        confidence: 'high',
        says: [
          'Of 3 pods of `shop` only those of one node can start: all mount `pictures`.',
          'The volume can be mounted on one node (ReadWriteOnce, k8s/shop.yaml:19), and 3 pods are asked for (k8s/shop.yaml:5)',
        ],
        related: ['k8s/shop.yaml:19', 'k8s/shop.yaml:5'],
        symbol: 'shop.pictures',
      },
    ],
    silentWhen: [
      { name: 'many nodes can mount it', replace: [['ReadWriteOnce', 'ReadWriteMany']] },
      {
        name: 'one pod is replaced by the next',
        replace: [['replicas: 3', 'replicas: 1\n  strategy: { type: Recreate }']],
      },
    ],
  },
  {
    name: 'an autoscaler asks for six',
    files: app + file + workload({ spec: '' }, mark) + claim() + autoscaler,
    expect: [{ severity: 'error', says: ['Of 6 pods of `shop`'] }],
    silentWhen: [{ name: 'many nodes can mount it', replace: [['ReadWriteOnce', 'ReadWriteMany']] }],
  },
  {
    name: 'a volume for one pod',
    files:
      app +
      file +
      workload({ pod: '      nodeSelector: { kubernetes.io/hostname: node-1 }\n' }, mark) +
      claim('ReadWriteOncePod'),
    expect: [{ severity: 'error', says: ['Only one of 3 pods of `shop` can start'] }],
    silentWhen: [{ name: 'one node is enough', replace: [['ReadWriteOncePod', 'ReadWriteOnce']] }],
  },
  {
    name: 'the claim stands in another file',
    files: `${app + file + workload({}, mark)}# file: k8s/volume.yaml\n${claim()}`,
    expect: [{ related: ['k8s/volume.yaml:3', 'k8s/shop.yaml:5'] }],
    silentWhen: [{ name: 'many nodes can mount it', replace: [['ReadWriteOnce', 'ReadWriteMany']] }],
  },
  {
    name: 'a StatefulSet whose pods share a claim',
    files: app + file + workload({ kind: 'StatefulSet' }, mark) + claim(),
    silentWhen: [
      {
        name: 'each gets its own',
        replace: [
          [
            '  replicas: 3\n',
            '  replicas: 3\n  volumeClaimTemplates:\n    - metadata: { name: pictures }\n      spec: { accessModes: [ReadWriteOnce] }\n',
          ],
        ],
      },
    ],
  },
  {
    name: 'a program of others that is asked for three times',
    files: app + file + workload({ name: 'gallery', command: '' }, mark) + claim(),
    expect: [{ severity: 'error', situation: 'no-program' }],
    silentWhen: [{ name: 'once', replace: [['replicas: 3', 'replicas: 1']] }],
  },
  {
    name: 'a patch for production asks for four',
    files: `${app + file + workload({ spec: '  replicas: 1\n' }, mark) + claim()}# file: k8s/production/replicas.yaml
apiVersion: apps/v1
kind: Deployment
metadata: { name: shop }
spec: { replicas: 4 }
`,
    expect: [{ severity: 'error', says: ['Of 4 pods', 'k8s/production/replicas.yaml:4'] }],
    silentWhen: [{ name: 'many nodes can mount it', replace: [['ReadWriteOnce', 'ReadWriteMany']] }],
  },
  {
    name: 'one pod of the shop, which a rolling deploy puts a second one beside',
    files: app + file + workload({ spec: '  replicas: 1\n' }, mark) + claim(),
    expect: [
      {
        severity: 'note',
        situation: 'one',
        says: ['One pod is declared (k8s/shop.yaml:5); a second one, as every rolling deploy starts it'],
      },
    ],
    silentWhen: [
      { name: 'it is recreated', replace: [['replicas: 1\n', 'replicas: 1\n  strategy: { type: Recreate }\n']] },
    ],
  },
  {
    name: 'nothing says how many pods of the shop run',
    files: app + file + workload({ spec: '' }, mark) + claim(),
    expect: [{ severity: 'warning', situation: 'assumed' }],
    silentWhen: [
      {
        name: 'it is recreated',
        replace: [
          [
            '  template:\n    spec:\n      containers',
            '  strategy: { type: Recreate }\n  template:\n    spec:\n      containers',
          ],
        ],
      },
    ],
  },
  {
    name: 'an application in Python',
    files: `# file: app.py
from flask import Flask
app = Flask(__name__)
@app.get("/")
def shop():
    return "shop"
# file: requirements.txt
flask
${file}${workload({ command: '          command: ["gunicorn", "app:app"]\n' }, mark)}${claim('ReadWriteOnce', '  storageClassName: gp3\n')}`,
    expect: [{ severity: 'error', situation: 'many' }],
    silentWhen: [{ name: 'a share of files', replace: [['gp3', 'nfs-client']] }],
  },
];

checkRule(rule, [...silent, ...found]);
