import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { withPage } from '../page.ts';
import { type Case, eventually } from '../suite.ts';
import { holds, open, replace, restore, uriIn } from '../workbench.ts';

const prices = 'src/catalogue/prices.ts';

/** A template as a person takes it: typed for, chosen, undone. */
export const completions: readonly Case[] = [
  {
    name: 'what is typed for brings its imports along, and one undo takes all of it back',
    run: async () => {
      const editor = await open(prices);
      const before = editor.document.getText();
      const last = editor.document.lineAt(editor.document.lineCount - 1).range.end;
      editor.selection = new vscode.Selection(last, last);
      await vscode.commands.executeCommand('workbench.action.focusActiveEditorGroup');
      const typed = `${before}scale-pool-pg`;
      await withPage(async (page) => {
        await page.keyboard.type('scale-pool-pg', { delay: 30 });
        await eventually('the word in the document', () => editor.document.getText() === typed);
        const first = page.locator('.suggest-widget.visible .monaco-list-row').first();
        await first.waitFor({ timeout: 15_000 });
        const label = (await first.textContent()) ?? '';
        assert.match(label, /scale-pool-pg.*for this file/, 'What fits the file stands above the plain snippet.');
        await first.click();
        await eventually('the pool in the document', () => editor.document.getText().includes('new Pool({'));
        const text = editor.document.getText();
        assert.match(text, /^import .*\bPool\b.* from 'pg';$/m);
        assert.ok(text.indexOf("from 'pg'") < text.indexOf('new Pool({'));
        assert.match(text, /\(max_connections 100 - 3 reserved\) x 0\.8 = 77, shared by 3 instances/);
        assert.doesNotMatch(text, /scale-pool|\$\{\d/);
        await page.keyboard.press('Escape');
      });
      await vscode.commands.executeCommand('undo');
      await eventually('the text as it was', () => editor.document.getText().trimEnd().length <= typed.length, {
        otherwise: () => editor.document.getText(),
      });
      assert.equal(editor.document.getText(), typed);
      await restore(uriIn(prices), before);
      await editor.document.save();
    },
  },
  {
    name: 'nothing is offered inside of a function',
    run: async () => {
      const { document } = await open(prices);
      const before = document.getText();
      await replace(uriIn(prices), '{\n', '{\nscale-pool-pg\n');
      const position = document.positionAt(document.getText().indexOf('scale-pool-pg') + 'scale-pool-pg'.length);
      const list: vscode.CompletionList = await vscode.commands.executeCommand(
        'vscode.executeCompletionItemProvider',
        document.uri,
        position,
      );
      const own = list.items.filter(
        ({ label }) => typeof label !== 'string' && /for this file/.test(label.detail ?? ''),
      );
      assert.deepEqual(own, []);
      await restore(uriIn(prices), before);
      await document.save();
    },
  },
];

/** A recipe: looked for by its problem, reviewed, written. */
export const insertedRecipes: readonly Case[] = [
  {
    name: 'a recipe is found by the problem, shown whole before it is written, and lands in several files',
    run: async () => {
      await open('src/server.ts');
      const running = vscode.commands.executeCommand('secondInstance.insertScalingPattern');
      await withPage(async (page) => {
        const input = page.locator('.quick-input-widget input').first();
        await input.waitFor({ timeout: 15_000 });
        await input.fill('request takes too long');
        const row = page
          .locator('.quick-input-list .monaco-list-row')
          .filter({ hasText: 'Queue with a worker' })
          .first();
        await row.waitFor({ timeout: 15_000 });
        await row.click();
        const apply = page.getByRole('button', { name: /^Apply/ }).first();
        await apply.waitFor({ timeout: 15_000 });
        await assert.rejects(
          async () => vscode.workspace.fs.stat(uriIn('src/job-routes.ts')),
          'Nothing is written yet.',
        );
        await page
          .locator('.bulk-edit-panel .monaco-list-row')
          .filter({ hasText: /^job-routes\.ts/ })
          .locator('.edit-checkbox')
          .click();
        await apply.click();
      });
      await running;
      await holds('src/job-routes.ts', /new Queue\('/);
      await holds('src/job-worker.ts', /new Worker\('/);
      await holds('package.json', /"bullmq": "\^/);
      await holds('.env.example', /^REDIS_URL=/m);
      await holds('compose.yaml', /^ {2}job-worker:\n {4}build: \./m);
    },
  },
];
