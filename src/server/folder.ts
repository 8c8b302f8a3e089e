import type { Analysis, Engine, FileChange } from '../engine/types.ts';
import type { Workspace } from '../host/workspace.ts';
import { fileWithin } from './uris.ts';

/** What the server needs of a workspace on disk. */
export type OpenedWorkspace = Pick<Workspace, 'engine' | 'configurationFile' | 'textOnDisk' | 'refresh' | 'close'>;

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
  /** The file changed on disk, or its document was closed. */
  readonly reread: (file: string) => void;
  readonly isBehind: () => boolean;
  /** The analysis with all edits in it. Rejects with the signal's reason when aborted. */
  readonly current: (signal?: AbortSignal) => Promise<{ readonly engine: Engine; readonly analysis: Analysis }>;
  readonly close: () => Promise<void>;
}

export interface FolderPlace {
  readonly uri: string;
  readonly root: string;
  /** Open documents of the folder, which count again after the disk was read anew. */
  readonly openTexts: () => ReadonlyMap<string, string>;
}

export function createFolder(place: FolderPlace, opened: Promise<OpenedWorkspace>): Folder {
  /** Texts of open documents, and null for what must be read from disk. */
  const pending = new Map<string, string | null>();

  async function take(workspace: OpenedWorkspace): Promise<FileChange[]> {
    const deciding = [...pending].filter(([path, text]) => text === null && decidesWhatIsRead(path, workspace));
    if (deciding.length > 0) {
      await workspace.refresh(deciding.map(([path]) => path));
      for (const [path, text] of place.openTexts()) pending.set(path, text);
      for (const [path] of deciding) if (pending.get(path) === null) pending.delete(path);
    }
    const taken = [...pending];
    pending.clear();
    return Promise.all(taken.map(async ([path, text]) => ({ path, text: text ?? (await workspace.textOnDisk(path)) })));
  }

  return {
    ...place,
    opened,
    fileOf: (path) => fileWithin(place.root, path),
    edit: (file, text) => pending.set(file, text),
    reread: (file) => pending.set(file, null),
    isBehind: () => pending.size > 0,
    current: async (signal) => {
      const workspace = await opened;
      do {
        // The engine takes changes in at once and only the waiting for them ends with the signal, so that none is ever lost.
        await workspace.engine.change(await take(workspace), signal);
      } while (pending.size > 0);
      return { engine: workspace.engine, analysis: workspace.engine.analysis() };
    },
    close: async () => {
      await (await opened).close();
    },
  };
}

/** The configuration and ignore files say which files there are, so a change of one means to list them anew. */
function decidesWhatIsRead(path: string, { configurationFile }: OpenedWorkspace): boolean {
  return path === configurationFile || /(?:^|\/)\.gitignore$/.test(path);
}
