import * as vscode from 'vscode';
import type { PicturePlace } from './panel-messages.ts';

/** Opens where something comes from; of several places the first, with a list to go through the others. */
export async function openPlaces(
  folder: vscode.Uri,
  places: readonly PicturePlace[],
  column: vscode.ViewColumn,
): Promise<void> {
  const [first, ...others] = places;
  if (first === undefined) return;
  await openPlace(folder, first, column, others.length > 0);
  if (others.length === 0) return;
  const items = places.map((place) => ({ label: `${place.file}:${place.line + 1}`, place }));
  const chosen = await vscode.window.showQuickPick(items, {
    placeHolder: vscode.l10n.t('It is known from {0} places', places.length),
    // What is looked at is shown, so that nobody must guess from a name.
    onDidSelectItem: (item: (typeof items)[number]) => void openPlace(folder, item.place, column, true),
  });
  if (chosen !== undefined) await openPlace(folder, chosen.place, column, false);
}

async function openPlace(
  folder: vscode.Uri,
  { file, line, range }: PicturePlace,
  viewColumn: vscode.ViewColumn,
  preserveFocus: boolean,
): Promise<void> {
  const selection =
    range === undefined
      ? new vscode.Range(line, 0, line, 0)
      : new vscode.Range(range.start.line, range.start.character, range.end.line, range.end.character);
  await vscode.window.showTextDocument(vscode.Uri.joinPath(folder, file), { selection, viewColumn, preserveFocus });
}
