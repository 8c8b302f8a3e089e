import type { Refusal } from '../../findings/fix.ts';
import { argumentOf } from '../../link/evaluate.ts';
import { type FileAccess, fileAccesses } from '../../link/paths/accesses.ts';
import { type PathShape, shapesOf } from '../../link/paths/path-shape.ts';
import { isSameFile, isTelling } from '../../link/paths/same-file.ts';
import type { LibraryUse, ProgramGraph, Site } from '../../link/program-graph.ts';
import type { Span } from '../../text/range.ts';
import { refusalAt } from '../refusal.ts';
import { calledName } from '../upload/called.ts';
import { foldersOf, lieOf, shapesMeant } from './folders.ts';
import { handedFolder } from './handed.ts';
import { neededOnDisk } from './told-paths.ts';

/** All that a program does with the files that an upload library keeps in a folder, each of it something storage can do. */
export interface CarriedUploads {
  readonly servers: readonly CarriedServer[];
  readonly removals: readonly CarriedRemoval[];
}

/** `express.static('public')`, with the folder of the uploads in it; empty where that is the same folder. */
export interface CarriedServer {
  readonly use: LibraryUse;
  readonly within: string;
}

/** `await unlink(join('uploads', name))`. */
export interface CarriedRemoval {
  readonly file: string;
  readonly callee: Span;
  /** The path, and the callback behind it where there is one. */
  readonly given: readonly Span[];
  readonly whole: Span;
}

/** What `files` have to do with the folders of an upload, or the place that cannot be carried over. */
export function carriedUploads(
  graph: ProgramGraph,
  use: LibraryUse,
  files: readonly string[],
): CarriedUploads | Refusal {
  const folders = foldersOf(graph, use);
  const site = { file: use.file, span: use.fact.calleeSpan };
  if (folders === null) return refusalAt(graph, 'Which folder uploads go to cannot be read here.', site);
  const other = graph.uses.find(
    (each) =>
      each.id !== use.id &&
      each.pattern.role === 'upload' &&
      files.includes(each.file) &&
      (foldersOf(graph, each) ?? []).some((folder) => folders.some((own) => lieOf(own, folder) !== 'apart')),
  );
  if (other !== undefined) {
    const at = { file: other.file, span: other.fact.calleeSpan };
    return refusalAt(graph, 'Another upload goes to the same folder, and both would have to move at once.', at);
  }
  const servers: CarriedServer[] = [];
  for (const server of graph.uses) {
    if (server.pattern.role !== 'file-server' || !files.includes(server.file)) continue;
    const found = serverOf(graph, server, folders);
    if (found !== null && 'reason' in found) return found;
    if (found !== null) servers.push(found);
  }
  const removals: CarriedRemoval[] = [];
  const around = fileAccesses(graph).filter(({ effect }) => files.includes(effect.site.file));
  for (const access of around) {
    const found = removalOf(graph, access, folders, around);
    if (found !== null && 'reason' in found) return found;
    if (found !== null && !removals.some(({ file, callee }) => file === found.file && callee[0] === found.callee[0])) {
      removals.push(found);
    }
  }
  const isCarried = ({ file, span }: Site): boolean =>
    removals.some((each) => each.file === file && each.callee[0] <= span[0] && span[1] <= each.callee[1]);
  const isServer = (file: string, [start]: Span): boolean =>
    [use, ...servers.map((each) => each.use)].some((each) => each.file === file && each.fact.calleeSpan[0] === start);
  const handed = handedFolder(graph, files, folders, (at) => isCarried(at) || isServer(at.file, at.span));
  if (handed !== null) {
    return refusalAt(graph, 'This is given the folder or a file of it, which storage cannot take over.', handed);
  }
  const needed = neededOnDisk(graph, files, isCarried);
  if (needed === null) return { servers, removals };
  return refusalAt(graph, 'This needs the file on the disk, where it would not be any more.', needed);
}

