import type { Catalog } from '../catalog/types.ts';
import type { Entry, ProgramGraph } from '../link/program-graph.ts';
import type { Draft } from './find-programs.ts';
import { fileOfEntry } from './listening.ts';
import type { Program } from './types.ts';

/** What a program is for: it answers, it takes from a queue, it runs by the clock, or none of these. */
export function roleOf(graph: ProgramGraph, catalog: Catalog, draft: Draft, runsAsUnit: boolean): Program['role'] {
  if (draft.origin === 'tool' && !runsAsUnit) return 'other';
  if (draft.role !== undefined) return draft.role;
  const entries = graph.entries.filter((entry) => draft.files.has(fileOfEntry(entry.function)));
  if (draft.listens || entries.some((entry) => answers(entry) && (runsAsUnit || isCalledByPlace(catalog, entry)))) {
    return 'server';
  }
  const uses = graph.uses.filter(({ file }) => draft.files.has(file));
  if (has(entries, 'queue') || uses.some(({ pattern }) => pattern.role === 'queue-worker')) return 'worker';
  if (has(entries, 'timer') || uses.some(({ pattern }) => pattern.role === 'schedule')) return 'scheduler';
  return 'other';
}

function answers({ moment }: Entry): boolean {
  return moment === 'request' || moment === 'socket';
}

function has(entries: readonly Entry[], moment: Entry['moment']): boolean {
  return entries.some((entry) => entry.moment === moment);
}

/** Entries that a framework finds by file or decorator answer without a listener in sight. */
function isCalledByPlace(catalog: Catalog, entry: Entry): boolean {
  const framework = catalog.frameworks.find(({ id }) => id === entry.framework);
  return (
    framework?.entries.some(
      ({ kind, moment }) => moment === entry.moment && (kind === 'file' || kind === 'decorator'),
    ) === true
  );
}
