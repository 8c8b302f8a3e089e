import { describe, expect, it } from 'vitest';
import { rule } from '../../src/rules/summaries/volume-ephemeral-state.ts';
import { findingsIn } from './findings-of-rules.ts';
import { readMarkedFiles } from './marked-files.ts';

const uploads = (folder = "'/app/uploads'"): string => `# file: src/app.ts
import express from 'express';
import multer from 'multer';
const app = express();
const upload = multer({ dest: ${folder} });
app.post('/photos', upload.single('photo'), (request, response) => response.json({ id: request.file.filename }));
app.use('/photos', express.static(${folder}));
app.listen(3000);
`;

const database = `# file: src/app.ts
import Database from 'better-sqlite3';
import express from 'express';
const db = new Database('/app/data/shop.db');
const app = express();
app.post('/orders', (request, response) => {
  db.prepare('INSERT INTO orders (name) VALUES (?)').run(request.body.name);
  response.end();
});
app.get('/orders', (request, response) => response.json(db.prepare('SELECT * FROM orders').all()));
app.listen(3000);
`;

const reports = `# file: src/app.ts
import { writeFile } from 'node:fs/promises';
import express from 'express';
const app = express();
app.post('/reports/:id', async (request, response) => {
  await writeFile(\`/app/reports/\${request.params.id}.csv\`, request.body.rows);
  response.end();
});
app.get('/reports/:id', (request, response) => response.sendFile(\`/app/reports/\${request.params.id}.csv\`));
app.listen(3000);
`;

const flask = `# file: app.py
from flask import Flask, request, send_from_directory
app = Flask(__name__)

@app.post("/photos")
def add():
    photo = request.files["photo"]
    photo.save("/app/uploads/" + photo.filename)
    return {"name": photo.filename}

@app.get("/photos/<name>")
def show(name):
    return send_from_directory("/app/uploads", name)
`;

const mark = (column: number, length: number): string =>
  `#${' '.repeat(column - 1)}${'^'.repeat(length)} volume-ephemeral-state\n`;

interface Parts {
  readonly kind?: string;
  readonly replicas?: number | null;
  readonly path?: string;
  readonly volume?: string;
  readonly more?: string;
  readonly sidecar?: string;
  readonly pod?: string;
  readonly file?: string;
  readonly command?: string;
  readonly found?: boolean;
}

/** A workload whose container mounts a volume, marked where that is to be found. */
function workload(parts: Parts = {}): string {
  const mount = `{ name: kept, mountPath: ${parts.path ?? '/app/uploads'} }`;
  const replicas = parts.replicas === null ? '' : `  replicas: ${parts.replicas ?? 3}\n`;
  return `# file: ${parts.file ?? 'k8s/shop.yaml'}
apiVersion: apps/v1
kind: ${parts.kind ?? 'Deployment'}
metadata: { name: shop }
spec:
${replicas}  template:
    spec:
${parts.pod ?? ''}      containers:
        - name: shop
          image: registry.example.com/shop:1.4.0
          command: ${parts.command ?? '[node, src/app.ts]'}
          volumeMounts:
            - ${mount}
${parts.found === true ? mark(14, mount.length) : ''}${parts.more ?? ''}${parts.sidecar ?? ''}      volumes:
        - { name: kept, ${parts.volume ?? 'emptyDir: {}'} }
`;
}

const node = (path: string): string => `hostPath: { path: ${path} }`;

interface Case {
  readonly name: string;
  readonly files: string;
  readonly severity?: string;
  readonly says?: readonly string[];
  readonly related?: readonly string[];
  readonly silentWhen?: readonly [from: string, to: string];
}

