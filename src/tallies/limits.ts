import { optionOf } from '../link/evaluate.ts';
import { placeOf } from '../link/places.ts';
import type { LibraryUse, ProgramGraph, Site } from '../link/program-graph.ts';
import { provenanceOf } from '../plan/provenance.ts';
import { type Limit, limitOf } from '../rules/rate-limiting/limit/limit.ts';
import { rateNames } from '../rules/rate-limiting/limit/rate-text.ts';
import { windowText } from '../rules/rate-limiting/limit/window-text.ts';
import { isSaid } from './firm.ts';
import type { Tally, TallyInput, TallyLine } from './tally.ts';

const rule = 'ratelimit-memory-store';

/** What every limit comes to that a limiter's call says, by what the rule of such limits found out about it. */
export function limitTallies(input: TallyInput): readonly Tally[] {
  return input.graph.uses.flatMap((use): readonly Tally[] => {
    if (use.pattern.role !== 'rate-limiter') return [];
    const sites = sitesOf(input.graph, use);
    const limit = sites.length === 0 ? null : limitOf(input.graph, use);
    const told = limit === null ? null : toldOf(input, use, limit);
    if (told === null) return [];
    return sites.map(({ site, written }) => ({ site, written, ...told }));
  });
}

function toldOf(input: TallyInput, use: LibraryUse, limit: Limit): Pick<Tally, 'product' | 'lines'> | null {
  const found = input.findings.find(
    ({ ruleId, subject }) => ruleId === rule && subject.kind === 'use' && subject.id === use.id,
  );
  if (found === undefined) return sharedOf(input, use, limit);
  const { instances, source } = found.evidence;
  // A route may have a number of its own, which the finding then speaks of.
  if (found.evidence.limit !== limit.count || instances === null || source === null) return null;
  const window = windowText(limit.windowMilliseconds);
  if (!isSaid(source)) {
    const text = `Each instance allows ${limit.count}${window} in its own memory; nothing says how many run.`;
    return { product: null, lines: [line(text)] };
  }
  const product = `${limit.count} × ${instances} = ${limit.count * instances}${window}`;
  const more =
    instances === 1 ? `a second instance makes it ${limit.count * 2}` : 'each instance counts in its own memory';
  return { product, lines: [{ text: `${product}: ${more}.`, sources: [provenanceOf(source, input)] }] };
}

/** A limit that all instances count together is what it says. */
function sharedOf(input: TallyInput, use: LibraryUse, limit: Limit): Pick<Tally, 'product' | 'lines'> | null {
  const { range } = placeOf(input.graph.facts, { file: use.file, span: use.fact.calleeSpan });
  const silence = input.silences.find(
    (each) =>
      each.ruleId === rule &&
      each.file === use.file &&
      each.range.start.line === range.start.line &&
      each.range.start.character === range.start.character,
  );
  if (silence?.gate !== 'shared') return null;
  const text = `${limit.count}${windowText(limit.windowMilliseconds)}, however many instances run. ${silence.reason}`;
  return { product: null, lines: [line(text)] };
}

function line(text: string): TallyLine {
  return { text, sources: [] };
}

/** Where the number, or the text with it, is written. */
function sitesOf(graph: ProgramGraph, use: LibraryUse): readonly Pick<Tally, 'site' | 'written'>[] {
  const pattern = use.pattern.limit;
  if (pattern === undefined) return [];
  const names =
    pattern.rates === undefined ? pattern.count.filter((name) => !name.includes('*')) : rateNames(use, pattern.rates);
  const option = names === null || names.length === 0 ? null : optionOf(graph, use, names);
  if (option?.state !== 'present') return [];
  const written = option.meanings.flatMap((meaning) =>
    meaning.kind === 'literal' ? [{ site: meaning.site, written: numberIn(meaning.value) }] : [],
  );
  return written.length > 0 ? written : keyOf(option.key);
}

function keyOf(site: Site | null): readonly Pick<Tally, 'site' | 'written'>[] {
  return site === null ? [] : [{ site, written: null }];
}

function numberIn(value: unknown): number | null {
  return typeof value === 'number' ? value : null;
}
