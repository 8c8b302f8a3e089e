import { describe, expect, it } from 'vitest';
import { budgetLines, componentLines, type Files, manifest, see, server, worker } from './workspace.ts';

const root = '{ "private": true, "workspaces": ["apps/*", "packages/*"] }';
/** A server that its build puts beside files which are not here, as a framework's does. */
const app = (dependencies: Readonly<Record<string, string>>, name = 'shop-app') =>
  manifest(name, { scripts: { start: 'node server.js' }, dependencies: { express: '5', ...dependencies } });
const jobs = manifest('@shop/jobs', { scripts: { test: 'vitest' } });
const base: Files = {
  'package.json': root,
  'apps/shop/package.json': app({ '@shop/jobs': '*' }),
  'apps/shop/server.js': server,
  'packages/jobs/package.json': jobs,
  'packages/jobs/index.ts': worker,
};
const names = (files: Files) =>
  see(files).system.programs.flatMap(({ role, name, files: own }) => (role === 'other' ? [] : [`${name} ${own.size}`]));

describe('a package that takes from a queue and starts nothing', () => {
  it.each<[string, Files, readonly string[]]>([
    ['is a part of the one server that asks for it', base, ['shop-app 2']],
    [
      'is a program where nothing asks for it',
      { ...base, 'apps/shop/package.json': app({}) },
      ['@shop/jobs 1', 'shop-app 1'],
    ],
    [
      'is a program where only a developer asks for it',
      {
        ...base,
        'apps/shop/package.json': manifest('shop-app', {
          scripts: { start: 'node server.js' },
          dependencies: { express: '5' },
          devDependencies: { '@shop/jobs': '*' },
        }),
      },
      ['@shop/jobs 1', 'shop-app 1'],
    ],
    [
      'is a program where two servers ask for it, as nothing says in which it runs',
      {
        ...base,
        'apps/office/package.json': app({ '@shop/jobs': '*' }, 'office-app'),
        'apps/office/server.js': server,
      },
      ['@shop/jobs 1', 'office-app 1', 'shop-app 1'],
    ],
    [
      'is a program where it starts itself',
      { ...base, 'packages/jobs/package.json': manifest('@shop/jobs', { scripts: { start: 'node index.js' } }) },
      ['@shop/jobs 1', 'shop-app 1'],
    ],
  ])('%s', (_, files, expected) => {
    expect(names(files)).toEqual(expected);
  });

  it('asks by its pools as the server that it runs in', () => {
    const files = {
      ...base,
      'packages/jobs/index.ts': `${worker}import { Pool } from 'pg';\nnew Pool({ host: 'orders-db', max: 7 });\n`,
      'compose.yaml': 'services:\n  orders-db:\n    image: postgres:16\n',
    };
    expect(budgetLines(see(files))).toEqual(['orders-db 14 of 97 (not grounded): shop-app 7 literal × 1 × (2 + 0)']);
  });
});

describe('a client of AWS', () => {
  const files = (call: string): Files => ({
    'requirements.txt': 'flask\nboto3\n',
    'shop.py': `import boto3\nfrom flask import Flask\napp = Flask(__name__)\nclient = boto3.client(${call})\n@app.get("/")\ndef home():\n    return {}\nif __name__ == "__main__":\n    app.run()\n`,
  });
  it.each([
    ['"s3"', true],
    ['service_name="s3"', true],
    ['name_of_it()', true],
    ['"sts"', false],
    ['"ses", region_name="eu"', false],
    ['service_name="sqs"', false],
  ])('of %s keeps files: %s', (call, expected) => {
    expect(componentLines(see(files(call))).some((line) => line.includes('s3'))).toBe(expected);
  });
});
