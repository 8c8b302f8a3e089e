import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { loadTest } from '../../src/patterns/load-test.ts';
import { nginxUpstream } from '../../src/patterns/nginx-upstream.ts';
import { pgbouncerIni } from '../../src/patterns/pgbouncer.ts';
import { rehearsalCompose } from '../../src/patterns/rehearsal-compose.ts';
import type { Plan } from '../../src/plan/types.ts';
import { compileEach } from '../patterns/compile.ts';
import { composeComplaints, manifestComplaints, manifestLiteral } from '../patterns/deploy-check.ts';
import { installedNginx, nginxComplaints } from './nginx-check.ts';
import { pairwise } from './pairs.ts';
import { composeShop } from './shops.ts';
import { type Case, planFor } from './workspaces.ts';

const nginx = installedNginx();
const pooler = spawnSync('pgbouncer', ['--version']).error === undefined;
for (const [name, there] of [
  ['nginx', nginx !== null],
  ['pgbouncer', pooler],
] as const) {
  if (!there) console.warn(`SKIPPED: ${name} is not installed, so its configurations were not tried.`);
}

/** A server and a worker on Kubernetes, as options have it. */
const clusters = pairwise({
  kind: ['Deployment', 'StatefulSet'],
  namespace: ['', 'shop'],
  labels: ['app: api', 'app: api, tier: "1"', 'app.kubernetes.io/name: api'],
  scaler: [0, 2, 3, 6, 8, 12, 40, 100],
  minimum: [2, 15],
  pool: [1, 2, 3, 5, 10, 20, 60, 90],
  resources: ['', '{ requests: { cpu: 250m } }'],
  beside: [false, true],
  maximum: [0, 50, 400],
  queue: ['none', 'list', 'several'],
  workers: [0, 3],
} as const);

type Cluster = (typeof clusters)[number];

function clusterOf(options: Cluster): Case {
  const { kind, namespace, labels, scaler, minimum, pool, resources, beside, maximum, queue, workers } = options;
  const meta = (name: string) => `metadata: { name: ${name}${namespace === '' ? '' : `, namespace: ${namespace}`} }`;
  const database = '{ name: DATABASE_URL, value: "postgres://shop@orders-db:5432/shop" }';
  const redis = '{ name: REDIS_URL, value: "redis://redis:6379/0" }';
  const workload = (of: string, name: string, more: readonly string[], own: string, replicas: string) =>
    [
      'apiVersion: apps/v1',
      `kind: ${of}`,
      meta(name),
      'spec:',
      replicas,
      `  selector: { matchLabels: { ${own} } }`,
      '  template:',
      `    metadata: { labels: { ${own} } }`,
      '    spec:',
      '      containers:',
      `        - name: ${name}`,
      '          image: registry.example.com/shop:1',
      `          command: ["node", "src/${name}.ts"]`,
      '          ports: [{ containerPort: 3000 }]',
      `          env: [${database}, ${redis}]`,
      ...more,
    ]
      .filter((line) => line !== '')
      .join('\n');
  const api = workload(
    kind,
    'api',
    [
      ...(resources === '' ? [] : [`          resources: ${resources}`]),
      ...(beside ? ['        - { name: proxy, image: envoyproxy/envoy }'] : []),
    ],
    labels,
    scaler === 0 ? '  replicas: 3' : '',
  );
  const autoscaler = [
    'apiVersion: autoscaling/v2',
    'kind: HorizontalPodAutoscaler',
    meta('api'),
    'spec:',
    `  scaleTargetRef: { apiVersion: apps/v1, kind: ${kind}, name: api }`,
    `  minReplicas: ${minimum}`,
    `  maxReplicas: ${scaler}`,
  ].join('\n');
  const worker = workload('Deployment', 'worker', [], 'app: worker', workers === 0 ? '' : `  replicas: ${workers}`);
  const pools = `import { Pool } from 'pg';\nexport const pool = new Pool({ connectionString: process.env.DATABASE_URL, max: ${pool} });\n`;
  const takes = (name: string) =>
    `new Worker('${name}', async () => { await pool.query('select 1'); }, { connection, concurrency: 5 });\n`;
  return {
    files: {
      'package.json': JSON.stringify({
        name: 'shop',
        type: 'module',
        dependencies: { express: '^5.0.0', pg: '^8.0.0', bullmq: '^5.0.0' },
      }),
      'src/api.ts': `import express from 'express';\n${pools}const app = express();\napp.get('/orders', async (_, response) => response.json(await pool.query('select * from orders')));\napp.listen(3000);\n`,
      'k8s/api.yaml': scaler === 0 ? api : `${api}\n---\n${autoscaler}\n`,
      'k8s/orders-db.yaml':
        'apiVersion: apps/v1\nkind: StatefulSet\nmetadata: { name: orders-db }\nspec:\n  selector: { matchLabels: { app: orders-db } }\n  template:\n    metadata: { labels: { app: orders-db } }\n    spec: { containers: [{ name: postgres, image: "postgres:16" }] }\n---\napiVersion: v1\nkind: Service\nmetadata: { name: orders-db }\nspec: { selector: { app: orders-db }, ports: [{ port: 5432 }] }\n',
      ...(queue === 'none'
        ? {}
        : {
            'src/worker.ts': `import { Worker } from 'bullmq';\n${pools}const connection = { url: process.env.REDIS_URL };\n${takes('reports')}${queue === 'several' ? takes('mails') : ''}`,
            'k8s/worker.yaml': worker,
          }),
    },
    configuration:
      maximum === 0
        ? {}
        : {
            databases: {
              'orders-db': { maxConnections: maximum, reserved: null, from: null, on: null, line: 0 },
            },
          },
  };
}

