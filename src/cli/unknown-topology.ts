import type { Program } from '../system/types.ts';

/** One line that names the programs which cannot yield errors, and what settles it; none when all is known. */
export function unknownTopology(programs: readonly Program[]): readonly string[] {
  const names = programs
    .filter((program) => program.role !== 'other' && program.topology.hosts.known === 'assumed')
    .map((program) => program.name);
  const [first] = names;
  if (first === undefined) return [];
  const shown = names.slice(0, 5).join(', ');
  const more = names.length > 5 ? ` and ${names.length - 5} more` : '';
  return [
    `No file says how many instances run of ${shown}${more}, so nothing there can be an error yet; settle it with --instances ${first}=N.`,
  ];
}
