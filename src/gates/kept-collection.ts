import type { RuleContext } from '../findings/rule.ts';
import type { CellAccess, Certainty, FunctionKey, ProgramGraph, StateCell } from '../link/program-graph.ts';
import { remembered } from '../link/remembered.ts';
import type { Program } from '../system/types.ts';
import { onlyBegins } from './begun.ts';
import { begunAnewStop } from './begun-anew.ts';
import { bestReader, bestWriter, isCleaning, type ReachedAccess } from './best-access.ts';
import { borneOut } from './borne-out.ts';
import { comparesOrder } from './comparing.ts';
import { conditionsOnWay } from './conditions.ts';
import { growthOf } from './contents.ts';
import { dualModeStop } from './dual-mode.ts';
import { filledOnceStop } from './filled-once.ts';
import { withFlood } from './flood.ts';
import { limitsIn } from './gauge.ts';
import { isWorkList } from './let-go/lists.ts';
import { lifetimeStop } from './lifetime.ts';
import { withLimit } from './limiting.ts';
import { momentStop, workReach } from './moment.ts';
import { ownName } from './names.ts';
import { neverFilledStop } from './never-filled.ts';
import { ownConnectionStop } from './own-connection.ts';
import { ownKeyStop } from './own-key.ts';
import { ownMarksStop } from './own-marks.ts';
import { withoutOwnSocket } from './own-socket.ts';
import { isProgramMade } from './program-made.ts';
import { ownPurposeOf, type Purpose, purposeOf } from './purpose.ts';
import { readThroughStop } from './read-through.ts';
import { isReading } from './reading.ts';
import { refilledStop } from './refilled.ts';
import { isForFigures, roleStop } from './role.ts';
import { scopeStop, servingThrough } from './scope.ts';
import { withStates, withTickets } from './sign-in-states.ts';
import { isSpent, withSpent } from './spent.ts';
import { firstStop, type Stop } from './stop.ts';
import { switchedOffBy } from './switch.ts';

/** A collection that requests fill and requests ask: the only place where its entries are. */
export interface KeptCollection {
  readonly kind: 'kept';
  readonly cell: StateCell;
  /** Its own name, or that of the object that holds it and others which are kept and asked at the same places. */
  readonly name: string;
  readonly programs: readonly Program[];
  readonly purpose: Purpose | null;
  readonly write: ReachedAccess;
  readonly read: ReachedAccess;
  /** Proved when both are. */
  readonly certainty: Certainty;
  /** What is missing costs little, or nothing tells what it is for and it is not asked for what somebody else put in. */
  readonly weak: boolean;
  /** The setting without which nothing is counted in it; null where it counts as the program comes. */
  readonly setting: string | null;
}

/** Whether a cell is a collection that some code changes; others are not even looked at. */
export function isCandidate(cell: StateCell): boolean {
  const collections: readonly StateCell['shape'][] = ['map', 'set', 'list', 'counter', 'weak'];
  if (collections.includes(cell.shape)) return entriesIn(cell).length > 0;
  // A plain object is a collection only where entries go in under keys that the program does not spell out.
  return (
    cell.shape === 'record' &&
    entriesIn(cell).some(({ key, operation }) => key !== null || operation.kind === 'container')
  );
}

function entriesIn(cell: StateCell): readonly CellAccess[] {
  return growthOf(cell).filter((access) => access.key?.kind !== 'literal' || cell.shape !== 'record');
}

/** Asks all gates of a collection in their order; the answer is what a rule can report, or why it stays silent. */
export function keptCollection(context: RuleContext, cell: StateCell): KeptCollection | Stop {
  return judgedIn(context)(cell);
}

// Each rule that tells some of the collections asks about all of them.
const judgedIn = remembered((context: RuleContext) => remembered((cell: StateCell) => judged(context, cell)));

