import { fallsBack, type Value } from '../../../facts/values.ts';
import type { Chance } from '../../../gates/chance.ts';
import type { ProgramGraph } from '../../../link/program-graph.ts';

/** Whether the name that chance is kept under is only taken behind something else: `options.secret || fallback`. */
export function standsIn(graph: ProgramGraph, { site }: Chance): boolean {
  const code = graph.facts.get(site.file)?.code ?? null;
  const kept = (code?.declarations ?? []).findIndex(
    ({ initial }) => initial !== null && initial.span[0] <= site.span[0] && site.span[1] <= initial.span[1],
  );
  return code !== null && kept >= 0 && isBehind([code.functions, code.calls, code.declarations], kept);
}

/** Facts are plain data, so that every value in them can be met wherever it stands. */
function isBehind(given: unknown, kept: number): boolean {
  if (typeof given !== 'object' || given === null) return false;
  if ('kind' in given && given.kind === 'operator') {
    const { operator, right } = given as Extract<Value, { readonly kind: 'operator' }>;
    if (fallsBack(operator) && isMention(right, kept)) return true;
  }
  return Object.values(given).some((inner) => isBehind(inner, kept));
}

function isMention(value: Value, kept: number): boolean {
  if (value.kind !== 'reference') return false;
  const { root } = value.reference;
  return root.kind === 'declared' && root.declaration === kept;
}
