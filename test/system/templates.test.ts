import { describe, expect, it } from 'vitest';
import { budgetLines, countText, type Files, manifest, programLines, see, server } from './workspace.ts';

const code: Files = { 'package.json': manifest('shop', { scripts: { start: 'node server.js' } }), 'server.js': server };

const template = (replicas: string, more = '') => `apiVersion: template.openshift.io/v1
kind: Template
objects:
  - apiVersion: apps/v1
    kind: Deployment
    metadata: { name: "shop-\${JOB}" }
    spec:
      replicas: ${replicas}
      strategy: { type: RollingUpdate, rollingUpdate: { maxSurge: 2 } }
      template:
        spec:
          containers:
            - name: app
              image: "\${REGISTRY}/acme/shop:\${TAG}"
              env: [{ name: DB_HOST, value: "orders-\${JOB}" }]
${more}parameters:
  - { name: JOB, required: true }
  - { name: TAG, value: latest }
  - { name: REGISTRY, value: ghcr.io }
  - { name: REPLICAS, value: "2" }
  - { name: LIMIT, value: "7" }
`;

describe('copies that a template of OpenShift asks for', () => {
  it.each<[string, Files, string]>([
    ['a number', { 'openshift/app.yaml': template('4') }, '×4 (openshift/app.yaml:8)'],
    [
      'the value of a parameter, where it is written',
      { 'openshift/app.yaml': template('${{REPLICAS}}') },
      '×2 (openshift/app.yaml:20)',
    ],
    [
      'the number of a file of parameters, the largest that is not for development',
      {
        'openshift/app.deployment.yaml': template('${{REPLICAS}}'),
        'openshift/app.dev.param': 'REPLICAS=9\n',
        'openshift/app.test.param': 'REPLICAS=8\n',
        'openshift/app.prod.param': 'CPU_LIMIT=1500m\nREPLICAS=3\n',
      },
      '×3 (openshift/app.prod.param:2)',
    ],
    [
      'another parameter of the file is none',
      {
        'openshift/app.deployment.yaml': template('${{REPLICAS}}'),
        'openshift/app.prod.param': 'LIMIT=9\n',
      },
      '×2 (openshift/app.deployment.yaml:20)',
    ],
    [
      'the file of another template is none',
      {
        'openshift/app.deployment.yaml': template('${{REPLICAS}}'),
        'openshift/cache.prod.param': 'REPLICAS=9\n',
      },
      '×2 (openshift/app.deployment.yaml:20)',
    ],
    ['a parameter without a value', { 'openshift/app.yaml': template('${{COPIES}}') }, '×?'],
  ])('%s', (_, files, expected) => {
    const { graph, system } = see({ ...code, ...files });
    expect(system.programs.map(({ topology }) => countText(graph, topology.hosts))).toEqual([expected]);
  });

  it('a DeploymentConfig is a Deployment', () => {
    const files = { 'openshift/app.yaml': template('5').replace('kind: Deployment', 'kind: DeploymentConfig') };
    expect(programLines(see({ ...code, ...files }))).toEqual(['shop server server.js ×5 (openshift/app.yaml:8)']);
  });
});

const pool =
  "import knex from 'knex';\nexport const db = knex({ client: 'pg', connection: settings.read(), pool: { max: 20 } });\n";
const cluster = (environment: string) => `  - apiVersion: apps/v1
    kind: StatefulSet
    metadata: { name: "orders-\${JOB}" }
    spec:
      template:
        metadata: { labels: { app: orders } }
        spec:
          containers: [{ name: db, image: "acme/own-postgres:1", env: [${environment}] }]
  - apiVersion: v1
    kind: Service
    metadata: { name: "orders-\${JOB}" }
    spec: { selector: { app: orders, role: leader }, ports: [{ port: 5432 }] }
`;

describe('the database that a program’s own manifest names', () => {
  const withDatabase = (environment: string): Files => ({
    ...code,
    'server.js': `${server}${pool}`,
    'openshift/app.yaml': template('3', cluster(environment)),
    'local/compose.yaml': 'services:\n  postgres:\n    image: postgres:16\n',
  });

  it('takes what its container is told, and roll-outs count as the template says', () => {
    expect(budgetLines(see(withDatabase('{ name: POSTGRESQL_MAX_CONNECTIONS, value: "500" }')))).toEqual([
      'orders 100 of 497 (openshift/app.yaml:23): shop 20 literal × 1 × (3 + 2) if null leads there',
    ]);
  });

  it('is not the one of a developer where it is told nothing', () => {
    expect(budgetLines(see(withDatabase('')))).toEqual([
      'orders 100 of 97 (not grounded): shop 20 literal × 1 × (3 + 2) if null leads there',
    ]);
  });

  it('is not the one that stands beside another service', () => {
    const files: Files = {
      'services/shop/package.json': manifest('shop', { scripts: { start: 'node server.js' } }),
      'services/shop/server.js': `${server}${pool}`,
      'services/reports/Dockerfile': 'FROM python:3.12\n',
      'services/reports/compose.yaml':
        'services:\n  reports:\n    build: .\n  reports-db:\n    image: postgres:16\n    command: postgres -c max_connections=30\n',
    };
    expect(budgetLines(see(files))).toEqual(['postgres 40 of 97 (not grounded): shop 20 literal × 1 × (2 + 0)']);
    const { 'services/reports/compose.yaml': compose = '', ...others } = files;
    expect(
      budgetLines(see({ ...others, 'compose.yaml': compose.replace('build: .', 'build: services/reports') })),
    ).toEqual(['reports-db 40 of 27 (compose.yaml:6): shop 20 literal × 1 × (2 + 0) if null leads there']);
  });
});

it('a job whose command starts no program is none of its units', () => {
  const job = `  - apiVersion: batch/v1
    kind: Job
    metadata: { name: "before-\${JOB}" }
    spec:
      template:
        spec: { containers: [{ name: shop, image: "ghcr.io/acme/shop:1", command: [npm, run, migrate] }] }
`;
  const { system } = see({ ...code, 'openshift/app.yaml': template('4', job) });
  expect(system.programs.map(({ units }) => units.map(({ name }) => name))).toEqual([['shop']]);
});

it('a workload runs the program whose compose service is built under its image’s name', () => {
  const files: Files = {
    'apps/renderer-ts/package.json': manifest('page-renderer', { scripts: { start: 'node server.js' } }),
    'apps/renderer-ts/server.js': server,
    'compose.yaml': 'services:\n  renderer:\n    build: apps/renderer-ts\n',
    'k8s/renderer.yaml':
      'apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: pages }\nspec:\n  replicas: 3\n  template: { spec: { containers: [{ name: pages, image: ghcr.io/acme/renderer:1 }] } }\n',
  };
  const counts = (all: Files) => see(all).system.programs.map(({ topology }) => topology.hosts.maximum);
  expect(counts(files)).toEqual([3]);
  expect(
    counts({
      ...files,
      'k8s/renderer.yaml': (files['k8s/renderer.yaml'] ?? '').replace('acme/renderer', 'acme/other'),
    }),
  ).toEqual([2]);
});
