import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { type Case, eventually } from '../suite.ts';

interface Snippet {
  readonly prefix: string | readonly string[];
  readonly body: readonly string[];
}

/** Every snippet of a language can be inserted by its name, and leaves text with nothing of the snippet's own signs in it. */
export const snippets: readonly Case[] = ['typescript', 'yaml'].map((language) => ({
  name: `every snippet for ${language} inserts`,
  run: async () => {
    const file = join(process.env['SECOND_INSTANCE_ROOT'] ?? '', 'snippets', `${language}.json`);
    const given: Readonly<Record<string, Snippet>> = JSON.parse(readFileSync(file, 'utf8'));
    const names = Object.keys(given);
    assert.ok(names.length > 0);
    for (const name of names) {
      const document = await vscode.workspace.openTextDocument({ language });
      await vscode.window.showTextDocument(document, { viewColumn: vscode.ViewColumn.One });
      await vscode.commands.executeCommand('editor.action.insertSnippet', { langId: language, name });
      const text = await eventually(`${name} stands in the document`, () => document.getText());
      // SQL has parameters of the same look, which the body escapes.
      const parameters = given[name]?.body.join('\n').match(/\\\$\d/g) ?? [];
      assert.doesNotMatch(text, /\$\{\d/, `${name} left a placeholder unfilled.`);
      assert.equal((text.match(/\$\d/g) ?? []).length, parameters.length, `${name} left a tab stop behind.`);
      await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    }
  },
}));
