import assert from 'node:assert/strict';
import { type Case, eventually } from '../suite.ts';
import { finding, open, serverProcesses, uriIn } from '../workbench.ts';

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
];
