import type { FunctionKey, LibraryUse, ProgramGraph } from '../link/program-graph.ts';
import { isSideCode } from './side-code.ts';

/** The file of a function's or class's key. */
export function fileOfEntry(key: string): string {
  return key.slice(0, key.lastIndexOf('#'));
}

/** A function of a file that somebody must call for anything to happen. */
interface Called {
  readonly function: FunctionKey;
}

/**
 * Whether a listener or a worker starts when files are loaded. A library's function that would start it if somebody
 * called it makes no program. Without `files`, those of any file but tests count.
 */
export function startsByItself(graph: ProgramGraph, call: Called, files?: ReadonlySet<string>): boolean {
  return (graph.moments.get(call.function) ?? []).some(({ moment, chain }) => {
    if (moment !== 'load' && moment !== 'boot') return false;
    const from = fileOfEntry(chain[0]?.from ?? call.function);
    return files === undefined ? !isSideCode(from) : files.has(from);
  });
}

/** Whether files answer or take from a queue, which tells a service from a tool. */
export function isService(graph: ProgramGraph, files: ReadonlySet<string>): boolean {
  return (
    graph.listeners.some((listener) => files.has(listener.file) && startsByItself(graph, listener, files)) ||
    queueWorkers(graph).some((use) => files.has(use.file) && startsByItself(graph, use, files))
  );
}

export function queueWorkers(graph: ProgramGraph): readonly LibraryUse[] {
  return graph.uses.filter(({ pattern }) => pattern.role === 'queue-worker');
}
