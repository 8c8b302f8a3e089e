import { argumentOf } from '../link/evaluate.ts';
import type { LibraryUse, Meaning, ProgramGraph } from '../link/program-graph.ts';

/** Milliseconds for which a run stays claimed; a job that starts more often would be left out at times. */
const claimed = 30_000;

/** Whether a clock is seen to start its job more often than runs can be told apart. */
export function startsOften(graph: ProgramGraph, use: LibraryUse): boolean {
  const { when } = use.pattern;
  if (when === undefined) return false;
  const written = when.kind === 'position' ? use.fact.arguments.at(when.position) : undefined;
  // `CronExpression.EVERY_10_SECONDS`.
  const named = written?.kind === 'reference' ? (written.reference.path.at(-1) ?? '') : '';
  if (/SECOND/.test(named)) return true;
  // A rule of several fields may name seconds.
  if (written?.kind === 'object') return true;
  return argumentOf(graph, use, when).meanings.some(isOftenMeant);
}

function isOftenMeant(meaning: Meaning): boolean {
  if (meaning.kind === 'environment') return meaning.fallback.some(isOftenMeant);
  return meaning.kind === 'literal' && isOften(meaning.value);
}

/** Milliseconds, or a time of cron with a field for seconds that names more than one. */
function isOften(value: string | number | boolean | null): boolean {
  if (typeof value === 'number') return value <= claimed;
  const fields = String(value).trim().split(/\s+/);
  return fields.length === 6 && !/^\d+$/.test(fields[0] ?? '');
}
