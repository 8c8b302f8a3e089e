import { type TemporaryPlace, temporaryPlaces } from '../../catalog/temporary-places.ts';
import type { CallFact, CodeFacts } from '../../facts/code.ts';
import { callOf, type Guard, type Operation } from '../../facts/operations.ts';
import type { CallId, DeclarationId, Value } from '../../facts/values.ts';
import type { FunctionKey, ProgramGraph } from '../../link/program-graph.ts';
import { namedValues } from '../named-values.ts';
import { lastName } from '../origins.ts';
import { functionsWithin, holds, isTold } from './told.ts';

/** A write to disk: the function that does it, the step, and the path that it was given. */
export interface WrittenPath {
  readonly function: FunctionKey;
  readonly operation: Operation;
  readonly subject: Value | null;
}

/**
 * Whether a file that a request writes is for that request alone: it is taken away again, or it stands under a name of
 * chance in a folder for what does not last, and nobody is told that name.
 */
export function isPassing(graph: ProgramGraph, written: WrittenPath): boolean {
  return isRemovedAgain(graph, written) || isOfBlock(graph, written) || isUnderUntoldName(graph, written);
}

const mostCallers = 3;

/** `with scratch_folder() as folder: …`: what is called around the write, or around each call that hands the folder on, removes what it made. */
function isOfBlock(graph: ProgramGraph, written: WrittenPath, depth = 0): boolean {
  if (isInBlock(graph, written)) return true;
  const { function: key, subject } = written;
  const node = graph.functions.get(key);
  const code = graph.facts.get(node?.file ?? '')?.code ?? null;
  if (node === undefined || code === null || subject === null || depth > 1) return false;
  const names = new Set<DeclarationId>();
  startsInPassingPlace(code, subject, names);
  const index = node.fact.parameters.findIndex((parameter) => names.has(parameter));
  const callers = index < 0 ? [] : (graph.callers.get(key) ?? []).filter(({ kind }) => kind !== 'load');
  return (
    callers.length > 0 &&
    callers.length <= mostCallers &&
    callers.every(({ from, call }) => {
      const caller = graph.functions.get(from);
      const step = caller?.fact.operations.find((each) => call !== undefined && callOf(each) === call);
      const given =
        call === undefined ? undefined : graph.facts.get(caller?.file ?? '')?.code?.calls[call]?.arguments[index];
      if (step === undefined || given === undefined) return false;
      return isOfBlock(graph, { function: from, operation: step, subject: given }, depth + 1);
    })
  );
}

function isInBlock(graph: ProgramGraph, { function: key, operation, subject }: WrittenPath): boolean {
  const code = graph.facts.get(graph.functions.get(key)?.file ?? '')?.code ?? null;
  const around = operation.insideCallOf === null ? undefined : code?.calls[operation.insideCallOf];
  if (code === null || around === undefined || subject === null) return false;
  const names = new Set<DeclarationId>();
  startsInPassingPlace(code, subject, names);
  const isFromThere = [...names].some((name) =>
    namedValues(code, name).some((value) => value.kind === 'call' && value.call === operation.insideCallOf),
  );
  return (
    isFromThere &&
    (graph.callees.get(key) ?? [])
      .filter(({ site, certainty }) => site.span[0] === around.calleeSpan[0] && certainty === 'proved')
      .some(({ to }) =>
        (graph.effects.get(to) ?? []).some((each) => each.effect === 'file-remove' && each.operation.inCatch !== true),
      )
  );
}

/**
 * The language made the name up, so that only who is told it can ask for the file. Where the request removes it at some
 * point, what it does with the name before that does not matter.
 */
function isUnderUntoldName(graph: ProgramGraph, { function: key, operation, subject }: WrittenPath): boolean {
  const node = graph.functions.get(key);
  const code = node === undefined ? null : (graph.facts.get(node.file)?.code ?? null);
  if (node === undefined || code === null || subject === null) return false;
  const names = new Set<DeclarationId>();
  startsInPassingPlace(code, subject, names);
  const values = [subject, ...[...names].flatMap((name) => namedValues(code, name))];
  if (!values.some((value) => isMadeUp(code, value))) return false;
  // A descriptor and the path beside it are names of one file.
  code.declarations.forEach(({ initial }, declaration) => {
    if (initial?.kind !== 'reference' || initial.reference.root.kind !== 'call') return;
    const { call } = initial.reference.root;
    const isSame = (value: Value): boolean =>
      value.kind === 'reference' && value.reference.root.kind === 'call' && value.reference.root.call === call;
    if (values.some(isSame)) names.add(declaration);
  });
  const isRemoved = [...functionsWithin(code, node.id)].some((id) =>
    (graph.effects.get(`${node.file}#${id}`) ?? []).some(
      ({ effect, subject: removed, operation: removal }) =>
        effect === 'file-remove' &&
        removed !== null &&
        // A function that is written before it may run after it.
        (`${node.file}#${id}` !== key || removal.span[0] > operation.span[0]) &&
        (removal.inCatch !== true || removal.inFinally) &&
        holds(code, removed, names),
    ),
  );
  return isRemoved || !isTold(graph, { key, names }, callOf(operation));
}