const silent: readonly Case[] = [
  { name: 'the container mounts nothing at the folder', files: uploads() + workload({ path: '/app/other' }) },
  { name: 'nothing lies in it that is missed', files: uploads("'/app/elsewhere'") + workload() },
  {
    name: 'all pods mount one claim',
    files: `${uploads()}${workload({ volume: 'persistentVolumeClaim: { claimName: kept }' })}---
apiVersion: v1
kind: PersistentVolumeClaim
metadata: { name: kept }
spec: { accessModes: [ReadWriteMany] }
`,
  },
  { name: 'a share of files', files: uploads() + workload({ volume: 'nfs: { server: files, path: /kept }' }) },
  {
    name: 'a driver of which nothing is known',
    files: uploads() + workload({ volume: 'csi: { driver: files.example.com }' }),
  },
  {
    name: 'a volume that another manifest adds',
    files: uploads() + workload().replace('{ name: kept, empty', '{ name: other, empty'),
  },
  { name: 'a folder for what does not last', files: uploads("'/tmp/uploads'") + workload({ path: '/tmp' }) },
  {
    name: 'a container beside it takes the files',
    files:
      uploads() +
      workload({
        sidecar:
          '        - name: sync\n          image: rclone/rclone:1.68\n          volumeMounts:\n            - { name: kept, mountPath: /data }\n',
      }),
  },
  {
    name: 'another container mounts a folder of its own there',
    files:
      uploads() +
      workload({
        path: '/app/other',
        sidecar:
          '        - name: metrics\n          image: prom/statsd-exporter:v0.28.0\n          volumeMounts:\n            - { name: kept, mountPath: /app/uploads }\n',
      }),
  },
  {
    name: 'a volume that lasts stands nearer to the files',
    files: `${uploads("'/app/data/uploads'")}${workload({
      path: '/app/data',
      more: '            - { name: photos, mountPath: /app/data/uploads }\n',
    })}        - { name: photos, persistentVolumeClaim: { claimName: photos } }
`,
  },
  {
    name: 'a folder of the one node that all pods run on',
    files:
      uploads() +
      workload({ volume: node('/var/kept'), pod: '      nodeSelector: { kubernetes.io/hostname: node-1 }\n' }),
  },
  {
    name: 'a folder of each node, for one pod on each',
    files: uploads() + workload({ volume: node('/var/kept'), kind: 'DaemonSet', replicas: null }),
  },
  { name: 'a share that every node mounts', files: uploads() + workload({ volume: node('/mnt/nfs/kept') }) },
  {
    name: 'one pod with a folder of its node',
    files: uploads() + workload({ volume: node('/var/kept'), replicas: 1 }),
  },
  { name: 'a cluster for development', files: uploads() + workload({ file: 'k8s/dev/shop.yaml' }) },
  { name: 'an example', files: uploads() + workload({ file: 'examples/k8s/shop.yaml' }) },
  {
    name: 'a compose service with a volume that has a name',
    files: `${uploads()}# file: compose.yaml
services:
  shop:
    build: .
    command: node src/app.ts
    volumes: [kept:/app/uploads]
    deploy: { replicas: 3 }
`,
  },
];

