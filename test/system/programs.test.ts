import { describe, expect, it } from 'vitest';
import { programsOf } from '../../src/system/programs.ts';
import { type Files, manifest, programLines, see, server, worker } from './workspace.ts';

const start = (script: string, name = 'shop') => manifest(name, { scripts: { start: script } });

describe('programs', () => {
  it.each<[string, Files, readonly string[]]>([
    [
      'of a start script',
      { 'package.json': start('node dist/server.js'), 'src/server.ts': server },
      ['shop server src/server.ts ×?'],
    ],
    [
      'of a server and a worker',
      {
        'package.json': manifest('shop', {
          scripts: { start: 'node dist/server.js', worker: 'node dist/worker.js', dev: 'tsx src/other.ts' },
        }),
        'src/server.ts': server,
        'src/worker.ts': worker,
        'src/other.ts': server,
      },
      // The file for development listens and is started by nothing else, so it is a program of its own.
      [
        'shop#src/other.ts server src/other.ts ×?',
        'shop#src/server.ts server src/server.ts ×?',
        'shop#src/worker.ts worker src/worker.ts ×?',
      ],
    ],
    [
      'of a script for development when there is no other',
      { 'package.json': manifest('shop', { scripts: { dev: 'nodemon src/server.ts' } }), 'src/server.ts': server },
      ['shop server src/server.ts ×?'],
    ],
    [
      'of main',
      { 'package.json': manifest('shop', { main: 'server.js' }), 'server.js': server },
      ['shop server server.js ×?'],
    ],
    [
      'of a listener that no command starts',
      { 'package.json': manifest('shop'), 'src/server.ts': server },
      ['shop server src/server.ts ×?'],
    ],
    ['of a listener without a package', { 'shop/server.ts': server }, ['server server shop/server.ts ×?']],
    [
      'from the file above a listener',
      {
        'package.json': manifest('shop'),
        'src/index.ts': "import { listen } from './listen';\nlisten();\n",
        'src/listen.ts':
          "import express from 'express';\nconst app = express();\nexport function listen() { app.listen(3000); }\n",
        'test/listen.test.ts': "import { listen } from '../src/listen';\nlisten();\n",
      },
      ['shop server src/index.ts ×?'],
    ],
    [
      'of each package',
      {
        'package.json': JSON.stringify({ workspaces: ['apps/*'] }),
        'apps/api/package.json': start('node dist/server.js', '@shop/api'),
        'apps/api/src/server.ts': server,
        'apps/mail/package.json': start('tsx src/worker.ts', '@shop/mail'),
        'apps/mail/src/worker.ts': worker,
      },
      ['@shop/api server apps/api/src/server.ts ×?', '@shop/mail worker apps/mail/src/worker.ts ×?'],
    ],
    [
      'through scripts of other packages',
      {
        'package.json': manifest('root', { workspaces: ['apps/*'], scripts: { start: 'npm run serve -w @shop/api' } }),
        'apps/api/package.json': manifest('@shop/api', { scripts: { serve: 'node server.js' } }),
        'apps/api/server.js': server,
      },
      ['@shop/api server apps/api/server.js ×?'],
    ],
    [
      'of a worker that nothing starts',
      { 'package.json': manifest('shop'), 'src/worker.ts': worker },
      ['shop worker src/worker.ts ×?'],
    ],
    [
      'of Next.js by the places of its files',
      {
        'package.json': manifest('shop', { scripts: { start: 'next start' }, dependencies: { next: '^15.0.0' } }),
        'app/api/orders/route.ts': 'export async function GET() { return Response.json([]); }\n',
        'pages/api/carts.ts': 'export default function handler(request, response) { response.json([]); }\n',
      },
      ['shop server pages/api/carts.ts ×?'],
    ],
    [
      'of a scheduler',
      {
        'package.json': manifest('shop', {
          scripts: { start: 'node report.js' },
          dependencies: { 'node-cron': '^4.0.0' },
        }),
        'report.js': "import cron from 'node-cron';\ncron.schedule('0 3 * * *', () => {});\n",
      },
      ['shop scheduler report.js ×?'],
    ],
    [
      'and no more: a tool of the command line',
      { 'package.json': manifest('shop', { bin: { shop: 'cli.js' } }), 'cli.js': server },
      ['shop other cli.js ×?'],
    ],
    [
      'and no more: tests, examples and fixtures',
      {
        'package.json': manifest('shop'),
        'test/server.ts': server,
        'examples/a/server.ts': server,
        'src/a.test.ts': server,
      },
      [],
    ],
    [
      'and no more: an editor’s extension',
      { 'package.json': manifest('shop', { engines: { vscode: '^1.0.0' } }), 'src/server.ts': server },
      [],
    ],
    [
      'and no more: a page',
      {
        'package.json': manifest('shop', { scripts: { start: 'react-scripts start' } }),
        'src/index.tsx': 'export const Shop = () => <p>Orders</p>;\n',
      },
      [],
    ],
  ])('%s', (_, files, expected) => {
    expect(programLines(see(files))).toEqual(expected);
  });
});

