import type { Program, Topology } from '../system/types.ts';

/**
 * One line that names the programs of which nothing says that two run, and what settles it; none when all is known. What
 * starts several processes by itself is known to be more than one, however many hosts there are.
 */
export function unknownTopology(programs: readonly Program[]): readonly string[] {
  const names = programs
    .filter(({ role, topology }) => role !== 'other' && topology.hosts.known === 'assumed' && !startsSeveral(topology))
    .map((program) => program.name);
  const [first] = names;
  if (first === undefined) return [];
  const shown = names.slice(0, 5).join(', ');
  const more = names.length > 5 ? ` and ${names.length - 5} more` : '';
  return [
    `No file says how many instances run of ${shown}${more}, so what takes a second instance to break is no error there yet; settle it with --instances ${first}=N.`,
  ];
}

function startsSeveral({ processesPerHost }: Topology): boolean {
  return processesPerHost.maximum > 1 && processesPerHost.known !== 'assumed';
}
