import { join } from 'node:path';
import type { Connection, TextDocuments } from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { settingsSection } from '../protocol/commands.ts';
import { notifications, type StartOptions } from '../protocol/requests.ts';
import { type CurrentFolder, createFolder, type Folder, type OpenedWorkspace } from './folder.ts';
import { publicationsOf } from './publications.ts';
import { createPublisher } from './publisher.ts';
import { createRest } from './rest.ts';
import { defaultSettings, readAlike, readSettings, type Settings } from './settings.ts';
import { type FolderReport, statusOf } from './status.ts';
import { unseenIn } from './unseen.ts';
import { fileWithin, pathOf } from './uris.ts';
import type { FileNow } from './workspace-edits.ts';

/** What the client can do, as it said when it connected. */
export interface ClientAbilities extends Required<StartOptions> {
  readonly snippets: boolean;
  readonly completionSnippets: boolean;
  readonly configuration: boolean;
  readonly folders: boolean;
  readonly watching: boolean;
}

export interface SessionOptions {
  readonly connection: Connection;
  readonly documents: TextDocuments<TextDocument>;
  readonly abilities: ClientAbilities;
  readonly open: (root: string, settings: Settings, signal: AbortSignal) => Promise<OpenedWorkspace>;
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
  settings: Settings;
  readonly publish: ReturnType<typeof createPublisher>;
  timer: NodeJS.Timeout | null;
  running: AbortController | null;
  /** The newest analysis. */
  current: CurrentFolder | null;
  failed: string | null;
}

/** Short enough to stay below a tenth of a second from keystroke to squiggle, long enough to join a burst of keys. */
const pause = 25;

export type Session = ReturnType<typeof createSession>;

