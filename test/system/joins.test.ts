// biome-ignore-all lint/suspicious/noTemplateCurlyInString: it is the code of workspaces.
import { describe, expect, it } from 'vitest';
import { componentLines, connectionLines, type Files, manifest, see, server } from './workspace.ts';

const compose = (services: string): Files => ({ 'docker-compose.yml': `services:\n${services}` });
const shown = (name: string, image: string, more = '') => `  ${name}:\n    image: ${image}\n${more}`;
const environment = (...lines: readonly string[]) =>
  `    environment:\n${lines.map((line) => `      ${line}\n`).join('')}`;
const code = (dependencies: Readonly<Record<string, string>>): Files => ({
  'package.json': manifest('shop', { scripts: { start: 'node server.js' }, dependencies }),
});

const drawn = (files: Files) => {
  const seen = see(files);
  return [...componentLines(seen), ...connectionLines(seen)].filter((line) => !/^clients? /.test(line));
};

describe('containers whose code is not read', () => {
  it.each<[string, Files, readonly string[]]>([
    [
      'are workers and schedulers by their command, else by their name',
      compose(
        shown('shop', 'acme/shop', "    ports: ['80:80']\n") +
          shown('mails', 'acme/shop', '    command: celery -A shop worker -B\n') +
          shown('nightly', 'acme/shop', '    command: celery -A shop beat\n') +
          shown('shop-worker', 'acme/shop'),
      ),
      ['mails worker', 'nightly scheduler', 'shop service', 'shop-worker worker'],
    ],
    [
      'answer where they publish a port, whatever they are called',
      compose(shown('worker-pages', 'acme/pages', "    ports: ['80:80']\n")),
      ['worker-pages service'],
    ],
    [
      'are connected to stores by a file of settings that they share, and to services by their own settings alone',
      {
        ...compose(
          shown('shop', 'acme/shop', '    env_file: [shared.env]\n') +
            shown(
              'bills',
              'acme/bills',
              `    env_file: [shared.env]\n${environment('MAILS_API_URL: http://mails:80')}`,
            ) +
            shown('mails', 'acme/mails') +
            shown('orders', 'postgres:16', '    env_file: [shared.env]\n') +
            shown('jobs', 'redis:7'),
        ),
        'shared.env': 'DB_HOST=orders\nREDIS_URL=redis://jobs:6379\nMAILS_API_URL=http://mails:80\n',
      },
      [
        'bills service',
        'jobs cache redis',
        'mails service',
        'orders database postgres',
        'shop service',
        'bills → jobs redis medium',
        'bills → mails http medium',
        'bills → orders sql medium',
        'shop → jobs redis medium',
        'shop → orders sql medium',
      ],
    ],
    [
      'are stores where an address says so, also that of a driver of Java',
      compose(
        shown('shop', 'acme/shop', environment('DATA_URL: jdbc:postgresql://orders:5432/orders')) +
          shown('orders', 'acme/orders-data'),
      ),
      ['orders database postgres', 'shop service', 'shop → orders sql medium'],
    ],
    [
      'have volumes, and stores keep theirs to themselves',
      compose(
        shown('shop', 'acme/shop', '    volumes: [media:/media]\n') +
          shown('orders', 'postgres:16', '    volumes: [data:/var/lib/postgresql/data]\n'),
      ),
      ['media volume', 'orders database postgres', 'shop service', 'shop → media mount high'],
    ],
    [
      'call the services whose keys they are given',
      compose(shown('shop', 'acme/shop', environment('OPENAI_API_KEY: ${OPENAI_API_KEY}'))),
      ['openai external http', 'shop service', 'shop → openai http medium'],
    ],
    [
      'are left out where developers look at the system with them, and where they catch its mail',
      compose(
        shown('shop', 'acme/shop') +
          shown('mails', 'axllent/mailpit') +
          shown('flows', 'temporalio/ui:2.30') +
          shown('names', 'registry.k8s.io/external-dns/external-dns:v0.14.0'),
      ),
      ['shop service'],
    ],
  ])('%s', (_, files, expected) => {
    expect(drawn(files)).toEqual(expected);
  });
});

