import * as vscode from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import {
  type FolderParams,
  type PlanQuestion,
  type PlanResult,
  requests,
  type SetAnswerParams,
} from '../protocol/requests.ts';

/**
 * Opens the scaling plan as an untitled Markdown document, which the user may keep or throw away, and offers to write it
 * with its files, and to ask what only the user knows.
 */
export async function generatePlan(client: LanguageClient, folder: vscode.WorkspaceFolder): Promise<void> {
  const plan = await planOf(client, folder);
  const document = await vscode.workspace.openTextDocument({ language: 'markdown', content: plan.markdown });
  await vscode.window.showTextDocument(document);
  void offerMore(client, folder, plan);
}

async function planOf(client: LanguageClient, folder: vscode.WorkspaceFolder): Promise<PlanResult> {
  const params: FolderParams = { folder: folder.uri.toString() };
  return vscode.window.withProgress(
    { location: vscode.ProgressLocation.Window, title: vscode.l10n.t('Writing the scaling plan') },
    (_, token) => client.sendRequest<PlanResult>(requests.plan, params, token),
  );
}

/** Not awaited by the command, because the message stays until the user has read the plan. */
async function offerMore(client: LanguageClient, folder: vscode.WorkspaceFolder, plan: PlanResult): Promise<void> {
  const write = vscode.l10n.t('Review Files');
  const answer = vscode.l10n.t('Answer Questions');
  const { artifacts, questions, out } = plan;
  const offers = [...(artifacts.length === 0 ? [] : [write]), ...(questions.length === 0 ? [] : [answer])];
  if (offers.length === 0) return;
  const text = vscode.l10n.t(
    'The plan has {0} files for {1}, and {2} questions.',
    artifacts.length,
    out,
    questions.length,
  );
  const chosen = await vscode.window.showInformationMessage(text, ...offers);
  if (chosen === write) await reviewFiles(folder, plan);
  if (chosen === answer) await askAll(client, folder, questions);
}

/** Shows all files as changes that the user accepts one by one; nothing that is there is overwritten unseen. */
async function reviewFiles(folder: vscode.WorkspaceFolder, { markdown, artifacts, out }: PlanResult): Promise<void> {
  const edit = new vscode.WorkspaceEdit();
  for (const { path, text } of [{ path: 'plan.md', text: markdown }, ...artifacts]) {
    const uri = vscode.Uri.joinPath(folder.uri, out, path);
    const review = { needsConfirmation: true, label: vscode.l10n.t('Scaling plan') };
    const present = await vscode.workspace.openTextDocument(uri).then(
      (document) => document,
      () => null,
    );
    if (present === null) edit.createFile(uri, { contents: new TextEncoder().encode(text) }, review);
    else if (present.getText() !== text) {
      const whole = new vscode.Range(0, 0, present.lineCount, 0);
      edit.replace(uri, whole, text, review);
    }
  }
  await vscode.workspace.applyEdit(edit, { isRefactoring: true });
}

/** Asks what the plan would ask, one question at a time; Escape ends it, and what was said until then is kept. */
export async function answerQuestions(client: LanguageClient, folder: vscode.WorkspaceFolder): Promise<void> {
  const { questions } = await planOf(client, folder);
  if (questions.length === 0)
    void vscode.window.showInformationMessage(vscode.l10n.t('The plan has no questions left.'));
  else await askAll(client, folder, questions);
}

async function askAll(
  client: LanguageClient,
  folder: vscode.WorkspaceFolder,
  questions: readonly PlanQuestion[],
): Promise<void> {
  for (const [index, { path, text, unlocks, example }] of questions.entries()) {
    const typed = await vscode.window.showInputBox({
      title: vscode.l10n.t('Question {0} of {1}', index + 1, questions.length),
      prompt: `${text} ${vscode.l10n.t('It settles {0}. Type a number, or unknown.', unlocks)}`,
      placeHolder: vscode.l10n.t('such as {0}, or unknown', example),
      ignoreFocusOut: true,
      validateInput: (value) => (readAnswer(value) === null ? vscode.l10n.t('Type a number, or unknown.') : null),
    });
    const answer = typed === undefined ? null : readAnswer(typed);
    if (answer === null) return;
    const params: SetAnswerParams = { folder: folder.uri.toString(), path, answer };
    await client.sendRequest(requests.setAnswer, params);
  }
}

/** `12`, `0.5`, `unknown`; null for anything else. */
export function readAnswer(text: string): number | 'unknown' | null {
  const word = text.trim().toLowerCase();
  if (word === 'unknown') return 'unknown';
  return /^\d{1,9}(?:\.\d{1,6})?$/.test(word) ? Number(word) : null;
}
