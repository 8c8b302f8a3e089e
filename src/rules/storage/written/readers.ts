import type { RuleContext } from '../../../findings/rule.ts';
import { isOfAnyObject } from '../../../gates/files/of-objects.ts';
import { servedValueOf } from '../../../gates/files/served.ts';
import { scopeStop } from '../../../gates/scope.ts';
import { waysTo, withSameRequests } from '../../../gates/ways.ts';
import { contradicts, undecided } from '../../../link/decided.ts';
import { isAmong } from '../../../link/guards-at.ts';
import type { FileAccess } from '../../../link/paths/accesses.ts';
import { type PathShape, shapesOf } from '../../../link/paths/path-shape.ts';
import { type Asking, isSameFile } from '../../../link/paths/same-file.ts';
import type { Effect, FunctionKey, ProgramGraph, Reach, Site } from '../../../link/program-graph.ts';
import { folderOf } from '../../../text/paths.ts';
import { isNamedByAnswer } from './answered.ts';
import { askedFromMemory } from './kept.ts';
import { isMeasured } from './measured.ts';

/** Where something else asks for the file again. */
export interface Reader {
  readonly site: Site;
  /** How it comes to ask; null for a server of files, which any request asks. */
  readonly way: Reach | null;
  /** Whether a user gets the file itself. */
  readonly gives: boolean;
  /** A server of all that lies in a folder above the one of the file, which may never be asked for this. */
  readonly far: boolean;
  /** Whether both sides spell the whole path. */
  readonly exact: boolean;
  /** How many conditions must hold for it to be asked. */
  readonly conditions: number;
  /** Whether each side may mean one of several paths, so that which of them meet is not known. */
  readonly loose: boolean;
  /** It asks in memory, for what the process read when it started; left out where it reads the file. */
  readonly kept?: true;
}

/**
 * Who asks for a written file in another request than those that write it. Whoever comes to write it in the request that
 * asks makes it anew where it is missing.
 */
export function readersOf(
  context: RuleContext,
  write: FileAccess,
  ways: readonly Reach[],
  accesses: readonly FileAccess[],
): readonly Reader[] {
  const { graph } = context;
  const same = accesses.filter((each) => each.effect.effect === 'file-write' && isAbout(write, each, 'path'));
  const writing = withSameRequests(
    graph,
    same.flatMap((each) => waysTo(graph, each.function, ['request', 'socket', 'queue', 'timer'])),
  );
  const own = { ...write, shapes: write.shapes.filter((shape) => !isOfAnyObject(graph, shape)) };
  const bySocket = ways.every(({ moment }) => moment === 'socket');
  const asked = accesses.flatMap((access): readonly Reader[] => {
    const { effect } = access.effect;
    if ((effect !== 'file-read' && effect !== 'file-send') || access.effect.operation.inCatch === true) return [];
    if (access.effect.lists === true ? !isListed(own, access) : !isAbout(own, access, askingOf(access))) return [];
    if (effect === 'file-read' && isOfItsOwn(graph, access.effect)) return [];
    const exact = access.shapes.some((shape) => !shape.includes('*') && write.shapes.includes(shape));
    const loose = !exact && write.shapes.length > 1 && access.shapes.length > 1;
    const way = waysTo(graph, access.function, ['request', 'socket']).find(
      ({ entry, moment, decided = undecided }) =>
        entry !== null &&
        !writing.has(entry.function) &&
        !contradicts(access.effect.operation.guards, decided) &&
        // What one connection brings in parts, the same connection asks for on the same instance.
        (moment !== 'socket' || !bySocket || exact),
    );
    const isNamed = exact && write.shapes.every((shape) => !shape.includes('*'));
    if (way === undefined && (!isNamed || effect !== 'file-read')) return [];
    if (scopeStop(context, access.effect.site.file) !== null) return [];
    if (way === undefined) return keptReader(graph, access.effect, writing);
    const conditions = access.effect.operation.guards.filter(({ holds }) => holds).length;
    return [{ site: access.effect.site, way, gives: effect === 'file-send', far: false, exact, conditions, loose }];
  });
  return [...asked, ...serversOf(context, write)];
}

