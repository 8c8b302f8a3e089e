import * as vscode from 'vscode';
import {
  CloseAction,
  ErrorAction,
  type ErrorHandler,
  LanguageClient,
  RevealOutputChannelOn,
  State,
  TransportKind,
} from 'vscode-languageclient/node';
import { settingsSection } from '../protocol/commands.ts';
import type { StartOptions } from '../protocol/requests.ts';
import { documentSelector } from './documents.ts';
import { showsProducts } from './products.ts';

/** The connection to the server process. The library's own policy restarts it: four times, but not the fifth within three minutes. */
export function createLanguageClient(
  context: vscode.ExtensionContext,
  log: vscode.LogOutputChannel,
  stopped: () => void,
): LanguageClient {
  const module = vscode.Uri.joinPath(context.extensionUri, 'dist', 'server.js').fsPath;
  const options: StartOptions = { commands: true, products: showsProducts(context) };
  const client = new LanguageClient(
    settingsSection,
    'Second Instance',
    { module, transport: TransportKind.ipc },
    {
      documentSelector,
      initializationOptions: options,
      outputChannel: log,
      revealOutputChannelOn: RevealOutputChannelOn.Never,
      errorHandler: {
        // What is written to a server that just died fails, as often as the editor asks in that moment. It is started again when its
        // connection closes, and giving up before would leave none.
        error: () => ({ action: ErrorAction.Continue }),
        closed: async () => {
          const answer = await handler().closed();
          if (answer.action === CloseAction.DoNotRestart) stopped();
          return answer;
        },
      },
    },
  );
  let made: ErrorHandler | undefined;
  const handler = (): ErrorHandler => {
    made ??= client.createDefaultErrorHandler();
    return made;
  };
  client.onDidChangeState(({ newState }) => {
    if (newState === State.Running) log.info('The server runs.');
  });
  return client;
}
