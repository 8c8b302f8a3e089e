import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { commands, internalCommands, languageModelTools } from '../../src/protocol/commands.ts';

const text = readFileSync('package.json', 'utf8');
const manifest = JSON.parse(text);
const words: Readonly<Record<string, string>> = JSON.parse(readFileSync('package.nls.json', 'utf8'));
const { contributes } = manifest;
const settings: Readonly<Record<string, Readonly<Record<string, unknown>>>> = contributes.configuration.properties;
const wordOf = (key: string): string => words[key.replaceAll('%', '')] ?? '';

describe('commands', () => {
  const given: { command: string; title: string; category: string }[] = contributes.commands;
  test('are those of the one table, and no internal one among them', () => {
    expect(given.map(({ command }) => command).sort()).toEqual(Object.values(commands).sort());
    for (const id of Object.values(internalCommands)) expect(text).not.toContain(id);
  });
  test.each(given)(
    '$command has a title in title case without the product, and the category',
    ({ command, title, category }) => {
      expect(category).toBe('Second Instance');
      expect(command).toMatch(/^secondInstance\.[a-z][A-Za-z]+$/);
      expect(wordOf(title)).toMatch(/^[A-Z][a-z]*(?: [A-Z][a-z]*)*[?…]?$/);
      expect(wordOf(title)).not.toContain('Second Instance');
    },
  );
  test('take no key, and only one stands in a context menu', () => {
    expect(contributes.keybindings).toBeUndefined();
    const entries = Object.entries<unknown[]>(contributes.menus).filter(([menu]) => menu !== 'commandPalette');
    expect(entries.flatMap(([, items]) => items)).toHaveLength(1);
  });
});

describe('tools for language models', () => {
  const given: { name: string; displayName: string; modelDescription: string }[] = contributes.languageModelTools;
  test('are those of the one table, named and described', () => {
    expect(given.map(({ name }) => name).sort()).toEqual(Object.values(languageModelTools).sort());
    for (const { displayName, modelDescription } of given) {
      expect(wordOf(displayName)).not.toBe('');
      expect(modelDescription.length).toBeGreaterThan(100);
    }
  });
});

describe('settings', () => {
  test('are at most eight, all of this extension', () => {
    expect(Object.keys(settings).length).toBeLessThanOrEqual(8);
    expect(Object.keys(settings).filter((key) => !key.startsWith('secondInstance.'))).toEqual([]);
  });
  test.each(Object.entries(settings))(
    '%s has a default, a scope and a description; its choices are described',
    (_, setting) => {
      expect(setting).toHaveProperty('default');
      expect(setting['scope']).toMatch(/^(?:resource|window)$/);
      expect(wordOf(String(setting['markdownDescription']))).not.toBe('');
      const described = (setting['markdownEnumDescriptions'] ?? []) as unknown[];
      expect(described).toHaveLength(((setting['enum'] ?? []) as unknown[]).length);
    },
  );
});

test('every word that the manifest asks for is there, and none is left over', () => {
  const asked = [...text.matchAll(/"%([\w.]+)%"/g)].map(([, key]) => key).sort();
  expect([...new Set(asked)]).toEqual(Object.keys(words).sort());
});

test('nothing wakes the extension without a reason', () => {
  expect(manifest.activationEvents).not.toContain('*');
  expect(manifest.activationEvents).not.toContain('onStartupFinished');
});

test('the walkthrough has at most four steps, each with a command that exists and a page', () => {
  const [walkthrough, ...others] = contributes.walkthroughs;
  expect(others).toEqual([]);
  expect(walkthrough.steps.length).toBeLessThanOrEqual(4);
  for (const { description, media } of walkthrough.steps) {
    const command = /\(command:([\w.]+)\)/.exec(wordOf(description))?.[1];
    expect(Object.values<string | undefined>(commands)).toContain(command);
    expect(existsSync(media.markdown)).toBe(true);
  }
});

test('it works in untrusted workspaces, and says what a virtual one lacks', () => {
  expect(manifest.capabilities.untrustedWorkspaces.supported).toBe(true);
  expect(manifest.capabilities.virtualWorkspaces.supported).toBe('limited');
});

test('the icon is a square PNG of at least 128 pixels', () => {
  const icon = readFileSync(manifest.icon);
  expect(icon.subarray(1, 4).toString()).toBe('PNG');
  expect(icon.readUInt32BE(16)).toBeGreaterThanOrEqual(128);
  expect(icon.readUInt32BE(20)).toBe(icon.readUInt32BE(16));
});

test('the oldest editor that is supported and the types are of one version', () => {
  const types = JSON.parse(readFileSync('node_modules/@types/vscode/package.json', 'utf8'));
  expect(types.version.split('.').slice(0, 2).join('.')).toBe(
    manifest.engines.vscode.replace('^', '').split('.').slice(0, 2).join('.'),
  );
});

test('the problem matcher reads what `check` prints', () => {
  const [matcher] = contributes.problemMatchers;
  const pattern = new RegExp(matcher.pattern.regexp);
  const line = 'src/limit.ts:7:22: error ratelimit-memory-store: 5 sign-in tries: up to 20.';
  expect(pattern.exec(line)?.slice(1)).toEqual([
    'src/limit.ts',
    '7',
    '22',
    'error',
    'ratelimit-memory-store',
    '5 sign-in tries: up to 20.',
  ]);
  expect(pattern.test('    compose.yaml:12:5: three instances')).toBe(false);
});