/** All that the server knows beside its engines: folders, open documents and settings. It can be rebuilt at any moment. */
export function createSession(options: SessionOptions) {
  const { connection, documents, abilities } = options;
  const entries = new Map<string, FolderEntry>();
  const listening: (() => void)[] = [];
  /** Roots of the workspace's folders by their URIs, those that settings turn off among them. */
  const wanted = new Map<string, string>();
  const rest = createRest(options.atRest ?? (() => undefined));

  let settle: () => void = () => undefined;
  /** Requests that arrive while the first folders are still being asked for wait for them. */
  const settled = new Promise<void>((resolve) => {
    settle = resolve;
  });

  let turn: Promise<void> = Promise.resolve();

  /** Folders come, go and change one after the other, because each waits for the client before it opens anything. */
  function inTurn(work: () => Promise<void>): Promise<void> {
    const next = turn.then(work);
    turn = next.catch(() => undefined);
    return next;
  }

  async function addFolder(uri: string): Promise<void> {
    const root = pathOf(uri);
    if (root === null || entries.has(uri)) return;
    wanted.set(uri, root);
    await openFolder(uri, root, await settingsOf(uri));
  }

  async function openFolder(uri: string, root: string, settings: Settings): Promise<void> {
    // The folder may have been closed while the client was asked.
    if (!settings.enable || !wanted.has(uri)) return;
    const place = { uri, root, openTexts: () => textsWithin(uri) };
    const folder = createFolder(place, (signal) => options.open(root, settings, signal));
    const publish = createPublisher(({ uri: at, diagnostics, version }) => {
      void connection.sendDiagnostics({
        uri: at,
        diagnostics: [...diagnostics],
        ...(version === null ? {} : { version }),
      });
    });
    entries.set(uri, { folder, settings, publish, timer: null, running: null, current: null, failed: null });
    for (const [file, text] of textsWithin(uri)) folder.edit(file, text);
    tellStatus();
    // A folder around this one no longer owns the files in it.
    for (const entry of entries.values()) schedule(entry);
  }

  /** Open documents by their paths in a folder. */
  function textsWithin(folder: string): ReadonlyMap<string, string> {
    const texts = new Map<string, string>();
    const entry = entries.get(folder);
    for (const document of documents.all()) {
      const path = pathOf(document.uri);
      const file = path === null ? null : (entry?.folder.fileOf(path) ?? null);
      if (file !== null) texts.set(file, document.getText());
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
    tellStatus();
    for (const other of entries.values()) schedule(other);
    await entry.folder.close();
  }

  /** Settings that decide what is read need a new engine; it is made anew from files and open documents. */
  async function takeSettings(): Promise<void> {
    for (const [uri, root] of [...wanted]) {
      const settings = await settingsOf(uri);
      const entry = entries.get(uri);
      if (entry !== undefined && readAlike(entry.settings, settings)) {
        entry.settings = settings;
        schedule(entry);
        continue;
      }
      await dropFolder(uri);
      await openFolder(uri, root, settings);
    }
  }

  async function settingsOf(uri: string): Promise<Settings> {
    if (!abilities.configuration) return defaultSettings;
    return readSettings(await connection.workspace.getConfiguration({ scopeUri: uri, section: settingsSection }));
  }

  /** The nearest folder owns a file where one lies in another, even when settings turn that folder off. */
  function ownerOf(path: string): string | null {
    const holding = [...wanted].flatMap(([uri, root]) => (fileWithin(root, path) === null ? [] : [{ uri, root }]));
    return holding.sort((a, b) => b.root.length - a.root.length)[0]?.uri ?? null;
  }

  function owns(entry: FolderEntry, file: string): boolean {
    return ownerOf(join(entry.folder.root, file)) === entry.folder.uri;
  }

  function locate(uri: string): Located | null {
    const path = pathOf(uri);
    const owner = path === null ? null : ownerOf(path);
    const entry = owner === null ? undefined : entries.get(owner);
    const file = path === null ? null : (entry?.folder.fileOf(path) ?? null);
    return entry === undefined || file === null ? null : { entry, file };
  }

  /** Tells every folder that holds a file of it: one that lies in another is a part of that one's programs too. */
  function tellHolders(path: string, tell: (folder: Folder, file: string) => void): void {
    for (const entry of entries.values()) {
      const file = entry.folder.fileOf(path);
      if (file === null) continue;
      tell(entry.folder, file);
      schedule(entry);
    }
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
      const current = await entry.folder.current(running.signal);
      if (running.signal.aborted || entry.folder.isBehind()) return;
      entry.current = current;
      entry.failed = null;
      const ownsUri = (uri: string): boolean => locate(uri)?.entry === entry;
      entry.publish(publicationsOf(current.analysis, entry.folder.root, entry.settings, openDocument, ownsUri));
      tellStatus();
      connection.sendNotification(notifications.analysed, { folder: entry.folder.uri });
      for (const listener of listening) listener();
    } catch (error) {
      if (running.signal.aborted) return;
      connection.console.error(error instanceof Error ? (error.stack ?? error.message) : String(error));
      entry.failed = error instanceof Error ? error.message : String(error);
      tellStatus();
    } finally {
      if (entry.running === running) {
        entry.running = null;
        rest.expect();
      }
    }
  }

  function tellStatus(): void {
    connection.sendNotification(notifications.status, statusOf([...entries.values()].map(reportOf)));
  }

  function reportOf(entry: FolderEntry): FolderReport {
    const { current, failed, folder } = entry;
    if (current === null) return { told: null, failed };
    const { findings, stats } = current.analysis;
    const around = [...entries.values()].some((other) => fileWithin(other.folder.root, folder.root) !== null);
    return {
      failed,
      told: {
        findings: findings.filter(({ file }) => owns(entry, file)),
        unseen: unseenIn(current, (file) => owns(entry, file)),
        files: around ? 0 : stats.files,
        milliseconds: stats.milliseconds,
      },
    };
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
    start: (uris: readonly string[]): Promise<void> =>
      inTurn(async () => {
        await Promise.all(uris.map(addFolder));
      }).finally(settle),
    settled,
    /** The workspace's folders are others now. */
    changeFolders: (added: readonly string[], removed: readonly string[]): Promise<void> =>
      inTurn(async () => {
        for (const uri of removed) await removeFolder(uri);
        for (const uri of added) await addFolder(uri);
      }),
    applySettings: (): Promise<void> => inTurn(takeSettings),
    /** Lets go of everything at once. */
    close: async (): Promise<void> => {
      wanted.clear();
      await Promise.all([...entries.keys()].map(dropFolder));
    },
    /** Calls back whenever a folder was judged anew. */
    onAnalysed: (listener: () => void): void => {
      listening.push(listener);
    },
    locate,
    owns,
    openDocument,
    /** The document's text counts from now on. */
    documentChanged: (document: TextDocument): void => {
      const path = pathOf(document.uri);
      if (path !== null) tellHolders(path, (folder, file) => folder.edit(file, document.getText()));
    },
    /** Something happened on disk, or a document was closed. */
    fileChanged: (uri: string): void => {
      const path = pathOf(uri);
      if (path !== null) tellHolders(path, (folder, file) => folder.reread(file));
    },
    settingsAt: (uri: string): Settings => locate(uri)?.entry.settings ?? defaultSettings,
  };
}