function judged(context: RuleContext, cell: StateCell): KeptCollection | Stop {
  const { graph } = context;
  const purpose = [withSpent, withTickets, withStates, withLimit, withFlood].reduce<Purpose | null>(
    (told, refined) => refined(graph, cell, told),
    purposeOf(graph, cell),
  );
  const growth = entriesIn(cell);
  const write = bestWriter(graph, cell, growth);
  const limits = limitsIn(graph, cell);
  const all =
    limits.length > 0
      ? limits
      : cell.accesses.filter((access) => isReading(graph, cell, access) && !isSweep(cell, access.function));
  const others = all.filter((access) => !onlyBegins(graph, cell, access));
  const asking = withoutOwnSocket(graph, growth, others);
  const read = bestReader(graph, cell, isSpent(purpose) ? asking.filter(isBeside(write)) : asking, write);
  const stopped = firstStop([
    () => scopeStop(context, cell.file),
    () => lifetimeStop(context, cell),
    () =>
      momentStop(
        graph,
        growth.map((access) => access.function),
        'This collection',
      ),
    () => dualModeStop(graph, cell),
    () => twinStop(graph, cell),
    () => roleStop(graph, cell, purpose),
    () => neverFilledStop(graph, cell, growth),
    () => filledOnceStop(graph, cell),
  ]);
  if (stopped !== null) return stopped;
  if (isWorkList(context, cell)) {
    return { gate: 'role', reason: 'It is a queue of work, which is told as that.' };
  }
  if (asking.length > 0 && asking.every((access) => isCleaning(graph, access) && !isAsked(graph, access))) {
    return { gate: 'role', reason: 'Only what tidies up asks for its entries, and gives nobody an answer.' };
  }
  if (others.length === 0 && all.length > 0) {
    return {
      gate: 'role',
      reason: 'Whoever asks for an entry only begins one to put something into, and answers nobody.',
    };
  }
  if (asking.length === 0 && all.length > 0) {
    return { gate: 'role', reason: 'Each socket asks for its own entry alone, and stays with one instance.' };
  }
  if (write === null) {
    return { gate: 'role', reason: 'While the service works, only what was found in it is seen to be put back.' };
  }
  if (read === null && cell.accesses.some((access) => takesAny(access) && workReach(graph, access.function) !== null)) {
    return {
      gate: 'role',
      reason: 'What takes its entries out again asks for none in particular, so each instance works off its own.',
    };
  }
  if (read === null) {
    return { gate: 'role', reason: 'No request, socket, queue or timer reads it again, so nothing misses an entry.' };
  }
  const certainty = write.reach.certainty === 'proved' && read.reach.certainty === 'proved' ? 'proved' : 'possible';
  const ownMarks = ownPurposeOf(graph, cell) === null ? ownMarksStop(graph, cell, asking) : null;
  if (ownMarks !== null) return ownMarks;
  const ownConnection = ownConnectionStop(graph, [...growth, ...asking]);
  if (ownConnection !== null) return ownConnection;
  const refilled = refilledStop(graph, cell, asking);
  if (refilled !== null) return refilled;
  const readThrough = readThroughStop(graph, cell, asking);
  if (readThrough !== null) return readThrough;
  const begunAnew = begunAnewStop(graph, cell, asking);
  if (begunAnew !== null) return begunAnew;
  const ownKey = ownKeyStop(graph, [...growth, ...asking]);
  if (ownKey !== null) return ownKey;
  const isVague = purpose === null && !asksForOthers(graph, write, read);
  if (isVague && read.reach.entry?.function === write.reach.entry?.function) {
    return {
      gate: 'role',
      reason: 'Nothing tells what it is for, and nobody asks it for an entry that somebody else may have put in.',
    };
  }
  if (certainty === 'possible' && isOfOneRun(write, read)) {
    return {
      gate: 'role',
      reason: 'Who puts in and who asks may both be run by the same request, and no other is sure to ask.',
    };
  }
  // What else is kept behind a switch is wanted by whoever turns it on; a limit is a guard that somebody can do without.
  const setting =
    purpose?.title === 'Attempts and limits'
      ? switchedOffBy(
          graph,
          [write, read].flatMap(({ reach }) => conditionsOnWay(graph, reach)),
        )
      : null;
  return {
    kind: 'kept',
    cell,
    name: shownName(graph, cell),
    programs: servingThrough(context, cell.file, [write.reach, read.reach]),
    purpose: borneOut({ graph, cell, write: write.reach, read: read.reach, readKey: read.access.key }, purpose),
    write,
    read,
    certainty,
    // Others that surely ask come first, so that a reader for figures means that nothing else is sure to be missed.
    weak: isVague || purpose?.gravity === 'slight' || isForFigures(graph, read.reach) || setting !== null,
    setting,
  };
}

