import { renameSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { FileChangeType } from 'vscode-languageserver/node';
import { type CheckResult, requests } from '../../src/protocol/requests.ts';
import { type Editor, openEditor, type SettingsOf } from './editor.ts';

const counting = `import express from 'express';

const visits = new Map();

const app = express();
app.post('/visits/:page', (request, response) => {
  visits.set(request.params.page, (visits.get(request.params.page) ?? 0) + 1);
  response.json({ visits: visits.get(request.params.page) });
});
app.listen(3000);
`;

const service = (start: string): string =>
  JSON.stringify({ name: 'visits', type: 'module', main: start, dependencies: { express: '^5.1.0' } });

const found = ['state-module-collection:2'];
const everything: SettingsOf = () => ({ problems: 'workspace' });

let editor: Editor;
afterEach(() => editor.close());

const soon = (look: () => void): Promise<void> => vi.waitFor(look, { timeout: 10_000, interval: 20 });

describe('a file that would not be read from disk is not read when it is opened', () => {
  const places = ['node_modules/visits/main.js', 'dist/main.js', 'ignored/main.js', 'tools/main.js'];
  test.each(places)('%s', async (place) => {
    const manifest = service('main.js');
    const files = {
      'package.json': manifest,
      'main.js': counting,
      '.gitignore': 'ignored\n',
      'second-instance.json': '{ "exclude": ["tools/**"] }',
      [place]: counting,
      [place.replace('main.js', 'package.json')]: manifest,
    };
    editor = await openEditor(files, [''], everything);
    await editor.ready();
    await soon(() => expect(editor.shown('main.js')).toEqual(found));
    editor.open(place, counting);
    editor.open('main.js', `\n${counting}`);
    await soon(() => expect(editor.shown('main.js')).toEqual(['state-module-collection:3']));
    expect(editor.shown(place)).toEqual([]);
    expect((await editor.ready()).files).toBe(2);
  });
});

test('the status names files that are too large, until they no longer are', async () => {
  const files = { 'package.json': service('main.js'), 'main.js': counting, 'big.js': '// A line.\n'.repeat(200) };
  editor = await openEditor(files, [''], () => ({ problems: 'workspace', maxFileSize: 1024 }));
  expect((await editor.ready()).blind).toContain('big.js: It is larger than 1 KiB and was not read.');
  const { blind } = await editor.connection.sendRequest<CheckResult>(requests.check, {});
  expect(blind).toContain('big.js: It is larger than 1 KiB and was not read.');
  editor.write({ 'big.js': '// A line.\n' });
  editor.happened(FileChangeType.Changed, 'big.js');
  await soon(() => expect(editor.status()?.blind).toEqual([]));
});

describe('where one folder lies in another', () => {
  const files = { 'visits/package.json': service('main.js'), 'visits/main.js': counting };

  test('the nearest one owns a file, so that nothing is told twice', async () => {
    editor = await openEditor(files, ['', 'visits'], everything);
    const status = await editor.ready();
    expect(status).toMatchObject({ errors: 0, warnings: 1, files: 2 });
    const { findings } = await editor.connection.sendRequest<CheckResult>(requests.check, {});
    expect(findings.map(({ uri }) => uri)).toEqual([editor.uriOf('visits/main.js')]);
    expect(await editor.connection.sendRequest<object[]>(requests.programs, {})).toHaveLength(1);
    expect(editor.shown('visits/main.js')).toEqual(found);
  });

  test('turning the inner one off silences its files, and turning it on again brings them back', async () => {
    let enable = false;
    editor = await openEditor(files, ['', 'visits'], (folder) => ({
      problems: 'workspace',
      enable: folder === '' || enable,
    }));
    expect(await editor.ready()).toMatchObject({ warnings: 0, files: 2 });
    enable = true;
    editor.configured(1);
    await soon(() => expect(editor.shown('visits/main.js')).toEqual(found));
    enable = false;
    editor.configured(1);
    await soon(() => expect(editor.shown('visits/main.js')).toEqual([]));
    expect(await editor.ready()).toMatchObject({ warnings: 0 });
  });

  test('an edit reaches both', async () => {
    editor = await openEditor(files, ['', 'visits'], everything);
    await editor.ready();
    editor.open('visits/main.js', `\n${counting}`);
    await soon(() => expect(editor.shown('visits/main.js')).toEqual(['state-module-collection:3']));
    await editor.connection.sendRequest(requests.check, {});
    expect(await editor.ready()).toMatchObject({ warnings: 1 });
  });
});

describe('settings that change', () => {
  const files = { 'package.json': service('main.js'), 'main.js': counting };

  test('open the folder once, however often they are told of, and close what was open before', async () => {
    let assumeInstances = 2;
    editor = await openEditor(files, [''], () => ({ assumeInstances }));
    await editor.ready();
    assumeInstances = 3;
    editor.configured(5);
    await soon(() => expect(editor.workspaces).toEqual({ opened: 2, closed: 1 }));
    await editor.ready();
    await editor.connection.sendRequest(requests.check, {});
    expect(editor.workspaces).toEqual({ opened: 2, closed: 1 });
  });

  test('and decide only what is shown read nothing anew', async () => {
    let problems = 'off';
    editor = await openEditor(files, [''], () => ({ problems }));
    await editor.ready();
    problems = 'workspace';
    editor.configured(1);
    await soon(() => expect(editor.shown('main.js')).toEqual(found));
    expect(editor.workspaces).toEqual({ opened: 1, closed: 0 });
  });
});

describe('a folder, of which the editor tells as of one thing', () => {
  const files = {
    'package.json': service('start.js'),
    'start.js': "import './src/web/main.js';\n",
    'src/web/main.js': counting,
  };
  const onDisk = (path: string): string => fileURLToPath(editor.uriOf(path));

  test('that is deleted takes its findings along', async () => {
    editor = await openEditor(files, [''], everything);
    await soon(() => expect(editor.shown('src/web/main.js')).toEqual(found));
    expect(editor.watchers).toContainEqual({ globPattern: '**/*', kind: 5 });
    rmSync(onDisk('src'), { recursive: true });
    editor.happened(FileChangeType.Deleted, 'src');
    await soon(() => expect(editor.shown('src/web/main.js')).toEqual([]));
  });

  test('that is deleted does so although a document in it is open, which counts again once it changes', async () => {
    editor = await openEditor(files, [''], everything);
    editor.open('src/web/main.js', `\n${counting}`);
    await soon(() => expect(editor.shown('src/web/main.js')).toEqual(['state-module-collection:3']));
    editor.happened(FileChangeType.Changed, 'src/web/main.js');
    editor.happened(FileChangeType.Changed, 'src');
    await editor.connection.sendRequest(requests.check, {});
    expect(editor.shown('src/web/main.js')).toEqual(['state-module-collection:3']);
    rmSync(onDisk('src'), { recursive: true });
    editor.happened(FileChangeType.Deleted, 'src');
    await soon(() => expect(editor.shown('src/web/main.js')).toEqual([]));
    const change = { textDocument: { uri: editor.uriOf('src/web/main.js'), version: 2 } };
    await editor.connection.sendNotification('textDocument/didChange', {
      ...change,
      contentChanges: [{ text: counting }],
    });
    await soon(() => expect(editor.shown('src/web/main.js')).toEqual(found));
  });

  test('that is renamed takes its findings to the new place, files made since among them', async () => {
    editor = await openEditor({ ...files, 'start.js': "import './src/web/late.js';\n" }, [''], everything);
    await editor.ready();
    editor.write({ 'src/web/late.js': counting });
    editor.happened(FileChangeType.Created, 'src/web/late.js');
    await soon(() => expect(editor.shown('src/web/late.js')).toEqual(found));
    renameSync(onDisk('src'), onDisk('code'));
    editor.write({ 'start.js': "import './code/web/late.js';\n" });
    editor.happened(FileChangeType.Deleted, 'src');
    editor.happened(FileChangeType.Created, 'code');
    editor.happened(FileChangeType.Changed, 'start.js');
    await soon(() => expect(editor.shown('code/web/late.js')).toEqual(found));
    expect(editor.shown('src/web/late.js')).toEqual([]);
  });
});