const flagged: readonly Case[] = [
  {
    name: 'uploads in an emptyDir of several pods',
    files: uploads() + workload({ found: true }),
    severity: 'warning',
    says: [
      'Each pod has a folder of its own at `/app/uploads`: uploads (src/app.ts:4).',
      'Each of 3 instances (k8s/shop.yaml:5) begins with an empty one and sees no other.',
    ],
    related: ['src/app.ts:4', 'k8s/shop.yaml:5'],
    silentWhen: ['emptyDir: {}', 'persistentVolumeClaim: { claimName: kept }'],
  },
  {
    name: 'a deploy empties it',
    files: uploads() + workload({ found: true, replicas: 1 }),
    severity: 'warning',
    says: ['A deploy or restart empties `/app/uploads`, which goes with its pod: uploads (src/app.ts:4).'],
    silentWhen: ["dest: '/app/uploads'", "dest: '/app/elsewhere'"],
  },
  {
    name: 'nothing says how many pods run',
    files: uploads() + workload({ found: true, replicas: null }),
    severity: 'warning',
    says: ['With 2 instances each begins with an empty one'],
    silentWhen: ['emptyDir: {}', 'nfs: { server: files, path: /kept }'],
  },
  {
    name: 'a volume of which nothing is said is an emptyDir',
    files: uploads() + workload({ found: true }).replace('{ name: kept, emptyDir: {} }', '{ name: kept }'),
    severity: 'warning',
    silentWhen: ['mountPath: /app/uploads', 'mountPath: /app/uploads, readOnly: true'],
  },
  {
    name: 'a claim that is made for each pod and goes with it',
    files:
      uploads() +
      workload({
        found: true,
        volume: 'ephemeral: { volumeClaimTemplate: { spec: { accessModes: [ReadWriteOnce] } } }',
      }),
    severity: 'warning',
    silentWhen: ["dest: '/app/uploads'", "dest: '/app/elsewhere'"],
  },
  {
    name: 'a database in an emptyDir',
    files: database + workload({ found: true, path: '/app/data' }),
    severity: 'warning',
    says: ['Each pod has a folder of its own at `/app/data`: the database (src/app.ts:3).'],
    silentWhen: ['/app/data/shop.db', ':memory:'],
  },
  {
    name: 'files that are given out lie in an emptyDir',
    files: reports + workload({ found: true, path: '/app/reports' }),
    severity: 'warning',
    says: ['files (src/app.ts:5)'],
    silentWhen: [
      "app.get('/reports/:id', (request, response) => response.sendFile(`/app/reports/${request.params.id}.csv`));",
      '',
    ],
  },
  {
    name: 'pods of a StatefulSet have one each, too',
    files: uploads() + workload({ found: true, kind: 'StatefulSet' }),
    severity: 'warning',
    silentWhen: ['emptyDir: {}', 'persistentVolumeClaim: { claimName: kept }'],
  },
  {
    name: 'a folder of the node that each pod is on',
    files: uploads() + workload({ found: true, volume: node('/var/kept') }),
    severity: 'warning',
    says: [
      'Each node of the cluster has a folder of its own at `/app/uploads`: uploads (src/app.ts:4).',
      'Each of 3 instances (k8s/shop.yaml:5) sees the files of its node alone.',
    ],
    silentWhen: ['path: /var/kept', 'path: /mnt/efs/kept'],
  },
  {
    name: 'a folder of the node where shares are mounted as well',
    files: uploads() + workload({ found: true, volume: node('/mnt/kept') }),
    severity: 'note',
    silentWhen: ['replicas: 3', 'replicas: 1'],
  },
  {
    name: 'another container mounts another volume',
    files:
      uploads() +
      workload({
        found: true,
        sidecar:
          '        - name: proxy\n          image: nginx:1.27\n          volumeMounts:\n            - { name: pages, mountPath: /pages }\n',
      }),
    severity: 'warning',
    silentWhen: ['{ name: pages, mountPath', '{ name: kept, mountPath'],
  },
  {
    name: 'a folder in memory of a compose service',
    files: `${uploads()}# file: compose.yaml
services:
  shop:
    build: .
    command: node src/app.ts
    tmpfs: /app/uploads
    #      ^^^^^^^^^^^^ volume-ephemeral-state
    deploy: { replicas: 3 }
`,
    severity: 'warning',
    says: ['Each container has a folder of its own at `/app/uploads`', 'mount a volume with a name there'],
    silentWhen: ['tmpfs: /app/uploads', 'volumes: [kept:/app/uploads]'],
  },
  {
    name: 'a volume without a name belongs to one container',
    files: `${uploads()}# file: compose.yaml
services:
  shop:
    build: .
    command: node src/app.ts
    volumes:
      - /app/uploads
      # ^^^^^^^^^^^^ volume-ephemeral-state
    deploy: { replicas: 3 }
`,
    severity: 'warning',
    silentWhen: ['- /app/uploads', '- /app/node_modules'],
  },
  {
    name: 'uploads of Python in an emptyDir',
    files: flask + workload({ found: true, command: '[gunicorn, "app:app"]' }),
    severity: 'warning',
    says: ['uploads (app.py:'],
    silentWhen: ['photo.save("/app/uploads/" + photo.filename)', 'print(photo.filename)'],
  },
];

describe('volume-ephemeral-state', () => {
  const own = (files: string) =>
    findingsIn(readMarkedFiles(files).files).filter(({ ruleId }) => ruleId === rule.info.id);

  it.each(silent.map((each) => [each.name, each] as const))('stays silent: %s', (_name, { files }) => {
    expect(own(files)).toEqual([]);
  });

  it.each(flagged.map((each) => [each.name, each] as const))('is found: %s', (_name, each) => {
    const found = own(each.files);
    expect(found.map(({ file, range }) => ({ file, ...range }))).toEqual(
      readMarkedFiles(each.files).marks.map(({ file, start, end }) => ({ file, start, end })),
    );
    const [finding] = found;
    if (each.severity !== undefined) expect(finding?.severity).toBe(each.severity);
    for (const part of each.says ?? []) expect(finding?.message).toContain(part);
    expect(finding?.message.split(/(?<=\.)\s/)[0]?.length).toBeLessThanOrEqual(110);
    if (each.related !== undefined)
      expect(finding?.related.map(({ file, range }) => `${file}:${range.start.line + 1}`)).toEqual(each.related);
  });

  it.each(flagged.map((each) => [each.name, each] as const))('is silent without: %s', (_name, each) => {
    const [from, to] = each.silentWhen ?? ['', ''];
    expect(each.files).toContain(from);
    expect(own(each.files.replaceAll(from, to))).toEqual([]);
  });
});
