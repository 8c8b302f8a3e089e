import { partsOf } from '../../../facts/value-parts.ts';
import type { FunctionId, Value } from '../../../facts/values.ts';
import type { RuleContext } from '../../../findings/rule.ts';
import { conditionsOnWay } from '../../../gates/conditions.ts';
import { effectsUnder } from '../../../gates/exclusive.ts';
import type { UploadWork } from '../../../gates/files/uploads.ts';
import { leavesOutProduction } from '../../../gates/guard.ts';
import { lastName } from '../../../gates/origins.ts';
import type { Stop } from '../../../gates/stop.ts';
import { withSameRequests } from '../../../gates/ways.ts';
import { reachableEffects } from '../../../link/effects.ts';
import type { FileAccess } from '../../../link/paths/accesses.ts';
import { isSameFile } from '../../../link/paths/same-file.ts';
import type { Effect, FunctionKey, ProgramGraph, Reach } from '../../../link/program-graph.ts';

export function guardStop({ graph }: RuleContext, { effect }: FileAccess): Stop | null {
  return effect.operation.guards.some((guard) => leavesOutProduction(graph, effect.site.file, guard))
    ? { gate: 'guard', reason: 'It is written only outside production.' }
    : null;
}

/** What an upload brought is the business of the rule for uploads; what is written beside it under a name of its own is not. */
export function uploadStop(
  { graph }: RuleContext,
  write: FileAccess,
  ways: readonly Reach[],
  uploads: UploadWork,
): Stop | null {
  const { site } = write.effect;
  const isOfUpload =
    uploads.writes.has(`${site.file}:${site.span[0]}`) ||
    (write.shapes.every((shape) => shape.includes('*')) &&
      looksAtUpload(graph, write.effect.function) &&
      ways.every(({ entry }) => entry !== null && uploads.handlers.has(entry.function)));
  return isOfUpload
    ? { gate: 'role', reason: 'It is what an upload brought, which `upload-local-disk` judges.' }
    : null;
}

/** Whether a function, or one written around it, mentions what came with the request: `request.file`, `files`. */
function looksAtUpload(graph: ProgramGraph, key: FunctionKey): boolean {
  const node = graph.functions.get(key);
  const code = node === undefined ? null : (graph.facts.get(node.file)?.code ?? null);
  if (node === undefined || code === null) return true;
  const around = new Set<FunctionId>();
  for (let at: FunctionId | null = node.id; at !== null; at = code.functions[at]?.parent ?? null) around.add(at);
  // A framework that goes by decorators may hand the file over under any name.
  if ([...around].some((id) => (code.functions[id]?.decorators.length ?? 0) > 0)) return true;
  const isUpload = (value: Value): boolean =>
    value.kind === 'reference' ? value.reference.path.some(isFileName) : partsOf(value).some(isUpload);
  return (
    code.calls.some(
      ({ function: by, callee, arguments: given }) =>
        around.has(by) && (callee.path.slice(0, -1).some(isFileName) || given.some(isUpload)),
    ) || code.declarations.some(({ function: by, initial }) => around.has(by) && initial !== null && isUpload(initial))
  );
}

function isFileName(name: string): boolean {
  return name === 'file' || name === 'files';
}

export function logStop({ shapes }: FileAccess): Stop | null {
  const isLog = shapes.every((shape) => /(?:\.log|(?:^|\/)logs?\/[^/]*)$/i.test(shape));
  return isLog ? { gate: 'role', reason: 'It is a log, in which each instance notes its own work.' } : null;
}

const copying = /^(?:copy|cp|copyFile)(?:Sync)?$/;

/** What a function that is told nothing copies lies on the disk already, so each instance that is asked copies the same. */
export function copiedStop({ graph }: RuleContext, { effect }: FileAccess): Stop | null {
  const node = graph.functions.get(effect.function);
  const code = graph.facts.get(node?.file ?? '')?.code ?? null;
  if (node === undefined || code === null || !copying.test(lastName(code, effect.call))) return null;
  for (let at: FunctionId | null = node.id; at !== null && at !== 0; at = code.functions[at]?.parent ?? null) {
    const fact = code.functions[at];
    if (fact === undefined || fact.parameters.length > 0 || fact.class !== null) return null;
  }
  return {
    gate: 'role',
    reason: 'It copies what lies on the disk already, the same for whoever asks, so each instance makes its own.',
  };
}

/** Whether every request that writes the file is done with it: it removes it again, or puts it into object storage. */
export function doneWithStop(
  { graph }: RuleContext,
  write: FileAccess,
  ways: readonly Reach[],
  accesses: readonly FileAccess[],
): Stop | null {
  const removals = accesses.filter((each) => removes(write, each));
  const isDone = (test: (effect: Effect) => boolean): boolean =>
    ways.every((way) =>
      [...withSameRequests(graph, [way])].some((key) => reachableEffects(graph, key).some((effect) => test(effect))),
    );
  if (isDone((effect) => effect.effect === 'object-write') && !isOtherBranch(graph, write, ways)) {
    return {
      gate: 'shared',
      reason: 'The request that writes it knows object storage, where every instance finds it.',
    };
  }
  return isDone((effect) => removals.some((each) => each.effect === effect))
    ? { gate: 'lifetime', reason: 'The request that writes it removes it again before it is done.' }
    : null;
}

/**
 * Whether object storage is what other runs choose: no way on which the disk is written comes to it as well, as where one
 * branch of a setting uploads and the other one writes.
 */
export function isOtherBranch(graph: ProgramGraph, { effect }: FileAccess, ways: readonly Reach[]): boolean {
  const own = effect.operation.guards.map((guard) => ({ file: effect.site.file, guard }));
  return ways.some((way) => {
    const conditions = [...own, ...conditionsOnWay(graph, way)];
    if (conditions.length === 0) return false;
    return ![...withSameRequests(graph, [way])].some((key) =>
      effectsUnder(graph, key, conditions).some((each) => each.effect === 'object-write'),
    );
  });
}

/** A removal of the same file, or of the folder around it, behind the write and not for a failure alone. */
function removes(write: FileAccess, { effect, shapes }: FileAccess): boolean {
  if (effect.effect !== 'file-remove') return false;
  if (effect.operation.inCatch === true && !effect.operation.inFinally) return false;
  const isBehind = effect.function !== write.effect.function || effect.site.span[0] > write.effect.site.span[0];
  return isBehind && write.shapes.some((written) => shapes.some((shape) => isSameFile(written, shape, 'folder')));
}
