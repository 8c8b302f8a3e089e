import assert from 'node:assert/strict';
import { renameSync } from 'node:fs';
import * as vscode from 'vscode';
import { suite } from '../suite.ts';
import { finding, open, serverProcesses, silence, uriIn } from '../workbench.ts';

const { Error: error } = vscode.DiagnosticSeverity;

/** Two folders in one window, each judged by its own manifests, by one server. */
export const run = suite([
  {
    name: 'the shop on three instances has errors',
    run: async () => {
      await open('src/server.ts', 'shop');
      const found = await finding(uriIn('src/server.ts', 'shop'), 'session-memory-store');
      assert.equal(found.severity, error);
    },
  },
  {
    name: 'the refunds on one instance have the same state, and no error',
    run: async () => {
      await open('src/main.ts', 'refunds');
      const found = await finding(uriIn('src/main.ts', 'refunds'), 'state-module-collection');
      assert.notEqual(found.severity, error);
    },
  },
  {
    name: 'one server serves both',
    run: () => assert.equal(serverProcesses().length, 1),
  },
  {
    name: 'a folder that settings turn off falls silent, and the other does not',
    run: async () => {
      const refunds = uriIn('src/main.ts', 'refunds');
      const settings = vscode.workspace.getConfiguration('secondInstance', refunds);
      await settings.update('enable', false, vscode.ConfigurationTarget.WorkspaceFolder);
      await silence(refunds, 'state-module-collection');
      await finding(uriIn('src/server.ts', 'shop'), 'session-memory-store');
      await settings.update('enable', undefined, vscode.ConfigurationTarget.WorkspaceFolder);
      await finding(refunds, 'state-module-collection');
    },
  },
  {
    name: 'a folder inside that is renamed takes its findings along',
    run: async () => {
      const before = uriIn('src/main.ts', 'refunds');
      await vscode.commands.executeCommand('workbench.action.closeAllEditors');
      renameSync(uriIn('src', 'refunds').fsPath, uriIn('source', 'refunds').fsPath);
      await silence(before, 'state-module-collection');
      renameSync(uriIn('source', 'refunds').fsPath, uriIn('src', 'refunds').fsPath);
      await open('src/main.ts', 'refunds');
      await finding(before, 'state-module-collection');
    },
  },
  {
    name: 'a folder that is taken away takes its findings with it',
    run: async () => {
      const refunds = uriIn('src/main.ts', 'refunds');
      const index = (vscode.workspace.workspaceFolders ?? []).findIndex(({ name }) => name === 'refunds');
      assert.ok(vscode.workspace.updateWorkspaceFolders(index, 1));
      await silence(refunds, 'state-module-collection');
      await finding(uriIn('src/server.ts', 'shop'), 'session-memory-store');
    },
  },
]);
