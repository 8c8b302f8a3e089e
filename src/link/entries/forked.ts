import type { Value } from '../../facts/values.ts';
import type { FileIndex } from '../follow/file-index.ts';
import type { World } from '../follow/world.ts';
import type { CallReading } from '../hits.ts';
import type { ImportEdge } from '../program-graph.ts';
import type { Registrations } from './registrations.ts';

/**
 * A file that is started by its path, and that no file imports, is a process of its own: what its parent tells it by
 * messages runs beside the service and shares no memory with it, so its messages are no way to what the service keeps.
 */
export function withoutForked(
  world: World,
  found: Registrations,
  readings: readonly CallReading[],
  imports: ReadonlyMap<string, readonly ImportEdge[]>,
): Registrations {
  const messages = found.starts.filter(({ entry }) => entry.framework === 'node' && entry.moment === 'queue');
  if (messages.length === 0) return found;
  const started = new Set(readings.flatMap((reading) => pathStarted(world, reading)));
  const imported = new Set([...imports.values()].flatMap((edges) => edges.map(({ to }) => to)));
  const isForked = (path: string): boolean => !imported.has(path) && started.has(nameOf(path));
  const starts = found.starts.filter((start) => !messages.includes(start) || !isForked(start.entry.site.file));
  return { ...found, starts };
}

const starting = new Set(['fork', 'spawn']);

/** The name of the file that `fork(path)` starts, or `spawn(process.execPath, [path])`. */
function pathStarted(world: World, { file, call, callees }: CallReading): readonly string[] {
  const isStart = callees.some(
    (callee) => callee.kind === 'external' && callee.module === 'child_process' && starting.has(callee.name),
  );
  if (!isStart) return [];
  return call.arguments.slice(0, 2).flatMap((argument) => {
    const values = argument.kind === 'list' ? argument.items : [argument];
    return values.flatMap((value) => {
      const end = lastText(world, file, value, 0);
      return end !== null && /\.[cm]?[jt]s$/.test(end) ? [nameOf(end)] : [];
    });
  });
}

/** The last text of a path, of which the folder is mostly known only when it runs: `${__dirname}/daemon.js`. */
function lastText(world: World, file: FileIndex, value: Value, depth: number): string | null {
  if (depth > 4) return null;
  const next = (inner: Value | undefined): string | null =>
    inner === undefined ? null : lastText(world, file, inner, depth + 1);
  switch (value.kind) {
    case 'literal':
      return typeof value.value === 'string' ? value.value : null;
    case 'concatenation':
    case 'path-join':
      return next(value.parts.at(-1));
    case 'call': {
      // `new URL('./daemon.js', import.meta.url)` says the path first, and so does what makes a path of it.
      const call = file.code.calls[value.call];
      return next(call?.construct === true ? call.arguments[0] : call?.arguments.at(-1));
    }
    case 'reference': {
      const [known] = world.reference(file, value.reference);
      const inside = known === undefined ? undefined : world.files.get(known.file);
      if (known?.kind === 'literal') return typeof known.value === 'string' ? known.value : null;
      if (known?.kind === 'value' && inside !== undefined) return lastText(world, inside, known.value, depth + 1);
      const { root, path } = value.reference;
      const initial =
        root.kind === 'declared' && path.length === 0 ? file.code.declarations[root.declaration]?.initial : null;
      return initial?.kind === 'call' ? next(initial) : null;
    }
    default:
      return null;
  }
}

/** The name of a file without folder and ending, since what runs was often compiled. */
function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1).replace(/\.[cm]?[jt]sx?$/, '');
}
