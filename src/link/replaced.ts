import type { FunctionId } from '../facts/values.ts';
import type { FileIndex } from './follow/file-index.ts';
import { keyOf, partsOf } from './follow/known.ts';
import type { World } from './follow/world.ts';
import type { CallReading } from './hits.ts';
import type { FunctionKey } from './program-graph.ts';

/**
 * Whether a method that a call finds on its own object belongs to a class whose objects never run the caller, because
 * the class has written it anew and does not call the one above: `Base.test` that calls `this.query()` never runs the
 * `query` of an heir that has a `test` of its own.
 */
export function replacesCaller(world: World, { file, call }: CallReading, target: FunctionKey): boolean {
  if (call.callee.root.kind !== 'this' || call.callee.path.length !== 1) return false;
  const by = methodAround(file, call.function);
  const caller = by === null ? undefined : file.code.functions[by];
  if (by === null || caller?.class == null || caller.name === '' || caller.static || caller.kind !== 'method')
    return false;
  const { file: path, id } = partsOf(target);
  const of = world.files.get(path)?.code.functions[id]?.class ?? null;
  const above = keyOf(file.path, caller.class);
  const heir = of === null ? null : keyOf(path, of);
  if (heir === null || heir === above) return false;
  const lineage = world.classes.lineage(heir);
  const until = lineage.findIndex(({ key }) => key === above);
  return lineage.slice(0, Math.max(until, 0)).some((entry) => {
    const own = world.classes.own(entry, caller.name, false);
    return own.length > 0 && !own.some(({ key }) => callsAbove(entry.file, partsOf(key).id, caller.name));
  });
}

function methodAround({ code }: FileIndex, from: FunctionId): FunctionId | null {
  for (let at: FunctionId | null = from; at !== null; at = code.functions[at]?.parent ?? null) {
    if (code.functions[at]?.class != null) return at;
  }
  return null;
}

/** Whether a method, or a function written in it, calls the one that it stands in for. */
function callsAbove(file: FileIndex, method: FunctionId, name: string): boolean {
  return file.code.calls.some(
    ({ callee: { root, path }, function: by }) =>
      path.at(-1) === name && (root.kind === 'super' || root.kind === 'declared') && methodAround(file, by) === method,
  );
}
