import type { Finding } from '../findings/types.ts';
import type { StateCell } from '../link/program-graph.ts';

/**
 * Keys of a collection in the shared store. The program's name keeps apart what two programs keep in one Redis, and the file's
 * what two collections of one name hold.
 */
export function prefixOf({ programs }: Finding, { id, name }: StateCell, cells: readonly StateCell[]): string {
  const program = (programs[0] ?? '').replaceAll(/[^\w.-]+/g, '-').replace(/\.py$/, '');
  const isAlone = cells.every((other) => other.id === id || other.name !== name);
  const own = (isAlone ? name : id.replace(/[^\w.-]+/g, '-')).replace(/^[_#]+/, '');
  return program === '' ? own : `${program}:${own}`;
}
