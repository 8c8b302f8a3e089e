import * as vscode from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import { internalCommands } from '../protocol/commands.ts';
import { type InsertRecipeParams, type InsertRecipeResult, type RecipeInfo, requests } from '../protocol/requests.ts';

/** Shows what fits, searched by the problem that somebody has, and puts what is picked into its program after a preview. */
export async function insertScalingPattern(client: LanguageClient): Promise<void> {
  const all = await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Window, title: vscode.l10n.t('Looking for what fits') },
    (_, token) => client.sendRequest<readonly RecipeInfo[]>(requests.recipes, {}, token),
  );
  if (all.length === 0) {
    void vscode.window.showInformationMessage(
      vscode.l10n.t('No program of this workspace answers requests or takes work, so no pattern would run anywhere.'),
    );
    return;
  }
  const picked = await vscode.window.showQuickPick(itemsOf(all), {
    title: vscode.l10n.t('Insert Scaling Pattern'),
    placeHolder: vscode.l10n.t('What is wrong? For example: too many connections'),
    matchOnDescription: true,
    matchOnDetail: true,
  });
  if (picked?.recipe === undefined) return;
  const { folder, id, program } = picked.recipe;
  const params: InsertRecipeParams = { folder, id, program };
  const { applied, uri, next } = await client.sendRequest<InsertRecipeResult>(requests.insertRecipe, params);
  if (!applied) return;
  await vscode.window.showTextDocument(vscode.Uri.parse(uri));
  if (next !== null) void vscode.commands.executeCommand(internalCommands.showNextStep, next);
}

interface Item extends vscode.QuickPickItem {
  /** Absent for a line that parts the list. */
  readonly recipe?: RecipeInfo;
}

function itemsOf(all: readonly RecipeInfo[]): Item[] {
  const several = new Set(all.map(({ folder, program }) => `${folder} ${program}`)).size > 1;
  const answering = all.filter(({ answers }) => answers !== null);
  const others = all.filter(({ answers }) => answers === null);
  return [
    ...section(vscode.l10n.t('Answers a finding'), answering, several),
    ...section(vscode.l10n.t('Fits here'), others, several),
  ];
}

function section(label: string, recipes: readonly RecipeInfo[], several: boolean): Item[] {
  if (recipes.length === 0) return [];
  return [
    { label, kind: vscode.QuickPickItemKind.Separator },
    ...recipes.map((recipe) => {
      const { title, program, problems, tradeoffs, answers, step } = recipe;
      const plan = step === null ? [] : [vscode.l10n.t('Plan: {0}', step)];
      const description = [...(several ? [program] : []), problems.join(', '), ...plan].join(' · ');
      return { label: title, description, detail: answers === null ? tradeoffs : `${answers} ${tradeoffs}`, recipe };
    }),
  ];
}
