import { describe, expect, it } from 'vitest';
import { connectionLines, type Files, manifest, see, server } from './workspace.ts';

const code: Files = {
  'package.json': manifest('shop', { scripts: { start: 'node server.js' }, dependencies: { express: '^5.0.0' } }),
  'server.js': server,
  'worker.js': "const { Worker } = require('bullmq');\nnew Worker('mail', async () => {});\n",
};
const common =
  'services:\n  base:\n    build: .\n    command: node server.js\n    environment:\n      PAGE_URL: http://page:80\n';
const extending = (more: string, from = 'common.yaml') =>
  `services:\n  shop:\n    extends: { file: ${from}, service: base }\n${more}`;
describe('a service that takes over one of another file', () => {
  it.each<[string, Files, string]>([
    [
      'runs what that one runs',
      {
        'compose.common.yaml': common,
        'compose.yaml': extending('    deploy: { replicas: 3 }\n', 'compose.common.yaml'),
      },
      'server.js',
    ],
    [
      'runs a command of its own in what that one builds',
      {
        'compose.common.yaml': common,
        'compose.yaml': extending('    command: node worker.js\n', 'compose.common.yaml'),
      },
      'worker.js',
    ],
    [
      'through two files',
      {
        'compose.first.yaml': common,
        'compose.second.yaml': 'services:\n  base:\n    extends: { file: compose.first.yaml, service: base }\n',
        'compose.yaml': extending('    restart: always\n', 'compose.second.yaml'),
      },
      'server.js',
    ],
  ])('%s', (_name, files, expected) => {
    const { system } = see({ ...code, ...files });
    const program = system.programs.find(({ entry }) => entry === expected);
    expect(program?.units.map(({ file, name }) => `${file} ${name}`)).toContain('compose.yaml shop');
  });

  it('is the store that the other is, at a place of its own file', () => {
    const files: Files = {
      'infra/compose.yaml': 'services:\n  postgres:\n    image: postgres:17\n',
      'compose.yaml':
        'services:\n  orders-db:\n    extends:\n      file: infra/compose.yaml\n      service: postgres\n',
    };
    const { components } = see(files).system;
    expect(components.find(({ id }) => id === 'orders-db')).toMatchObject({
      kind: 'database',
      evidence: [{ file: 'compose.yaml' }],
    });
    // The other file has a name that it is run by as well.
    expect(components.map(({ id }) => id)).toContain('postgres');
  });

  it('stands for one that is written for others alone', () => {
    const files: Files = {
      'common.compose.yaml': 'services:\n  postgres:\n    image: postgres:17\n  redis:\n    image: redis:8\n',
      'compose.yaml':
        'services:\n  orders-db:\n    extends: { file: common.compose.yaml, service: postgres }\n  redis:\n    extends: { file: common.compose.yaml, service: redis }\n',
    };
    expect(see(files).system.components.map(({ id }) => id)).toEqual(['orders-db', 'redis']);
  });

  it('has its settings, and its own first', () => {
    const files: Files = {
      'compose.common.yaml':
        'services:\n  base:\n    image: shop/one\n    environment: { PAGE_URL: "http://page:80", FILES_URL: "http://files:80" }\n',
      'compose.yaml': extending(
        '    environment: { PAGE_URL: "http://other:80" }\n  page:\n    image: shop/page\n  files:\n    image: shop/files\n  other:\n    image: shop/other\n',
        'compose.common.yaml',
      ),
    };
    expect(connectionLines(see(files)).filter((line) => line.startsWith('shop'))).toEqual([
      'shop → files http medium',
      'shop → other http medium',
    ]);
  });

  it.each<[string, Files]>([
    ['nothing of a file that is not there', { 'compose.yaml': extending('', 'none.yaml') }],
    [
      'nothing of a service that is not there',
      {
        'compose.common.yaml': 'services:\n  other:\n    image: redis\n',
        'compose.yaml': extending('', 'compose.common.yaml'),
      },
    ],
    [
      'nothing of two that take each other over',
      {
        'compose.a.yaml': 'services:\n  base:\n    extends: { file: compose.b.yaml, service: base }\n',
        'compose.b.yaml': 'services:\n  base:\n    extends: { file: compose.a.yaml, service: base }\n',
        'compose.yaml': extending('', 'compose.a.yaml'),
      },
    ],
  ])('takes %s', (_name, files) => {
    expect(see(files).system.components.map(({ id }) => id)).not.toContain('shop');
  });
});
