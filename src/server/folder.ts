import type { Analysis, Engine, FileChange, Problem } from '../engine/types.ts';
import type { Workspace } from '../host/workspace.ts';
import { fileWithin } from './uris.ts';

/** What the server needs of a workspace on disk. */
export type OpenedWorkspace = Pick<
  Workspace,
  'engine' | 'configurationFile' | 'problems' | 'takes' | 'filesIn' | 'textOnDisk' | 'refresh' | 'close'
>;

/** A folder with all edits in it. */
export interface CurrentFolder {
  readonly engine: Engine;
  readonly analysis: Analysis;
  /** Files that could not even be handed to the engine, such as those that are too large. */
  readonly problems: readonly Problem[];
}

/** One workspace folder: its engine, and the edits that the engine has not heard of yet. */
export interface Folder {
  readonly uri: string;
  readonly root: string;
  /** Resolves when every file was read for the first time. */
  readonly opened: Promise<OpenedWorkspace>;
  /** The file relative to the folder; null when it lies elsewhere. */
  readonly fileOf: (path: string) => string | null;
  /** The text of an open document, which counts instead of the file on disk. */
  readonly edit: (file: string, text: string) => void;
  /**
   * Something happened to the file on disk, or its document was closed; also for a folder, of which editors tell as of one thing. While
   * the file is there, the text of an open document still counts.
   */
  readonly reread: (path: string) => void;
  readonly isBehind: () => boolean;
  /** The analysis with all edits in it. Rejects with the signal's reason when aborted. */
  readonly current: (signal?: AbortSignal) => Promise<CurrentFolder>;
  readonly close: () => Promise<void>;
}

export interface FolderPlace {
  readonly uri: string;
  readonly root: string;
  /** Open documents of the folder, which count again after the disk was read anew. */
  readonly openTexts: () => ReadonlyMap<string, string>;
}

/** `open` reads the whole folder; it ends early when the folder is closed before it is through. */
export function createFolder(place: FolderPlace, open: (signal: AbortSignal) => Promise<OpenedWorkspace>): Folder {
  const closing = new AbortController();
  const opened = open(closing.signal);
  /** Texts of open documents, and null for what must be read from disk. */
  const pending = new Map<string, string | null>();

  /** A folder that came or went stands for the files in it. */
  function spreadFolders(workspace: OpenedWorkspace): void {
    const onDisk = [...pending].flatMap(([path, text]) => (text === null ? [path] : []));
    for (const file of workspace.filesIn(onDisk)) if (!pending.has(file)) pending.set(file, null);
  }

  /** What a document holds counts only where the file would be read from disk too: packages and build output are opened as well. */
  async function changeOf(path: string, text: string | null, workspace: OpenedWorkspace): Promise<FileChange> {
    if (text !== null) return { path, text: workspace.takes(path) ? text : null };
    const onDisk = await workspace.textOnDisk(path);
    // Editors keep the document of a file that was deleted for a while; it counts again once somebody types in it.
    return { path, text: onDisk === null ? null : (place.openTexts().get(path) ?? onDisk) };
  }

  async function take(workspace: OpenedWorkspace): Promise<FileChange[]> {
    spreadFolders(workspace);
    const deciding = [...pending].filter(([path, text]) => text === null && decidesWhatIsRead(path, workspace));
    if (deciding.length > 0) {
      await workspace.refresh(deciding.map(([path]) => path));
      for (const [path] of deciding) pending.delete(path);
      for (const path of place.openTexts().keys()) pending.set(path, null);
    }
    const taken = [...pending];
    pending.clear();
    return Promise.all(taken.map(([path, text]) => changeOf(path, text, workspace)));
  }

  return {
    ...place,
    opened,
    fileOf: (path) => fileWithin(place.root, path),
    edit: (file, text) => pending.set(file, text),
    reread: (path) => pending.set(path, null),
    isBehind: () => pending.size > 0,
    current: async (signal) => {
      const workspace = await opened;
      for (;;) {
        // The engine takes changes in at once and only the waiting for them ends with the signal, so that none is ever lost.
        await workspace.engine.change(await take(workspace), signal);
        if (pending.size > 0) continue;
        const analysis = await workspace.engine.analysed(signal);
        // Edits that came while it was made are taken in by whoever waits here first.
        if (pending.size === 0) return { engine: workspace.engine, analysis, problems: workspace.problems };
      }
    },
    close: () => {
      closing.abort();
      // A folder that could not be opened, or no longer should be, holds nothing that is to be closed.
      return opened.then(
        (workspace) => workspace.close(),
        () => undefined,
      );
    },
  };
}

/** The configuration and ignore files say which files there are, so a change of one means to list them anew. */
function decidesWhatIsRead(path: string, { configurationFile }: OpenedWorkspace): boolean {
  return path === configurationFile || /(?:^|\/)\.gitignore$/.test(path);
}
