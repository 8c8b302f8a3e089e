import * as vscode from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import { notifications, type StatusParams } from '../protocol/requests.ts';
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
    const needed = vscode.workspace.getConfiguration('secondInstance').get('enable', true);
    if (!needed || !(await holdsService(cancelled.token))) {
      status.noService();
      log.info(
        `No service in this workspace; no server runs (looked for ${(performance.now() - started).toFixed(0)} ms).`,
      );
      watching ??= watchForService(look);
      return null;
    }
    watching?.dispose();
    watching = null;
    return start();
  }

  async function start(): Promise<LanguageClient> {
    status.starting();
    // Loaded only where a server is needed, so that other workspaces pay nothing for it.
    const { createLanguageClient } = await import('./language-client.ts');
    client = createLanguageClient(context, log, status.stopped);
    client.onNotification(notifications.status, (params: StatusParams) => status.show(params));
    client.onNotification(notifications.analysed, ({ folder }: { folder: string }) => analysed.fire(folder));
    try {
      await client.start();
    } catch (error) {
      log.error(`The server did not start: ${error instanceof Error ? error.message : String(error)}`);
      status.stopped();
      throw error;
    }
    return client;
  }

  async function stop(): Promise<void> {
    const stopping = client;
    client = null;
    // A server that hangs must not keep the user from a new one.
    await stopping?.dispose(2000).catch((error: unknown) => log.warn(String(error)));
  }

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
    restart: async () => {
      log.info('Restarting the server.');
      await starting?.catch(() => null);
      await stop();
      look();
      await starting;
    },
    onAnalysed: analysed.event,
    dispose: () => {
      cancelled.cancel();
      watching?.dispose();
      status.dispose();
      analysed.dispose();
      return stop();
    },
  };
}
