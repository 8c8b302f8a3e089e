import { chainRelated, entryTitle } from '../../../findings/chain.ts';
import { judge } from '../../../findings/judge.ts';
import type { RuleContext, Verdict } from '../../../findings/rule.ts';
import type { RuleInfo } from '../../../findings/types.ts';
import type { Destination } from '../../../gates/files/destination.ts';
import { isOneOfSeveral } from '../../../gates/files/drivers.ts';
import { type Mount, mountAt, mountRelated, sharedStop } from '../../../gates/files/mounts.ts';
import type { UploadWork } from '../../../gates/files/uploads.ts';
import { scopeStop, servingPrograms } from '../../../gates/scope.ts';
import { firstStop } from '../../../gates/stop.ts';
import { waysTo } from '../../../gates/ways.ts';
import type { FileAccess } from '../../../link/paths/accesses.ts';
import type { PathShape } from '../../../link/paths/path-shape.ts';
import { isTelling } from '../../../link/paths/same-file.ts';
import type { FunctionKey, ProgramGraph, Reach } from '../../../link/program-graph.ts';
import type { Program } from '../../../system/types.ts';
import { madeWhereMissingStop } from './missing.ts';
import { isKeptData, type Reader, readersOf } from './readers.ts';
import { sentencesOf } from './sentences.ts';
import { copiedStop, doneWithStop, guardStop, logStop, uploadStop } from './stops.ts';
import { toldPath } from './told-path.ts';
import { untoldStop } from './untold.ts';

/** Which of the rules about written files asks: its info, and whether it is the one about files that are given out. */
export interface Asker {
  readonly info: RuleInfo;
  readonly given: boolean;
}

/** What there is to say of one write: that another request asks for the file, or why it is no harm, or another rule's. */
export function verdictOf(
  context: RuleContext,
  { info, given }: Asker,
  write: FileAccess,
  accesses: readonly FileAccess[],
  uploads: UploadWork,
): readonly Verdict[] {
  const { graph } = context;
  const { effect } = write;
  const { site } = effect;
  const ways = waysTo(graph, write.function, ['request', 'socket', 'queue']);
  const programs = servingPrograms(context, site.file, effect.function);
  const silent = firstStop([
    () => scopeStop(context, site.file, effect.function),
    () =>
      ways.length === 0 || effect.operation.inCatch === true
        ? { gate: 'moment', reason: 'No request, socket or message is seen to write it in the course of its work.' }
        : null,
    () => guardStop(context, write),
    () => uploadStop(context, write, ways, uploads),
    () => logStop(write),
    () => madeWhereMissingStop(context, write, ways, accesses),
    () => copiedStop(context, write),
    () => doneWithStop(context, write, ways, accesses),
    () => untoldStop(context, write, accesses),
  ]);
  if (silent !== null) return [{ kind: 'silent', site, ...silent }];
  const isNamed = toldPath(graph, shownShape(write.shapes)) !== null;
  // Where either side may mean several paths and none is told, nothing says that it is the same file.
  const readers = readersOf(context, write, ways, accesses).filter(({ loose }) => !loose || isNamed);
  const [reader] = [...readers].sort((one, other) => rank(other) - rank(one));
  if (reader === undefined) {
    return [
      { kind: 'silent', site, gate: 'role', reason: 'No other request is seen to ask for what is written here.' },
    ];
  }
  const mount = mountOf(context, programs, write);
  const shared = sharedStop(mount);
  if (shared !== null) return [{ kind: 'silent', site, ...shared }];
  const isDriver = isOneOfSeveral(graph, { file: site.file, function: effect.function }, programs);
  const writer = writerOf(graph, write, ways);
  if (writer === undefined) return [];
  const isProved = writer.certainty === 'proved' && reader.way?.certainty !== 'possible';
  if (isDriver && writer.certainty !== 'proved') {
    const reason = 'The disk is one of several storages here, and no route is sure to write to it.';
    return [{ kind: 'silent', site, gate: 'shared', reason }];
  }
  const isUnread = write.shapes.every((each) => each.startsWith('<') || !isTelling(each));
  const judgement = judge({
    info,
    programs,
    raised: false,
    certainty: isProved ? 'proved' : 'possible',
    // A folder that a setting names, or one that a volume holds, may be shared; a driver may not be the chosen one; and
    // nobody may ever ask a server of files for what lies far below its folder.
    weak: isUnread || reader.far || mount !== null || isDriver,
    assumedInstances: context.assumedInstances,
  });
  if (judgement === null) return [];
  if (mount !== null && (judgement.situation === 'one' || judgement.situation === 'one-at-deploy')) {
    const reason = `One instance is declared, and the volume at ${mount.path} outlives it, so nothing is lost or missed.`;
    return [{ kind: 'silent', site, gate: 'topology', reason }];
  }
  if (isUnread && mount === null && (judgement.situation === 'one' || judgement.situation === 'one-at-deploy')) {
    const reason = 'One instance is declared, and nothing says that the folder of this file does not outlive it.';
    return [{ kind: 'silent', site, gate: 'topology', reason }];
  }
  const isData = isKeptData(context, write, ways, accesses);
  if (given !== (reader.gives && !isData)) {
    const reason = given
      ? 'Nobody is given the file itself: another request only reads it.'
      : 'The program gives the file out to users, and is told so where that is found.';
    return [{ kind: 'silent', site, gate: 'role', reason }];
  }
  const shape = shownShape(write.shapes);
  return [
    {
      kind: 'found',
      site,
      judgement,
      confidence: reader.exact ? 'high' : 'medium',
      sentences: sentencesOf(context, { shape, writer, reader, isData, isDriver, mount, judgement }),
      related: [
        { site: reader.site, message: readerText(context, reader) },
        ...mountRelated(context, programs, mount, write.shapes.flatMap(foldersOf)),
        ...chainRelated(graph, writer),
      ],
      evidence: { limit: null, effective: null, formula: null },
      subject: { kind: 'file', file: site.file, name: shape },
      thing: isData ? 'data in files' : 'files',
      symbol: `file ${shape}`,
    },
  ];
}