/** `jobs.shift()`: whichever entry is next, as a worker takes from its own queue. */
function takesAny({ kind, operation }: CellAccess): boolean {
  return (
    kind === 'remove' && operation.kind === 'container' && /^(?:shift|pop|splice|popleft)$/.test(operation.method ?? '')
  );
}

/** Whether an access stands in the function that fills: what was used up is asked for where it would be used again. */
function isBeside(write: ReachedAccess | null): (access: CellAccess) => boolean {
  return (access) => access.function === write?.access.function;
}

/** `tries[kind]` reaches every member of `tries` at the same places, so the first one is told for all of them. */
function twinStop(graph: ProgramGraph, cell: StateCell): Stop | null {
  const first = twinsOf(graph, cell).find((other) => other.site.span[0] < cell.site.span[0]);
  return first === undefined
    ? null
    : { gate: 'role', reason: `It is kept and asked at the same places as \`${first.name}\`, where this is told.` };
}

/** The other members of the object that holds it which all of its accesses reach, too. */
function twinsOf(graph: ProgramGraph, cell: StateCell): readonly StateCell[] {
  const places = ({ accesses }: StateCell): string => accesses.map(({ site }) => `${site.file} ${site.span}`).join();
  const own = places(cell);
  return graph.cells.filter(
    (other) =>
      other !== cell &&
      other.file === cell.file &&
      other.home.kind === cell.home.kind &&
      other.shape === cell.shape &&
      other.name.includes('.') &&
      holderOf(other) === holderOf(cell) &&
      places(other) === own,
  );
}

/** Its own name, or that of the object that holds it and others; what is a member of a kept object is told with that. */
function shownName(graph: ProgramGraph, cell: StateCell): string {
  if (twinsOf(graph, cell).length > 0) return ownName({ ...cell, name: holderOf(cell) });
  const holder = graph.cells.find(({ file, name }) => file === cell.file && name === holderOf(cell));
  return holder === undefined || !cell.name.includes('.') ? ownName(cell) : `${ownName(holder)}.${ownName(cell)}`;
}

function holderOf({ name }: StateCell): string {
  return name.slice(0, name.lastIndexOf('.'));
}

/** Whether both are reached from the same entry, in different functions, so that neither is known to be asked alone. */
function isOfOneRun(write: ReachedAccess, read: ReachedAccess): boolean {
  return (
    read.reach.certainty === 'possible' &&
    write.reach.certainty === 'possible' &&
    read.reach.entry !== null &&
    read.reach.entry.function === write.reach.entry?.function &&
    read.access.function !== write.access.function
  );
}

/** Whether the reader stands on a way of its own, or asks under a key that the program does not spell out. */
function asksForOthers(graph: ProgramGraph, write: ReachedAccess, read: ReachedAccess): boolean {
  const { key, function: owner, site } = read.access;
  if (key !== null) return !isProgramMade({ graph, file: site.file, function: owner }, key);
  return read.reach.moment !== 'timer' && read.reach.entry?.function !== write.reach.entry?.function;
}

/** Whether a function goes through a collection only to take out what is too old: it asks for nobody's entry. */
function isSweep(cell: StateCell, key: FunctionKey): boolean {
  const own = cell.accesses.filter((access) => access.function === key);
  return (
    own.some((access) => access.kind === 'iterate') &&
    own.some(
      ({ kind, operation }) =>
        kind === 'remove' && operation.inLoop && operation.guards.some(({ test }) => comparesOrder(test)),
    ) &&
    own.every((access) => ['iterate', 'remove', 'size', 'read'].includes(access.kind))
  );
}

/** Whether the function gives somebody what it found, or refuses to go on without it. */
function isAsked(graph: ProgramGraph, access: CellAccess): boolean {
  const operations = graph.functions.get(access.function)?.fact.operations ?? [];
  return operations.some(({ kind }) => kind === 'throw') || access.kind === 'escape';
}
