import * as vscode from 'vscode';

/** The folder of the open file, the only folder, or the one that the user picks; undefined when there is none or none is picked. */
export async function chooseFolder(): Promise<vscode.WorkspaceFolder | undefined> {
  const folders = vscode.workspace.workspaceFolders ?? [];
  const open = vscode.window.activeTextEditor?.document.uri;
  const around = open === undefined ? undefined : vscode.workspace.getWorkspaceFolder(open);
  if (around !== undefined || folders.length <= 1) return around ?? folders[0];
  return vscode.window.showWorkspaceFolderPick({ placeHolder: vscode.l10n.t('Which folder?') });
}
