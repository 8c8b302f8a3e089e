import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { type Case, eventually } from '../suite.ts';
import { finding, open, serverProcesses, silence, uriIn } from '../workbench.ts';

/** The server may die at any moment: it is made anew from files and open documents. */
export const restart: readonly Case[] = [
  {
    name: 'a server that is killed comes back with its findings',
    run: async () => {
      await open('src/server.ts');
      const uri = uriIn('src/server.ts');
      await finding(uri, 'session-memory-store');
      const [before] = serverProcesses();
      assert.ok(before !== undefined);
      process.kill(before, 'SIGKILL');
      await eventually('another server', () => serverProcesses().some((id) => id !== before));
      await finding(uri, 'session-memory-store');
    },
  },
  {
    name: 'turning it off stops the server and clears what it showed; turning it on brings both back',
    run: async () => {
      await open('src/server.ts');
      const uri = uriIn('src/server.ts');
      await finding(uri, 'session-memory-store');
      const settings = vscode.workspace.getConfiguration('secondInstance', uri);
      await settings.update('enable', false, vscode.ConfigurationTarget.Workspace);
      await eventually('no server', () => serverProcesses().length === 0);
      await silence(uri, 'session-memory-store');
      await settings.update('enable', undefined, vscode.ConfigurationTarget.Workspace);
      await eventually('one server', () => serverProcesses().length === 1);
      await finding(uri, 'session-memory-store');
    },
  },
];
