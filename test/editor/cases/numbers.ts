import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { type Case, eventually } from '../suite.ts';
import { finding, open, uriIn } from '../workbench.ts';

const limiter = 'src/accounts/sign-in-limiter.ts';

/** What numbers come to: over them when somebody asks, and beside them once they want it there. */
export const numbers: readonly Case[] = [
  {
    name: 'a hover over a limit says what all instances allow, and where they are declared',
    run: async () => {
      const { document } = await open(limiter);
      await finding(uriIn(limiter), 'ratelimit-memory-store');
      const said = await eventually('a hover with the product', async () => {
        const texts = await hoverAt(document, 'limit: 5');
        return texts.find((text) => text.includes('5 × 3 = 15 a minute'));
      });
      assert.match(said, /\[compose\.yaml:\d+\]\(file:.*compose\.yaml#L\d+\)/);
    },
  },
  {
    name: 'a hover over replicas says what they multiply',
    run: async () => {
      const { document } = await open('compose.yaml');
      const said = (await hoverAt(document, 'replicas: 3')).join('\n');
      assert.match(said, /api runs on 3 hosts/);
      assert.match(said, /120 of the 97 connections of orders-db, 23 too many/);
    },
  },
  {
    name: 'products stand beside numbers only once somebody asks for them, and go again',
    run: async () => {
      const { document } = await open(limiter);
      assert.deepEqual(await hintsIn(document), []);
      await vscode.commands.executeCommand('secondInstance.toggleProducts');
      await eventually('a hint', async () => (await hintsIn(document)).includes('5 × 3 = 15 a minute'));
      await vscode.commands.executeCommand('secondInstance.toggleProducts');
      await eventually('no hint', async () => (await hintsIn(document)).length === 0);
    },
  },
];

async function hoverAt(document: vscode.TextDocument, words: string): Promise<readonly string[]> {
  const position = document.positionAt(document.getText().indexOf(words) + 1);
  const hovers: vscode.Hover[] = await vscode.commands.executeCommand(
    'vscode.executeHoverProvider',
    document.uri,
    position,
  );
  return hovers.flatMap(({ contents }) =>
    contents.map((content) => (typeof content === 'string' ? content : content.value)),
  );
}

async function hintsIn(document: vscode.TextDocument): Promise<readonly string[]> {
  const whole = new vscode.Range(0, 0, document.lineCount, 0);
  const hints: vscode.InlayHint[] = await vscode.commands.executeCommand(
    'vscode.executeInlayHintProvider',
    document.uri,
    whole,
  );
  return hints.map(({ label }) => (typeof label === 'string' ? label : label.map(({ value }) => value).join('')));
}
