import type { Program } from '../system/types.ts';
import type { SharedThing } from './annotations.ts';
import { heldBy } from './held.ts';
import type { Silence } from './types.ts';

/** What programs keep outside of their instances already, where a rule looked and said so. */
export function sharedThings(
  silences: readonly Silence[],
  programs: readonly Pick<Program, 'name' | 'files' | 'role'>[],
): readonly SharedThing[] {
  return silences.flatMap(({ ruleId, gate, file, reason }): readonly SharedThing[] => {
    const holds = gate === 'shared' ? heldBy(ruleId)?.what : undefined;
    const of = programs.filter(({ role, files }) => role !== 'other' && files.has(file)).map(({ name }) => name);
    return holds === undefined || of.length === 0 ? [] : [{ holds, programs: of, reason }];
  });
}
