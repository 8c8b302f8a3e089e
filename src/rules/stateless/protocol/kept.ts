import { workReach } from '../../../gates/moment.ts';
import { optionOf } from '../../../link/evaluate.ts';
import type { LibraryUse, ProgramGraph, Site, StateCell } from '../../../link/program-graph.ts';

/** Where a session stands between two requests; no place where the library keeps it, or the whole process has one. */
export interface KeptSession {
  readonly site: Site | null;
}

/** Where what a use makes is kept for the requests that follow; null where nothing is seen to keep it. */
export function keptSession(graph: ProgramGraph, use: LibraryUse): KeptSession | null {
  const byCode = use.pattern.clientSessions?.keptByCode;
  if (byCode === undefined || workReach(graph, use.function) === null) return { site: null };
  const beside = [use.file, ...(graph.imports.get(use.file) ?? []).map(({ to }) => to)];
  const cell = beside
    .map((file) => graph.cells.find((each) => each.file === file && isFilled(graph, each)))
    .find(isCell);
  if (cell !== undefined) return { site: cell.site };
  return optionOf(graph, use, byCode.toldBy).state === 'present' ? { site: null } : null;
}

function isCell(cell: StateCell | undefined): cell is StateCell {
  return cell !== undefined;
}

/** Entries come while requests are answered, under keys: one for each session. */
function isFilled(graph: ProgramGraph, { accesses }: StateCell): boolean {
  return accesses.some(
    ({ kind, key, function: by }) => kind === 'write' && key !== null && workReach(graph, by) !== null,
  );
}
