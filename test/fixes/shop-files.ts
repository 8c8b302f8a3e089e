import type { Files } from './apply.ts';

const dependencies = {
  express: '^5.1.0',
  'express-rate-limit': '^8.6.0',
  'express-session': '^1.18.2',
  pg: '^8.16.0',
};

export function packageOf(overrides: Readonly<Record<string, unknown>> = {}): string {
  const manifest = { name: 'orders', type: 'module', main: 'src/server.ts', scripts: { start: 'node src/server.ts' } };
  return `${JSON.stringify({ ...manifest, dependencies, ...overrides }, null, 2)}\n`;
}

export const threeInstances: Files = {
  'compose.yaml':
    'services:\n  orders:\n    build: .\n    command: node src/server.ts\n    deploy:\n      replicas: 3\n',
};
