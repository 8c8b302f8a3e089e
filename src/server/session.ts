import type { Connection, TextDocuments } from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { settingsSection } from '../protocol/commands.ts';
import { notifications, type StartOptions, type StatusParams } from '../protocol/requests.ts';
import { createFolder, type Folder, type OpenedWorkspace } from './folder.ts';
import { publicationsOf } from './publications.ts';
import { createPublisher } from './publisher.ts';
import { createRest } from './rest.ts';
import { defaultSettings, readSettings, type Settings } from './settings.ts';
import { statusOf } from './status.ts';
import { pathOf } from './uris.ts';
import type { FileNow } from './workspace-edits.ts';

/** What the client can do, as it said when it connected. */
export interface ClientAbilities extends Required<StartOptions> {
  readonly snippets: boolean;
  readonly configuration: boolean;
  readonly folders: boolean;
  readonly watching: boolean;
}

export interface SessionOptions {
  readonly connection: Connection;
  readonly documents: TextDocuments<TextDocument>;
  readonly abilities: ClientAbilities;
  readonly open: (root: string, settings: Settings) => Promise<OpenedWorkspace>;
  /** ISO date for plans and expiries. */
  readonly today: () => string;
  /** Called when nobody has changed anything for a while. */
  readonly atRest?: () => void;
}

/** A file of a folder, as a document's URI names it. */
export interface Located {
  readonly entry: FolderEntry;
  readonly file: string;
}

export interface FolderEntry {
  readonly folder: Folder;
  readonly settings: Settings;
  readonly publish: ReturnType<typeof createPublisher>;
  timer: NodeJS.Timeout | null;
  running: AbortController | null;
}

/** Short enough to stay below a tenth of a second from keystroke to squiggle, long enough to join a burst of keys. */
const pause = 25;

export type Session = ReturnType<typeof createSession>;