describe('what answers at a name', () => {
  const calling = (name: string): Files => ({
    ...code({ express: '^5.0.0' }),
    'server.js': `${server}app.get('/', () => fetch(\`\${process.env.${name}}/all\`));\n`,
  });
  it.each<[string, Files, readonly string[]]>([
    [
      'a service that the name of the setting is called after',
      { ...calling('ORDERS_SERVICE_URL'), ...compose(`  shop:\n    build: .\n${shown('orders', 'acme/orders')}`) },
      ['orders service', 'shop service', 'shop → orders http medium'],
    ],
    [
      'a service of others where none is called so',
      { ...calling('STORES_API_URL'), ...compose(`  shop:\n    build: .\n${shown('orders', 'acme/orders')}`) },
      ['orders service', 'shop service', 'stores_api_url external http', 'shop → stores_api_url http high'],
    ],
    [
      'none of one’s own at an address of the internet that begins alike',
      {
        ...code({ express: '^5.0.0' }),
        'server.js': `${server}app.get('/', () => fetch('https://api.acme.com/all'));\n`,
        ...compose(`  shop:\n    build: .\n${shown('api', 'acme/api')}`),
      },
      ['api service', 'http:api.acme.com external http', 'shop service', 'shop → http:api.acme.com http high'],
    ],
    [
      'the service that pages are built to call',
      {
        ...code({ express: '^5.0.0' }),
        'server.js': `${server}export const api = process.env.NEXT_PUBLIC_BACKEND_URL;\nexport const own = process.env.NEXT_PUBLIC_ADMIN_URL;\n`,
        ...compose(`  shop:\n    build: .\n${shown('backend', 'acme/api')}${shown('admin', 'acme/admin')}`),
      },
      ['admin service', 'backend service', 'shop service', 'shop → backend http medium'],
    ],
    [
      'nothing of the system at a name where mail is caught',
      {
        ...code({ express: '^5.0.0', nodemailer: '^7.0.0' }),
        'server.js': `import { createTransport } from 'nodemailer';\n${server}createTransport({ host: process.env.SMTP_HOST });\n`,
        ...compose(`  shop:\n    build: .\n${environment('SMTP_HOST: mails')}${shown('mails', 'mailhog/mailhog')}`),
      },
      ['shop service', 'smtp_host external smtp', 'shop → smtp_host smtp high'],
    ],
  ])('%s', (_, files, expected) => {
    expect(drawn(files)).toEqual(expected);
  });
});

describe('packages of services of others', () => {
  const asking = `import OpenAI from 'openai';\n${server}const openai = new OpenAI();\napp.get('/', async () => openai.chat.completions.create({}));\n`;
  it('are called by the programs that come to the call', () => {
    const files = { ...code({ express: '^5.0.0', openai: '^5.0.0' }), 'server.js': asking };
    expect(drawn(files)).toEqual(['openai external http', 'shop service', 'shop → openai http high']);
  });
  it('say nothing where only their types are asked for', () => {
    const files = {
      ...code({ express: '^5.0.0', openai: '^5.0.0' }),
      'server.js': server,
      'types.ts': "import type OpenAI from 'openai';\nexport type Client = OpenAI;\n",
    };
    expect(drawn(files)).toEqual(['shop service']);
  });
});

describe('programs', () => {
  const jobs = "import { Worker } from 'bullmq';\nnew Worker('mails', async () => {});\n";
  it.each([
    ['workers where they answer only whether they are well', "app.get('/health', () => {});\n", 'shop worker'],
    ['services where they answer more', "app.get('/orders', () => {});\n", 'shop service'],
  ])('that take jobs are %s', (_, routes, expected) => {
    const files = {
      ...code({ express: '^5.0.0', bullmq: '^5.0.0' }),
      'server.js': `${jobs}import express from 'express';\nconst app = express();\n${routes}app.listen(3000);\n`,
    };
    expect(componentLines(see(files))).toContain(expected);
  });

  it('are one where a server for developers starts the same code', () => {
    const files: Files = {
      'requirements.txt': 'django\ngunicorn\n',
      'manage.py':
        "import os\nos.environ.setdefault('DJANGO_SETTINGS_MODULE', 'shop.settings')\nfrom django.core.management import execute_from_command_line\nexecute_from_command_line([])\n",
      'shop/__init__.py': '',
      'shop/settings.py': "ROOT_URLCONF = 'shop.urls'\n",
      'shop/urls.py': 'urlpatterns = []\n',
      'shop/wsgi.py':
        "import os\nfrom django.core.wsgi import get_wsgi_application\nos.environ.setdefault('DJANGO_SETTINGS_MODULE', 'shop.settings')\napplication = get_wsgi_application()\n",
      'docker-compose.yml': 'services:\n  web:\n    build: .\n    command: gunicorn shop.wsgi:application\n',
      'docker-compose.dev.yml':
        'services:\n  web:\n    build: .\n    command: python manage.py runserver 0.0.0.0:8000\n',
    };
    expect(componentLines(see(files)).filter((line) => !line.startsWith('client '))).toEqual(['web service']);
  });
});

