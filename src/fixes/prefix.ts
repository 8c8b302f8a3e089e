import type { Finding } from '../findings/types.ts';
import type { StateCell } from '../link/program-graph.ts';

/** Keys of a collection in the shared store: the program's name keeps apart what two programs keep in one Redis. */
export function prefixOf({ programs }: Finding, { name }: StateCell): string {
  const program = (programs[0] ?? '').replaceAll(/[^\w.-]+/g, '-').replace(/\.py$/, '');
  const own = name.replace(/^[_#]+/, '');
  return program === '' ? own : `${program}:${own}`;
}
