import * as vscode from 'vscode';
import { settingsSection } from '../protocol/commands.ts';

/** The folder of the open file, the only folder, or the one that the user picks; undefined when there is none or none is picked. */
export async function chooseFolder(): Promise<vscode.WorkspaceFolder | undefined> {
  const folders = vscode.workspace.workspaceFolders ?? [];
  const open = vscode.window.activeTextEditor?.document.uri;
  const around = open === undefined ? undefined : vscode.workspace.getWorkspaceFolder(open);
  if (around !== undefined || folders.length <= 1) return around ?? folders[0];
  return vscode.window.showWorkspaceFolderPick({ placeHolder: vscode.l10n.t('Which folder?') });
}

/** Folders on disk that the setting leaves on; it may differ from folder to folder. */
export function enabledFolders(): readonly vscode.WorkspaceFolder[] {
  return (vscode.workspace.workspaceFolders ?? []).filter(
    ({ uri }) => uri.scheme === 'file' && vscode.workspace.getConfiguration(settingsSection, uri).get('enable', true),
  );
}

/** Whether there are folders, and none of them is to be looked at. */
export function isTurnedOff(): boolean {
  return (vscode.workspace.workspaceFolders ?? []).length > 0 && enabledFolders().length === 0;
}
