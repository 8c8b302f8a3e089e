import { type CancellationToken, LSPErrorCodes, ResponseError } from 'vscode-languageserver';
import type { Analysis } from '../engine/types.ts';
import type { Severity } from '../findings/types.ts';
import { planFolder } from '../protocol/commands.ts';
import {
  type CheckResult,
  type ComponentAtParams,
  type ComponentAtResult,
  type DiagramParams,
  type DiagramResult,
  type ExplainParams,
  type ExplainResult,
  type FindingsParams,
  type FindingsResult,
  type FolderParams,
  type PlanResult,
  type ProgramInfo,
  requests,
} from '../protocol/requests.ts';
import { toolAnswer } from '../report/tool.ts';
import { isInFolder } from '../text/paths.ts';
import { explanationMarkdown } from './explain-markdown.ts';
import type { CurrentFolder } from './folder.ts';
import { pictureOf } from './picture.ts';
import type { FolderEntry, Session } from './session.ts';
import { sourceWords } from './source-words.ts';
import { unseenIn } from './unseen.ts';
import { uriOf } from './uris.ts';

/** Answers what the client asks beside the language server protocol: pictures, plans, explanations, lists. */
export function answerRequests(session: Session): void {
  const { connection } = session;
  const pictures = new Map<string, LastGood>();

  connection.onRequest(
    requests.diagram,
    async ({ folder, ...wish }: DiagramParams, token: CancellationToken): Promise<DiagramResult> => {
      const current = await currentOf(session, folder, token);
      const { problems } = current.analysis;
      const key = JSON.stringify([folder, wish]);
      const last = pictures.get(key);
      if (last !== undefined && problems.some((problem) => !last.problems.has(problem.file)))
        return { ...last.picture, stale: true };
      const controller = new AbortController();
      const listening = token.onCancellationRequested(() => controller.abort());
      const picture = await pictureOf(current, wish, controller.signal).finally(() => listening.dispose());
      // One picture of a folder is enough to fall back to: the one that is looked at.
      for (const known of pictures.keys()) if (known.startsWith(`["${folder}"`)) pictures.delete(known);
      pictures.set(key, { picture, problems: new Set(problems.map((problem) => problem.file)) });
      return picture;
    },
  );

  connection.onRequest(
    requests.componentAt,
    async ({ uri, line }: ComponentAtParams, token: CancellationToken): Promise<ComponentAtResult> => {
      await session.settled;
      const located = session.locate(uri);
      if (located === null) return null;
      const folder = located.entry.folder.uri;
      const { engine } = await currentOf(session, folder, token);
      const id = engine.componentAt(located.file, line);
      return id === null ? null : { folder, id };
    },
  );

  connection.onRequest(
    requests.plan,
    async ({ folder }: FolderParams, token: CancellationToken): Promise<PlanResult> => {
      const { engine, problems } = await currentOf(session, folder, token);
      const opened = await session.entryOf(folder)?.folder.opened;
      const previous = (await opened?.textOnDisk(`${planFolder}/plan.md`)) ?? null;
      const plan = engine.plan({
        today: session.today(),
        problems,
        rootFromOut: '..',
        ...(previous !== null && { previous }),
      });
      return { ...plan, out: planFolder };
    },
  );

  connection.onRequest(
    requests.explain,
    async ({ uri, line }: ExplainParams, token: CancellationToken): Promise<ExplainResult> => {
      await session.settled;
      const located = session.locate(uri);
      if (located === null) return { markdown: 'This file lies outside the folders that are analysed.' };
      const { engine } = await currentOf(session, located.entry.folder.uri, token);
      return { markdown: explanationMarkdown(engine.explain(located.file, line)) };
    },
  );

  connection.onRequest(requests.check, async (_: unknown, token: CancellationToken): Promise<CheckResult> => {
    const all = await currentOfAll(session, token);
    return {
      findings: all
        .flatMap(({ entry, analysis }) => listOf(entry, analysis, (file) => session.owns(entry, file)))
        .sort((a, b) => ranks[a.severity] - ranks[b.severity]),
      blind: [...new Set(all.flatMap((each) => unseenIn(each, (file) => session.owns(each.entry, file))))],
      milliseconds: Math.max(0, ...all.map(({ analysis }) => analysis.stats.milliseconds)),
    };
  });

  connection.onRequest(
    requests.findings,
    async ({ files, instances }: FindingsParams, token: CancellationToken): Promise<FindingsResult> => {
      const all = await currentOfAll(session, token);
      const found = all.flatMap(({ entry, engine, analysis }) =>
        (instances === null ? analysis.findings : engine.findingsAt(instances)).filter(
          ({ file }) => session.owns(entry, file) && isAsked(files, file),
        ),
      );
      const unseen = new Set(all.flatMap((each) => unseenIn(each, (file) => session.owns(each.entry, file))));
      return { text: toolAnswer(found, { files, instances }, [...unseen]) };
    },
  );

  connection.onRequest(
    requests.programs,
    async (_: unknown, token: CancellationToken): Promise<readonly ProgramInfo[]> => {
      const all = await currentOfAll(session, token);
      return all.flatMap(({ entry, analysis }) => programsOf(entry, analysis, (file) => session.owns(entry, file)));
    },
  );
}

