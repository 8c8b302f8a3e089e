import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { withPage } from '../page.ts';
import { type Case, eventually } from '../suite.ts';
import { finding, holds, open, silence, uriIn } from '../workbench.ts';

const limiter = 'src/accounts/sign-in-limiter.ts';
const rule = 'ratelimit-memory-store';

/** A fix as a person takes it: offered at the squiggle, shown for review, applied, compiled, undone. */
export const fixes: readonly Case[] = [
  {
    name: 'the fix that is preferred gives the limiter a shared store, after its edits were reviewed',
    run: async () => {
      const editor = await open(limiter);
      const { range } = await finding(uriIn(limiter), rule);
      editor.selection = new vscode.Selection(range.start, range.start);
      await vscode.commands.executeCommand('workbench.action.focusActiveEditorGroup');
      await withPage(async (page) => {
        await vscode.commands.executeCommand('editor.action.quickFix');
        const first = page.locator('.action-widget .monaco-list-row.action').first();
        await first.waitFor();
        assert.doesNotMatch(
          (await first.textContent()) ?? '',
          /^Ignore/,
          'A fix stands before the ways to silence it.',
        );
        await first.click();
        // Nothing is changed before the user has seen it.
        const apply = page.getByRole('button', { name: /^Apply/ }).first();
        await apply.waitFor({ timeout: 15_000 });
        assert.doesNotMatch(editor.document.getText(), /store:/);
        await page
          .locator('.bulk-edit-panel .monaco-list-row')
          .filter({ hasText: /^sign-in-limiter\.ts/ })
          .locator('.edit-checkbox')
          .click();
        await apply.click();
      });
      await eventually('the limiter has a store', () => editor.document.getText().includes('store:'));
      await silence(uriIn(limiter), rule);
    },
  },
  {
    name: 'what it changed compiles, and the package is among the dependencies',
    run: async () => {
      // The editor applies and saves the other files after the one that is open.
      await holds('package.json', /"rate-limit-redis": "\^/);
      await holds('.env.example', /^REDIS_URL=/m);
      await holds('src/rate-limit-store.ts', /RedisStore/);
      await vscode.workspace.saveAll(false);
      assert.equal(await compile(uriIn('.').fsPath), '');
    },
  },
  {
    name: 'a client that was made for each request is moved out of it, and the file compiles',
    run: async () => {
      const payments = 'src/payments/routes.ts';
      await open(payments);
      const { range } = await finding(uriIn(payments), 'db-client-per-request');
      const kind = vscode.CodeActionKind.QuickFix.value;
      const actions: vscode.CodeAction[] = await vscode.commands.executeCommand(
        'vscode.executeCodeActionProvider',
        uriIn(payments),
        range,
        kind,
        10,
      );
      const fix = actions.find(({ isPreferred }) => isPreferred);
      assert.ok(fix?.edit, `Actions: ${actions.map(({ title }) => title).join(', ')}`);
      assert.ok(await vscode.workspace.applyEdit(fix.edit));
      await silence(uriIn(payments), 'db-client-per-request');
      await vscode.workspace.saveAll(false);
      assert.equal(await compile(uriIn('.').fsPath), '');
    },
  },
];

/** What the compiler says of a folder; nothing when all is well. */
function compile(folder: string): Promise<string> {
  const compiler = join(process.env['SECOND_INSTANCE_ROOT'] ?? '', 'node_modules/typescript/bin/tsc');
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [compiler, '--noEmit', '-p', folder]);
    const said: string[] = [];
    child.stdout.on('data', (chunk) => said.push(String(chunk)));
    child.stderr.on('data', (chunk) => said.push(String(chunk)));
    child.once('error', reject);
    child.once('exit', () => resolve(said.join('')));
  });
}