describe('servers for developers', () => {
  it('stand for none of production, wherever they are started', () => {
    const files: Files = {
      'requirements.txt': 'django\ngunicorn\n',
      'manage.py':
        "import os\nos.environ.setdefault('DJANGO_SETTINGS_MODULE', 'shop.settings')\nfrom django.core.management import execute_from_command_line\nexecute_from_command_line([])\n",
      'shop/__init__.py': '',
      'shop/settings.py': "ROOT_URLCONF = 'shop.urls'\n",
      'shop/urls.py': 'urlpatterns = []\n',
      'shop/wsgi.py':
        "import os\nfrom django.core.wsgi import get_wsgi_application\nos.environ.setdefault('DJANGO_SETTINGS_MODULE', 'shop.settings')\napplication = get_wsgi_application()\n",
      Procfile: 'web: gunicorn shop.wsgi:application\n',
      'compose.yaml': 'services:\n  trial:\n    build: .\n    command: python manage.py runserver 0.0.0.0:8000\n',
    };
    expect(componentLines(see(files)).filter((line) => !line.startsWith('client '))).toEqual([
      'trial service',
      'web service',
    ]);
  });

  it('are nobody else’s tools where they are built here', () => {
    const files = { ...code({ express: '^5.0.0' }), 'server.js': server, ...compose('  adminer:\n    build: .\n') };
    expect(drawn(files)).toEqual(['adminer service']);
  });
});

describe('what names alone tell', () => {
  const app: Files = code({ express: '^5.0.0' });
  it.each<[string, Files, readonly string[]]>([
    [
      'a service of others whose address is read by its name, and not one’s own address',
      {
        ...app,
        'config.js':
          "const read = (name) => process.env[name];\nexport const stock = read('STOCK_API_URL');\nexport const own = read('APP_API_URL');\n",
        'server.js': `import './config.js';\n${server}`,
      },
      ['shop service', 'stock_api_url external http', 'shop → stock_api_url http medium'],
    ],
    [
      'nothing where the name may be that of a service which is drawn, under the product’s own name',
      {
        ...app,
        'server.js': `${server}export const link = process.env.ACME_API_URL;\n`,
        ...compose(`  shop:\n    build: .\n${shown('api', 'acme/api')}`),
      },
      ['api service', 'shop service'],
    ],
    [
      'where mail goes out',
      { ...app, 'server.js': `${server}export const host = process.env.SMTP_HOST;\n` },
      ['shop service', 'smtp_host external smtp', 'shop → smtp_host smtp medium'],
    ],
    [
      'a store that a secret leads to, for containers whose code is not read',
      {
        'k8s/shop.yaml': `apiVersion: apps/v1
kind: Deployment
metadata: { name: shop }
spec:
  template:
    spec:
      containers:
        - name: shop
          image: acme/shop
          env:
            - name: MONGO_URL
              valueFrom: { secretKeyRef: { name: store, key: url } }
            - name: DATABASE_URL
              valueFrom: { secretKeyRef: { name: store, key: sql } }
            - name: SIGNING_KEY
              valueFrom: { secretKeyRef: { name: store, key: sign } }
`,
      },
      ['mongo_url database mongodb', 'shop service', 'shop → mongo_url mongodb medium'],
    ],
    [
      'a database in a file, by the file',
      {
        ...code({ express: '^5.0.0', 'better-sqlite3': '^12.0.0' }),
        'server.js': `import Database from 'better-sqlite3';\n${server}export const db = new Database('data/orders.db');\n`,
      },
      ['shop service', 'sqlite:orders.db database sqlite', 'shop → sqlite:orders.db sql high'],
    ],
  ])('%s', (_, files, expected) => {
    expect(drawn(files)).toEqual(expected);
  });
});

describe('what stands in front', () => {
  it('is an Ingress, which leads to what its Services bring requests to', () => {
    const files: Files = {
      'k8s/shop.yaml': `apiVersion: apps/v1
kind: Deployment
metadata: { name: shop }
spec:
  template:
    metadata: { labels: { app: shop } }
    spec: { containers: [{ name: shop, image: acme/shop }] }
---
apiVersion: v1
kind: Service
metadata: { name: shop-pages }
spec: { selector: { app: shop }, ports: [{ port: 80 }] }
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: { name: front }
spec:
  rules:
    - http: { paths: [{ path: /, pathType: Prefix, backend: { service: { name: shop-pages, port: { number: 80 } } } }] }
`,
    };
    expect(drawn(files)).toEqual(['front gateway', 'shop service', 'front → shop http high']);
  });

  it('gives out what programs write into a volume that both mount, and keeps volumes of its own to itself', () => {
    const files = {
      ...compose(
        shown('shop', 'acme/shop', '    volumes: [media:/media]\n') +
          shown('front', 'nginx:1.27', '    volumes: [media:/media:ro, certificates:/certificates]\n'),
      ),
    };
    expect(drawn(files)).toEqual([
      'front loadbalancer nginx',
      'media volume',
      'shop service',
      'front → media mount high',
      'shop → media mount high',
    ]);
  });
});