describe('programs and the containers that run them', () => {
  const build = (service: string, replicas: number, more = '') =>
    `  ${service}:\n    build: .\n    deploy: { replicas: ${replicas} }\n${more}`;
  it.each<[string, Files, readonly string[]]>([
    [
      'a build that holds the package',
      {
        'package.json': start('node dist/server.js'),
        'src/server.ts': server,
        'compose.yaml': `services:\n${build('api', 3)}`,
      },
      ['api server src/server.ts ×3 (compose.yaml:4)'],
    ],
    [
      'one image with two commands',
      {
        'package.json': start('node dist/server.js'),
        'src/server.ts': server,
        'src/worker.ts': worker,
        'compose.yaml': `services:\n${build('api', 3)}${build('jobs', 2, '    command: node dist/worker.js\n')}`,
      },
      ['api server src/server.ts ×3 (compose.yaml:4)', 'jobs worker src/worker.ts ×2 (compose.yaml:7)'],
    ],
    [
      'a worker that its own Dockerfile starts is not the server',
      {
        'package.json': start('node dist/server.js'),
        'src/server.ts': server,
        'compose.yaml':
          'services:\n  worker:\n    build: { context: ., dockerfile: Dockerfile.worker }\n    deploy: { replicas: 4 }\n',
      },
      ['shop server src/server.ts ×?'],
    ],
    [
      'a worker without a command means the entry of that name',
      {
        'package.json': manifest('shop', { scripts: { start: 'node dist/server.js', worker: 'node dist/worker.js' } }),
        'src/server.ts': server,
        'src/worker.ts': worker,
        'compose.yaml':
          'services:\n  worker:\n    build: { context: ., target: worker }\n    deploy: { replicas: 4 }\n',
      },
      ['shop server src/server.ts ×?', 'worker worker src/worker.ts ×4 (compose.yaml:4)'],
    ],
    [
      'a Dockerfile in a package of a monorepo',
      {
        'package.json': JSON.stringify({ workspaces: ['apps/*'] }),
        'apps/api/package.json': start('node dist/server.js', 'api'),
        'apps/api/src/server.ts': server,
        'apps/page/package.json': JSON.stringify({ name: 'page', scripts: { start: 'vite' } }),
        'apps/page/src/index.ts': 'export const page = 1;\n',
        'compose.yaml':
          'services:\n  orders:\n    build: { context: ., dockerfile: apps/api/Dockerfile }\n    scale: 2\n  page:\n    build: { context: ., dockerfile: apps/page/Dockerfile }\n    scale: 5\n',
      },
      ['orders server apps/api/src/server.ts ×2 (compose.yaml:4)'],
    ],
    [
      'an image of the package’s name',
      {
        'package.json': start('node server.js'),
        'server.js': server,
        'k8s/api.yaml': deployment('front', 'registry.example.com/acme/shop:1.2', 'replicas: 4'),
      },
      ['front server server.js ×4 (k8s/api.yaml:5)'],
    ],
    [
      'a workload of the package’s name',
      {
        'package.json': start('node server.js'),
        'server.js': server,
        'k8s/api.yaml': deployment('shop', 'acme/x:1', 'replicas: 4'),
      },
      ['shop server server.js ×4 (k8s/api.yaml:5)'],
    ],
    [
      'a command that names the entry',
      {
        'package.json': start('node dist/server.js'),
        'src/server.ts': server,
        'k8s/api.yaml': deployment('front', 'acme/x:1', 'replicas: 4', '["node", "/app/dist/server.js"]'),
      },
      ['front server src/server.ts ×4 (k8s/api.yaml:5)'],
    ],
    [
      'not an image of somebody else',
      {
        'package.json': start('node server.js'),
        'server.js': server,
        'k8s/api.yaml': deployment('adminer', 'adminer:4', 'replicas: 4'),
      },
      ['shop server server.js ×?'],
    ],
    [
      'not an image of another package under the workload’s own name',
      {
        'package.json': start('node server.js'),
        'server.js': server,
        'pages/package.json': JSON.stringify({ name: 'shop-pages' }),
        'pages/k8s/pages.yaml': deployment('shop', 'acme/shoppages', 'replicas: 4'),
      },
      ['shop server server.js ×?'],
    ],
    [
      'not a database of the package’s name',
      {
        'package.json': start('node server.js'),
        'server.js': server,
        'compose.yaml': 'services:\n  shop:\n    image: postgres:16\n    scale: 2\n',
      },
      ['shop server server.js ×?'],
    ],
    [
      'two names for one program leave it its own',
      {
        'package.json': start('node server.js'),
        'server.js': server,
        'compose.yaml': `services:\n${build('web', 2)}`,
        'k8s/api.yaml': deployment('front', 'acme/shop', 'replicas: 4'),
      },
      ['shop server server.js ×4 (k8s/api.yaml:5)'],
    ],
  ])('%s', (_, files, expected) => {
    expect(programLines(see(files))).toEqual(expected);
  });

  it('holds a file for each program that imports it', () => {
    const seen = see({
      'package.json': manifest('shop', { scripts: { start: 'node server.js', worker: 'node worker.js' } }),
      'server.js': `${server}import './limits.js';\n`,
      'worker.js': `${worker}import './limits.js';\n`,
      'limits.js': 'export const limit = 5;\n',
      'unused.js': 'export const unused = 5;\n',
    });
    expect(programsOf(seen.system, 'limits.js').map(({ entry }) => entry)).toEqual(['server.js', 'worker.js']);
    expect(programsOf(seen.system, 'server.js').map(({ entry }) => entry)).toEqual(['server.js']);
    expect(programsOf(seen.system, 'unused.js')).toEqual([]);
  });
});

function deployment(name: string, image: string, spec: string, command = ''): string {
  return `apiVersion: apps/v1
kind: Deployment
metadata: { name: ${name} }
spec:
  ${spec}
  template:
    metadata: { labels: { app: ${name} } }
    spec: { containers: [{ name: main, image: "${image}"${command === '' ? '' : `, command: ${command}`} }] }
`;
}
