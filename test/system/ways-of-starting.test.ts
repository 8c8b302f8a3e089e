import { describe, expect, it } from 'vitest';
import { type Files, programLines, see } from './workspace.ts';

const shop = {
  'requirements.txt': 'flask\n',
  'shop.py': 'from flask import Flask\napp = Flask(__name__)\n@app.get("/")\ndef home(): return ""\n',
};
const procfile = { Procfile: 'web: gunicorn -w 4 shop:app\n' };
const workload = (command: string, replicas: number, file = 'deploy.yaml'): Files => ({
  [file]: `apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  replicas: ${replicas}
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec: { containers: [{ name: web, image: registry/web, command: ${command} }] }
`,
});
const compose = (command: string, replicas: number): Files => ({
  'compose.yaml': `services:\n  web:\n    build: .\n    command: ${command}\n    deploy: { replicas: ${replicas} }\n`,
});
const two = '[gunicorn, -w, "2", "shop:app"]';
const one = '[gunicorn, "shop:app"]';
const systemd = {
  'shop.service': '[Service]\nWorkingDirectory=/srv/shop\nExecStart=/usr/bin/gunicorn -w 8 shop:app\n',
};

/** Files beside the shop, and its hosts with their line, and processes, as one deployment has them. */
const cases: readonly (readonly [name: string, files: Files, line: string])[] = [
  ['a Procfile alone', procfile, 'web server shop.py ×? ×4 processes'],
  ['a cluster alone', workload(two, 3), 'web server shop.py ×3 (deploy.yaml:5) ×2 processes'],
  [
    'a cluster beside a Procfile',
    { ...workload(two, 3), ...procfile },
    'web server shop.py ×3 (deploy.yaml:5) ×2 processes',
  ],
  [
    'a cluster in a folder of its own beside a Procfile',
    { ...workload(two, 3, 'k8s/deploy.yaml'), ...procfile },
    'web server shop.py ×3 (k8s/deploy.yaml:5) ×2 processes',
  ],
  [
    'a cluster whose command says no number beside a Procfile',
    { ...workload(one, 3), ...procfile },
    'web server shop.py ×3 (deploy.yaml:5)',
  ],
  [
    'a cluster beside a file of systemd',
    { ...workload(one, 3), ...systemd },
    'shop.py server shop.py ×3 (deploy.yaml:5)',
  ],
  [
    'compose beside a Procfile',
    { ...compose('gunicorn -w 2 shop:app', 3), ...procfile },
    'web server shop.py ×3 (compose.yaml:5) ×2 processes',
  ],
  [
    'a cluster of more hosts beside compose of more processes',
    { ...workload(one, 4), ...compose('gunicorn -w 8 shop:app', 2) },
    'web server shop.py ×2 (compose.yaml:5) ×8 processes',
  ],
  [
    'a cluster of more of both beside compose',
    { ...workload(two, 4), ...compose('gunicorn -w 3 shop:app', 2) },
    'web server shop.py ×4 (deploy.yaml:5) ×2 processes',
  ],
];

describe('several ways to start one program', () => {
  it.each(cases)('give the hosts and processes of one of them: %s', (_name, files, line) => {
    expect(programLines(see({ ...shop, ...files }))).toEqual([line]);
  });

  it.each(cases)('give the same in any order: %s', (_name, files, line) => {
    const backwards = Object.fromEntries(Object.entries({ ...shop, ...files }).reverse());
    expect(programLines(see(backwards))).toEqual([line]);
  });
});
