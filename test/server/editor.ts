import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { PassThrough } from 'node:stream';
import { pathToFileURL } from 'node:url';
import { expect, vi } from 'vitest';
import {
  createConnection,
  createProtocolConnection,
  type Diagnostic,
  DidChangeConfigurationNotification,
  DidChangeWatchedFilesNotification,
  DidOpenTextDocumentNotification,
  type FileChangeType,
  type FileSystemWatcher,
  InitializedNotification,
  InitializeRequest,
  type ProtocolConnection,
  PublishDiagnosticsNotification,
  ShutdownRequest,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver/node';
import { openWorkspace } from '../../src/host/workspace.ts';
import { notifications, type StatusParams } from '../../src/protocol/requests.ts';
import { connect } from '../../src/server/connect.ts';

/** A workspace on disk, and an editor that has some folders of it open in a server of the same process. */
export interface Editor {
  readonly connection: ProtocolConnection;
  readonly uriOf: (file: string) => string;
  readonly write: (files: Readonly<Record<string, string>>) => void;
  readonly open: (file: string, text: string) => void;
  /** Tells that something happened on disk. */
  readonly happened: (type: FileChangeType, path: string) => void;
  /** Tells so often at once that settings changed. */
  readonly configured: (times: number) => void;
  /** Rule and line of what the list of problems shows of a file. */
  readonly shown: (file: string) => readonly string[];
  readonly status: () => StatusParams | null;
  /** Resolves when the newest status says that everything is read. */
  readonly ready: () => Promise<StatusParams>;
  readonly workspaces: { opened: number; closed: number };
  readonly watchers: readonly FileSystemWatcher[];
  readonly close: () => Promise<void>;
}

export type SettingsOf = (folder: string) => Readonly<Record<string, unknown>>;

/** `folders` are relative to the workspace; settings are asked for by a folder's path in the same way. */
export async function openEditor(
  files: Readonly<Record<string, string>>,
  folders: readonly string[],
  settingsOf: SettingsOf,
): Promise<Editor> {
  const root = mkdtempSync(join(tmpdir(), 'second-instance-editor-'));
  const write: Editor['write'] = (texts) => {
    for (const [file, text] of Object.entries(texts)) {
      mkdirSync(dirname(join(root, file)), { recursive: true });
      writeFileSync(join(root, file), text);
    }
  };
  write(files);
  const [toServer, toEditor] = [new PassThrough(), new PassThrough()];
  const workspaces = { opened: 0, closed: 0 };
  connect(createConnection(new StreamMessageReader(toServer), new StreamMessageWriter(toEditor)), {
    version: '1',
    today: () => '2026-11-25',
    open: async (folder, { maxFileSize }, signal) => {
      workspaces.opened++;
      const options = { today: '2026-11-25', cache: false, sizeLimit: maxFileSize, signal };
      const workspace = await openWorkspace(folder, options);
      return {
        ...workspace,
        get problems() {
          return workspace.problems;
        },
        close: () => {
          workspaces.closed++;
          return workspace.close();
        },
      };
    },
  });
  const connection = createProtocolConnection(new StreamMessageReader(toEditor), new StreamMessageWriter(toServer));
  const told = new Map<string, readonly Diagnostic[]>();
  const watchers: FileSystemWatcher[] = [];
  let status: StatusParams | null = null;
  connection.onNotification(PublishDiagnosticsNotification.type, ({ uri, diagnostics }) => {
    told.set(uri, diagnostics);
  });
  connection.onNotification(notifications.status, (params: StatusParams) => {
    status = params;
  });
  connection.onRequest('workspace/configuration', async ({ items }: { items: { scopeUri: string }[] }) => {
    await new Promise((resolve) => setTimeout(resolve, 10));
    return items.map(({ scopeUri }) => settingsOf(scopeUri.slice(uriOf('').length)));
  });
  connection.onRequest('client/registerCapability', ({ registrations }) => {
    for (const { registerOptions } of registrations) watchers.push(...(registerOptions?.watchers ?? []));
    return null;
  });
  connection.listen();
  const uriOf = (file: string): string => `${pathToFileURL(root).href}/${file}`;
  const workspaceFolders = folders.map((name) => ({ uri: uriOf(name), name }));
  await connection.sendRequest(InitializeRequest.type, {
    processId: null,
    rootUri: null,
    capabilities: {
      workspace: {
        configuration: true,
        workspaceFolders: true,
        didChangeWatchedFiles: { dynamicRegistration: true },
      },
    },
    workspaceFolders,
  });
  await connection.sendNotification(InitializedNotification.type, {});
  return {
    connection,
    uriOf,
    write,
    open: (file, text) => {
      const textDocument = { uri: uriOf(file), languageId: 'javascript', version: 1, text };
      void connection.sendNotification(DidOpenTextDocumentNotification.type, { textDocument });
    },
    happened: (type, path) => {
      void connection.sendNotification(DidChangeWatchedFilesNotification.type, {
        changes: [{ uri: uriOf(path), type }],
      });
    },
    configured: (times) => {
      for (let time = 0; time < times; time++)
        void connection.sendNotification(DidChangeConfigurationNotification.type, { settings: null });
    },
    shown: (file) => (told.get(uriOf(file)) ?? []).map(({ code, range }) => `${code}:${range.start.line}`),
    status: () => status,
    ready: () =>
      vi.waitFor(
        () => {
          expect(status?.state).toBe('ready');
          expect(status?.files).toBeGreaterThan(0);
          if (status === null) throw new Error('Nothing was told.');
          return status;
        },
        { timeout: 10_000, interval: 20 },
      ),
    workspaces,
    watchers,
    close: async () => {
      await connection.sendRequest(ShutdownRequest.type);
      connection.dispose();
      rmSync(root, { recursive: true, force: true });
    },
  };
}
