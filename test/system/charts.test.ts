import { describe, expect, it } from 'vitest';
import { budgetLines, programLines, see } from './workspace.ts';

const code = {
  'package.json': '{ "name": "shop", "main": "server.js", "dependencies": { "express": "5" } }',
  'server.js': "require('express')().listen(3000);\n",
};
const chart = 'apiVersion: v2\nname: shop\n';
const scaled = 'autoscaling:\n  minReplicas: 2\n  maxReplicas: 10\n';
const deployment = (asked: string) => `kind: Deployment\nspec:\n  replicas: {{ .Values.${asked} }}\n`;

describe('how many instances a chart asks for', () => {
  it.each([
    ['nothing without a Chart.yaml beside the values', { 'chart/values.yaml': 'replicaCount: 4' }, '×?'],
    [
      'nothing by the one that every new chart begins with',
      { 'chart/Chart.yaml': chart, 'chart/values.yaml': 'replicaCount: 1' },
      '×?',
    ],
    [
      'nothing by autoscaling that is off',
      { 'chart/Chart.yaml': chart, 'chart/values.yaml': `${scaled}  enabled: false\n` },
      '×?',
    ],
    [
      'nothing by autoscaling that the templates want enabled, and nobody enables',
      {
        'chart/Chart.yaml': chart,
        'chart/values.yaml': scaled,
        'chart/templates/hpa.yaml': '{{- if .Values.autoscaling.enabled }}\nkind: HorizontalPodAutoscaler\n{{- end }}',
      },
      '×?',
    ],
    [
      'nothing by a number that no template asks for',
      {
        'chart/Chart.yaml': chart,
        'chart/values.yaml': 'replicaCount: 4',
        'chart/templates/api.yaml': deployment('replicas'),
      },
      '×?',
    ],
    [
      'nothing by values for development',
      { 'chart/Chart.yaml': chart, 'chart/values-dev.yaml': 'replicaCount: 4' },
      '×?',
    ],
    [
      'the number that its templates ask for',
      {
        'chart/Chart.yaml': chart,
        'chart/values.yaml': 'replicaCount: 4',
        'chart/templates/api.yaml': deployment('replicaCount'),
      },
      '×4 (chart/values.yaml:1)',
    ],
    [
      'one where the values of an environment say so',
      { 'chart/Chart.yaml': chart, 'chart/values-production.yaml': 'replicaCount: 1' },
      '×1 (chart/values-production.yaml:1)',
    ],
    [
      'the most of an environment',
      {
        'chart/Chart.yaml': chart,
        'chart/values.yaml': 'replicaCount: 1\nimage: { repository: shop }',
        'chart/values-production.yaml': 'replicaCount: 6',
        'chart/values-staging.yaml': 'replicaCount: 2',
      },
      '×6 (chart/values-production.yaml:1)',
    ],
    [
      'autoscaling that says nothing of being enabled',
      { 'chart/Chart.yaml': chart, 'chart/values.yaml': scaled },
      '×2–10 (chart/values.yaml:3)',
    ],
    [
      'the number of the part that its one Deployment asks for',
      {
        'chart/Chart.yaml': chart,
        'chart/values.yaml': 'api:\n  replicaCount: 4\njobs:\n  replicaCount: 9\n',
        'chart/templates/api.yaml': deployment('api.replicaCount'),
        'chart/templates/jobs.yaml': 'kind: CronJob\nspec:\n  n: {{ .Values.jobs.replicaCount }}\n',
      },
      '×4 (chart/values.yaml:2)',
    ],
    [
      'nothing by the numbers of parts of which its templates run several',
      {
        'chart/Chart.yaml': chart,
        'chart/values.yaml': 'api:\n  replicaCount: 4\njobs:\n  replicaCount: 9\n',
        'chart/templates/api.yaml': deployment('api.replicaCount'),
        'chart/templates/jobs.yaml': deployment('jobs.replicaCount'),
      },
      '×?',
    ],
    [
      'autoscaling that is on',
      { 'chart/Chart.yaml': chart, 'chart/values.yaml': `${scaled}  enabled: true\nreplicaCount: 3\n` },
      '×2–10 (chart/values.yaml:3)',
    ],
  ])('%s', (_, files, expected) => {
    expect(programLines(see({ ...code, ...files }))).toEqual([`shop server server.js ${expected}`]);
  });
});

