import { type ChildProcess, spawn } from 'node:child_process';
import { pathToFileURL } from 'node:url';
import {
  ApplyWorkspaceEditRequest,
  createProtocolConnection,
  type Diagnostic,
  DidChangeTextDocumentNotification,
  DidOpenTextDocumentNotification,
  ExitNotification,
  InitializedNotification,
  InitializeRequest,
  type ProtocolConnection,
  PublishDiagnosticsNotification,
  ShutdownRequest,
  StreamMessageReader,
  StreamMessageWriter,
  type WorkspaceEdit,
} from 'vscode-languageserver/node';

import type { StartOptions } from '../../src/protocol/requests.ts';

/** A small editor: it speaks to the built server over a pipe, and remembers what the server told it. */
export interface Client {
  readonly connection: ProtocolConnection;
  readonly process: ChildProcess;
  readonly folder: string;
  readonly uriOf: (file: string) => string;
  /** Edits that the server asked the editor to apply. */
  readonly applied: readonly WorkspaceEdit[];
  /** Versions of documents in the order in which their diagnostics were published. */
  readonly versions: (file: string) => readonly (number | undefined)[];
  readonly open: (file: string, text: string) => void;
  readonly change: (file: string, version: number, text: string) => void;
  /** Resolves when what is published of a file satisfies the test. */
  readonly published: (
    file: string,
    test: (diagnostics: readonly Diagnostic[]) => boolean,
  ) => Promise<readonly Diagnostic[]>;
  readonly close: () => Promise<void>;
}

export async function startClient(
  root: string,
  settings: Readonly<Record<string, unknown>> = {},
  initializationOptions: StartOptions = {},
): Promise<Client> {
  const process = spawn(globalThis.process.execPath, ['dist/server.js', '--stdio'], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const connection = createProtocolConnection(
    new StreamMessageReader(process.stdout),
    new StreamMessageWriter(process.stdin),
  );
  const told = new Map<string, readonly Diagnostic[]>();
  const versions = new Map<string, (number | undefined)[]>();
  const applied: WorkspaceEdit[] = [];
  const waiting = new Set<() => void>();
  connection.onNotification(PublishDiagnosticsNotification.type, ({ uri, diagnostics, version }) => {
    told.set(uri, diagnostics);
    versions.set(uri, [...(versions.get(uri) ?? []), version]);
    for (const look of [...waiting]) look();
  });
  connection.onRequest('workspace/configuration', () => [settings]);
  connection.onRequest('client/registerCapability', () => null);
  connection.onRequest(ApplyWorkspaceEditRequest.type, ({ edit }) => {
    applied.push(edit);
    return { applied: true };
  });
  connection.listen();
  const folder = pathToFileURL(root).href;
  await connection.sendRequest(InitializeRequest.type, {
    processId: globalThis.process.pid,
    rootUri: null,
    initializationOptions,
    capabilities: {
      workspace: { configuration: true, workspaceFolders: true },
      textDocument: { completion: { completionItem: { snippetSupport: true } } },
    },
    workspaceFolders: [{ uri: folder, name: 'shop' }],
  });
  await connection.sendNotification(InitializedNotification.type, {});
  const uriOf = (file: string): string => `${folder}/${file}`;
  return {
    connection,
    process,
    folder,
    uriOf,
    applied,
    versions: (file) => versions.get(uriOf(file)) ?? [],
    open: (file, text) => {
      const textDocument = { uri: uriOf(file), languageId: 'typescript', version: 1, text };
      void connection.sendNotification(DidOpenTextDocumentNotification.type, { textDocument });
    },
    change: (file, version, text) => {
      const params = { textDocument: { uri: uriOf(file), version }, contentChanges: [{ text }] };
      void connection.sendNotification(DidChangeTextDocumentNotification.type, params);
    },
    published: (file, test) =>
      new Promise((resolve) => {
        const look = (): void => {
          const diagnostics = told.get(uriOf(file)) ?? [];
          if (!test(diagnostics)) return;
          waiting.delete(look);
          resolve(diagnostics);
        };
        waiting.add(look);
        look();
      }),
    close: async () => {
      await connection.sendRequest(ShutdownRequest.type);
      const ended = new Promise((resolve) => process.once('exit', resolve));
      await connection.sendNotification(ExitNotification.type);
      await ended;
      connection.dispose();
    },
  };
}
