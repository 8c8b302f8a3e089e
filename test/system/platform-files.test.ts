import { describe, expect, it } from 'vitest';
import type { Files } from './workspace.ts';
import { countText, manifest, programLines, see, server } from './workspace.ts';

const code: Files = { 'package.json': manifest('shop', { scripts: { start: 'node server.js' } }), 'server.js': server };
/** A function that Lambda calls, and no server beside it. */
const lambda: Files = {
  'package.json': manifest('shop', { dependencies: { '@middy/core': '^6.0.0' } }),
  'server.js': '',
  'src/orders.js':
    "import middy from '@middy/core';\nexport const handler = middy(async (event) => ({ statusCode: 200, body: '[]' }));\n",
};

const json = (value: object): string => `${JSON.stringify(value, null, 2)}\n`;

/** Hosts and processes of the only program. */
function told(files: Files): string {
  const { graph, system } = see({ ...code, ...files });
  const [program] = system.programs.filter(({ role }) => role === 'server');
  if (program === undefined) return 'none';
  const { hosts, processesPerHost } = program.topology;
  return `${countText(graph, hosts)} · ${countText(graph, processesPerHost)}`;
}

describe('copies that a platform’s own file declares', () => {
  it.each<[string, Files, string]>([
    // PM2
    [
      'PM2: as many as it says, on each host',
      { 'ecosystem.config.js': "module.exports = { apps: [{ name: 'shop', script: 'server.js', instances: 4 }] };\n" },
      '×? · ×4 (ecosystem.config.js:1)',
    ],
    [
      'PM2: one for each core is several',
      {
        'ecosystem.config.cjs':
          "const shop = { name: 'shop', script: './server.js', exec_mode: 'cluster', instances: 'max' };\nmodule.exports = { apps: [shop] };\n",
      },
      '×? · ×1–2 (ecosystem.config.cjs:1)',
    ],
    [
      'PM2: a number of the environment has one behind it',
      {
        'ecosystem.config.js':
          "module.exports = {\n  apps: [{ name: 'shop', script: 'server.js', instances: process.env.WEB_CONCURRENCY || 3 }],\n};\n",
      },
      '×? · ×3 (ecosystem.config.js:2)',
    ],
    [
      'PM2: a script that deploys to the host changes nothing',
      {
        'ecosystem.config.js': "module.exports = { apps: [{ name: 'shop', script: 'server.js', instances: 4 }] };\n",
        'deploy.sh':
          'ssh shop@host "cd shop && git pull && pm2 reload ecosystem.config.js"\npm2 reload ecosystem.config.js\n',
      },
      '×? · ×4 (ecosystem.config.js:1)',
    ],
    [
      'PM2: one process without a number',
      { 'ecosystem.config.js': "module.exports = { apps: [{ name: 'shop', script: 'server.js' }] };\n" },
      '×? · ×?',
    ],
    [
      'PM2: JSON, started by the image',
      {
        'pm2.json': json({ apps: [{ name: 'shop', script: 'server.js', instances: 2 }] }),
        Dockerfile: 'FROM node:22\nWORKDIR /app\nCOPY . .\nCMD ["pm2-runtime", "start", "pm2.json"]\n',
        'compose.yaml': 'services:\n  shop:\n    build: .\n    deploy:\n      replicas: 3\n',
      },
      '×3 (compose.yaml:5) · ×2 (pm2.json:6)',
    ],
    [
      'PM2: only one of its applications is started',
      {
        'package.json': manifest('shop', { scripts: { start: 'pm2 start ecosystem.config.js --only shop' } }),
        'ecosystem.config.js':
          "module.exports = { apps: [\n  { name: 'jobs', script: 'jobs.js', instances: 7 },\n  { name: 'shop', script: 'server.js', instances: 2 },\n] };\n",
        'jobs.js': 'setInterval(() => {}, 1000);\n',
      },
      '×? · ×2 (ecosystem.config.js:3)',
    ],
    [
      'PM2: applications exported by their name',
      { 'ecosystem.config.js': "exports.apps = [{ name: 'shop', script: 'server.js', instances: 4 }];\n" },
      '×? · ×4 (ecosystem.config.js:1)',
    ],
    [
      'PM2: a module that exports them',
      { 'ecosystem.config.mjs': "export const apps = [{ name: 'shop', script: 'server.js', instances: 4 }];\n" },
      '×? · ×4 (ecosystem.config.mjs:1)',
    ],
    [
      'PM2: what all have in common, and one has otherwise',
      {
        'ecosystem.config.js':
          "const common = { instances: 2, exec_mode: 'cluster' };\nmodule.exports = { apps: [\n  { ...common, name: 'shop', script: 'server.js', instances: 6 },\n] };\n",
      },
      '×? · ×6 (ecosystem.config.js:3)',
    ],
    [
      'PM2: what all have in common',
      {
        'ecosystem.config.js':
          "const common = { instances: 2, exec_mode: 'cluster' };\nmodule.exports = { apps: [{ ...common, name: 'shop', script: 'server.js' }] };\n",
      },
      '×? · ×2 (ecosystem.config.js:1)',
    ],
    [
      'PM2: production has the larger number',
      {
        'ecosystem.config.js':
          "const live = process.env.NODE_ENV === 'production';\nmodule.exports = { apps: [{ name: 'shop', script: 'server.js', instances: live ? 4 : 1 }] };\n",
      },
      '×? · ×4 (ecosystem.config.js:2)',
    ],
    [
      'PM2: no number outside of production',
      {
        'ecosystem.config.js':
          "module.exports = { apps: [{ name: 'shop', script: 'server.js', instances: live() ? 4 : undefined }] };\n",
      },
      '×? · ×4 (ecosystem.config.js:1)',
    ],
    [
      'PM2: the folder of the file',
      {
        'ecosystem.config.js':
          "module.exports = { apps: [{ name: 'shop', cwd: path.join(__dirname, '.'), script: 'server.js', instances: 4 }] };\n",
      },
      '×? · ×4 (ecosystem.config.js:1)',
    ],
    [
      'PM2: process.json',
      { 'process.json': json({ apps: [{ name: 'shop', script: 'server.js', instances: 2 }] }) },
      '×? · ×2 (process.json:6)',
    ],
    // Heroku
    [
      'Heroku: dynos of a process of the Procfile',
      {
        'app.json': json({ formation: { web: { quantity: 3, size: 'standard-1x' } } }),
        Procfile: 'web: node server.js\n',
      },
      '×3 (app.json:4) · ×?',
    ],
    [
      'Heroku: one is what a button begins with',
      { 'app.json': json({ formation: { web: { quantity: 1 } } }), Procfile: 'web: node server.js\n' },
      '×? · ×?',
    ],
    [
      'Heroku: the processes of each dyno count as well',
      {
        'app.json': json({ formation: { web: { quantity: 2 } } }),
        Procfile: 'web: pm2-runtime server.js -i 4\n',
      },
      '×2 (app.json:4) · ×4 (Procfile:1)',
    ],
    [
      'Scalingo: containers of a process of the Procfile',
      { 'scalingo.json': json({ formation: { web: { amount: 3, size: 'S' } } }), Procfile: 'web: node server.js\n' },
      '×3 (scalingo.json:4) · ×?',
    ],
    [
      'Scalingo: one is what a button begins with',
      { 'scalingo.json': json({ formation: { web: { amount: 1 } } }), Procfile: 'web: node server.js\n' },
      '×? · ×?',
    ],
    ['Heroku: an app.json of something else', { 'app.json': json({ expo: { name: 'shop' } }) }, '×? · ×?'],
    [
      'Heroku: dynos of another process',
      { 'app.json': json({ formation: { worker: { quantity: 3 } } }), Procfile: 'web: node server.js\n' },
      '×? · ×?',
    ],
    // Render
    [
      'Render: instances of a service',
      {
        'render.yaml':
          'services:\n  - type: web\n    name: shop\n    runtime: node\n    startCommand: node server.js\n    numInstances: 3\n',
      },
      '×3 (render.yaml:6) · ×?',
    ],
    [
      'Render: what scales by itself',
      {
        'render.yaml':
          'services:\n  - type: web\n    name: shop\n    runtime: node\n    startCommand: npm start\n    scaling:\n      minInstances: 2\n      maxInstances: 6\n',
      },
      '×2–6 (render.yaml:8) · ×?',
    ],
    [
      'Render: nothing said is unknown; static pages and jobs are nobody’s copies',
      {
        'render.yaml':
          'services:\n  - { type: web, name: pages, runtime: static, numInstances: 9 }\n  - { type: cron, name: shop, startCommand: node server.js, numInstances: 9 }\n  - { type: web, name: shop, runtime: node, startCommand: node server.js }\n',
      },
      '×? · ×?',
    ],
    // Fly
    [
      'Fly: the first deploy of what answers makes two',
      {
        'fly.toml': 'app = "shop"\n\n[http_service]\n  internal_port = 3000\n',
        Dockerfile: 'FROM node:22\nCMD ["node", "server.js"]\n',
      },
      '×1–2 (fly) · ×?',
    ],
    [
      'Fly: not where a volume holds it to one',
      {
        'fly.toml':
          'app = "shop"\n\n[http_service]\n  internal_port = 3000\n\n[[mounts]]\n  source = "data"\n  destination = "/data"\n',
        Dockerfile: 'FROM node:22\nCMD ["node", "server.js"]\n',
      },
      '×? · ×?',
    ],
    [
      'Fly: as many as are kept running',
      {
        'fly.toml':
          'app = "shop"\n\n[processes]\n  web = "node server.js"\n\n[http_service]\n  internal_port = 3000\n  min_machines_running = 3\n  processes = ["web"]\n',
      },
      '×3 (fly.toml:8) · ×?',
    ],
    // Railway
    [
      'Railway: replicas',
      { 'railway.json': json({ deploy: { startCommand: 'node server.js', numReplicas: 2 } }) },
      '×2 (railway.json:4) · ×?',
    ],
    [
      'Railway: regions count together',
      {
        'railway.toml':
          '[deploy]\nstartCommand = "node server.js"\n\n[deploy.multiRegionConfig.us-west2]\nnumReplicas = 2\n\n[deploy.multiRegionConfig.europe-west4]\nnumReplicas = 1\n',
      },
      '×3 (railway.toml:5) · ×?',
    ],
    // Cloud Run
    [
      'Cloud Run: a range in annotations',
      {
        'service.yaml':
          'apiVersion: serving.knative.dev/v1\nkind: Service\nmetadata:\n  name: shop\nspec:\n  template:\n    metadata:\n      annotations:\n        autoscaling.knative.dev/minScale: "1"\n        autoscaling.knative.dev/maxScale: "20"\n    spec:\n      containers:\n        - image: gcr.io/acme/shop\n',
      },
      '×1–20 (service.yaml:10) · ×?',
    ],
    [
      'Cloud Run: a hundred without one',
      {
        'service.yaml':
          'apiVersion: serving.knative.dev/v1\nkind: Service\nmetadata: { name: shop }\nspec: { template: { spec: { containers: [{ image: gcr.io/acme/shop }] } } }\n',
      },
      '×0–100 (cloud-run) · ×?',
    ],
    // Azure Container Apps
    [
      'Azure Container Apps: a range',
      {
        'app.yaml':
          'type: Microsoft.App/containerApps\nname: shop\nproperties:\n  template:\n    containers:\n      - name: shop\n        image: acme.azurecr.io/shop\n    scale:\n      minReplicas: 1\n      maxReplicas: 5\n',
      },
      '×1–5 (app.yaml:10) · ×?',
    ],
    // ECS
    [
      'ECS: the tasks that a service wants',
      {
        'ecs-service.json': json({ serviceName: 'shop', taskDefinition: 'shop:4', desiredCount: 4 }),
        'task-definition.json': json({
          family: 'shop',
          containerDefinitions: [
            { name: 'shop', image: '1.dkr.ecr.eu-west-1.amazonaws.com/shop', command: ['node', 'server.js'] },
          ],
        }),
      },
      '×4 (ecs-service.json:4) · ×?',
    ],
    [
      'Kamal: hosts of a destination, laid over the file that names the image',
      {
        'config/deploy.yml': 'service: shop\nimage: acme/shop\nservers:\n  web:\n    - 192.0.2.1\n',
        'config/deploy.production.yml': 'servers:\n  web:\n    - 192.0.2.1\n    - 192.0.2.2\n',
        Dockerfile: 'FROM node:22\nCMD ["node", "server.js"]\n',
      },
      '×2 (config/deploy.production.yml:2) · ×?',
    ],
    [
      'Heroku: dynos of another application of the workspace are its own',
      {
        Procfile: 'web: node server.js\n',
        'other/app.json': json({ formation: { web: { quantity: 5 } } }),
      },
      '×? · ×?',
    ],
    // Lambda
    [
      'Lambda: a thousand by itself',
      {
        ...lambda,
        'serverless.yml':
          'provider: { name: aws, runtime: nodejs22.x }\nfunctions:\n  list:\n    handler: src/orders.handler\n',
      },
      '×0–1000 (aws-lambda) · ×?',
    ],
    [
      'Lambda: no more than are reserved',
      {
        ...lambda,
        'serverless.yml':
          'provider: { name: aws, runtime: nodejs22.x }\nfunctions:\n  list:\n    handler: src/orders.handler\n    reservedConcurrency: 5\n',
      },
      '×0–5 (serverless.yml:5) · ×?',
    ],
    [
      'Lambda: a template of SAM, with what it says for all',
      {
        ...lambda,
        'template.yaml':
          'Transform: AWS::Serverless-2016-10-31\nGlobals:\n  Function:\n    Runtime: nodejs22.x\n    CodeUri: src/\nResources:\n  List:\n    Type: AWS::Serverless::Function\n    Properties:\n      Handler: orders.handler\n      ReservedConcurrentExecutions: 8\n      Environment: { Variables: { TABLE: !Ref Orders } }\n',
      },
      '×0–8 (template.yaml:11) · ×?',
    ],
    [
      'Lambda: functions of another provider',
      {
        ...lambda,
        'serverless.yml':
          'provider: { name: google }\nfunctions:\n  list:\n    handler: src/orders.handler\n    reservedConcurrency: 5\n',
      },
      '×0–1000 (aws-lambda) · ×?',
    ],
    // Kamal
    [
      'Kamal: hosts of a role',
      {
        'config/deploy.yml':
          'service: shop\nimage: acme/shop\nservers:\n  web:\n    - 192.0.2.1\n    - 192.0.2.2\n    - 192.0.2.3\n',
        Dockerfile: 'FROM node:22\nCMD ["node", "server.js"]\n',
      },
      '×3 (config/deploy.yml:4) · ×?',
    ],
  ])('%s', (_name, files, expected) => {
    expect(told(files)).toBe(expected);
  });
});

describe('programs', () => {
  it('a file of Railway’s gives no name', () => {
    const files = { ...code, 'railway.json': json({ deploy: { startCommand: 'node server.js' } }) };
    expect(programLines(see(files)).join('\n')).toContain('shop');
    expect(programLines(see(files)).join('\n')).not.toContain('railway:');
  });

  it('a cluster that runs the program says more than the formation of Heroku', () => {
    const files: Files = {
      'app.json': json({ formation: { web: { quantity: 5 } } }),
      Procfile: 'web: node server.js\n',
      'k8s/a.yaml':
        'apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: shop }\nspec:\n  replicas: 2\n  template: { spec: { containers: [{ name: shop, image: shop }] } }\n',
    };
    expect(told(files)).toBe('×2 (k8s/a.yaml:5) · ×?');
  });
});

it('what a button begins with is told, and no number to judge by', () => {
  const files = { 'app.json': json({ formation: { web: { quantity: 1 } } }), Procfile: 'web: node server.js\n' };
  const [program] = see({ ...code, ...files }).system.programs;
  expect(program?.topology.begins).toMatchObject({ value: 1, site: { file: 'app.json' } });
  expect(program?.topology.hosts).toMatchObject({ known: 'assumed', maximum: 2 });
});
