import {
  CodeActionKind,
  type Connection,
  DidChangeConfigurationNotification,
  DidChangeWatchedFilesNotification,
  type InitializeParams,
  type InitializeResult,
  TextDocumentSyncKind,
  TextDocuments,
  WatchKind,
} from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { fixAllKind, settingsSection } from '../protocol/commands.ts';
import type { StartOptions } from '../protocol/requests.ts';
import { answerActions } from './answer-actions.ts';
import { answerCompletions } from './answer-completions.ts';
import { answerHovers } from './answer-hovers.ts';
import { answerInstances } from './answer-instances.ts';
import { answerRecipes } from './answer-recipes.ts';
import { answerRequests } from './requests.ts';
import { type ClientAbilities, createSession, type Session, type SessionOptions } from './session.ts';
import { watchedFiles, watchedFolders } from './watched.ts';

export interface ServerOptions {
  readonly open: SessionOptions['open'];
  readonly today: SessionOptions['today'];
  readonly atRest?: () => void;
  readonly version: string;
}

/** Binds a connection to a session. Every request stands alone: one that fails is answered with its error and costs no other. */
export function connect(connection: Connection, options: ServerOptions): void {
  const documents = new TextDocuments(TextDocument);

  connection.onInitialize((params): InitializeResult => {
    const session = createSession({ connection, documents, abilities: abilitiesOf(params), ...options });
    const folders = params.workspaceFolders?.map(({ uri }) => uri) ?? (params.rootUri === null ? [] : [params.rootUri]);
    listen(session, folders);
    return {
      serverInfo: { name: 'second-instance', version: options.version },
      capabilities: {
        textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental, save: true },
        completionProvider: { triggerCharacters: ['-'], resolveProvider: true },
        hoverProvider: true,
        inlayHintProvider: true,
        codeActionProvider: { codeActionKinds: [CodeActionKind.QuickFix, fixAllKind], resolveProvider: true },
        workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
      },
    };
  });

  documents.listen(connection);
  connection.listen();

  function listen(session: Session, folders: readonly string[]): void {
    answerRequests(session);
    answerActions(session);
    answerInstances(session);
    answerHovers(session);
    answerCompletions(session);
    answerRecipes(session);
    documents.onDidOpen(({ document }) => session.documentChanged(document));
    documents.onDidChangeContent(({ document }) => {
      if (session.settingsAt(document.uri).run === 'onType') session.documentChanged(document);
    });
    documents.onDidSave(({ document }) => session.documentChanged(document));
    documents.onDidClose(({ document }) => session.fileChanged(document.uri));
    connection.onDidChangeWatchedFiles(({ changes }) => {
      for (const { uri } of changes) session.fileChanged(uri);
    });
    connection.onDidChangeConfiguration(async () => {
      await session.applySettings();
      await watchConfigurations();
    });
    connection.onInitialized(async () => {
      const { configuration, watching } = session.abilities;
      if (configuration) {
        await connection.client.register(DidChangeConfigurationNotification.type, { section: settingsSection });
      }
      if (watching) {
        const comingAndGoing = { globPattern: watchedFolders, kind: WatchKind.Create | WatchKind.Delete };
        await connection.client.register(DidChangeWatchedFilesNotification.type, {
          watchers: [...watchersOf(watchedFiles), comingAndGoing],
        });
      }
      await session.start(folders);
      await watchConfigurations();
    });
    connection.onShutdown(() => session.close());

    const watched = new Set<string>();

    /** A configuration that a setting names may have any name, so each new one is watched for itself. */
    async function watchConfigurations(): Promise<void> {
      const named = session.entries().flatMap(({ settings }) => settings.configFile ?? []);
      const added = named.filter((file) => !watched.has(file));
      if (!session.abilities.watching || added.length === 0) return;
      for (const file of added) watched.add(file);
      const watchers = watchersOf(added.map((file) => `**/${file}`));
      await connection.client.register(DidChangeWatchedFilesNotification.type, { watchers });
    }

    if (!session.abilities.folders) return;
    connection.workspace.onDidChangeWorkspaceFolders(({ added, removed }) =>
      session.changeFolders(
        added.map(({ uri }) => uri),
        removed.map(({ uri }) => uri),
      ),
    );
  }
}

function watchersOf(globs: readonly string[]) {
  return globs.map((globPattern) => ({ globPattern }));
}

function abilitiesOf({ capabilities, initializationOptions }: InitializeParams): ClientAbilities {
  const { workspace } = capabilities;
  return {
    commands: isTold(initializationOptions, 'commands'),
    products: isTold(initializationOptions, 'products'),
    completionSnippets: capabilities.textDocument?.completion?.completionItem?.snippetSupport === true,
    snippets: workspace?.workspaceEdit?.snippetEditSupport === true,
    configuration: workspace?.configuration === true,
    folders: workspace?.workspaceFolders === true,
    watching: workspace?.didChangeWatchedFiles?.dynamicRegistration === true,
  };
}

function isTold(given: unknown, name: keyof StartOptions): boolean {
  return typeof given === 'object' && given !== null && name in given && (given as StartOptions)[name] === true;
}
