import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { webview, withPage } from '../page.ts';
import { type Case, eventually } from '../suite.ts';
import { open, replace, restore, uriIn } from '../workbench.ts';

/** The panel draws, follows edits, and leads back to the source. */
export const diagram: readonly Case[] = [
  {
    name: 'the panel draws the services and the database',
    run: async () => {
      await open('compose.yaml');
      await vscode.commands.executeCommand('secondInstance.showArchitectureDiagram');
      await withPage(async (page) => {
        const svg = webview(page).locator('svg').filter({ hasText: 'orders-db' }).first();
        await svg.waitFor({ timeout: 20_000 });
        const text = (await svg.textContent()) ?? '';
        for (const name of ['api', 'orders-db', 'nginx'])
          assert.ok(text.includes(name), `${name} is missing in: ${text}`);
      });
    },
  },
  {
    name: 'the panel follows an edit',
    run: async () => {
      const { document } = await open('compose.yaml');
      const before = document.getText();
      await replace(
        uriIn('compose.yaml'),
        'volumes:\n  orders:',
        '  sessions:\n    image: redis:7\n\nvolumes:\n  orders:',
      );
      await withPage(async (page) => {
        await webview(page).locator('svg').filter({ hasText: 'sessions' }).first().waitFor({ timeout: 10_000 });
      });
      await restore(uriIn('compose.yaml'), before);
    },
  },
  {
    name: 'a click on a node opens the line that it comes from',
    run: async () => {
      await open('src/server.ts');
      await withPage(async (page) => {
        await webview(page).locator('svg g.node').filter({ hasText: 'orders-db' }).first().click();
      });
      const editor = await eventually('the place of the database is open', () => {
        const active = vscode.window.activeTextEditor;
        return active?.document.uri.path.endsWith('/compose.yaml') === true ? active : null;
      });
      const line = editor.document.lineAt(editor.selection.active.line).text;
      assert.match(line, /^\s*orders-db:/, `It opened the line ${line}`);
    },
  },
  {
    name: 'a second call brings the same panel to the front',
    run: async () => {
      await vscode.commands.executeCommand('secondInstance.showArchitectureDiagram');
      const tabs = vscode.window.tabGroups.all.flatMap((group) => group.tabs);
      const panels = tabs.filter(({ input }) => input instanceof vscode.TabInputWebview);
      assert.equal(panels.length, 1);
    },
  },
];
