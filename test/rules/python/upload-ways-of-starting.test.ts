import { rule } from '../../../src/rules/storage/upload-local-disk.ts';
import { checkRule } from '../check-rule.ts';

/** Uploads in a volume that a cluster's instances share, or may share, beside a Procfile that knows no volume. */
const shop = (mode: string, mark = '') => `
    # file: requirements.txt
    flask
    # file: Procfile
    web: gunicorn -w 4 main:app
    # file: main.py
    import os
    from flask import Flask, request, send_from_directory
    app = Flask(__name__)
    @app.post("/files")
    def upload():
        given = request.files["file"]
        given.save(os.path.join("/data/up", request.form["name"]))
${mark}
        return ""
    @app.get("/files/<name>")
    def download(name):
        return send_from_directory("/data/up", name)
    # file: k8s/deploy.yaml
    apiVersion: v1
    kind: PersistentVolumeClaim
    metadata: { name: up }
    spec: { accessModes: [${mode}], resources: { requests: { storage: 10Gi } } }
    ---
    apiVersion: apps/v1
    kind: Deployment
    metadata: { name: web }
    spec:
      replicas: 3
      selector: { matchLabels: { app: web } }
      template:
        metadata: { labels: { app: web } }
        spec:
          containers:
            - name: web
              image: registry/web:1
              command: [gunicorn, -w, "2", "main:app"]
              volumeMounts: [{ name: up, mountPath: /data }]
          volumes: [{ name: up, persistentVolumeClaim: { claimName: up } }]`;

checkRule(rule, [
  { name: 'a volume that all instances share', files: shop('ReadWriteMany') },
  {
    name: 'a volume of one node, so that the copies which start share it',
    files: shop('ReadWriteOnce'),
    gate: 'shared',
  },
  {
    name: 'a folder that goes with the pod',
    files: shop('ReadWriteOnce', ' #            ^^^^ upload-local-disk').replace(
      'persistentVolumeClaim: { claimName: up }',
      'emptyDir: {}',
    ),
    silentWhen: [
      {
        name: 'all share it',
        replace: [
          ['emptyDir: {}', 'persistentVolumeClaim: { claimName: up }'],
          ['ReadWriteOnce', 'ReadWriteMany'],
        ],
      },
    ],
  },
]);
