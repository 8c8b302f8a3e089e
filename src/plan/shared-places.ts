import type { PlanInput, SharedPlace } from './types.ts';

/** What instances share already, one line for each place, sorted by place. */
export function sharedPlaces({ silences, rules }: Pick<PlanInput, 'silences' | 'rules'>): readonly SharedPlace[] {
  const titles = new Map(rules.map(({ id, title }) => [id, title]));
  const places = new Map<string, SharedPlace>();
  for (const { gate, ruleId, file, range, reason } of silences) {
    const key = `${file}:${range.start.line}`;
    if (gate !== 'shared' || places.has(key)) continue;
    places.set(key, { file, line: range.start.line, about: titles.get(ruleId) ?? ruleId, reason });
  }
  return [...places.values()].sort((a, b) => (a.file === b.file ? a.line - b.line : a.file < b.file ? -1 : 1));
}
