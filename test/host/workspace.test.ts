import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openWorkspace, type Workspace, type WorkspaceOptions } from '../../src/host/workspace.ts';
import { type ShopOnDisk, shopFiles, shopOnDisk } from '../cli/shop.ts';

let shop: ShopOnDisk;
let workspace: Workspace | null;
beforeEach(() => {
  shop = shopOnDisk();
  workspace = null;
});
afterEach(async () => {
  await workspace?.close();
  shop.remove();
});

async function open(options: Partial<WorkspaceOptions> = {}): Promise<Workspace> {
  workspace = await openWorkspace(shop.root, { today: '2026-11-23', cache: false, ...options });
  return workspace;
}

const told = ({ engine }: Workspace): readonly string[] =>
  engine.analysis().findings.map((finding) => `${finding.severity} ${finding.ruleId}`);
const both = ['error unsafe-scale', 'error ratelimit-memory-store'];

test('a file that changed on disk is read anew', async () => {
  const opened = await open();
  expect(told(opened)).toEqual(both);
  shop.write({ 'compose.yaml': shopFiles['compose.yaml']?.replace('3', '1') ?? '' });
  await opened.refresh(['compose.yaml']);
  expect(told(opened)).toEqual(['note ratelimit-memory-store']);
  await opened.refresh([join(shop.root, 'src/accounts.js')]);
  rmSync(join(shop.root, 'src/accounts.js'));
  await opened.refresh([join(shop.root, 'src/accounts.js')]);
  expect(told(opened)).toEqual([]);
});

test('a .gitignore or configuration that changed decides anew which files there are', async () => {
  const opened = await open();
  shop.write({ '.gitignore': 'accounts.js\n' });
  await opened.refresh(['.gitignore']);
  expect(told(opened)).toEqual([]);
  shop.write({ '.gitignore': '' });
  await opened.refresh(['.gitignore']);
  expect(told(opened)).toEqual(both);
  shop.write({ 'second-instance.json': '{ "exclude": ["src/accounts.js"] }' });
  await opened.refresh(['second-instance.json']);
  expect(told(opened)).toEqual([]);
});

test('what is ignored, gone or no file of ours has no text', async () => {
  shop.write({ '.gitignore': 'secret.js\n', 'secret.js': '', 'notes.md': '' });
  const opened = await open();
  expect(await opened.textOnDisk('compose.yaml')).toBe(shopFiles['compose.yaml']);
  for (const path of ['secret.js', 'notes.md', 'gone.js', 'node_modules/x.js']) {
    expect(await opened.textOnDisk(path)).toBeNull();
  }
});

test('a byte order mark does not shift places', async () => {
  shop.write({ 'src/accounts.js': `\ufeff${shopFiles['src/accounts.js']}` });
  const { engine } = await open();
  expect(engine.analysis().findings[1]?.range.start).toEqual({ line: 1, character: 17 });
});

test('a minified file is passed over, a large one is told', async () => {
  shop.write({ 'src/library.js': 'a();'.repeat(5000), 'src/prices.js': '// prices\n'.repeat(4000) });
  const { engine, problems } = await open({ sizeLimit: 32 * 1024 });
  expect(problems).toEqual([{ file: 'src/prices.js', message: 'It is larger than 32 KiB and was not read.' }]);
  expect(engine.analysis().stats.files).toBe(4);
});

test('a configuration that is no JSON is told apart', async () => {
  shop.write({ 'second-instance.json': '{ "topology": ' });
  expect((await open()).unreadableConfiguration?.file).toBe('second-instance.json');
});

test('opening can be cancelled', async () => {
  await expect(open({ signal: AbortSignal.abort(new Error('the window was closed')) })).rejects.toThrow(
    'the window was closed',
  );
});

test.each([
  [
    'src/accounts.js',
    Buffer.from('\ufeffmodule.exports = {};\n', 'utf16le'),
    'It is UTF-16 and was not read: save it as UTF-8.',
  ],
  [
    'compose.yaml',
    Buffer.from('\ufeffservices: {}\n', 'utf16le').swap16(),
    'It is UTF-16 and was not read: save it as UTF-8.',
  ],
  ['src/accounts.js', Buffer.from('let a = 1;\0\n'), 'It holds NUL bytes, so it is no text and was not read.'],
  ['compose.yaml', Buffer.from('services:\n  a\0: {}\n'), 'It holds NUL bytes, so it is no text and was not read.'],
])('a file that is no text is told: %s', async (path, content, message) => {
  writeFileSync(join(shop.root, path), content);
  const { engine } = await open();
  expect(engine.analysis().problems).toEqual([{ file: path, message }]);
});

test('a file with a byte order mark of UTF-8 is read', async () => {
  writeFileSync(join(shop.root, 'compose.yaml'), `\ufeff${shopFiles['compose.yaml']}`);
  const opened = await open();
  expect(opened.engine.analysis().problems).toEqual([]);
  expect(told(opened)).toEqual(both);
});

test('files that no reader takes are noted, as long as they are there', async () => {
  shop.write({ 'infra/main.tf': 'variable "zone" {}\n', 'node_modules/a/Dockerfile': 'FROM node\n' });
  const { engine, refresh } = await open();
  const sentence = 'The Terraform file is not read (infra/main.tf): how many instances it asks for is not known.';
  expect(engine.analysis().system.blind).toEqual([sentence]);
  rmSync(join(shop.root, 'infra/main.tf'));
  await refresh(['infra/main.tf']);
  expect(engine.analysis().system.blind).toEqual([]);
});
