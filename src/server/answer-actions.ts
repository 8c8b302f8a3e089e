import { join } from 'node:path';
import {
  type CancellationToken,
  type CodeAction,
  type CodeActionParams,
  CodeActionTriggerKind,
} from 'vscode-languageserver';
import type { ReadText } from '../findings/fix.ts';
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
    const { engine, analysis } = await currentOf(session, entry.folder.uri, token);
    const texts = textsOf(session, entry);
    const now = await texts.load(file);
    if (now === null) return [];
    const only = params.context.only ?? [];
    if (wantsFixAll(only)) {
      const edits = await safeFixes(engine, analysis, file, texts.read);
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
  const { engine, analysis } = await currentOf(session, data.folder, token);
  const finding = findingOf(analysis, data);
  const answer = finding === null ? undefined : engine.fixes(finding).find((each) => each.fixId === data.fixId);
  if (finding === null || answer?.kind !== 'offer') return action;
  const texts = textsOf(session, entry);
  const { files, next } = await engine.buildFix(finding, data.fixId, texts.read);
  for (const { file } of files) await texts.load(file);
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

/** Texts as they were when a fix first read them, so that its edits carry the versions they were made for. */
function textsOf(session: Session, entry: FolderEntry) {
  const seen = new Map<string, FileNow>();
  const { root, opened } = entry.folder;

  async function load(file: string): Promise<FileNow | null> {
    const before = seen.get(file);
    if (before !== undefined) return before;
    const open = session.openDocument(join(root, file));
    const text = open === null ? await (await opened).textOnDisk(file) : null;
    const now = open ?? (text === null ? null : { uri: uriOf(root, file), version: null, text });
    if (now !== null) seen.set(file, now);
    return now;
  }

  const read: ReadText = async (file) => (await load(file))?.text ?? null;
  return { load, read, now: (file: string): FileNow | null => seen.get(file) ?? null };
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
