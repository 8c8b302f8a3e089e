import * as vscode from 'vscode';
import { importsService, mostSourceFiles, settlesService, skipped, sourceFiles, startFiles } from './start-files.ts';

/** Packages that only a service uses; the build writes them here from the catalogue. */
declare const SERVICE_WORDS: readonly string[];

/** More of one kind than any workspace needs to be told apart by. */
const mostStartFiles = 500;

const words: ReadonlySet<string> = new Set(SERVICE_WORDS);

/**
 * Whether one of these folders holds a service at all: its manifests and start files are searched, and if none settles it, the import lines
 * of at most 200 source files. This is all that the extension host ever reads.
 */
export async function holdsService(
  folders: readonly vscode.WorkspaceFolder[],
  token: vscode.CancellationToken,
): Promise<boolean> {
  const find = (glob: string, most: number): Promise<vscode.Uri[][]> =>
    Promise.all(
      folders.map((folder) =>
        vscode.workspace.findFiles(new vscode.RelativePattern(folder, glob), skipped, most, token),
      ),
    );
  const starts = await Promise.all(startFiles.map((glob) => find(glob, mostStartFiles)));
  if (await some(starts.flat(2), (path, text) => settlesService(path, text, words), token)) return true;
  const sources = await find(sourceFiles, mostSourceFiles);
  return some(sources.flat(), (_, text) => importsService(text, words), token);
}

/** Calls `look` when a file changes that could turn a workspace without a service into one with it. */
export function watchForService(look: () => void): vscode.Disposable {
  let timer: NodeJS.Timeout | undefined;
  const soon = (): void => {
    clearTimeout(timer);
    timer = setTimeout(look, 500);
  };
  const watchers = [...startFiles, sourceFiles].map((glob) => vscode.workspace.createFileSystemWatcher(glob));
  return vscode.Disposable.from(
    ...watchers.flatMap((watcher) => [watcher, watcher.onDidChange(soon), watcher.onDidCreate(soon)]),
    { dispose: () => clearTimeout(timer) },
  );
}

async function some(
  uris: readonly vscode.Uri[],
  test: (path: string, text: string) => boolean,
  token: vscode.CancellationToken,
): Promise<boolean> {
  for (const uri of uris) {
    if (token.isCancellationRequested) return false;
    if (test(uri.path, await textOf(uri))) return true;
  }
  return false;
}

/** A file that is gone by now, or that may not be read, says nothing. */
async function textOf(uri: vscode.Uri): Promise<string> {
  try {
    return new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
  } catch {
    return '';
  }
}
