/** ` a minute`, ` in 15 minutes`; empty when the window cannot be read. */
export function windowText(milliseconds: number | null): string {
  if (milliseconds === null || milliseconds <= 0) return '';
  const unit = units.find(([, size]) => milliseconds % size === 0);
  if (unit === undefined) return '';
  const [name, size] = unit;
  const count = milliseconds / size;
  return count === 1 ? ` ${name === 'hour' ? 'an' : 'a'} ${name}` : ` in ${count} ${name}s`;
}

const units: readonly (readonly [name: string, milliseconds: number])[] = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1000],
];
