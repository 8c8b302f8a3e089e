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

/** Types a prefix at the end of a file, takes the first offer, which is made for the file, and takes it back. */
async function taken(file: string, prefix: string, check: (text: string) => void): Promise<void> {
  const editor = await open(file);
  const before = editor.document.getText();
  const last = editor.document.lineAt(editor.document.lineCount - 1).range.end;
  editor.selection = new vscode.Selection(last, last);
  await vscode.commands.executeCommand('workbench.action.focusActiveEditorGroup');
  await withPage(async (page) => {
    await page.keyboard.type(prefix, { delay: 30 });
    await eventually('the word in the document', () => editor.document.getText() === before + prefix);
    await vscode.commands.executeCommand('editor.action.triggerSuggest');
    const first = page.locator('.suggest-widget.visible .monaco-list-row').filter({ hasText: 'for this file' }).first();
    await first.waitFor({ timeout: 15_000 });
    await first.click();
    await eventually('the code in the document', () => !editor.document.getText().includes(prefix));
    await page.keyboard.press('Escape');
  });
  check(editor.document.getText());
  assert.doesNotMatch(editor.document.getText(), /scale-|\$\{\d/);
  await vscode.commands.executeCommand('undo');
  await eventually('the word alone again', () => editor.document.getText() === before + prefix, {
    otherwise: () => editor.document.getText(),
  });
  await restore(uriIn(file), before);
  await editor.document.save();
}

/** The same in languages beside TypeScript, in a workspace of Python. */
export const completionsOfPython: readonly Case[] = [
  {
    name: 'what is typed for in Python brings its imports to the others, and one undo takes all of it back',
    run: () =>
      taken('app.py', 'scale-lock', (text) => {
        assert.ok(text.indexOf('from redis import Redis') < text.indexOf('app = Flask('));
        assert.match(text, /^def with_lock\(name, work\):$/m);
      }),
  },
  ...(
    [
      ['worker/Dockerfile', 'scale-dockerfile-python', /^FROM python:/m],
      ['deploy/nginx.conf', 'scale-nginx', /least_conn;/],
    ] as const
  ).map(
    ([file, prefix, expected]): Case => ({
      name: `what is typed for in ${file} is a whole file`,
      run: async () => {
        await vscode.workspace.fs.writeFile(uriIn(file), new Uint8Array());
        await taken(file, prefix, (text) => assert.match(text, expected));
        await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
        await vscode.workspace.fs.delete(uriIn(file));
      },
    }),
  ),
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
        // All that was asked for is ticked, and it is enough to apply it.
        const ticked = await page.locator('.bulk-edit-panel .monaco-list-row').evaluateAll((rows) =>
          rows.flatMap((row) => {
            const box = row.querySelector('.edit-checkbox');
            const isTicked = box?.getAttribute('aria-checked') === 'true';
            return box === null ? [] : [{ text: row.textContent ?? '', isTicked }];
          }),
        );
        const files = ticked.filter(({ text }) => /^(?:job-\w+\.ts|package\.json|compose\.yaml|\.env)/.test(text));
        assert.ok(files.length >= 3, JSON.stringify(ticked));
        const unticked = files.filter(({ isTicked }) => !isTicked);
        assert.deepEqual(unticked, [], JSON.stringify(ticked));
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
