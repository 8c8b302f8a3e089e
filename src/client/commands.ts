import * as vscode from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import { commands, internalCommands } from '../protocol/commands.ts';
import { checkWorkspace } from './check.ts';
import { explainStateHere } from './explain.ts';
import { chooseFolder, isTurnedOff } from './folders.ts';
import { askInstances } from './instances.ts';
import type { DiagramPanel } from './panel.ts';
import { answerQuestions, generatePlan } from './plan.ts';
import { toggleProducts } from './products.ts';
import { insertScalingPattern } from './recipes.ts';
import type { Server } from './server.ts';

/** Registers every command of package.json, and the one that code actions name. */
export function registerCommands(
  context: vscode.ExtensionContext,
  server: Server,
  panel: DiagramPanel,
  log: vscode.LogOutputChannel,
): vscode.Disposable[] {
  const register = (id: string, run: (...given: unknown[]) => unknown): vscode.Disposable =>
    vscode.commands.registerCommand(id, run);
  const ask = (id: string, run: (client: LanguageClient, ...given: unknown[]) => Promise<void>): vscode.Disposable =>
    register(id, (...given) => withServer(server, log, (client) => run(client, ...given)));

  return [
    ask(commands.generateScalingPlan, async (client) => {
      const folder = await chooseFolder();
      if (folder !== undefined) await generatePlan(client, folder);
    }),
    ask(commands.answerPlanQuestions, async (client) => {
      const folder = await chooseFolder();
      if (folder !== undefined) await answerQuestions(client, folder);
    }),
    ask(commands.showArchitectureDiagram, async () => {
      const folder = await chooseFolder();
      if (folder !== undefined) panel.show(folder.uri);
    }),
    ask(commands.revealInDiagram, async () => {
      const editor = vscode.window.activeTextEditor;
      if (editor !== undefined) await panel.reveal(editor);
    }),
    ask(commands.checkWorkspace, checkWorkspace),
    ask(commands.howManyInstancesRun, (client, folder, program) =>
      askInstances(client, { folder: textOf(folder), program: textOf(program) }),
    ),
    ask(commands.explainStateHere, explainStateHere),
    ask(commands.insertScalingPattern, insertScalingPattern),
    ask(commands.toggleProducts, (client) => toggleProducts(context, client)),
    register(commands.restartServer, () =>
      server.restart().catch((error: unknown) => {
        const message = error instanceof Error ? error.message : String(error);
        void vscode.window.showErrorMessage(vscode.l10n.t('Second Instance: {0}', message));
      }),
    ),
    register(commands.showOutput, () => log.show(true)),
    register(internalCommands.showNextStep, (text) => showNextStep(textOf(text))),
  ];
}

/** Runs what needs the server; where there is none, the user asked for it by hand and gets told why. */
async function withServer(
  server: Server,
  log: vscode.LogOutputChannel,
  run: (client: LanguageClient) => Promise<void>,
): Promise<void> {
  try {
    const client = await server.running();
    if (client !== null) await run(client);
    else void vscode.window.showInformationMessage(whyNoServer());
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    log.error(message);
    void vscode.window.showErrorMessage(vscode.l10n.t('Second Instance: {0}', message));
  }
}

function whyNoServer(): string {
  return isTurnedOff()
    ? vscode.l10n.t('Second Instance is turned off here: secondInstance.enable is false, or no folder is on this disk.')
    : vscode.l10n.t('There is no service in this workspace: no manifest, start file or import of a server was found.');
}

/** What a fix leaves to do, such as an install command, is shown and may be copied; it is never run. */
async function showNextStep(text: string | undefined): Promise<void> {
  if (text === undefined) return;
  const copy = vscode.l10n.t('Copy');
  if ((await vscode.window.showInformationMessage(text, copy)) === copy) await vscode.env.clipboard.writeText(text);
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
