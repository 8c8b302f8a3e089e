import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { nginxUpstream } from '../../src/patterns/nginx-upstream.ts';
import { artifactsOf } from '../../src/plan/plan.ts';
import { autoscalerComplaints } from './kubernetes-check.ts';
import { installedNginx, nginxComplaints } from './nginx-check.ts';
import { codeOnly, composeShop, empty, kubernetesShop, monorepo } from './shops.ts';
import { type Case, planFor } from './workspaces.ts';

const isForDeployment = ({ path }: { readonly path: string }) => /^nginx\/|-autoscaler\.yaml$/.test(path);
const pathsOf = (workspace: Case) =>
  planFor(workspace)
    .artifacts.filter(isForDeployment)
    .map(({ path }) => path);
const textOf = (workspace: Case, path: string) =>
  artifactsOf(planFor(workspace)).find((each) => each.path === path)?.text ?? '';

describe('which files belong to a plan', () => {
  it.each([
    { name: 'several instances by compose', workspace: composeShop, paths: ['nginx/api.conf'] },
    { name: 'two programs by compose', workspace: monorepo, paths: ['nginx/checkout.conf', 'nginx/refunds.conf'] },
    { name: 'a Deployment', workspace: kubernetesShop(6, 5), paths: ['k8s/api-autoscaler.yaml'] },
    { name: 'code alone', workspace: codeOnly, paths: [] },
    { name: 'nothing', workspace: empty, paths: [] },
  ])('$name: $paths', ({ workspace, paths }) => {
    expect(pathsOf(workspace)).toEqual(paths);
  });

  it('is no nginx configuration where one instance is declared', () => {
    const files = {
      ...composeShop.files,
      'compose.yaml': (composeShop.files['compose.yaml'] ?? '').replace('replicas: 3', 'replicas: 1'),
    };
    expect(pathsOf({ files })).toEqual([]);
  });

  it('is no nginx configuration where no port is known, and the plan says why', () => {
    const files = {
      ...composeShop.files,
      'compose.yaml': (composeShop.files['compose.yaml'] ?? '').replace('PORT: "3000"', 'HOME: /srv'),
      'src/server.ts': (composeShop.files['src/server.ts'] ?? '').replace('listen(3000)', 'listen(process.env.LISTEN)'),
    };
    const plan = planFor({ files });
    expect(plan.artifacts.filter(isForDeployment)).toEqual([]);
    expect(plan.withheld).toEqual([
      expect.stringContaining('neither compose.yaml nor the code says which one port it listens on'),
    ]);
  });

  it('is no second autoscaler beside one of another name', () => {
    const workspace = kubernetesShop(6, 5);
    const text = (workspace.files['k8s/api.yaml'] ?? '').replace(
      /(HorizontalPodAutoscaler\nmetadata: \{ name: )api/,
      '$1shop',
    );
    const plan = planFor({ files: { ...workspace.files, 'k8s/api.yaml': text } });
    expect(plan.artifacts.filter(isForDeployment)).toEqual([]);
    expect(plan.withheld[0]).toContain('steers it already under the name shop');
  });

  it('is no autoscaler where nothing says how many may run', () => {
    const workspace = kubernetesShop(6, 5);
    const text = (workspace.files['k8s/api.yaml'] ?? '').split('\n---\n')[0] ?? '';
    const plan = planFor({
      files: {
        ...workspace.files,
        'k8s/api.yaml': text,
        'src/server.ts': "import express from 'express';\nexpress().listen(3000);\n",
      },
    });
    expect(plan.withheld).toEqual([expect.stringContaining('nothing says how many copies may run')]);
  });
});

describe('what else belongs to a plan', () => {
  it.each([
    {
      name: 'a shop on compose',
      workspace: composeShop,
      paths: [
        'nginx/api.conf',
        'load-test/api.js',
        'pgbouncer/orders-db.ini',
        'environment/plan.env.example',
        'rehearsal/rehearsal.json',
        'rehearsal/api.compose.yaml',
        'rehearsal/rehearse.mjs',
      ],
    },
    {
      name: 'a Deployment',
      workspace: kubernetesShop(6, 5),
      paths: ['k8s/api-autoscaler.yaml', 'k8s/api-disruption.yaml', 'load-test/api.js'],
    },
    { name: 'nothing', workspace: empty, paths: [] },
  ])('is for $name: $paths', ({ workspace, paths }) => {
    expect(planFor(workspace).artifacts.map(({ path }) => path)).toEqual(paths);
  });

  it('is a formation on Heroku, no larger than is safe, and no nginx', () => {
    const files = {
      'package.json': composeShop.files['package.json'] ?? '',
      'src/server.ts': composeShop.files['src/server.ts'] ?? '',
      Procfile: 'web: node src/server.ts\n',
      'app.json': '{ "formation": { "web": { "quantity": 4 } } }\n',
    };
    const { artifacts } = planFor({ files });
    expect(artifacts.map(({ path }) => path)).toEqual(expect.arrayContaining(['heroku/web.app.json']));
    expect(artifacts.filter(({ path }) => path.startsWith('nginx/'))).toEqual([]);
    // Two pools of 40 are more than the 77 to plan with.
    expect(JSON.parse(artifacts.find(({ path }) => path.startsWith('heroku/'))?.text ?? '')).toEqual({
      formation: { web: { quantity: 1 } },
    });
  });
});

describe('the autoscaler', () => {
  it.each([
    { name: 'what is declared', maximum: 6, pool: 5, expected: 6, why: '6 are declared by k8s/api.yaml:23' },
    {
      name: 'what the database takes',
      maximum: 40,
      pool: 5,
      expected: 12,
      why: 'orders-db has 77 of 97 connections to plan with',
    },
    {
      name: 'what is declared once pools fit',
      maximum: 10,
      pool: 60,
      expected: 10,
      why: 'once the pools are those that fit',
    },
  ])('goes up to $name', ({ maximum, pool, expected, why }) => {
    const text = textOf(kubernetesShop(maximum, pool), 'k8s/api-autoscaler.yaml');
    expect(parse(text)).toMatchObject({ spec: { minReplicas: 2, maxReplicas: expected } });
    expect(text).toContain(why);
    expect(autoscalerComplaints(text)).toEqual([]);
  });

  it('says that a container must request cpu first, and nothing where one does', () => {
    expect(textOf(kubernetesShop(6, 5, ''), 'k8s/api-autoscaler.yaml')).toContain('must request cpu first');
    expect(textOf(kubernetesShop(6, 5), 'k8s/api-autoscaler.yaml')).not.toContain('must request cpu');
  });

  const changed = (from: string, to: string, workspace = kubernetesShop(40, 5)): Case => {
    const text = workspace.files['k8s/api.yaml'] ?? '';
    expect(text).toContain(from);
    return { files: { ...workspace.files, 'k8s/api.yaml': text.replace(from, to) } };
  };

  it('has no minimum above its maximum, and says so', () => {
    const text = textOf(changed('minReplicas: 2', 'minReplicas: 15'), 'k8s/api-autoscaler.yaml');
    expect(parse(text)).toMatchObject({ spec: { minReplicas: 12, maxReplicas: 12 } });
    expect(text).toContain('# minReplicas 12, and not the 15 of k8s/api.yaml:22: no more than 12 fit.');
    expect(autoscalerComplaints(text)).toEqual([]);
  });

  it('names every container that requests no cpu, and none where all do', () => {
    const proxy = '\n        - { name: envoy, image: envoyproxy/envoy }\n---';
    const text = textOf(changed('\n---', proxy, kubernetesShop(6, 5)), 'k8s/api-autoscaler.yaml');
    expect(text).toContain('needs: Container envoy (k8s/api.yaml:16) must request cpu first');
    expect(text).not.toContain('Container api');
    const both = textOf(changed('\n---', proxy, kubernetesShop(6, 5, '')), 'k8s/api-autoscaler.yaml');
    expect(both.match(/^# needs: Container (?:api|envoy) /gm)).toHaveLength(2);
  });

  it('speaks of a connection budget above its maximum only where one is known', () => {
    const within = '# Kept within the connection budget';
    const { files } = kubernetesShop(6, 5);
    expect(textOf({ files }, 'k8s/api-autoscaler.yaml')).toContain(within);
    const bare = { ...files, 'src/server.ts': "import express from 'express';\nexpress().listen(3000);\n" };
    expect(textOf({ files: bare }, 'k8s/api-autoscaler.yaml')).not.toContain(within);
    expect(textOf({ files: bare }, 'k8s/api-autoscaler.yaml')).toContain('no connection budget is known that would');
  });

  it('is left to people where two workloads run one program', () => {
    const { files } = kubernetesShop(6, 5);
    const second = (files['k8s/api.yaml'] ?? '').split('\n---\n')[0]?.replace('name: api', 'name: jobs') ?? '';
    const jobs = second.replace('\nspec:\n', '\nspec:\n  replicas: 2\n');
    expect(planFor({ files: { ...files, 'k8s/jobs.yaml': jobs } }).withheld).toEqual([
      expect.stringContaining('several workloads run it'),
    ]);
  });

  it('is checked by something that sees a key it does not know', () => {
    const text = textOf(kubernetesShop(6, 5), 'k8s/api-autoscaler.yaml');
    expect(autoscalerComplaints(text.replace('averageUtilization', 'averageUse'))).not.toEqual([]);
    expect(autoscalerComplaints(text.replace('maxReplicas: 6', 'maxReplicas: many'))).not.toEqual([]);
  });
});

const nginx = installedNginx();
if (nginx === null)
  console.warn('SKIPPED: nginx is not installed, so its configurations were not tried with nginx -t.');

describe('the nginx configuration', () => {
  it('can be tried where the checks must be whole', () => {
    if (process.env['CI']) expect(nginx, 'nginx must be installed where CI is set').not.toBeNull();
  });

  it('names its instances, its port and where both come from', () => {
    const text = textOf(composeShop, 'nginx/api.conf');
    expect(text).toContain('server api:3000;');
    expect(text).toContain('3 instances by compose.yaml:8, port 3000 by compose.yaml:5');
  });

  const shopBehind = (edge: string, own = ''): Case => {
    const compose = composeShop.files['compose.yaml'] ?? '';
    return {
      files: { ...composeShop.files, 'compose.yaml': compose.replace('    build: .\n', `    build: .\n${own}`) + edge },
    };
  };

  it.each([
    { at: 'nothing known', edge: '', own: '', listen: 80, says: 'assumption: nginx listens on port 80' },
    {
      at: 'the plain port of two',
      edge: '  edge:\n    image: nginx:1.22\n    ports: ["8443:443", "8080:80"]\n',
      own: '',
      listen: 80,
      says: 'Clients come in at port 80, by compose.yaml:14.',
    },
    {
      at: 'a plain port of its own',
      edge: '  edge:\n    image: nginx:1.22\n    ports: ["8443:443", "8080:8000"]\n',
      own: '',
      listen: 8000,
      says: 'Clients come in at port 8000, by compose.yaml:14.',
    },
    {
      at: 'the port that the service publishes',
      edge: '',
      own: '    ports: ["9000:3000"]\n',
      listen: 9000,
      says: 'Clients come in at port 9000, by compose.yaml:4.',
    },
  ])('listens at $at', ({ edge, own, listen, says }) => {
    const text = textOf(shopBehind(edge, own), 'nginx/api.conf');
    expect(text).toContain(`listen ${listen};`);
    expect(text).toContain(says);
    if (nginx !== null) expect(nginxComplaints(text)).toBe('');
  });

  it('is not written where clients come in by TLS alone', () => {
    const plan = planFor(shopBehind('  edge:\n    image: nginx:1.22\n    ports: ["443:443"]\n'));
    expect(plan.artifacts.filter(isForDeployment)).toEqual([]);
    expect(plan.withheld).toEqual([expect.stringContaining('publishes ports for TLS alone')]);
  });

  it('is not written for services that only others call, and says so once', () => {
    const files = { ...monorepo.files };
    const compose = (files['compose.yaml'] ?? '').replace(/^ +ports:.*\n/gm, '');
    const plan = planFor({ files: { ...files, 'compose.yaml': compose } });
    expect(plan.artifacts.filter(isForDeployment)).toEqual([]);
    expect(plan.withheld).toEqual([expect.stringContaining('publish no port')]);
    const edge = `${compose}  edge: { image: nginx, ports: ["80:80"], depends_on: [checkout] }\n`;
    expect(pathsOf({ files: { ...files, 'compose.yaml': edge } })).toEqual(['nginx/checkout.conf']);
  });

  it('counts the instances of its own service where two run one program', () => {
    const more = '  back:\n    build: .\n    command: node src/server.ts\n    deploy: { replicas: 2 }\n';
    const text = textOf(shopBehind(more, '    command: node src/server.ts\n'), 'nginx/api.conf');
    expect(text).toContain('3 instances by compose.yaml:9');
  });

  const combinations = (['least', 'sticky'] as const).flatMap((method) =>
    (['websocket', 'none'] as const).flatMap((upgrades) =>
      (['uploads', 'small'] as const).map((bodies) => ({ method, upgrades, bodies })),
    ),
  );

  it.each(combinations)('keeps what it must for $method, $upgrades, $bodies', (choice) => {
    const text = nginxUpstream({
      head: ['for orders\nevents { bad'],
      name: 'orders',
      host: 'orders',
      port: 3000,
      listen: 80,
      ...choice,
    });
    expect(text).toContain(choice.method === 'least' ? 'least_conn;' : 'hash $remote_addr consistent;');
    expect(text.includes('$connection_upgrade')).toBe(choice.upgrades === 'websocket');
    // keepalive must come behind the method, or nginx before 1.29.7 forgets it.
    expect(text.indexOf('keepalive 32')).toBeGreaterThan(text.search(/least_conn|hash /));
    expect(text).not.toMatch(/^events \{ bad/m);
  });

  const skipping = nginx === null ? ' (SKIPPED: nginx is not installed)' : '';
  it.skipIf(nginx === null).each(combinations)(
    `passes nginx -t for $method, $upgrades, $bodies${skipping}`,
    (choice) => {
      const text = nginxUpstream({
        head: ['orders'],
        name: 'orders',
        host: 'orders',
        port: 3000,
        listen: 80,
        ...choice,
      });
      expect(nginxComplaints(text)).toBe('');
    },
  );

  it.skipIf(nginx === null)(`passes nginx -t as it is written for a shop${skipping}`, () => {
    expect(nginxComplaints(textOf(composeShop, 'nginx/api.conf'))).toBe('');
    for (const { text } of planFor(monorepo).artifacts.filter(isForDeployment)) expect(nginxComplaints(text)).toBe('');
  });

  it.skipIf(nginx === null)(`is checked by something that sees a directive it does not know${skipping}`, () => {
    const text = textOf(composeShop, 'nginx/api.conf').replace('least_conn;', 'least_time header;');
    expect(nginxComplaints(text)).toContain('least_time');
  });
});
