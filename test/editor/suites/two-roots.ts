import assert from 'node:assert/strict';
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
