import * as vscode from 'vscode';
import { type ActivationCost, costSince, type Moment, now } from './activation.ts';
import { registerCommands } from './commands.ts';
import { createPanel } from './panel.ts';
import { createServer } from './server.ts';
import { registerTools } from './tools.ts';

/** When this file began to load; the build puts it on the first line, because loading is part of what the user waits for. */
declare const LOADING_STARTED: Moment;

const loading = costSince(LOADING_STARTED);

/** Registers everything and returns at once; whether a server is needed is found out afterwards. */
export function activate(context: vscode.ExtensionContext): { readonly activation: ActivationCost } {
  const started = now();
  const log = vscode.window.createOutputChannel('Second Instance', { log: true });
  const server = createServer(context, log);
  const panel = createPanel(context, server, log);
  context.subscriptions.push(
    log,
    server,
    panel,
    ...registerCommands(context, server, panel, log),
    ...registerTools(server),
  );
  server.look();
  const activating = costSince(started);
  const activation = { elapsed: loading.elapsed + activating.elapsed, worked: loading.worked + activating.worked };
  log.info(`Activated in ${activation.elapsed.toFixed(1)} ms, ${activation.worked.toFixed(1)} ms of them at work.`);
  return { activation };
}

export function deactivate(): void {
  // The server is among the subscriptions, which the editor disposes of, and ends by itself when its connection closes.
}
