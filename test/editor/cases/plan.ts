import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { type Case, eventually } from '../suite.ts';
import { open } from '../workbench.ts';

/** The plan and the snippets, which are written into the editor. */
export const plan: readonly Case[] = [
  {
    name: 'the scaling plan opens as a Markdown document with the arithmetic in it',
    run: async () => {
      await open('src/server.ts');
      await vscode.commands.executeCommand('secondInstance.generateScalingPlan');
      const document = await eventually('an untitled Markdown document', () => {
        const active = vscode.window.activeTextEditor?.document;
        return active?.isUntitled === true && active.languageId === 'markdown' ? active : null;
      });
      const text = document.getText();
      assert.match(text, /orders-db/);
      assert.match(text, /## Patterns, taken and left/);
      assert.match(text, /\b120\b/, 'Three instances with pools of forty ask for 120 connections.');
      await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    },
  },
  {
    name: 'how code comes to run is explained beside it',
    run: async () => {
      const editor = await open('src/accounts/sign-in-limiter.ts');
      const line = editor.document
        .getText()
        .split('\n')
        .findIndex((text) => text.includes('rateLimit('));
      editor.selection = new vscode.Selection(line, 0, line, 0);
      await vscode.commands.executeCommand('secondInstance.explainStateHere');
      const page = await eventually('an explanation', () =>
        vscode.workspace.textDocuments.find((each) => each.isUntitled && each.getText().includes('sign-in-limiter.ts')),
      );
      assert.match(page.getText(), /ratelimit-memory-store/);
      assert.match(page.getText(), /compose\.yaml/);
    },
  },
];
