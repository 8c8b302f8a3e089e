import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { Case } from '../suite.ts';

const tool = 'secondInstance_findings';

async function ask(input: object): Promise<string> {
  const result = await vscode.lm.invokeTool(tool, { input, toolInvocationToken: undefined });
  return result.content.map((part) => (part instanceof vscode.LanguageModelTextPart ? part.value : '')).join('');
}

/** What language models may ask. */
export const tools: readonly Case[] = [
  {
    name: 'a language model is told what breaks, with places and ids of fixes',
    run: async () => {
      const text = await ask({ files: ['src/accounts'] });
      assert.match(text, /At the number of instances that runs in src\/accounts: /);
      assert.match(text, /src\/accounts\/sign-in-limiter\.ts:\d+:\d+ (?:error|warning) ratelimit-memory-store/);
      assert.match(text, /fix ratelimit-shared-store \(needs-review\): /);
      assert.doesNotMatch(text, /^\d+\. (?!src\/accounts\/)/m);
    },
  },
  {
    name: 'a language model may ask for another number of instances',
    run: async () => {
      assert.match(await ask({ instances: 7 }), /At 7 instances in the whole workspace: .*\n[\s\S]*\b7 instances/);
      assert.match(await ask({ files: ['src/no-such-folder'], instances: 7 }), /nothing is found\./);
    },
  },
];