/** The picture as it was when no file had a new problem: a half-typed line must not take nodes away. */
interface LastGood {
  readonly picture: DiagramResult;
  readonly problems: ReadonlySet<string>;
}

/** The analysis of a folder with all edits in it; ends with the request when the client cancels it. */
export async function currentOf(session: Session, folder: string, token: CancellationToken): Promise<CurrentFolder> {
  await session.settled;
  const entry = session.entryOf(folder);
  if (entry === null) throw new ResponseError(LSPErrorCodes.RequestFailed, `The folder is not analysed: ${folder}`);
  const controller = new AbortController();
  const listening = token.onCancellationRequested(() => controller.abort());
  try {
    return await entry.folder.current(controller.signal);
  } catch (error) {
    if (controller.signal.aborted)
      throw new ResponseError(LSPErrorCodes.RequestCancelled, 'The client no longer waits.');
    throw error;
  } finally {
    listening.dispose();
  }
}

/** Whether a file is one of those that were asked for, or lies in such a folder; none stand for all. */
function isAsked(asked: readonly string[], file: string): boolean {
  const plain = asked.map((path) => path.replaceAll('\\', '/').replace(/^\.\//, '').replace(/\/+$/, ''));
  return (
    plain.length === 0 || plain.some((path) => path === '' || path === '.' || isInFolder(file, path) || file === path)
  );
}

/** The same of every folder that is analysed. */
export async function currentOfAll(
  session: Session,
  token: CancellationToken,
): Promise<readonly (CurrentFolder & { readonly entry: FolderEntry })[]> {
  await session.settled;
  return Promise.all(
    session.entries().map(async (entry) => ({ entry, ...(await currentOf(session, entry.folder.uri, token)) })),
  );
}

const ranks: Readonly<Record<Severity, number>> = { error: 0, warning: 1, note: 2 };

type Owns = (file: string) => boolean;

function listOf({ folder }: FolderEntry, { findings }: Analysis, owns: Owns): CheckResult['findings'] {
  const owned = findings.filter(({ file }) => owns(file));
  return owned.map(({ ruleId, severity, message, file, range }) => ({
    ruleId,
    severity,
    message,
    uri: uriOf(folder.root, file),
    range,
  }));
}

function programsOf({ folder }: FolderEntry, { graph, system }: Analysis, owns: Owns): readonly ProgramInfo[] {
  return system.programs
    .filter((program) => program.role !== 'other' && owns(program.entry))
    .map(({ name, topology: { hosts, processesPerHost } }) => ({
      folder: folder.uri,
      name,
      hosts: { minimum: hosts.minimum, maximum: hosts.maximum },
      processesPerHost: processesPerHost.maximum,
      known: hosts.known,
      source: sourceWords(hosts.source, graph.facts),
    }));
}
