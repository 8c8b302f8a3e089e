import * as vscode from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import { type FolderParams, type PlanResult, requests } from '../protocol/requests.ts';

/** Opens the scaling plan as an untitled Markdown document, which the user may keep or throw away. */
export async function generatePlan(client: LanguageClient, folder: vscode.WorkspaceFolder): Promise<void> {
  const params: FolderParams = { folder: folder.uri.toString() };
  const plan = await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Window, title: vscode.l10n.t('Writing the scaling plan') },
    (_, token) => client.sendRequest<PlanResult>(requests.plan, params, token),
  );
  const document = await vscode.workspace.openTextDocument({ language: 'markdown', content: plan.markdown });
  await vscode.window.showTextDocument(document);
}
