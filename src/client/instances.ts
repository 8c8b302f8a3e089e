import * as vscode from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import { type ProgramInfo, requests, type SetInstancesParams, type SetInstancesResult } from '../protocol/requests.ts';

/** Shows how many instances of each program run and where that comes from, and writes the user's own number down. */
export async function askInstances(
  client: LanguageClient,
  wanted: { readonly folder: string | undefined; readonly program: string | undefined },
): Promise<void> {
  const programs = await client.sendRequest<readonly ProgramInfo[]>(requests.programs, {});
  if (programs.length === 0) {
    void vscode.window.showInformationMessage(vscode.l10n.t('No program was found here.'));
    return;
  }
  const named = programs.find(({ folder, name }) => folder === wanted.folder && name === wanted.program);
  const program = named ?? (await pick(programs));
  if (program === undefined) return;
  const { minimum, maximum } = program.hosts;
  const typed = await vscode.window.showInputBox({
    title: vscode.l10n.t('How many instances of {0} run?', program.name),
    prompt: vscode.l10n.t('A number, or the least and the most: 3 or 2-10. It is kept in second-instance.json.'),
    value: minimum === maximum ? String(maximum) : `${minimum}-${maximum}`,
    validateInput: (text) =>
      readCount(text) === null ? vscode.l10n.t('Type a number such as 3, or two such as 2-10.') : null,
  });
  const count = typed === undefined ? null : readCount(typed);
  if (count === null) return;
  const params: SetInstancesParams = { folder: program.folder, program: program.name, ...count };
  const { uri, line } = await client.sendRequest<SetInstancesResult>(requests.setInstances, params);
  await vscode.window.showTextDocument(vscode.Uri.parse(uri), { selection: new vscode.Range(line, 0, line, 0) });
}

async function pick(programs: readonly ProgramInfo[]): Promise<ProgramInfo | undefined> {
  const items = programs.map((program) => ({
    label: program.name,
    description: countOf(program),
    detail: program.source,
    program,
  }));
  const picked = await vscode.window.showQuickPick(items, { placeHolder: vscode.l10n.t('Which program?') });
  return picked?.program;
}

function countOf({ hosts, processesPerHost }: ProgramInfo): string {
  const range = hosts.minimum === hosts.maximum ? `${hosts.maximum}` : `${hosts.minimum}–${hosts.maximum}`;
  return processesPerHost === 1 ? range : `${range} × ${processesPerHost}`;
}

/** `3`, `2-10`; null for anything else. */
export function readCount(text: string): { readonly minimum: number; readonly maximum: number } | null {
  const match = /^\s*(\d{1,5})\s*(?:[-–]\s*(\d{1,5})\s*)?$/.exec(text);
  const minimum = Number(match?.[1]);
  const maximum = match?.[2] === undefined ? minimum : Number(match[2]);
  return match !== null && minimum >= 1 && minimum <= maximum ? { minimum, maximum } : null;
}
