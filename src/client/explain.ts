import * as vscode from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import { type ExplainParams, type ExplainResult, requests } from '../protocol/requests.ts';

/** Says what is found at the cursor, or why nothing is, beside the code. */
export async function explainStateHere(client: LanguageClient): Promise<void> {
  const editor = vscode.window.activeTextEditor;
  if (editor === undefined) return;
  const params: ExplainParams = { uri: editor.document.uri.toString(), line: editor.selection.active.line };
  const { markdown } = await client.sendRequest<ExplainResult>(requests.explain, params);
  const document = await vscode.workspace.openTextDocument({ language: 'markdown', content: markdown });
  await vscode.window.showTextDocument(document, { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true });
}
