import type { DeclarationId, Reference, Value } from '../facts/values.ts';
import type { FileIndex } from './follow/file-index.ts';
import { keyOf, partsOf } from './follow/known.ts';
import { targetsOf } from './follow/targets.ts';
import type { World } from './follow/world.ts';
import type { CallReading } from './hits.ts';
import type { CallEdge } from './program-graph.ts';

/**
 * A queue of work runs what it is given: `jobs.push(() => …)`, where `push` puts the function in a list and something
 * takes it out of there again and calls it. Who gives the function makes it run, whatever else the queue holds.
 */
export function keptCallbackEdges(world: World, readings: readonly CallReading[]): readonly CallEdge[] {
  const queues = new Map<FileIndex, readonly Queue[]>();
  const queuesOf = (file: FileIndex): readonly Queue[] => {
    const known = queues.get(file) ?? queuesIn(file);
    queues.set(file, known);
    return known;
  };
  return readings.flatMap(({ file, call, callees }) => {
    const given = call.arguments.flatMap((argument, position) =>
      argument.kind === 'function' ? [{ to: keyOf(file.path, argument.function), position }] : [],
    );
    if (given.length === 0) return [];
    const takers = callees
      .flatMap((callee) => targetsOf(world, callee))
      .filter(({ takes, certainty }) => takes === 'arguments' && certainty === 'proved')
      .map((target) => partsOf(target.function));
    return given.flatMap(({ to, position }): readonly CallEdge[] => {
      const isRun = takers.some(({ file: path, id }) => {
        const at = world.files.get(path);
        const parameter = at?.code.functions[id]?.parameters[position];
        return at !== undefined && parameter !== undefined && isQueued(at, id, parameter, queuesOf(at));
      });
      const site = { file: file.path, span: call.calleeSpan };
      const from = keyOf(file.path, call.function);
      return isRun ? [{ from, to, certainty: 'proved', kind: 'callback', site }] : [];
    });
  });
}

/** A list whose items are taken out and called: by themselves, or one of their members. */
interface Queue {
  readonly home: string;
  readonly member: string;
}

function queuesIn(file: FileIndex): readonly Queue[] {
  const taken = new Map<number, string>();
  for (const { operations } of file.code.functions) {
    for (const each of operations) {
      if (each.kind !== 'container' || each.access !== 'remove' || each.key !== null || each.call === null) continue;
      const home = homeOf(each.target);
      if (home !== null) taken.set(each.call, home);
    }
  }
  if (taken.size === 0) return [];
  return file.code.calls.flatMap(({ callee: { root, path } }) => {
    if (path.length > 1) return [];
    const initial = root.kind === 'declared' ? file.code.declarations[root.declaration]?.initial : null;
    const call = root.kind === 'call' ? root.call : initial?.kind === 'call' ? initial.call : null;
    const home = call === null ? undefined : taken.get(call);
    return home === undefined ? [] : [{ home, member: path[0] ?? '' }];
  });
}

/** Whether a function puts its parameter in such a list, by itself or as the member that is called. */
function isQueued(file: FileIndex, id: number, parameter: DeclarationId, queues: readonly Queue[]): boolean {
  return (file.code.functions[id]?.operations ?? []).some((each) => {
    if (each.kind !== 'container' || each.access !== 'append' || each.value === null) return false;
    const home = homeOf(each.target);
    const item = itemOf(file, each.value);
    return queues.some((queue) => {
      if (queue.home !== home) return false;
      if (queue.member === '') return names(item, parameter);
      const held = item.kind === 'object' ? item.properties.find(({ key }) => key === queue.member) : undefined;
      return held !== undefined && names(held.value, parameter);
    });
  });
}

/** The object that a constant names: `const task = { work }; this.tasks.push(task)`. */
function itemOf(file: FileIndex, value: Value): Value {
  if (value.kind !== 'reference' || value.reference.path.length > 0) return value;
  const { root } = value.reference;
  const declaration = root.kind === 'declared' ? file.code.declarations[root.declaration] : undefined;
  const isObject = declaration?.kind === 'constant' && declaration.initial?.kind === 'object';
  return isObject ? (declaration.initial ?? value) : value;
}

function names(value: Value, parameter: DeclarationId): boolean {
  if (value.kind !== 'reference' || value.reference.path.length > 0) return false;
  const { root } = value.reference;
  return root.kind === 'declared' && root.declaration === parameter;
}

/** A field of a class's objects, or a variable of the file. */
function homeOf({ root, path }: Reference): string | null {
  if (root.kind === 'this' && path.length === 1) return `${root.class}.${path[0]}`;
  return root.kind === 'declared' && path.length === 0 ? `${root.declaration}` : null;
}
