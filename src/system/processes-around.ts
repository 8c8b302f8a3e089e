import type { Value } from '../facts/values.ts';
import { meaningsOf } from '../link/evaluate.ts';
import type { ProgramGraph, Site } from '../link/program-graph.ts';
import { joinPaths } from '../text/paths.ts';
import type { ProcessesFrom, ProcessWord } from './started.ts';

interface Around {
  readonly graph: ProgramGraph;
  readonly folder: string;
  /** Numbers that the container's environment sets, by name. */
  readonly numbers?: ReadonlyMap<string, { readonly value: number; readonly site: Site }>;
}

/** How many processes a starter makes by what stands around its command: the environment, then its own file of settings. */
export function processesAround(
  place: Around,
  { environment, file }: ProcessesFrom,
): { readonly count: ProcessWord; readonly site: Site } | null {
  const set = place.numbers?.get(environment);
  if (set !== undefined && Number.isInteger(set.value) && set.value > 0) return { count: set.value, site: set.site };
  const path = file === null ? null : joinPaths(place.folder, file.replace(/^python:/, ''));
  const code = path === null ? undefined : place.graph.facts.get(path)?.code;
  const workers = code?.declarations.find(({ name, function: holder }) => name === 'workers' && holder === 0);
  if (path === null || workers?.initial == null) return null;
  const site = { file: path, span: workers.initial.span };
  const count = countOf(place, path, workers.initial, 0);
  return count === null ? null : { count, site };
}

function countOf(place: Around, file: string, value: Value, depth: number): ProcessWord | null {
  if (depth > 4) return null;
  const code = place.graph.facts.get(file)?.code;
  if (value.kind === 'operator') {
    const sides = [value.left, value.right].flatMap((side) =>
      side === null ? [] : [countOf(place, file, side, depth + 1)],
    );
    return sides.includes('cores') ? 'cores' : null;
  }
  const call = value.kind === 'call' ? code?.calls[value.call] : undefined;
  if (call !== undefined && /^(?:cpu_count|process_cpu_count)$/.test(call.callee.path.at(-1) ?? '')) return 'cores';
  for (const meaning of meaningsOf(place.graph, file, value)) {
    const said = meaning.kind === 'environment' ? meaning.fallback[0] : meaning;
    const number = said?.kind === 'literal' ? Number(said.value) : Number.NaN;
    if (Number.isInteger(number) && number > 0) return number;
  }
  return null;
}
