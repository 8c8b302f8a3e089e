import * as vscode from 'vscode';
import { commands } from '../protocol/commands.ts';
import type { StatusParams } from '../protocol/requests.ts';
import { documentSelector } from './documents.ts';

/** What the language status shows of the server, beside the file that is open. */
export interface Status extends vscode.Disposable {
  readonly noService: () => void;
  /** Settings turn it off in every folder. */
  readonly turnedOff: () => void;
  readonly starting: () => void;
  readonly stopped: () => void;
  readonly show: (params: StatusParams) => void;
}

export function createStatus(): Status {
  const item = vscode.languages.createLanguageStatusItem('secondInstance.status', documentSelector);
  item.name = 'Second Instance';
  item.command = { command: commands.showOutput, title: vscode.l10n.t('Show Output') };

  function set(text: string, detail: string, severity = vscode.LanguageStatusSeverity.Information, busy = false): void {
    item.text = text;
    item.detail = detail;
    item.severity = severity;
    item.busy = busy;
  }

  set(vscode.l10n.t('Looking for a service'), '', undefined, true);
  return {
    noService: () =>
      set(vscode.l10n.t('No service here'), vscode.l10n.t('Nothing in this workspace answers requests.')),
    turnedOff: () => set(vscode.l10n.t('Turned off'), vscode.l10n.t('secondInstance.enable is false here.')),
    starting: () => set(vscode.l10n.t('Reading'), '', undefined, true),
    stopped: () => {
      const text = vscode.l10n.t('The server stopped');
      set(text, vscode.l10n.t('The log says why.'), vscode.LanguageStatusSeverity.Error);
      item.command = { command: commands.restartServer, title: vscode.l10n.t('Restart Server') };
    },
    show: (params) => {
      item.command = { command: commands.showOutput, title: vscode.l10n.t('Show Output') };
      if (params.state === 'reading') set(vscode.l10n.t('Reading'), '', undefined, true);
      else if (params.state === 'failed')
        set(vscode.l10n.t('Failed'), params.message ?? '', vscode.LanguageStatusSeverity.Error);
      else set(countsOf(params), detailOf(params));
    },
    dispose: () => item.dispose(),
  };
}

function countsOf({ errors, warnings, notes }: StatusParams): string {
  if (errors + warnings + notes === 0) return vscode.l10n.t('Nothing found');
  return vscode.l10n.t('{0} errors, {1} warnings, {2} notes', errors, warnings, notes);
}

/** What was not seen stands beside the counts, because a short list of findings means little without it. */
function detailOf({ files, milliseconds, blind }: StatusParams): string {
  const read = vscode.l10n.t('{0} files in {1} ms', files, milliseconds);
  return blind.length === 0 ? read : `${read} · ${blind.join(' · ')}`;
}
