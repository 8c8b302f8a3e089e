import {
  CodeActionKind,
  type Connection,
  DidChangeConfigurationNotification,
  DidChangeWatchedFilesNotification,
  type InitializeParams,
  type InitializeResult,
  TextDocumentSyncKind,
  TextDocuments,
} from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { fixAllKind, settingsSection } from '../protocol/commands.ts';
import { answerActions } from './answer-actions.ts';
import { answerInstances } from './answer-instances.ts';
import { answerRequests } from './requests.ts';
import { type ClientAbilities, createSession, type Session, type SessionOptions } from './session.ts';

export interface ServerOptions {
  readonly open: SessionOptions['open'];
  readonly today: SessionOptions['today'];
  /** Names and globs of all files that are read, for the client to watch. */
  readonly watched: readonly string[];
  readonly version: string;
}

/** Binds a connection to a session. Every request stands alone: one that fails is answered with its error and costs no other. */
export function connect(connection: Connection, options: ServerOptions): void {
  const documents = new TextDocuments(TextDocument);

  connection.onInitialize((params): InitializeResult => {
    const session = createSession({ connection, documents, abilities: abilitiesOf(params), ...options });
    const folders = params.workspaceFolders?.map(({ uri }) => uri) ?? (params.rootUri === null ? [] : [params.rootUri]);
    listen(session, folders, options.watched);
    return {
      serverInfo: { name: 'second-instance', version: options.version },
      capabilities: {
        textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental, save: true },
        codeActionProvider: { codeActionKinds: [CodeActionKind.QuickFix, fixAllKind], resolveProvider: true },
        workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
      },
    };
  });

  documents.listen(connection);
  connection.listen();

  function listen(session: Session, folders: readonly string[], watched: readonly string[]): void {
    answerRequests(session);
    answerActions(session);
    answerInstances(session);
    documents.onDidOpen(({ document }) => session.documentChanged(document));
    documents.onDidChangeContent(({ document }) => {
      if (session.settingsAt(document.uri).run === 'onType') session.documentChanged(document);
    });
    documents.onDidSave(({ document }) => session.documentChanged(document));
    documents.onDidClose(({ document }) => session.fileChanged(document.uri));
    connection.onDidChangeWatchedFiles(({ changes }) => {
      for (const { uri } of changes) session.fileChanged(uri);
    });
    connection.onDidChangeConfiguration(() => session.applySettings());
    connection.onInitialized(async () => {
      const { configuration, watching } = session.abilities;
      if (configuration) {
        await connection.client.register(DidChangeConfigurationNotification.type, { section: settingsSection });
      }
      if (watching) {
        const watchers = watched.map((globPattern) => ({ globPattern }));
        await connection.client.register(DidChangeWatchedFilesNotification.type, { watchers });
      }
      await Promise.all(folders.map(session.addFolder));
    });
    connection.onShutdown(async () => {
      await Promise.all(session.entries().map(({ folder }) => session.removeFolder(folder.uri)));
    });
    if (!session.abilities.folders) return;
    connection.workspace.onDidChangeWorkspaceFolders(async ({ added, removed }) => {
      for (const { uri } of removed) await session.removeFolder(uri);
      for (const { uri } of added) await session.addFolder(uri);
    });
  }
}

function abilitiesOf({ capabilities, initializationOptions }: InitializeParams): ClientAbilities {
  const given: unknown = initializationOptions;
  const { workspace } = capabilities;
  return {
    commands: typeof given === 'object' && given !== null && 'commands' in given && given.commands === true,
    snippets: workspace?.workspaceEdit?.snippetEditSupport === true,
    configuration: workspace?.configuration === true,
    folders: workspace?.workspaceFolders === true,
    watching: workspace?.didChangeWatchedFiles?.dynamicRegistration === true,
  };
}