const artifactsIn = ({ artifacts }: Plan, test: RegExp) => artifacts.filter(({ path }) => test.test(path));
const manifests = clusters.map((options) => ({ options, plan: planFor(clusterOf(options)) }));

describe('manifests', () => {
  const all = manifests.flatMap(({ plan }, index) =>
    artifactsIn(plan, /^k8s\//).map(({ path, text }) => ({ name: `${index} ${path}`, text })),
  );

  it('are made for many combinations, and of each kind', () => {
    const kinds = new Set(all.map(({ text }) => parse(text).kind));
    expect([...kinds].sort()).toEqual(['HorizontalPodAutoscaler', 'PodDisruptionBudget', 'ScaledObject']);
    expect(all.length).toBeGreaterThan(30);
    console.log(`manifests: ${clusters.length} combinations, ${all.length} files`);
  });

  it('are what Kubernetes and KEDA take, without a key that they do not know', () => {
    for (const { name, text } of all) expect(manifestComplaints(text), name).toEqual([]);
    const literals = Object.fromEntries(all.map(({ text }, index) => [`m${index}.ts`, manifestLiteral(text)]));
    for (const [file, complaints] of compileEach('ts', literals)) expect(complaints, file).toEqual([]);
  }, 60_000);

  it('agree with the budget, with each other and with the workload', () => {
    for (const { options, plan } of manifests) {
      const [budget] = plan.budgets;
      for (const { text } of artifactsIn(plan, /-autoscaler\.yaml$/)) {
        const { spec } = parse(text);
        expect(spec.minReplicas).toBeLessThanOrEqual(spec.maxReplicas);
        expect(spec.minReplicas).toBeGreaterThanOrEqual(2);
        const own = budget?.rows.filter(({ program }) => program === 'api') ?? [];
        const fits = budget?.fits?.rows.find(({ program }) => program === 'api')?.pool;
        const others = (budget?.rows ?? [])
          .filter(({ program }) => program !== 'api')
          .reduce((sum, row) => sum + row.connections, 0);
        const isLater = text.includes('once the pools are those that fit');
        const surge = options.kind === 'Deployment' ? Math.ceil(spec.maxReplicas / 4) : 0;
        const demand =
          (isLater ? (fits ?? 0) : own.reduce((sum, { pool }) => sum + pool.value, 0)) * (spec.maxReplicas + surge);
        expect(demand + (isLater ? 0 : others), text).toBeLessThanOrEqual(budget?.planned ?? Number.POSITIVE_INFINITY);
      }
      for (const { text } of artifactsIn(plan, /-disruption\.yaml$/)) {
        const { matchLabels } = parse(text).spec.selector;
        const labels = text.includes('name: worker') ? { app: 'worker' } : parse(`{ ${options.labels} }`);
        expect(matchLabels).toEqual(labels);
      }
      const targets = artifactsIn(plan, /^k8s\//).flatMap(({ text }) => parse(text).spec.scaleTargetRef?.name ?? []);
      expect(new Set(targets).size, 'two that steer one workload').toBe(targets.length);
      for (const { text } of artifactsIn(plan, /-by-queue\.yaml$/)) {
        expect(options.queue).toBe('list');
        expect(parse(text).spec.triggers[0].metadata).toMatchObject({
          address: 'redis:6379',
          listName: 'bull:reports:wait',
        });
      }
    }
  });

  it('has a PgBouncer that stays within the budget and takes all clients', () => {
    const poolers = manifests.flatMap(({ plan }) =>
      artifactsIn(plan, /^pgbouncer\//).map(({ text }) => ({ text, plan })),
    );
    expect(poolers.length).toBeGreaterThan(3);
    for (const { text, plan } of poolers) {
      const value = (name: string) => Number(new RegExp(`^${name} = (\\d+)$`, 'm').exec(text)?.[1]);
      const [budget] = plan.budgets;
      expect(2 * (value('default_pool_size') + value('reserve_pool_size'))).toBeLessThanOrEqual(budget?.planned ?? 0);
      expect(value('max_client_conn')).toBeGreaterThanOrEqual(budget?.demand ?? 0);
    }
  });
});

const proxies = pairwise({
  method: ['least', 'sticky'],
  upgrades: ['websocket', 'none'],
  bodies: ['uploads', 'small'],
  name: ['api', 'shop_api', 'a-1', 'orders.v2'],
  port: [80, 3000, 5000, 8000, 8081, 65535],
  listen: [80, 81, 8080, 8443, 9999, 18080],
  head: ['for api', 'events { bad\n}', 'ünï $x'],
} as const);

describe('configurations of nginx', () => {
  it.skipIf(nginx === null)(
    `are what nginx takes${nginx === null ? ' (SKIPPED: no nginx)' : ''}`,
    () => {
      for (const { head, name, ...rest } of proxies) {
        expect(
          nginxComplaints(nginxUpstream({ head: [head], name, host: name, ...rest })),
          JSON.stringify({ name, ...rest }),
        ).toBe('');
      }
      console.log(`nginx: ${proxies.length} combinations`);
    },
    60_000,
  );
});

const overlays = pairwise({
  service: ['api', 'shop-api', 'a1'],
  name: [true, false],
  ports: [true, false],
  publish: [8089, 18089, 9001, 9002, 9003, 9004],
  listen: [80, 8080],
  method: ['least', 'sticky'],
  upgrades: ['websocket', 'none'],
  port: [3000, 8000, 80, 4000, 5000, 8081],
} as const);

describe('compose files', () => {
  it('are what the specification allows', () => {
    for (const { service, name, ports, publish, listen, ...rest } of overlays) {
      const text = rehearsalCompose({
        head: ['for a\ntest'],
        service,
        nginx: nginxUpstream({ head: ['copies'], name: 'copies', host: service, listen, bodies: 'small', ...rest }),
        publish,
        listen,
        drops: { name, ports },
      });
      // Compose's own tags take a part away; the schema knows the file that is left, and no content of configs yet.
      expect(composeComplaints(ofSchema(text)), text).toEqual([]);
    }
    console.log(`compose: ${overlays.length} combinations`);
  }, 60_000);

  it('are checked by something that sees a key it does not know', () => {
    expect(composeComplaints('services:\n  api:\n    deploy: { replica: 2 }\n')).not.toEqual([]);
  });
});

function ofSchema(text: string): string {
  return text
    .replace(/^ +(?:container_name|ports): !reset .*$/gm, '')
    .replace(/content: \|\n[\s\S]*$/, 'file: nginx.conf\n');
}

const poolers = pairwise({
  mode: ['transaction', 'session'],
  poolSize: [1, 5, 10, 20, 33, 60],
  reserve: [0, 5],
  clients: [100, 150, 200, 400, 1000],
  name: ['shop', 'orders-db', 'a_1'],
  port: [5432, 6000],
  head: ['for db', 'a\n[pgbouncer]\nbad = 1'],
} as const);

describe('configurations of PgBouncer', () => {
  const complaintsOf = (text: string): string => {
    const folder = mkdtempSync(join(tmpdir(), 'pgbouncer-'));
    try {
      writeFileSync(join(folder, 'userlist.txt'), '"shop" "md5x"\n');
      const own = text
        .replace('/etc/pgbouncer/userlist.txt', join(folder, 'userlist.txt'))
        .replace(/^listen_addr = .*$/m, `listen_addr =\nunix_socket_dir = ${folder}`);
      writeFileSync(join(folder, 'pgbouncer.ini'), own);
      spawnSync('chmod', ['-R', 'a+rwX', folder]);
      // It has no way to check alone, so it is started and stopped; it refuses to run as root.
      const run = spawnSync(
        'timeout',
        ['0.15', 'pgbouncer', ...(process.getuid?.() === 0 ? ['-u', 'nobody'] : []), join(folder, 'pgbouncer.ini')],
        { encoding: 'utf8' },
      );
      return run.status === 124 && !/ERROR|FATAL/.test(run.stderr) ? '' : `${run.status} ${run.stderr}`;
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  };
  const iniOf = ({ name, port, head, ...rest }: (typeof poolers)[number]) =>
    pgbouncerIni({ head: [head], database: { name, host: 'orders-db', port }, listen: 6432, ...rest });
  const skipping = pooler ? '' : ' (SKIPPED: no pgbouncer)';

  it.skipIf(!pooler)(
    `are what it starts with${skipping}`,
    () => {
      for (const options of poolers) expect(complaintsOf(iniOf(options)), JSON.stringify(options)).toBe('');
      console.log(`pgbouncer: ${poolers.length} combinations`);
    },
    60_000,
  );

  it.skipIf(!pooler)(`are checked by something that sees a setting it does not know${skipping}`, () => {
    const [options] = poolers;
    if (options !== undefined) expect(complaintsOf(`${iniOf(options)}pool_modus = none\n`)).toContain('pool_modus');
  });

  it('can be tried where the checks must be whole', () => {
    if (process.env['CI']) expect(pooler, 'pgbouncer must be installed where CI is set').toBe(true);
  });
});

const tests = pairwise({
  rate: [null, 0.5, 1, 10, 100, 250.5, 5000],
  p95Milliseconds: [null, 300],
  paths: [
    ['/'],
    ['/orders'],
    ['/orders', '/a.b/c-d'],
    ['/a', '/b', '/c'],
    Array.from({ length: 8 }, (_, index) => `/p${index}`),
  ],
  head: ['for api', 'a\nimport bad'],
} as const);

describe('load tests', () => {
  it('are what k6 runs', () => {
    const files = Object.fromEntries(
      tests.map(({ head, ...rest }, index) => [`k${index}.js`, loadTest({ head: [head], ...rest })]),
    );
    const wrong = loadTest({ head: [], paths: ['/'], rate: 1, p95Milliseconds: null }).replace('http.get', 'http.ask');
    const complaints = compileEach('js', { ...files, 'wrong.js': wrong }, {}, { types: ['k6'] });
    for (const [file, messages] of complaints) {
      if (file.endsWith('wrong.js')) expect(messages).not.toEqual([]);
      else expect(messages, file).toEqual([]);
    }
    console.log(`k6: ${tests.length} combinations`);
  }, 60_000);

  it('ask only what the program answers without more', () => {
    const text = planFor({
      files: {
        ...composeShop.files,
        'src/server.ts': (composeShop.files['src/server.ts'] ?? '').replace(
          'app.listen',
          "app.get('/orders/:id', (_, response) => response.send('')); app.get('/sign-out', (_, response) => response.send('')); app.post('/orders', (_, response) => response.send(''));\napp.listen",
        ),
      },
    }).artifacts.find(({ path }) => path === 'load-test/api.js')?.text;
    expect(text).toContain('const paths = ["/orders"];');
    expect(text).toContain("throw new Error('Set RATE");
  });
});

it('are more than two hundred combinations together', () => {
  expect(clusters.length + proxies.length + overlays.length + poolers.length + tests.length).toBeGreaterThanOrEqual(
    200,
  );
});