function serverOf(
  graph: ProgramGraph,
  server: LibraryUse,
  folders: readonly PathShape[],
): CarriedServer | Refusal | null {
  const site = { file: server.file, span: server.fact.calleeSpan };
  const [, options] = server.fact.arguments;
  const isExpress = server.library.id === 'static-files' && server.fact.callee.path.at(-1) === 'static';
  const shapes = servedShapes(graph, server);
  const lies = folders.flatMap((each) => shapes.map((shape) => lieOf(each, shape)));
  // What only the environment or another package says may be the very folder.
  const isOpen = folders.some((each) => each.includes('<') && !shapes.includes(each));
  const isRead =
    !isOpen &&
    shapes.length > 0 &&
    shapes.every((each) => isTelling(each) && (!each.includes('<') || folders.includes(each)));
  if (isRead && lies.every((lie) => lie === 'apart')) return null;
  if (!isExpress || !isRead || shapes.length > 1) {
    return refusalAt(graph, 'Whether this gives out the uploads, and how, cannot be carried over to storage.', site);
  }
  if (options !== undefined) {
    return refusalAt(graph, 'What is set for this server of files is not carried over to storage.', site);
  }
  const [lie] = lies;
  if (lie === undefined || lie === 'apart' || folders.length !== 1) {
    return refusalAt(graph, 'This gives out several folders of uploads at once.', site);
  }
  return { use: server, within: lie === 'around' ? '' : writtenPart(lie.within) };
}

/** What leads to the uploads as far as the code says it: `photos` of `photos/*`. */
function writtenPart(within: string): string {
  const parts = within.split('/');
  const open = parts.findIndex((part) => /[*<]/.test(part));
  return parts.slice(0, open < 0 ? parts.length : open).join('/');
}

function servedShapes(graph: ProgramGraph, server: LibraryUse): readonly PathShape[] {
  const { pattern, fact, file } = server;
  const [folder] = fact.arguments;
  if (pattern.destination === undefined) return folder === undefined ? [] : shapesOf(graph, file, folder);
  return argumentOf(graph, server, pattern.destination).meanings.flatMap(
    (meaning) => shapesMeant(graph, meaning) ?? [],
  );
}

/** Whether only the start of a program does it, which is about files that are there by then. */
function isOfStart(graph: ProgramGraph, { effect, function: key }: FileAccess): boolean {
  const moments = [...(graph.moments.get(key) ?? []), ...(graph.moments.get(effect.function) ?? [])];
  return moments.length > 0 && moments.every(({ moment }) => moment === 'load' || moment === 'boot');
}

function removalOf(
  graph: ProgramGraph,
  access: FileAccess,
  folders: readonly PathShape[],
  all: readonly FileAccess[],
): CarriedRemoval | Refusal | null {
  const { effect, shapes } = access;
  const { file } = effect.site;
  if (shapes.some((shape) => !isTelling(shape))) {
    if (isOfStart(graph, access)) return null;
    const reason = 'Which file this is about cannot be read, so it may be one that is uploaded.';
    return refusalAt(graph, reason, effect.site);
  }
  const lies = folders.flatMap((each) => shapes.map((shape) => ({ each, shape, lie: lieOf(each, shape) })));
  const isFolder = lies.some(({ lie }) => typeof lie === 'object' && lie.within === '');
  const isOurs = lies.some(({ each, shape, lie }) => lie === 'around' || isSameFile(`${each}/*`, shape, 'path'));
  if (isFolder && effect.effect === 'file-test') return null;
  if (!isFolder && !isOurs) return null;
  const code = graph.facts.get(file)?.code ?? null;
  const fact = code?.calls[effect.call];
  const name = code === null || fact === undefined ? '' : calledName(code, fact);
  const given = fact?.arguments ?? [];
  const isRemoval = effect.effect === 'file-remove' && !isFolder && /[./](?:unlink|rm)$/.test(name);
  const callback = given[1];
  // What also removes other files, whoever asks it to, would leave those where they are.
  const isAlone = all
    .filter((each) => each.effect === effect)
    .every((each) => each.shapes.every((shape) => folders.some((own) => isSameFile(`${own}/*`, shape, 'path'))));
  if (
    fact === undefined ||
    !isRemoval ||
    !isAlone ||
    given.length > 2 ||
    (callback !== undefined && callback.kind !== 'function')
  ) {
    return refusalAt(graph, 'This has to do with the uploads in a way that storage cannot take over.', effect.site);
  }
  return { file, callee: fact.callee.span, given: given.map(({ span }) => span), whole: fact.span };
}
