import * as vscode from 'vscode';
import type { ExportMessage } from '../protocol/panel.ts';

const endings = { svg: 'svg', mermaid: 'mmd', markdown: 'md' } as const;

/** Saves what the panel drew, where the user says. */
export async function exportPicture(folder: vscode.Uri, { format, text }: ExportMessage): Promise<void> {
  const ending = endings[format];
  const target = await vscode.window.showSaveDialog({
    defaultUri: vscode.Uri.joinPath(folder, `architecture.${ending}`),
    filters: { [format]: [ending] },
  });
  if (target !== undefined) await vscode.workspace.fs.writeFile(target, new TextEncoder().encode(text));
}
