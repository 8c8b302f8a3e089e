import { join } from 'node:path';
import {
  type CancellationToken,
  type CodeAction,
  type CodeActionParams,
  CodeActionTriggerKind,
  LSPErrorCodes,
  ResponseError,
} from 'vscode-languageserver';
import type { ReadText } from '../findings/fix.ts';
import { readWithin } from '../host/read-within.ts';
import { fixAllKind, internalCommands } from '../protocol/commands.ts';
import { type ActionData, codeActionsAt, findingOf, wantsFixAll } from './code-actions.ts';
import { safeFixes } from './fix-all.ts';
import { currentOf } from './requests.ts';
import type { FolderEntry, Session } from './session.ts';
import { uriOf } from './uris.ts';
import { type FileNow, workspaceEditOf } from './workspace-edits.ts';

/** Offers fixes at once and builds the edits of the one that is chosen. */
export function answerActions(session: Session): void {
  const { connection, abilities } = session;

  connection.onCodeAction(async (params, token) => {
    await session.settled;
    const located = session.locate(params.textDocument.uri);
    if (located === null) return [];
    const { entry, file } = located;
    const shown = takeOpenTexts(session, entry);
    const { engine, analysis } = await currentOf(session, entry.folder.uri, token);
    const texts = textsOf(session, entry);
    const now = await texts.load(file);
    // What was typed meanwhile is asked about anew by the editor itself.
    if (now === null || now.version !== (shown.get(file) ?? null)) return [];
    const only = params.context.only ?? [];
    if (wantsFixAll(only)) {
      const edits = await safeFixes(engine, analysis, file, texts.read);
      requireUnchanged(session, entry, shown);
      if (edits.length > 0) {
        const title = 'Fix everything here that is safe to fix';
        const edit = workspaceEditOf(entry.folder.root, edits, texts.now, { safety: 'safe', title, next: null, file });
        return [{ title, kind: fixAllKind, edit }];
      }
    }
    return codeActionsAt(engine, analysis, {
      folder: entry.folder.uri,
      file: now,
      path: file,
      range: params.range,
      only,
      diagnostics: params.context.diagnostics,
      settings: entry.settings,
      invoked: isInvoked(params),
      client: abilities,
    });
  });

  connection.onCodeActionResolve((action, token) => resolve(session, action, token));
}

async function resolve(session: Session, action: CodeAction, token: CancellationToken): Promise<CodeAction> {
  await session.settled;
  const data = readData(action.data);
  const entry = data === null ? null : session.entryOf(data.folder);
  if (data === null || entry === null) return action;
  const shown = takeOpenTexts(session, entry);
  const { engine, analysis } = await currentOf(session, data.folder, token);
  const finding = findingOf(analysis, data);
  const answer = finding === null ? undefined : engine.fixes(finding).find((each) => each.fixId === data.fixId);
  if (finding === null || answer?.kind !== 'offer') return action;
  const texts = textsOf(session, entry);
  const { files, next } = await engine.buildFix(finding, data.fixId, texts.read);
  for (const { file } of files) await texts.load(file);
  requireUnchanged(session, entry, shown);
  const edit = workspaceEditOf(entry.folder.root, files, texts.now, {
    safety: answer.safety,
    title: answer.title,
    next,
    file: finding.file,
  });
  if (next === null || !session.abilities.commands) return { ...action, edit };
  return {
    ...action,
    edit,
    command: { title: 'Show what is left to do', command: internalCommands.showNextStep, arguments: [next] },
  };
}

/**
 * Tells the engine what the editor shows, because edits must fit that: when the user wants to be checked on saving only,
 * the engine knows what was saved. Gives the version of each open document of the folder.
 */
function takeOpenTexts(session: Session, entry: FolderEntry): ReadonlyMap<string, number> {
  const versions = new Map<string, number>();
  for (const document of session.documents.all()) {
    const located = session.locate(document.uri);
    if (located?.entry !== entry) continue;
    versions.set(located.file, document.version);
    if (entry.settings.run === 'onSave') entry.folder.edit(located.file, document.getText());
  }
  return versions;
}

/** Throws when an open document is no longer what the edits were made for. */
function requireUnchanged(session: Session, entry: FolderEntry, shown: ReadonlyMap<string, number>): void {
  for (const [file, version] of shown) {
    const open = session.openDocument(join(entry.folder.root, file));
    if (open !== null && open.version !== version) {
      throw new ResponseError(LSPErrorCodes.ContentModified, `${file} has changed meanwhile; ask again.`);
    }
  }
}

/** Texts as they were when a fix first read them, so that its edits carry the versions they were made for. */
export function textsOf(session: Session, entry: FolderEntry) {
  const seen = new Map<string, FileNow>();
  const { root } = entry.folder;

  async function load(file: string): Promise<FileNow | null> {
    const before = seen.get(file);
    if (before !== undefined) return before;
    const open = session.openDocument(join(root, file));
    // Ignored files too: one that is there must never be taken for free.
    const text = open === null ? readWithin(root, file, entry.settings.maxFileSize) : null;
    const now = open ?? (text === null ? null : { uri: uriOf(root, file), version: null, text: withoutMark(text) });
    if (now !== null) seen.set(file, now);
    return now;
  }

  const read: ReadText = async (file) => (await load(file))?.text ?? null;
  return { load, read, now: (file: string): FileNow | null => seen.get(file) ?? null };
}

/** Editors count without a byte order mark. */
function withoutMark(text: string): string {
  return text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
}

function isInvoked(params: CodeActionParams): boolean {
  return params.context.triggerKind !== CodeActionTriggerKind.Automatic;
}

function readData(value: unknown): ActionData | null {
  if (typeof value !== 'object' || value === null) return null;
  const { folder, file, fixId, fingerprint, line, title } = value as Partial<Record<keyof ActionData, unknown>>;
  const texts = [folder, file, fixId, fingerprint, title];
  if (!texts.every((each) => typeof each === 'string') || typeof line !== 'number') return null;
  return {
    folder: String(folder),
    file: String(file),
    fixId: String(fixId),
    fingerprint: String(fingerprint),
    line,
    title: String(title),
  };
}
