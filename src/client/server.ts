import * as vscode from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import { settingsSection } from '../protocol/commands.ts';
import { notifications, type StatusParams } from '../protocol/requests.ts';
import { enabledFolders, isTurnedOff } from './folders.ts';
import { holdsService, watchForService } from './presence.ts';
import { createStatus } from './status.ts';

/** The language server, started only where there is a service to judge. */
export interface Server extends vscode.Disposable {
  /** Looks whether the workspace holds a service, and starts the server if so. */
  readonly look: () => void;
  /** The client once it runs; null where there is no service. Starts it when a decision is still being made. */
  readonly running: () => Promise<LanguageClient | null>;
  readonly restart: () => Promise<void>;
  /** Fires with the folder's URI when its analysis is new, and also after the server was started again. */
  readonly onAnalysed: vscode.Event<string>;
}

export function createServer(context: vscode.ExtensionContext, log: vscode.LogOutputChannel): Server {
  const status = createStatus();
  const analysed = new vscode.EventEmitter<string>();
  const cancelled = new vscode.CancellationTokenSource();
  let client: LanguageClient | null = null;
  let starting: Promise<LanguageClient | null> | null = null;
  let watching: vscode.Disposable | null = null;

  async function decide(): Promise<LanguageClient | null> {
    const started = performance.now();
    const holds = await holdsService(enabledFolders(), cancelled.token);
    if (cancelled.token.isCancellationRequested) return null;
    // Asked only now, because the setting may have changed while the folders were looked through.
    if (isTurnedOff()) {
      status.turnedOff();
      return null;
    }
    if (!holds) {
      status.noService();
      log.info(
        `No service in this workspace; no server runs (looked for ${(performance.now() - started).toFixed(0)} ms).`,
      );
      watching ??= watchForService(look);
      return null;
    }
    stopWatching();
    return start();
  }

  async function start(): Promise<LanguageClient> {
    status.starting();
    // Loaded only where a server is needed, so that other workspaces pay nothing for it.
    const { createLanguageClient } = await import('./language-client.ts');
    const made = createLanguageClient(context, log, status.stopped);
    client = made;
    made.onNotification(notifications.status, (params: StatusParams) => {
      // One that is being stopped no longer speaks.
      if (client === made) status.show(params);
    });
    made.onNotification(notifications.analysed, ({ folder }: { folder: string }) => analysed.fire(folder));
    try {
      await made.start();
    } catch (error) {
      log.error(`The server did not start: ${error instanceof Error ? error.message : String(error)}`);
      // Nobody may ask a server that never ran; the next command tries anew.
      await stop();
      status.stopped();
      throw error;
    }
    return made;
  }

  async function stop(): Promise<void> {
    const stopping = client;
    client = null;
    // A server that hangs must not keep the user from a new one.
    await stopping?.dispose(2000).catch((error: unknown) => log.warn(String(error)));
  }

  function stopWatching(): void {
    watching?.dispose();
    watching = null;
  }

  let turn: Promise<void> = Promise.resolve();

  /** Starting and stopping wait for each other, so that two changes at once never leave two servers, or none. */
  function inTurn(work: () => Promise<void>): Promise<void> {
    const next = turn.then(async () => {
      await starting?.catch(() => null);
      if (!cancelled.token.isCancellationRequested) await work();
    });
    turn = next.catch(() => undefined);
    return next;
  }

  /** The setting or the folders are others now: a server may be needed, or none any more. */
  async function reconsider(): Promise<void> {
    if (!isTurnedOff()) {
      look();
      return;
    }
    stopWatching();
    if (client !== null) log.info('Settings turn every folder off; the server stops.');
    await stop();
    status.turnedOff();
  }

  const listening = vscode.Disposable.from(
    vscode.workspace.onDidChangeConfiguration((change) => {
      if (change.affectsConfiguration(`${settingsSection}.enable`)) void inTurn(reconsider);
    }),
    vscode.workspace.onDidChangeWorkspaceFolders(() => void inTurn(reconsider)),
  );

  function look(): void {
    if (client !== null || starting !== null) return;
    starting = decide().finally(() => {
      starting = null;
    });
    starting.catch(() => {
      // Already in the log and in the status item.
    });
  }

  return {
    look,
    running: async () => {
      if (client === null) look();
      return (await starting) ?? client;
    },
    restart: () =>
      inTurn(async () => {
        log.info('Restarting the server.');
        await stop();
        look();
        await starting;
      }),
    onAnalysed: analysed.event,
    dispose: () => {
      cancelled.cancel();
      listening.dispose();
      stopWatching();
      status.dispose();
      analysed.dispose();
      return stop();
    },
  };
}