/**
 * The way to tell: a proved one, from a route where there is one. Where the path stands in a field of an object, one whose functions look at
 * that field says most, because it is there that the name goes out to whoever asks for the file.
 */
function writerOf(graph: ProgramGraph, { effect }: FileAccess, ways: readonly Reach[]): Reach | undefined {
  const certain = ways.filter(({ certainty }) => certainty === 'proved');
  const proved = certain.filter(({ entry }) => entry?.route != null);
  const { subject } = effect;
  const field =
    subject?.kind === 'reference' && subject.reference.root.kind === 'this' ? subject.reference.path[0] : null;
  const telling =
    field == null ? undefined : certain.find((way) => way.chain.some(({ from }) => looksAt(graph, from, field)));
  return telling ?? proved[0] ?? ways[0];
}

/** Whether a function hands a member of that name on, of whatever object. */
function looksAt(graph: ProgramGraph, key: FunctionKey, field: string): boolean {
  const node = graph.functions.get(key);
  const calls = graph.facts.get(node?.file ?? '')?.code?.calls ?? [];
  return calls.some(
    (call) =>
      call.function === node?.id &&
      call.arguments.some((value) => value.kind === 'reference' && value.reference.path.at(-1) === field),
  );
}

/** The shape to show: one that names its folder rather than a setting, and of several what all begin with. */
export function shownShape(shapes: readonly PathShape[]): PathShape {
  const telling = shapes.filter(isTelling);
  const named = telling.filter((each) => !each.startsWith('<'));
  const [first = '', ...others] = named.length > 0 ? named : telling;
  if (others.length === 0) return first;
  const parts = first.split('/');
  const isShared = (count: number): boolean =>
    others.every((each) => each.startsWith(`${parts.slice(0, count).join('/')}/`));
  const shared = parts.findIndex((_, index) => !isShared(index + 1));
  return shared <= 0 ? first : `${parts.slice(0, shared).join('/')}/*`;
}

/** The volume that holds the file, by any of the paths that it may have. */
function mountOf(context: RuleContext, programs: readonly Program[], { shapes }: FileAccess): Mount | null {
  const mounts = shapes.flatMap(foldersOf).map((destination) => mountAt(context, programs, destination));
  return mounts.find((mount) => mount?.everyHost === true) ?? mounts.find((mount) => mount !== null) ?? null;
}

/** A path of the repository may begin anywhere in the image, and so may what follows a folder that code works out. */
function foldersOf(shape: PathShape): readonly Destination[] {
  const setting = /^<([^<>]+)>\/?(.*)$/.exec(shape);
  if (setting !== null) {
    const named = { name: setting[1] ?? '', below: setting[2] ?? '' };
    const below: Destination = { kind: 'literal', path: named.below, temporary: false };
    return [
      { kind: 'environment', path: null, temporary: false, named },
      ...(/^[^*/]+\/[^*]/.test(named.below) ? [below] : []),
    ];
  }
  const parts = shape.split('/');
  const starts = parts[0] === '@' ? parts.slice(1).map((_, index) => parts.slice(index + 1)) : [parts];
  return starts.map((from) => ({ kind: 'literal', path: from.join('/'), temporary: false }));
}

/** A reader that users see, and one of the very same path, says most; one that stands behind fewer conditions goes before. */
function rank({ gives, exact, far, way, conditions, kept }: Reader): number {
  // Whoever asks for the file itself misses it first.
  if (kept === true) return -16;
  const base = (far ? -8 : 0) + (exact ? 4 : 0) + (gives ? 2 : 0) + (way?.entry?.route == null ? 0 : 1);
  return base - conditions / 100;
}

function readerText({ graph }: RuleContext, { way, gives, loose, kept }: Reader): string {
  if (way?.entry == null) return 'Whoever asks for its address gets it from here.';
  if (kept === true) return `${entryTitle(graph, way.entry)} asks here for what was read from it at the start.`;
  if (loose) return `Files of this kind are read here, as by ${entryTitle(graph, way.entry)}.`;
  return `${entryTitle(graph, way.entry)} ${gives ? 'answers with it' : 'reads it'} here.`;
}