/** Who asks in memory for what was read at the start. Only a path that both sides spell is surely of the same file. */
function keptReader(graph: ProgramGraph, effect: Effect, writing: ReadonlySet<FunctionKey>): readonly Reader[] {
  const asked = askedFromMemory(graph, effect, writing);
  if (asked === null) return [];
  const { access, way } = asked;
  return [{ site: access.site, way, gives: false, far: false, exact: true, conditions: 0, loose: false, kept: true }];
}

function serversOf(context: RuleContext, write: FileAccess): readonly Reader[] {
  const { graph } = context;
  return graph.uses.flatMap((use) => {
    const served = use.pattern.role === 'file-server' ? servedValueOf(graph, use) : null;
    if (served === null || scopeStop(context, use.file) !== null) return [];
    const folders = shapesOf(graph, served.file, served.value);
    const isIn = (shape: PathShape, folder: PathShape): boolean => isSameFile(shape, folder, 'folder');
    const isServed = write.shapes.some((shape) => folders.some((folder) => isIn(shape, folder)));
    const far = !write.shapes.some((shape) =>
      folders.some((folder) => isIn(shape, folder) && !isIn(folderOf(folderOf(shape)), folder)),
    );
    return isServed
      ? [
          {
            site: { file: use.file, span: use.fact.calleeSpan },
            way: null,
            gives: true,
            far,
            exact: false,
            conditions: 0,
            loose: false,
          },
        ]
      : [];
  });
}

/** Whether a read misses nothing that another instance wrote: it only counts, asks another host, or reads what was made for it. */
function isOfItsOwn(graph: ProgramGraph, effect: Effect): boolean {
  return isMeasured(graph, effect) || isAskedElsewhere(graph, effect) || isNamedByAnswer(graph, effect);
}

/** Whether the function that reads asks another host instead where the file is not its own. */
function isAskedElsewhere(graph: ProgramGraph, { function: key, operation }: Effect): boolean {
  return (graph.effects.get(key) ?? []).some(
    (each) =>
      each.effect === 'external-call' &&
      each.operation.guards.some(({ test, holds }) => isAmong(operation.guards, { test, holds: !holds })),
  );
}

function askingOf({ effect }: FileAccess): Asking {
  return effect.effect === 'file-send' ? 'send' : 'path';
}

/**
 * Whether a file is among the names that a folder is asked for, which is one step further down than the folder. Whoever
 * wants a file that the code calls by name asks for that name rather than for all.
 */
export function isListed(write: FileAccess, { shapes }: FileAccess): boolean {
  const varying = write.shapes.filter((written) => written.split('/').at(-1)?.includes('*'));
  return varying.some((written) =>
    shapes.some((folder) =>
      folder.includes('*') ? isSameFile(written, `${folder}/*`, 'send') : isSameFile(written, folder, 'path'),
    ),
  );
}

export function isAbout(write: FileAccess, other: FileAccess, asking: Asking): boolean {
  return write.shapes.some((written) => other.shapes.some((shape) => isSameFile(written, shape, asking)));
}

/** Whether some request reads the file and writes it again: data that is kept in it. */
export function isKeptData(
  { graph }: RuleContext,
  write: FileAccess,
  ways: readonly Reach[],
  accesses: readonly FileAccess[],
): boolean {
  if (write.shapes.every((shape) => shape.includes('*'))) return false;
  const writing = new Set<FunctionKey>(ways.flatMap(({ entry }) => entry?.function ?? []));
  return accesses.some(
    (each) =>
      each.effect.effect === 'file-read' &&
      each.shapes.some((shape) => write.shapes.includes(shape)) &&
      waysTo(graph, each.function, ['request', 'socket', 'queue']).some(
        ({ entry }) => entry !== null && writing.has(entry.function),
      ),
  );
}
