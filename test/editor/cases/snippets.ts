import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { type Case, eventually } from '../suite.ts';

interface Snippet {
  readonly prefix: string | readonly string[];
  readonly body: readonly string[];
}

/** Prefixes of a file of snippets, which may have remarks. */
function prefixesIn(file: string): readonly string[] {
  const given = readFileSync(file, 'utf8').matchAll(/"prefix"\s*:\s*(\[[^\]]*\]|"[^"]*")/g);
  return [...given].flatMap(([, written = '']) => [JSON.parse(written)].flat());
}

const prefixes: Case = {
  name: 'no prefix collides with one of the snippets that the editor brings itself',
  run: async () => {
    const others = vscode.extensions.all
      .filter(({ packageJSON }) => packageJSON.isBuiltin === true)
      .flatMap(({ extensionPath, packageJSON }) =>
        (packageJSON.contributes?.snippets ?? []).map(({ path }: { readonly path: string }) =>
          join(extensionPath, path),
        ),
      )
      .flatMap(prefixesIn);
    const folder = join(process.env['SECOND_INSTANCE_ROOT'] ?? '', 'snippets');
    const own = readdirSync(folder).flatMap((file) => prefixesIn(join(folder, file)));
    assert.ok(others.length > 100, `${others.length} prefixes of the editor are no list to compare with.`);
    assert.ok(own.length > 50);
    // Neither may stand in the other's way while it is typed.
    const clash = own.flatMap((mine) => others.filter((each) => each.startsWith(mine) || mine.startsWith(each)));
    assert.deepEqual(clash, []);
  },
};

function snippetsOf(language: string): Readonly<Record<string, Snippet>> {
  const file = join(process.env['SECOND_INSTANCE_ROOT'] ?? '', 'snippets', `${language}.json`);
  return JSON.parse(readFileSync(file, 'utf8'));
}

/** So many are a case of their own, which no busy machine takes a minute for. */
const some = 8;

/** Every snippet of a language can be inserted by its name, and leaves text with nothing of the snippet's own signs in it. */
const inserting = (language: string): readonly Case[] => {
  const given = snippetsOf(language);
  const names = Object.keys(given);
  assert.ok(names.length > 0);
  const starts = names.flatMap((_, at) => (at % some === 0 ? [at] : []));
  return starts.map((start) => ({
    name: `snippets for ${language} insert: ${start + 1} to ${Math.min(start + some, names.length)} of ${names.length}`,
    run: async () => {
      for (const name of names.slice(start, start + some)) await inserts(language, name, given[name]);
    },
  }));
};

async function inserts(language: string, name: string, snippet: Snippet | undefined): Promise<void> {
  const document = await vscode.workspace.openTextDocument({ language });
  await vscode.window.showTextDocument(document, { viewColumn: vscode.ViewColumn.One });
  await vscode.commands.executeCommand('editor.action.insertSnippet', { langId: language, name });
  const text = await eventually(`${name} stands in the document`, () => document.getText());
  // SQL has parameters of the same look, which the body escapes.
  const parameters = snippet?.body.join('\n').match(/\\\$\d/g) ?? [];
  assert.doesNotMatch(text, /\$\{\d/, `${name} left a placeholder unfilled.`);
  assert.equal((text.match(/\$\d/g) ?? []).length, parameters.length, `${name} left a tab stop behind.`);
  await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
}

export const snippets: readonly Case[] = [prefixes, ...['typescript', 'yaml'].flatMap(inserting)];

/** In a suite of their own, because one start of the editor has a time to end in. */
export const snippetsOfPython: readonly Case[] = ['python', 'dockerfile'].flatMap(inserting);
