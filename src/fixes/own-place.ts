import type { UnitFact } from '../facts/deployment.ts';

/**
 * Whether something that a unit says is written in the unit itself, and said by it alone: what stands in an anchor, or
 * in another unit, holds for others too. `at` is where it stands, `places` where the units of the file say the same.
 */
export function isOwnPlace(
  units: readonly UnitFact[],
  unit: UnitFact,
  at: number,
  placesOf: (unit: UnitFact) => readonly number[],
): boolean {
  const holders = units.filter((each) => placesOf(each).includes(at));
  const around = units
    .filter(({ span }) => span[0] < at)
    .reduce<UnitFact | null>((last, each) => (last === null || last.span[0] < each.span[0] ? each : last), null);
  return holders.length === 1 && around === unit;
}