/** The file or folder that a call made under a name of chance, or a member of what it gave: `file.name`. */
function isMadeUp(code: CodeFacts, value: Value): boolean {
  if (value.kind === 'reference' && value.reference.root.kind === 'call')
    return isOfChance(code, value.reference.root.call);
  if (value.kind === 'path-join' || value.kind === 'concatenation') {
    return value.parts[0] !== undefined && isMadeUp(code, value.parts[0]);
  }
  return value.kind === 'call' && isOfChance(code, value.call);
}

function isOfChance(code: CodeFacts, call: CallId): boolean {
  const name = lastName(code, call);
  return temporaryPlaces.some((place) => place.named === 'chance' && place.names.includes(name));
}

/**
 * Whether the function that writes the file takes it away again before it is done: it removes that path or its folder, in
 * `finally` or wherever it was written, or the place is one that removes itself. A removal behind a failure alone, or
 * under a condition of its own, leaves the file there when all went well.
 */
function isRemovedAgain(graph: ProgramGraph, { function: key, operation, subject }: WrittenPath): boolean {
  const node = graph.functions.get(key);
  const code = node === undefined ? null : (graph.facts.get(node.file)?.code ?? null);
  if (code === null || subject === null) return false;
  const names = new Set<DeclarationId>();
  if (startsInPassingPlace(code, subject, names)) return true;
  return (graph.effects.get(key) ?? []).some(
    ({ effect, subject: removed, operation: removal }) =>
      effect === 'file-remove' &&
      removal.span[0] > operation.span[0] &&
      removal.inCatch !== true &&
      (removal.inFinally || isWithin(removal.guards, operation.guards)) &&
      removed?.kind === 'reference' &&
      removed.reference.root.kind === 'declared' &&
      names.has(removed.reference.root.declaration),
  );
}

/** Gathers the names that a path is or begins with; true as soon as one of them is a place that removes itself. */
function startsInPassingPlace(code: CodeFacts, value: Value, names: Set<DeclarationId>): boolean {
  switch (value.kind) {
    case 'reference': {
      const { root } = value.reference;
      if (root.kind === 'call') return isPassingPlace(code, root.call);
      if (root.kind !== 'declared' || names.has(root.declaration)) return false;
      names.add(root.declaration);
      return namedValues(code, root.declaration).some((each) => startsInPassingPlace(code, each, names));
    }
    case 'operator':
      return value.operator === '/' && value.left !== null && startsInPassingPlace(code, value.left, names);
    case 'path-join':
    case 'concatenation':
      return value.parts[0] !== undefined && startsInPassingPlace(code, value.parts[0], names);
    case 'call': {
      const [path] = code.calls[value.call]?.arguments ?? [];
      // A descriptor is of the path that it was opened with.
      if (lastName(code, value.call) === 'open' && path !== undefined) return startsInPassingPlace(code, path, names);
      return isPassingPlace(code, value.call);
    }
    default:
      return false;
  }
}

function isPassingPlace(code: CodeFacts, call: CallId): boolean {
  const fact = code.calls[call];
  const place = temporaryPlaces.find(({ names }) => names.includes(lastName(code, call)));
  return fact !== undefined && place?.removedBy === 'itself' && !stays(fact, place);
}

function stays(fact: CallFact, { staysWith }: TemporaryPlace): boolean {
  if (staysWith === undefined) return false;
  return fact.named.some(
    ({ key, value }) => key === staysWith.keyword && !(value.kind === 'literal' && value.value !== staysWith.value),
  );
}

/** Whether the removal asks for nothing that the write did not ask for. */
function isWithin(removal: readonly Guard[], write: readonly Guard[]): boolean {
  return removal.every(({ test, holds }) =>
    write.some((guard) => guard.holds === holds && guard.test.span.join() === test.span.join()),
  );
}
