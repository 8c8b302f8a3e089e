import { describe, expect, test } from 'vitest';
import { DiagnosticSeverity } from 'vscode-languageserver';
import { diagnosticOf, isListed } from '../../src/server/diagnostics.ts';
import { createPublisher, type Publication } from '../../src/server/publisher.ts';
import { defaultSettings, readSettings } from '../../src/server/settings.ts';
import { fileWithin, pathOf, uriOf } from '../../src/server/uris.ts';
import { findingIn } from './finding.ts';

test('a finding becomes a diagnostic with its code, its page and its related places', () => {
  const diagnostic = diagnosticOf(findingIn('src/cart.ts', 3, { severity: 'note' }), '/srv/the shop');
  expect(diagnostic).toMatchObject({
    severity: DiagnosticSeverity.Information,
    code: 'state-singleton-field',
    codeDescription: { href: 'https://example.com/docs/rules/state-singleton-field.md' },
    source: 'second-instance',
    relatedInformation: [
      { location: { uri: 'file:///srv/the%20shop/deploy/compose%20file.yaml' }, message: 'Three instances.' },
    ],
  });
});

describe('which findings the list of problems shows', () => {
  const cases = [
    { name: 'a note of an open file', severity: 'note', open: true, problems: 'openFiles', listed: true },
    { name: 'a warning of a closed file', severity: 'warning', open: false, problems: 'openFiles', listed: false },
    { name: 'an error of a closed file', severity: 'error', open: false, problems: 'openFiles', listed: true },
    {
      name: 'a note of a closed file, when all are wanted',
      severity: 'note',
      open: false,
      problems: 'workspace',
      listed: true,
    },
    { name: 'an error, when none is wanted', severity: 'error', open: true, problems: 'off', listed: false },
  ] as const;
  test.each(cases)('$name: $listed', ({ severity, open, problems, listed }) => {
    const settings = { ...defaultSettings, problems };
    expect(isListed(findingIn('src/cart.ts', 1, { severity }), settings, open)).toBe(listed);
  });
  test('capacity rules speak only when they were asked', () => {
    const slow = findingIn('src/orders.ts', 1, { tier: 'capacity', severity: 'error' });
    expect(isListed(slow, defaultSettings, true)).toBe(false);
    expect(isListed(slow, { ...defaultSettings, capacityRules: true }, true)).toBe(true);
  });
});

test('only what changed is published, and what is gone is cleared once', () => {
  const sent: string[] = [];
  const publish = createPublisher(({ uri, diagnostics }) => sent.push(`${uri} ${diagnostics.length}`));
  const carts: Publication = { uri: 'carts', diagnostics: [diagnosticOf(findingIn('carts', 1), '/')], version: 1 };
  const orders: Publication = { uri: 'orders', diagnostics: [diagnosticOf(findingIn('orders', 1), '/')], version: 1 };
  publish([carts, orders]);
  publish([{ ...carts, version: 2 }, orders]);
  publish([carts]);
  publish([]);
  publish([]);
  expect(sent).toEqual(['carts 1', 'orders 1', 'orders 0', 'carts 0']);
});

test('settings of a wrong shape fall back to their defaults', () => {
  expect(readSettings(null)).toEqual(defaultSettings);
  expect(
    readSettings({ problems: 'everything', run: 7, assumeInstances: -1, maxFileSize: 'big', configFile: ' ' }),
  ).toEqual(defaultSettings);
  expect(
    readSettings({ enable: false, problems: 'off', run: 'onSave', assumeInstances: 4, configFile: 'ops/si.json' }),
  ).toEqual({
    ...defaultSettings,
    enable: false,
    problems: 'off',
    run: 'onSave',
    assumeInstances: 4,
    configFile: 'ops/si.json',
  });
});

test('URIs and paths lead to each other, and nothing outside of a folder is taken for inside', () => {
  expect(pathOf(uriOf('/srv/shop', 'src/[id]/cart#1.ts'))).toBe('/srv/shop/src/[id]/cart#1.ts');
  expect(pathOf('untitled:Untitled-1')).toBeNull();
  expect(fileWithin('/srv/shop', '/srv/shop/src/cart.ts')).toBe('src/cart.ts');
  expect(fileWithin('/srv/shop', '/srv/shopping/cart.ts')).toBeNull();
  expect(fileWithin('/srv/shop', '/srv/shop')).toBeNull();
});
