import { fallsBack, type Value } from '../../../facts/values.ts';
import type { Chance } from '../../../gates/chance.ts';
import type { ProgramGraph } from '../../../link/program-graph.ts';
import { contains } from '../../../text/spans.ts';

/**
 * Whether chance, or the name that it is kept under, is only taken behind something else: `options.secret || fallback`,
 * `settings.key if settings.key else fallback`.
 */
export function standsIn(graph: ProgramGraph, { site }: Chance): boolean {
  const code = graph.facts.get(site.file)?.code ?? null;
  const kept = (code?.declarations ?? []).findIndex(
    ({ initial }) => initial !== null && initial.span[0] <= site.span[0] && site.span[1] <= initial.span[1],
  );
  const isChance = (value: Value): boolean => contains(value.span, site.span) || (kept >= 0 && isMention(value, kept));
  return code !== null && isBehind([code.functions, code.calls, code.declarations], isChance);
}

/** Facts are plain data, so that every value in them can be met wherever it stands. */
function isBehind(given: unknown, isChance: (value: Value) => boolean): boolean {
  if (typeof given !== 'object' || given === null) return false;
  if ('kind' in given && given.kind === 'operator') {
    const { operator, right } = given as Extract<Value, { readonly kind: 'operator' }>;
    if (fallsBack(operator) && isChance(right)) return true;
  }
  if ('kind' in given && given.kind === 'conditional') {
    const { then, otherwise } = given as Extract<Value, { readonly kind: 'conditional' }>;
    const isOther = (value: Value) => value.kind === 'call' || value.kind === 'reference';
    if ((isChance(then) && isOther(otherwise)) || (isChance(otherwise) && isOther(then))) return true;
  }
  return Object.values(given).some((inner) => isBehind(inner, isChance));
}

function isMention(value: Value, kept: number): boolean {
  if (value.kind !== 'reference') return false;
  const { root } = value.reference;
  return root.kind === 'declared' && root.declaration === kept;
}
