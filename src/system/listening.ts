import type { ListenerCall, ProgramGraph } from '../link/program-graph.ts';
import { isSideCode } from './side-code.ts';

/** The file of a function's or class's key. */
export function fileOfEntry(key: string): string {
  return key.slice(0, key.lastIndexOf('#'));
}

/**
 * Whether a listener starts when the files of a program are loaded. A library's function that would listen if somebody
 * called it is no program.
 */
export function listensByItself(graph: ProgramGraph, listener: ListenerCall, files?: ReadonlySet<string>): boolean {
  return (graph.moments.get(listener.function) ?? []).some(({ moment, chain }) => {
    if (moment !== 'load' && moment !== 'boot') return false;
    const from = fileOfEntry(chain[0]?.from ?? listener.function);
    return files === undefined ? !isSideCode(from) : files.has(from);
  });
}

/** Whether files answer or take from a queue, which tells a service from a tool. */
export function isService(graph: ProgramGraph, files: ReadonlySet<string>): boolean {
  return (
    graph.listeners.some((listener) => files.has(listener.file) && listensByItself(graph, listener, files)) ||
    graph.entries.some(({ moment, function: key }) => moment === 'queue' && files.has(fileOfEntry(key)))
  );
}
