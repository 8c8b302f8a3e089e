import * as vscode from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import { type CheckFinding, type CheckResult, requests } from '../protocol/requests.ts';

interface Choice extends vscode.QuickPickItem {
  readonly finding?: CheckFinding;
}

const icons = { error: 'error', warning: 'warning', note: 'info' } as const;

/** Lists every finding of the workspace, those too that the list of problems leaves out, and opens the one that is picked. */
export async function checkWorkspace(client: LanguageClient): Promise<void> {
  const { findings, blind, milliseconds } = await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Window, title: vscode.l10n.t('Checking the workspace') },
    (_, token) => client.sendRequest<CheckResult>(requests.check, {}, token),
  );
  const choices: Choice[] = [
    ...findings.map((finding) => choiceOf(finding)),
    ...(blind.length === 0 ? [] : [{ label: vscode.l10n.t('Not seen'), kind: vscode.QuickPickItemKind.Separator }]),
    ...blind.map((sentence) => ({ label: `$(eye-closed) ${sentence}` })),
  ];
  if (choices.length === 0) choices.push({ label: vscode.l10n.t('Nothing found') });
  const picked = await vscode.window.showQuickPick(choices, {
    title: vscode.l10n.t('{0} findings in {1} ms', findings.length, milliseconds),
    matchOnDescription: true,
    matchOnDetail: true,
  });
  if (picked?.finding === undefined) return;
  const { uri, range } = picked.finding;
  await vscode.window.showTextDocument(vscode.Uri.parse(uri), {
    selection: new vscode.Range(range.start.line, range.start.character, range.end.line, range.end.character),
  });
}

function choiceOf(finding: CheckFinding): Choice {
  const place = vscode.workspace.asRelativePath(vscode.Uri.parse(finding.uri));
  return {
    label: `$(${icons[finding.severity]}) ${finding.message}`,
    description: finding.ruleId,
    detail: `${place}:${finding.range.start.line + 1}`,
    finding,
  };
}
