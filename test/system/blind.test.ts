import { describe, expect, it } from 'vitest';
import { type Files, manifest, see, server } from './workspace.ts';

const started: Files = {
  'package.json': manifest('shop', { scripts: { start: 'node server.js' } }),
  'server.js': server,
};

const report = "import { Pool } from 'pg';\nexport const pool = new Pool();\n";

describe('what was not seen', () => {
  it.each<[string, Files, readonly string[], readonly string[]]>([
    ['nothing', started, ['README.md', 'picture.png'], []],
    [
      'a package that nothing starts',
      {
        ...started,
        'reports/package.json': manifest('@shop/reports'),
        'reports/index.js': report,
      },
      [],
      ['No start command or listener leads into @shop/reports, so nothing in it is judged.'],
    ],
    [
      'not a package that a program imports',
      {
        ...started,
        'server.js': `${server}import './reports/index.js';\n`,
        'reports/package.json': manifest('@shop/reports'),
        'reports/index.js': report,
      },
      [],
      [],
    ],
    [
      'programs in other languages, once for each folder',
      started,
      ['jobs/build.gradle', 'jobs/pom.xml', 'docs/Gemfile', 'app/android/build.gradle', 'go.mod'],
      [
        'Code in Go is not read (go.mod): nothing in it is judged.',
        'Code in Java or Kotlin is not read (jobs/build.gradle): nothing in it is judged.',
      ],
    ],
    [
      'a chart whose values say nothing of copies',
      {
        ...started,
        'chart/Chart.yaml': 'name: shop\n',
        'chart/values.yaml': 'replicaCount: 1\n',
        'cart/Chart.yaml': 'name: cart\n',
        'cart/values.yaml': 'replicaCount: 3\n',
      },
      [],
      [
        'How many instances the Helm chart asks for is not known (chart/Chart.yaml): of its values `replicaCount` and `autoscaling` are read, and 1 in values.yaml is a default.',
      ],
    ],
    [
      'what asks for copies elsewhere',
      started,
      ['vercel.json', 'infra/main.tf', 'examples/vercel.json'],
      [
        'The Terraform file is not read (infra/main.tf): how many instances it asks for is not known.',
        'The Vercel file is not read (vercel.json): how many instances it asks for is not known.',
      ],
    ],
    [
      'a service that is built where no program was found',
      {
        ...started,
        'compose.yaml':
          'services:\n  shop:\n    build: .\n  report:\n    build: ./report\n  proxy:\n    build: ./nginx\n  db:\n    image: postgres:17\n',
      },
      ['report/Gemfile'],
      [
        'proxy (compose.yaml:6) is built from nginx, where no program was found for it.',
        'Code in Ruby is not read (report/Gemfile): nothing in it is judged.',
      ],
    ],
    [
      'forks under a condition',
      {
        ...started,
        'server.js': `${server}import cluster from 'cluster';\nif (process.env.CLUSTER) for (let i = 0; i < 4; i++) cluster.fork();\n`,
      },
      [],
      ['server.js:6 forks processes under a condition; they are not counted.'],
    ],
    [
      'collections on the application’s object',
      {
        ...started,
        'server.js': `${server}app.locals.carts = new Map();\napp.locals.title = 'Shop';\napp.locals.settings = { currency: 'eur' };\nconst other = { locals: {} };\nother.locals.carts = {};\n`,
      },
      [],
      ['server.js:5 keeps a collection on the application (`carts`); what requests do with it is not followed.'],
    ],
    [
      'collections that Fastify decorates',
      {
        ...started,
        'server.js': `import Fastify from 'fastify';\nconst app = Fastify();\napp.decorate('carts', new Map());\napp.decorate('config', { currency: 'eur' });\napp.decorate('sum', () => 1);\napp.listen({ port: 3000 });\n`,
      },
      [],
      ['server.js:3 keeps a collection on the application (`carts`); what requests do with it is not followed.'],
    ],
    [
      'folders that are loaded whole',
      {
        ...started,
        'server.js': `${server}import autoload from '@fastify/autoload';\napp.register(autoload, { dir: 'plugins' });\n`,
      },
      [],
      ['server.js:5 loads all files of a folder by @fastify/autoload; they are not followed.'],
    ],
    [
      'imports that lead nowhere, of code that runs',
      {
        ...started,
        'server.js': `${server}import './gone.js';\nimport './shop.css';\nimport '@/alias';\nimport 'express';\n`,
        'scripts/seed.js': "import './gone-too.js';\n",
      },
      [],
      ['server.js:5 imports ./gone.js, which is not among the files here; what it does is not known.'],
    ],
    [
      'imports that are made while it runs',
      { ...started, 'server.js': `${server}const name = process.argv[2];\nawait import(name);\n` },
      [],
      ['server.js:6 imports modules whose names are made while it runs; they are not followed.'],
    ],
    [
      'workloads of an image that may be a program here',
      {
        ...started,
        'server.js': server,
        'deploy/shop.yaml':
          'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: front\nspec:\n  replicas: 3\n  template:\n    spec:\n      containers:\n        - name: front\n          image: registry.example.com/acme/front:1\n',
      },
      [],
      ['front (deploy/shop.yaml:4) runs registry.example.com/acme/front:1; whether that is shop is not known.'],
    ],
    [
      'stores that nobody knows',
      { ...started, '.env': 'ORDERS_URL=neo4j://x@orders/shop\nSITE_URL=https://example.net\n' },
      [],
      ['ORDERS_URL (.env:1) leads to a store that is not known here: neo4j.'],
    ],
  ])('%s', (_, files, unread, expected) => {
    expect(see(files, '', unread).system.blind).toEqual(expected);
  });
});
