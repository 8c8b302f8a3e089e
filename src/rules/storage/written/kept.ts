import { runsAtStart } from '../../../gates/moment.ts';
import { callsBehind } from '../../../gates/origins.ts';
import { waysTo } from '../../../gates/ways.ts';
import type { CellAccess, Effect, FunctionKey, ProgramGraph, Reach } from '../../../link/program-graph.ts';

/** A request that asks in memory for what the process read from a file when it started. */
export interface Asked {
  readonly access: CellAccess;
  readonly way: Reach;
}

/**
 * `this.settings = JSON.parse(readFileSync(path))` in a constructor: whoever asks for the settings asks for the file as it
 * was when this instance started, and gets nothing of what another instance wrote there since.
 */
export function askedFromMemory(graph: ProgramGraph, effect: Effect, writing: ReadonlySet<FunctionKey>): Asked | null {
  const code = graph.facts.get(effect.site.file)?.code ?? null;
  if (code === null || !runsAtStart(graph, effect.function)) return null;
  for (const { accesses } of graph.cells) {
    const isFilled = accesses.some(
      ({ kind, value, function: key }) =>
        kind === 'assign' && key === effect.function && callsBehind(code, value).includes(effect.call),
    );
    if (!isFilled) continue;
    for (const access of accesses) {
      if (!asking.has(access.kind)) continue;
      const way = waysTo(graph, access.function, ['request']).find(
        ({ entry, certainty }) => certainty === 'proved' && entry !== null && !writing.has(entry.function),
      );
      if (way !== undefined) return { access, way };
    }
  }
  return null;
}

const asking: ReadonlySet<CellAccess['kind']> = new Set(['read', 'test', 'iterate', 'size', 'escape']);
