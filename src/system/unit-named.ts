import type { UnitFact } from '../facts/deployment.ts';
import type { FactsByFile } from '../facts/store.ts';
import type { UnitReference } from './types.ts';

/** What a manifest says of the unit that a program is told to run as. */
export function unitNamed(
  facts: FactsByFile,
  { file, name }: Pick<UnitReference, 'file' | 'name'>,
): UnitFact | undefined {
  return facts.get(file)?.deployment?.units.find((each) => each.name === name);
}
