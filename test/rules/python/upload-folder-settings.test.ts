import { rule } from '../../../src/rules/storage/upload-local-disk.ts';
import { checkRule } from '../check-rule.ts';

const app = (folder: string, mark = '') => `
    # file: main.py
    import os
    import uuid
    from flask import Flask, jsonify, request, send_from_directory
    app = Flask(__name__)
    UPLOADS = ${folder}
    @app.post("/files")
    def upload():
        sent = request.files["file"]
        name = uuid.uuid4().hex
        sent.save(os.path.join(UPLOADS, name))
        ${mark}
        return jsonify(name=name), 201
    @app.get("/files/<name>")
    def download(name):
        return send_from_directory(UPLOADS, name)
    `;

const manifest = (access: string, environment: string) => `# file: k8s/web.yaml
    apiVersion: v1
    kind: PersistentVolumeClaim
    metadata: {name: up}
    spec:
      accessModes: [${access}]
      resources: {requests: {storage: 10Gi}}
    ---
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: web}
    spec:
      replicas: 3
      selector: {matchLabels: {app: web}}
      template:
        metadata: {labels: {app: web}}
        spec:
          containers:
            - name: web
              image: shop/web:1
              command: ["gunicorn", "main:app"]
              ${environment}
              volumeMounts: [{name: up, mountPath: /data}]
          volumes: [{name: up, persistentVolumeClaim: {claimName: up}}]`;

const set = 'env: [{name: UPLOAD_DIR, value: /data/up}]';
const elsewhere = 'env: [{name: UPLOAD_DIR, value: /srv/up}]';
const fallback = 'os.environ.get("UPLOAD_DIR", "/tmp/uploads")';
const saved = '#    ^^^^ upload-local-disk';
const silentWhen = [
  { name: 'nobody takes uploads', replace: [['sent.save(os.path.join(UPLOADS, name))', 'str(sent.mimetype)']] },
] as const;
const shared = [{ name: 'the deployment names a folder of the volume', replace: [['/srv/up', '/data/up']] }] as const;

checkRule(rule, [
  {
    name: 'a folder of a shared volume that the deployment sets',
    files: app(fallback) + manifest('ReadWriteMany', set),
    gate: 'shared',
  },
  {
    name: 'a folder of a shared volume that the deployment sets by an or',
    files: app('os.environ.get("UPLOAD_DIR") or "/tmp/uploads"') + manifest('ReadWriteMany', set),
    gate: 'shared',
  },
  {
    name: 'a folder of a shared volume that code falls back on',
    files: app('os.environ.get("UPLOAD_DIR", "/data/up")') + manifest('ReadWriteMany', ''),
    gate: 'shared',
  },
  {
    name: 'a shared volume beside a Procfile of the same program',
    files: `${app('"/data/up"')}${manifest('ReadWriteMany', '')}
    # file: Procfile
    web: gunicorn -w 4 main:app`,
    gate: 'shared',
  },
  {
    name: 'a folder beside the volume that the deployment sets in place of one on it',
    files: app('os.environ.get("UPLOAD_DIR", "/data/up")', saved) + manifest('ReadWriteMany', elsewhere),
    expect: [{ severity: 'error', says: ['`/srv/up`'] }],
    silentWhen: shared,
  },
  {
    name: 'a folder that the deployment sets beside the volume',
    files: app(fallback, saved) + manifest('ReadWriteMany', elsewhere),
    expect: [{ severity: 'error', says: ['`/srv/up`'] }],
    silentWhen: shared,
  },
  {
    name: 'a folder that code falls back on beside the volume',
    files: app(fallback, saved) + manifest('ReadWriteMany', ''),
    expect: [{ says: ['`/tmp/uploads`'] }],
    silentWhen,
  },
  {
    name: 'a program that a Procfile alone runs',
    files: `${app('"/data/up"', saved)}# file: Procfile
    web: gunicorn -w 4 main:app`,
    silentWhen,
  },
]);
