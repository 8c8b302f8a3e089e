import { conditionsAt } from '../../../gates/conditions.ts';
import { wantsFile } from '../../../gates/databases/of-file.ts';
import { openedFile } from '../../../gates/databases/opened.ts';
import type { Stop } from '../../../gates/stop.ts';
import type { FunctionKey, ProgramGraph, Site } from '../../../link/program-graph.ts';
import type { Program } from '../../../system/types.ts';
import { baseNameOf } from '../../../text/paths.ts';

/** Why no start that instances share comes to the call: all ways are commands of their own, or for a file of each instance. */
export function wayStop(graph: ProgramGraph, key: FunctionKey, site: Site, programs: readonly Program[]): Stop | null {
  if (isCommandAlone(graph, key, new Set())) {
    return { gate: 'moment', reason: 'It is a command of its own, which somebody runs, and no part of the start.' };
  }
  if (isForFile(graph, key, site, new Set()) || haveFileOnly(graph, programs)) {
    return { gate: 'shared', reason: 'The database is a file here, so each instance changes its own.' };
  }
  return null;
}

/** Names of commands that go on to serve, so that what they do first is done at the start. */
export const serves = /serv|start|run|web|^up$|main/i;

/** Whether every way to a function begins at a command of its own that is not named after serving. */
function isCommandAlone(graph: ProgramGraph, key: FunctionKey, seen: Set<FunctionKey>): boolean {
  const node = graph.functions.get(key);
  if (node === undefined || node.fact.kind === 'module') return false;
  if (node.fact.decorators.some(({ reference }) => reference.path.at(-1) === 'command')) {
    // `main` says nothing, and its file is then named after what it does.
    const name = node.fact.name === 'main' ? baseNameOf(node.file) : (node.fact.name ?? '');
    return !serves.test(name);
  }
  seen.add(key);
  const callers = (graph.callers.get(key) ?? []).filter(({ kind, from }) => kind !== 'load' && !seen.has(from));
  return callers.length > 0 && callers.every(({ from }) => isCommandAlone(graph, from, seen));
}

/** Whether every way to a place is under a condition that wants the database to be a file, or a command of its own. */
function isForFile(graph: ProgramGraph, key: FunctionKey, site: Site, seen: Set<FunctionKey>): boolean {
  const isUnder = conditionsAt(graph, site.file, key, site.span).some(({ file, guard }) => {
    const code = graph.facts.get(file)?.code ?? null;
    return code !== null && guard.holds && wantsFile(code, guard.test);
  });
  if (isUnder) return true;
  const node = graph.functions.get(key);
  if (node === undefined || node.fact.kind === 'module' || seen.has(key)) return false;
  seen.add(key);
  const callers = (graph.callers.get(key) ?? []).filter(({ kind, from }) => kind !== 'load' && !seen.has(from));
  const asked = callers.filter(({ from }) => !isCommandAlone(graph, from, new Set()));
  return asked.length > 0 && asked.every((edge) => isForFile(graph, edge.from, edge.site, seen));
}

/** Whether all that these programs open is a file at a place which is written down. */
function haveFileOnly(graph: ProgramGraph, programs: readonly Program[]): boolean {
  const databases = graph.uses.filter(
    ({ pattern, file }) =>
      (pattern.databaseFile !== undefined || pattern.connects?.engine !== undefined) &&
      ['database-client', 'database-pool'].includes(pattern.role) &&
      programs.some(({ files }) => files.has(file)),
  );
  return (
    databases.length > 0 &&
    databases.every((use) => {
      const opened = use.pattern.databaseFile === undefined ? null : openedFile(graph, use);
      return opened !== null && !('gate' in opened) && opened.path !== null && opened.unless.length === 0;
    })
  );
}