/** All that the server knows beside its engines: folders, open documents and settings. It can be rebuilt at any moment. */
export function createSession(options: SessionOptions) {
  const { connection, documents, abilities } = options;
  const entries = new Map<string, FolderEntry>();
  /** Folders of the workspace, those that settings turn off among them. */
  const wanted = new Set<string>();
  const rest = createRest(options.atRest ?? (() => undefined));

  let settle: () => void = () => undefined;
  /** Requests that arrive while the first folders are still being asked for wait for them. */
  const settled = new Promise<void>((resolve) => {
    settle = resolve;
  });

  async function addFolder(uri: string): Promise<void> {
    const root = pathOf(uri);
    if (root === null || entries.has(uri)) return;
    wanted.add(uri);
    const settings = await settingsOf(uri);
    if (!settings.enable) return;
    connection.sendNotification(notifications.status, reading);
    const folder = createFolder({ uri, root, openTexts: () => textsWithin(uri) }, options.open(root, settings));
    const publish = createPublisher(({ uri: at, diagnostics, version }) => {
      void connection.sendDiagnostics({
        uri: at,
        diagnostics: [...diagnostics],
        ...(version === null ? {} : { version }),
      });
    });
    const entry: FolderEntry = { folder, settings, publish, timer: null, running: null };
    entries.set(uri, entry);
    for (const [file, text] of textsWithin(uri)) folder.edit(file, text);
    schedule(entry);
  }

  /** Open documents by their paths in a folder. */
  function textsWithin(folder: string): ReadonlyMap<string, string> {
    const texts = new Map<string, string>();
    for (const document of documents.all()) {
      const located = locate(document.uri);
      if (located?.entry.folder.uri === folder) texts.set(located.file, document.getText());
    }
    return texts;
  }

  async function removeFolder(uri: string): Promise<void> {
    wanted.delete(uri);
    await dropFolder(uri);
  }

  async function dropFolder(uri: string): Promise<void> {
    const entry = entries.get(uri);
    if (entry === undefined) return;
    entries.delete(uri);
    if (entry.timer !== null) clearTimeout(entry.timer);
    entry.running?.abort();
    entry.publish([]);
    await entry.folder.close();
  }

  /** Settings that decide what is read need a new engine; it is made anew from files and open documents. */
  async function applySettings(): Promise<void> {
    for (const uri of wanted) {
      const settings = await settingsOf(uri);
      const entry = entries.get(uri);
      if (entry !== undefined && JSON.stringify(entry.settings) === JSON.stringify(settings)) continue;
      await dropFolder(uri);
      await addFolder(uri);
    }
  }

  async function settingsOf(uri: string): Promise<Settings> {
    if (!abilities.configuration) return defaultSettings;
    return readSettings(await connection.workspace.getConfiguration({ scopeUri: uri, section: settingsSection }));
  }

  /** The innermost folder wins where one lies in another. */
  function locate(uri: string): Located | null {
    const path = pathOf(uri);
    if (path === null) return null;
    const holding = [...entries.values()].flatMap((entry) => {
      const file = entry.folder.fileOf(path);
      return file === null ? [] : [{ entry, file }];
    });
    return holding.sort((a, b) => a.file.length - b.file.length)[0] ?? null;
  }

  function schedule(entry: FolderEntry): void {
    rest.putOff();
    if (entry.timer !== null) clearTimeout(entry.timer);
    entry.timer = setTimeout(() => {
      entry.timer = null;
      void refresh(entry);
    }, pause);
  }

  async function refresh(entry: FolderEntry): Promise<void> {
    entry.running?.abort();
    const running = new AbortController();
    entry.running = running;
    try {
      const { analysis } = await entry.folder.current(running.signal);
      if (running.signal.aborted || entry.folder.isBehind()) return;
      const owns = (uri: string): boolean => locate(uri)?.entry === entry;
      entry.publish(publicationsOf(analysis, entry.folder.root, entry.settings, openDocument, owns));
      connection.sendNotification(notifications.status, statusOf(await analyses()));
      connection.sendNotification(notifications.analysed, { folder: entry.folder.uri });
    } catch (error) {
      if (running.signal.aborted) return;
      connection.console.error(error instanceof Error ? (error.stack ?? error.message) : String(error));
      const message = error instanceof Error ? error.message : String(error);
      connection.sendNotification(notifications.status, { ...reading, state: 'failed', message });
    } finally {
      if (entry.running === running) {
        entry.running = null;
        rest.expect();
      }
    }
  }

  async function analyses() {
    return Promise.all([...entries.values()].map(async ({ folder }) => (await folder.current()).analysis));
  }

  /** The open document of a file, under the URI by which the editor knows it. */
  function openDocument(path: string): FileNow | null {
    const document = documents.all().find((each) => pathOf(each.uri) === path);
    return document === undefined ? null : { uri: document.uri, version: document.version, text: document.getText() };
  }

  return {
    ...options,
    entries: (): readonly FolderEntry[] => [...entries.values()],
    entryOf: (uri: string): FolderEntry | null => entries.get(uri) ?? null,
    /** Takes in the folders that the client named when it connected. */
    start: async (uris: readonly string[]): Promise<void> => {
      await Promise.all(uris.map(addFolder)).finally(settle);
    },
    settled,
    addFolder,
    removeFolder,
    applySettings,
    locate,
    openDocument,
    /** The document's text counts from now on. */
    documentChanged: (document: TextDocument): void => {
      const located = locate(document.uri);
      if (located === null) return;
      located.entry.folder.edit(located.file, document.getText());
      schedule(located.entry);
    },
    /** The file on disk counts from now on, unless its document is open. */
    fileChanged: (uri: string): void => {
      const located = locate(uri);
      const path = pathOf(uri);
      if (located === null || path === null || openDocument(path) !== null) return;
      located.entry.folder.reread(located.file);
      schedule(located.entry);
    },
    settingsAt: (uri: string): Settings => locate(uri)?.entry.settings ?? defaultSettings,
  };
}

const reading: StatusParams = {
  state: 'reading',
  errors: 0,
  warnings: 0,
  notes: 0,
  files: 0,
  milliseconds: 0,
  blind: [],
  message: null,
};
