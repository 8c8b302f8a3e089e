import { join } from 'node:path';
import { type CancellationToken, LSPErrorCodes, ResponseError } from 'vscode-languageserver';
import { hostsEdits } from '../config/write.ts';
import { configurationFile } from '../protocol/commands.ts';
import { requests, type SetInstancesParams, type SetInstancesResult } from '../protocol/requests.ts';
import { applyEdits } from '../text/edits.ts';
import { currentOf } from './requests.ts';
import type { Session } from './session.ts';
import { uriOf } from './uris.ts';
import { workspaceEditOf } from './workspace-edits.ts';

/** Writes into the configuration how many instances of a program run, as an edit that the user can undo. */
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
      const { root, opened } = entry.folder;
      const file = entry.settings.configFile ?? configurationFile;
      const open = session.openDocument(join(root, file));
      const text = open?.text ?? (await (await opened).textOnDisk(file));
      const edits = hostsEdits(text, params.program, params);
      if (edits.length === 0)
        throw new ResponseError(LSPErrorCodes.RequestFailed, `${file} holds no object to write into.`);
      const after = applyEdits(text ?? '', edits);
      const edit = workspaceEditOf(
        root,
        text === null ? [{ kind: 'create', file, text: after }] : [{ kind: 'change', file, edits }],
        () => open ?? (text === null ? null : { uri: uriOf(root, file), version: null, text }),
        { safety: 'safe', title: `Say how many instances of ${params.program} run`, next: null, file },
      );
      const { applied, failureReason } = await connection.workspace.applyEdit({ edit });
      if (!applied)
        throw new ResponseError(LSPErrorCodes.RequestFailed, failureReason ?? 'The editor did not take the edit.');
      return { uri: open?.uri ?? uriOf(root, file), line: lineOf(after, params.program) };
    },
  );
}

function isCount({ minimum, maximum }: SetInstancesParams): boolean {
  return Number.isInteger(minimum) && Number.isInteger(maximum) && minimum >= 1 && minimum <= maximum;
}

/** 0-based line of the program's entry; the first line when it cannot be told. */
function lineOf(text: string, program: string): number {
  const offset = text.indexOf(JSON.stringify(program));
  return offset < 0 ? 0 : text.slice(0, offset).split('\n').length - 1;
}
