import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import * as vscode from 'vscode';
import { eventually } from './suite.ts';

/** A file of the first workspace folder, or of the named one. */
export function uriIn(path: string, folder?: string): vscode.Uri {
  const folders = vscode.workspace.workspaceFolders ?? [];
  const found = folder === undefined ? folders[0] : folders.find(({ name }) => name === folder);
  if (found === undefined) throw new Error(`There is no folder ${folder ?? ''}.`);
  return vscode.Uri.joinPath(found.uri, path);
}

export async function open(path: string, folder?: string): Promise<vscode.TextEditor> {
  return vscode.window.showTextDocument(uriIn(path, folder), { viewColumn: vscode.ViewColumn.One });
}

/** What Second Instance shows in a file, as `rule-id severity`. */
export function shown(uri: vscode.Uri): readonly vscode.Diagnostic[] {
  return vscode.languages.getDiagnostics(uri).filter(({ source }) => source === 'second-instance');
}

export function ruleOf({ code }: vscode.Diagnostic): string {
  return typeof code === 'object' ? String(code.value) : String(code);
}

/** Waits for a finding of a rule that satisfies `test`. */
export function finding(
  uri: vscode.Uri,
  rule: string,
  test: (diagnostic: vscode.Diagnostic) => boolean = () => true,
  within?: number,
): Promise<vscode.Diagnostic> {
  return eventually(
    `a finding of ${rule} in ${uri.path}`,
    () => shown(uri).find((diagnostic) => ruleOf(diagnostic) === rule && test(diagnostic)),
    {
      ...(within === undefined ? {} : { within }),
      otherwise: () => shown(uri).map((diagnostic) => [ruleOf(diagnostic), diagnostic.severity, diagnostic.message]),
    },
  );
}

export async function silence(uri: vscode.Uri, rule: string, within?: number): Promise<void> {
  await eventually(`no finding of ${rule} in ${uri.path}`, () => !shown(uri).some((each) => ruleOf(each) === rule), {
    ...(within === undefined ? {} : { within }),
    otherwise: () => shown(uri).map((diagnostic) => [ruleOf(diagnostic), diagnostic.message]),
  });
}

/** Replaces the first place that holds `before`, as typing would: in the document, not on disk. */
export async function replace(uri: vscode.Uri, before: string, after: string): Promise<void> {
  const document = await vscode.workspace.openTextDocument(uri);
  const offset = document.getText().indexOf(before);
  if (offset < 0) throw new Error(`${uri.path} does not hold ${JSON.stringify(before)}.`);
  const edit = new vscode.WorkspaceEdit();
  edit.replace(uri, new vscode.Range(document.positionAt(offset), document.positionAt(offset + before.length)), after);
  if (!(await vscode.workspace.applyEdit(edit))) throw new Error('The editor did not take the edit.');
}

/** Waits until a file on disk has a text. */
export function holds(file: string, text: RegExp): Promise<unknown> {
  return eventually(`${file} on disk with ${text}`, async () => {
    try {
      return text.test(new TextDecoder().decode(await vscode.workspace.fs.readFile(uriIn(file))));
    } catch {
      return false;
    }
  });
}

/** Puts a document's text back, whatever was done to it and wherever the focus is. */
export async function restore(uri: vscode.Uri, text: string): Promise<void> {
  const document = await vscode.workspace.openTextDocument(uri);
  const edit = new vscode.WorkspaceEdit();
  edit.replace(uri, new vscode.Range(document.positionAt(0), document.positionAt(document.getText().length)), text);
  if (!(await vscode.workspace.applyEdit(edit))) throw new Error('The editor did not take the edit.');
}

/** Process ids of our language servers that this extension host started. */
export function serverProcesses(): readonly number[] {
  return processes()
    .filter(({ parent, command }) => parent === process.pid && command.includes('/dist/server.js'))
    .map(({ id }) => id);
}

interface RunningProcess {
  readonly id: number;
  readonly parent: number;
  readonly command: string;
}

/** Linux tells by files, also where no `ps` is installed; other systems by `ps`. */
function processes(): readonly RunningProcess[] {
  if (existsSync('/proc/self/status')) return readdirSync('/proc').flatMap((name) => processAt(name) ?? []);
  const list = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,command='], {
    encoding: 'utf8',
    maxBuffer: 16 * 1024 * 1024,
  });
  return list.split('\n').flatMap((line) => {
    const [, id, parent, command] = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line) ?? [];
    return command === undefined ? [] : [{ id: Number(id), parent: Number(parent), command }];
  });
}

function processAt(name: string): RunningProcess | null {
  if (!/^\d+$/.test(name)) return null;
  try {
    const parent = /^PPid:\s*(\d+)/m.exec(readFileSync(`/proc/${name}/status`, 'utf8'))?.[1];
    return { id: Number(name), parent: Number(parent), command: readFileSync(`/proc/${name}/cmdline`, 'utf8') };
  } catch {
    // It ended while it was looked at.
    return null;
  }
}
