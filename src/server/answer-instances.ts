import { join } from 'node:path';
import { type CancellationToken, LSPErrorCodes, ResponseError } from 'vscode-languageserver';
import { answerEdits, hostsEdits } from '../config/write.ts';
import { configurationFile } from '../protocol/commands.ts';
import {
  requests,
  type SetAnswerParams,
  type SetInstancesParams,
  type SetInstancesResult,
} from '../protocol/requests.ts';
import { applyEdits, type TextEdit } from '../text/edits.ts';
import { currentOf } from './requests.ts';
import type { FolderEntry, Session } from './session.ts';
import { uriOf } from './uris.ts';
import { workspaceEditOf } from './workspace-edits.ts';

/** Writes into the configuration what a user says: how many instances run, and answers to the plan; as edits that can be undone. */
export function answerInstances(session: Session): void {
  const { connection } = session;
  connection.onRequest(
    requests.setInstances,
    async (params: SetInstancesParams, token: CancellationToken): Promise<SetInstancesResult> => {
      await session.settled;
      const entry = session.entryOf(params.folder);
      if (entry === null || !isCount(params)) {
        throw new ResponseError(
          LSPErrorCodes.RequestFailed,
          'Instances are a whole number from 1, or two of them in order.',
        );
      }
      await currentOf(session, params.folder, token);
      const title = `Say how many instances of ${params.program} run`;
      const written = await writeDown(session, entry, title, (text) => hostsEdits(text, params.program, params));
      return { uri: written.uri, line: lineOf(written.text, params.program) };
    },
  );
  connection.onRequest(
    requests.setAnswer,
    async ({ folder, path, answer }: SetAnswerParams, token: CancellationToken): Promise<SetInstancesResult> => {
      await session.settled;
      const entry = session.entryOf(folder);
      const isAnswer = answer === 'unknown' || (Number.isFinite(answer) && answer >= 0);
      if (entry === null || path.length < 2 || !isAnswer) {
        throw new ResponseError(LSPErrorCodes.RequestFailed, 'An answer is a number from 0, or "unknown".');
      }
      await currentOf(session, folder, token);
      const title = 'Answer a question of the plan';
      const written = await writeDown(session, entry, title, (text) => answerEdits(text, path, answer));
      return { uri: written.uri, line: lineOf(written.text, path.at(-1) ?? '') };
    },
  );
}

/** Changes the configuration file, or makes it, and gives what it then holds. */
async function writeDown(
  session: Session,
  entry: FolderEntry,
  title: string,
  editsOf: (text: string | null) => readonly TextEdit[],
): Promise<{ readonly uri: string; readonly text: string }> {
  const { root, opened } = entry.folder;
  const file = entry.settings.configFile ?? configurationFile;
  const open = session.openDocument(join(root, file));
  const text = open?.text ?? (await (await opened).textOnDisk(file));
  const edits = editsOf(text);
  if (edits.length === 0)
    throw new ResponseError(LSPErrorCodes.RequestFailed, `${file} holds no object to write into.`);
  const after = applyEdits(text ?? '', edits);
  const edit = workspaceEditOf(
    root,
    text === null ? [{ kind: 'create', file, text: after }] : [{ kind: 'change', file, edits }],
    () => open ?? (text === null ? null : { uri: uriOf(root, file), version: null, text }),
    { safety: 'safe', title, next: null, file },
  );
  const { applied, failureReason } = await session.connection.workspace.applyEdit({ edit });
  if (!applied)
    throw new ResponseError(LSPErrorCodes.RequestFailed, failureReason ?? 'The editor did not take the edit.');
  return { uri: open?.uri ?? uriOf(root, file), text: after };
}

function isCount({ minimum, maximum }: SetInstancesParams): boolean {
  return Number.isInteger(minimum) && Number.isInteger(maximum) && minimum >= 1 && minimum <= maximum;
}

/** 0-based line of the program's entry; the first line when it cannot be told. */
function lineOf(text: string, program: string): number {
  const offset = text.indexOf(JSON.stringify(program));
  return offset < 0 ? 0 : text.slice(0, offset).split('\n').length - 1;
}