describe('the program that a chart runs', () => {
  const two = {
    'package.json': '{ "private": true, "workspaces": ["apps/*"] }',
    'apps/cart/package.json': '{ "name": "@shop/cart", "main": "index.js", "dependencies": { "express": "5" } }',
    'apps/cart/index.js': "require('express')().listen(3000);\n",
    'apps/page/package.json': '{ "name": "@shop/page", "main": "index.js", "dependencies": { "express": "5" } }',
    'apps/page/index.js': "require('express')().listen(3000);\n",
  };
  it.each([
    [
      'is named by the image',
      {
        ...two,
        'chart/Chart.yaml': 'name: all\n',
        'chart/values.yaml': 'replicaCount: 4\nimage: { repository: a/cart }',
      },
      ['@shop/page ×?', 'all ×4'],
    ],
    [
      'is named by the chart',
      { ...two, 'charts/page/Chart.yaml': 'name: page\n', 'charts/page/values.yaml': 'replicaCount: 4' },
      ['@shop/cart ×?', 'page ×4'],
    ],
    [
      'is named by the chart’s folder',
      { ...two, 'k8s/page/Chart.yaml': 'name: acme-page-api\n', 'k8s/page/values-prod.yaml': 'replicaCount: 4' },
      ['@shop/cart ×?', 'acme-page-api ×4'],
    ],
    [
      'is the one whose package the chart lies in',
      { ...two, 'apps/cart/helm/Chart.yaml': 'name: release\n', 'apps/cart/helm/values.yaml': 'replicaCount: 4' },
      ['@shop/page ×?', 'release ×4'],
    ],
    [
      'is none where the image is that of another package',
      {
        ...two,
        'apps/jobs/package.json': '{ "name": "@shop/jobs" }',
        'apps/cart/helm/Chart.yaml': 'name: release\n',
        'apps/cart/helm/values.yaml': 'replicaCount: 4\nimage: { repository: a/jobs }',
      },
      ['@shop/cart ×?', '@shop/page ×?'],
    ],
    [
      'is none where several charts lie in one package',
      {
        ...two,
        'apps/cart/a/Chart.yaml': 'name: a\n',
        'apps/cart/a/values.yaml': 'replicaCount: 4',
        'apps/cart/b/Chart.yaml': 'name: b\n',
        'apps/cart/b/values.yaml': 'replicaCount: 5',
      },
      ['@shop/cart ×?', '@shop/page ×?'],
    ],
  ])('%s', (_, files, expected) => {
    const lines = programLines(see(files)).map((line) => line.replace(/ server \S+ /, ' ').replace(/ \(.*\)$/, ''));
    expect(lines).toEqual(expected);
  });
});

describe('how a chart rolls out', () => {
  const rolled = (strategy: string) => ({
    'chart/Chart.yaml': chart,
    'chart/values-prod.yaml': 'replicaCount: 3',
    'chart/templates/api.yaml': `${deployment('replicaCount')}${strategy}  template:\n    spec: {{ .Values.x }}\n`,
    'server.js': `${code['server.js']}const { Pool } = require('pg');\nnew Pool({ host: 'db', max: 10 });\n`,
  });
  it.each([
    [
      'as its template says',
      '  strategy:\n    type: RollingUpdate\n    rollingUpdate:\n      maxSurge: 2\n',
      'shop 10 literal × 1 × (3 + 2)',
    ],
    ['as Kubernetes does where it says nothing', '', 'shop 10 literal × 1 × (3 + 1)'],
    ['with none beside the old ones', '  strategy:\n    type: Recreate\n', 'shop 10 literal × 1 × (3 + 0)'],
    [
      'as Kubernetes does where values say it',
      '  strategy:\n    rollingUpdate:\n      maxSurge: {{ .Values.surge }}\n',
      'shop 10 literal × 1 × (3 + 1)',
    ],
  ])('%s', (_, strategy, expected) => {
    const [line = ''] = budgetLines(see({ ...code, ...rolled(strategy) }));
    expect(line.replace(/^.*: /, '')).toBe(expected);
  });
});
