import { join } from 'node:path';
import { type CancellationToken, LSPErrorCodes, ResponseError } from 'vscode-languageserver';
import type { ReadText } from '../findings/fix.ts';
import { type InsertRecipeParams, type InsertRecipeResult, type RecipeInfo, requests } from '../protocol/requests.ts';
import { textsOf } from './answer-actions.ts';
import { currentOf, currentOfAll } from './requests.ts';
import type { Session } from './session.ts';
import { uriOf } from './uris.ts';
import { workspaceEditOf } from './workspace-edits.ts';

/** Lists the patterns that fit, and puts one into its program: the editor shows all of it before anything is written. */
export function answerRecipes(session: Session): void {
  const { connection } = session;

  connection.onRequest(
    requests.recipes,
    async (_: unknown, token: CancellationToken): Promise<readonly RecipeInfo[]> => {
      const all = await currentOfAll(session, token);
      return all.flatMap(({ entry, engine }) =>
        engine.recipes().map(({ id, program, title, description, problems, tradeoffs, answers, step }) => {
          return { folder: entry.folder.uri, id, program, title, description, problems, tradeoffs, answers, step };
        }),
      );
    },
  );

  connection.onRequest(
    requests.insertRecipe,
    async ({ folder, id, program }: InsertRecipeParams, token: CancellationToken): Promise<InsertRecipeResult> => {
      const { engine } = await currentOf(session, folder, token);
      const entry = session.entryOf(folder);
      if (entry === null) throw failed(`The folder is not analysed: ${folder}`);
      const texts = textsOf(session, entry);
      const { title, files, further, install } = await built(engine, id, program, texts.read);
      for (const { file } of files) await texts.load(file);
      const [first] = files;
      if (first === undefined) throw failed('There is nothing to write.');
      const { root } = entry.folder;
      const next = [...further, ...(install === null ? [] : [`Then run \`${install}\`.`])].join(' ');
      const told = next === '' ? null : next;
      const review = { safety: 'needs-review', title, next: told, file: first.file, ticked: true } as const;
      const edit = workspaceEditOf(root, files, texts.now, review);
      const { applied } = await connection.workspace.applyEdit({ label: title, edit });
      return {
        applied,
        uri: session.openDocument(join(root, first.file))?.uri ?? uriOf(root, first.file),
        next: review.next,
      };
    },
  );
}

/** What cannot be made is told in the sentence that says why. */
async function built(
  engine: Awaited<ReturnType<typeof currentOf>>['engine'],
  id: string,
  program: string,
  read: ReadText,
) {
  try {
    return await engine.buildRecipe(id, program, read);
  } catch (error) {
    throw failed(error instanceof Error ? error.message : String(error));
  }
}

function failed(message: string): ResponseError<void> {
  return new ResponseError(LSPErrorCodes.RequestFailed, message);
}
