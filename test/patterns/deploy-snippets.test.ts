import { describe, expect, it } from 'vitest';
import { installedNginx, nginxComplaints } from '../plan/nginx-check.ts';
import { compileEach } from './compile.ts';
import {
  composeComplaints,
  dockerfileComplaints,
  haproxyComplaints,
  isHaproxyInstalled,
  manifestComplaints,
  manifestLiteral,
} from './deploy-check.ts';
import { rowsIn, told } from './snippet-rows.ts';

const missing = [...(installedNginx() === null ? ['nginx'] : []), ...(isHaproxyInstalled() ? [] : ['haproxy'])];
const skipping = missing.length === 0 ? '' : ` (SKIPPED: there is no ${missing.join(', ')} on this machine)`;

describe('snippets of Kubernetes', () => {
  const rows = rowsIn('yaml').filter(({ template }) => !template.languages.includes('dockercompose'));
  const fileOf = (name: string) => `${name.replaceAll(/\W+/g, '-')}.ts`;
  const wrong = { 'wrong.ts': manifestLiteral('apiVersion: apps/v1\nkind: Deployment\nspec:\n  replica: 3\n') };
  const literals = Object.fromEntries(rows.map(({ name, text }) => [fileOf(name), manifestLiteral(text)]));
  const messages = compileEach('ts', { ...literals, ...wrong });

  it.each(told(rows))('%s is what its model wants, with no key that it does not have', (name, { text }) => {
    expect(manifestComplaints(text)).toEqual([]);
    expect(messages.get(fileOf(name))).toEqual([]);
  });

  it('would be noticed where they are wrong', () => {
    expect(
      manifestComplaints('apiVersion: policy/v1\nkind: PodDisruptionBudget\nspec:\n  selector: api\n'),
    ).not.toEqual([]);
    expect(messages.get('wrong.ts')?.join()).toContain('replica');
  });
});

describe('snippets of compose', () => {
  it.each(told(rowsIn('dockercompose')))('%s is what the specification wants', (_, { text }) => {
    expect(composeComplaints(text)).toEqual([]);
  });

  it('would be noticed where they are wrong', () => {
    expect(composeComplaints('services:\n  api:\n    image: a\n    deploy:\n      replica: 3\n').join()).toContain(
      'additional properties',
    );
  });
});

describe('snippets of Dockerfiles', () => {
  it.each(told(rowsIn('dockerfile')))('%s is one', (_, { text }) => {
    expect(dockerfileComplaints(text)).toEqual([]);
  });

  it('would be noticed where they are wrong', () => {
    expect(dockerfileComplaints('FROM node:22\nEXPOSE http\nRUNS npm ci\n')).not.toEqual([]);
  });
});

describe(`snippets of balancers${skipping}`, () => {
  it('are tested where CI is set', () => {
    if (process.env['CI']) expect(missing, 'packages must be installed where CI is set').toEqual([]);
  });

  it.skipIf(installedNginx() === null).each(told(rowsIn('nginx')))('%s is taken by nginx', (_, { text }) => {
    expect(nginxComplaints(text)).toBe('');
  });

  it.skipIf(!isHaproxyInstalled()).each(told(rowsIn('haproxy')))('%s is taken by HAProxy', (_, { text }) => {
    expect(haproxyComplaints(text)).toBe('');
  });

  it.skipIf(missing.length > 0)('would be noticed where they are wrong', () => {
    const [nginx] = rowsIn('nginx');
    const [haproxy] = rowsIn('haproxy');
    expect(nginxComplaints(nginx?.text.replace('least_conn', 'least_connections') ?? '')).toContain(
      'least_connections',
    );
    expect(haproxyComplaints(haproxy?.text.replace('leastconn', 'leastconns') ?? '')).toContain(
      'balance only supports',
    );
  });
});
