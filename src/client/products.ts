import type * as vscode from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import { notifications } from '../protocol/requests.ts';

const key = 'showsProducts';

/** Whether products stand beside the numbers that they are of; kept for each workspace, and off until somebody asks. */
export function showsProducts({ workspaceState }: vscode.ExtensionContext): boolean {
  return workspaceState.get(key) === true;
}

export async function toggleProducts(context: vscode.ExtensionContext, client: LanguageClient): Promise<void> {
  const show = !showsProducts(context);
  await context.workspaceState.update(key, show);
  await client.sendNotification(notifications.showProducts, { show });
}
