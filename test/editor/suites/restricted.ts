import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { suite } from '../suite.ts';
import { finding, open, uriIn } from '../workbench.ts';

/** Nothing of the workspace is executed, so everything works before the user trusts it. */
export const run = suite([
  { name: 'the workspace is not trusted', run: () => assert.equal(vscode.workspace.isTrusted, false) },
  {
    name: 'findings are shown all the same',
    run: async () => {
      await open('src/server.ts');
      await finding(uriIn('src/server.ts'), 'session-memory-store');
    },
  },
]);
