import { expect, it } from 'vitest';
import { formatOf } from '../../src/sources/format-of.ts';
import { unreadFileAt } from '../../src/sources/unread-files.ts';

it.each([
  ['infra/main.tf', 'Terraform file'],
  ['vercel.json', 'Vercel file'],
  ['worker/Worker.csproj', 'C#'],
])('%s is noted as %s', (path, title) => {
  expect(unreadFileAt(path)).toMatchObject({ path, title });
  expect(formatOf(path)).toBe('unread');
});

it.each([
  ['src/monitors/pm2.js', 'script'],
  ['src/generators/dockerfile.ts', 'script'],
  ['src/nginx.conf.ts', 'script'],
  ['src/procfile.js', 'script'],
  ['tools/dockerfile.py', 'python'],
  ['k8s/nginx.yaml', 'kubernetes'],
  ['k8s/haproxy.cfg.yaml', 'kubernetes'],
  ['chart/Chart.yaml', 'helm'],
  ['chart/values-production.yaml', 'helm'],
  ['chart/templates/values.yaml.tpl', null],
  ['package.json', 'manifest'],
  ['jobs/requirements.txt', 'manifest'],
  ['pyproject.toml', 'manifest'],
  ['compose.yaml', 'compose'],
  ['.env', 'manifest'],
  ['Procfile', 'procfile'],
  ['Procfile.dev', 'procfile'],
  ['docs/Procfile.md', null],
  ['docs/nginx.conf.md', null],
  ['haproxy.cfg', 'haproxy'],
  ['setup.cfg', 'haproxy'],
  ['docker/Caddyfile', 'caddy'],
  ['docs/Caddyfile.md', null],
  ['README.md', null],
  ['picture.png', null],
  ['app.json', 'platform'],
  ['ecosystem.config.cjs', 'platform'],
  ['pm2.json', 'platform'],
  ['fly.production.toml', 'platform'],
  ['render.yaml', 'platform'],
  ['api/serverless.yml', 'platform'],
  ['deploy/railway.toml', 'platform'],
  ['deploy/task-definition.prod.json', 'platform'],
  ['config/deploy.yml', 'platform'],
  ['src/ecosystem.ts', 'script'],
  ['src/data.json', null],
])('%s is left to its own reader: %s', (path, format) => {
  expect(unreadFileAt(path)).toBeNull();
  expect(formatOf(path)).toBe(format);
});
