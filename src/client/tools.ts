import * as vscode from 'vscode';
import { languageModelTools } from '../protocol/commands.ts';
import { type FindingsParams, type FindingsResult, requests } from '../protocol/requests.ts';
import type { Server } from './server.ts';

/** Tools that language models may use. They only read: fixes are named, never made. */
export function registerTools(server: Server): vscode.Disposable[] {
  return [
    vscode.lm.registerTool<Partial<FindingsParams>>(languageModelTools.findings, {
      prepareInvocation: () => ({ invocationMessage: vscode.l10n.t('Looking for what breaks on the second instance') }),
      invoke: async ({ input }, token) => {
        const client = await server.running();
        if (client === null)
          return answer('There is no service in this workspace, so nothing can break on a second instance.');
        const params: FindingsParams = { files: input.files ?? [], instances: input.instances ?? null };
        const { text } = await client.sendRequest<FindingsResult>(requests.findings, params, token);
        return answer(text);
      },
    }),
  ];
}

function answer(text: string): vscode.LanguageModelToolResult {
  return new vscode.LanguageModelToolResult([new vscode.LanguageModelTextPart(text)]);
}
