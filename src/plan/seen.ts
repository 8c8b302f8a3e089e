import { isForUsers } from './choices/looking.ts';
import { said, saidAt, sitePlaces } from './said.ts';
import type { PlanInput, Said } from './types.ts';

/** Programs with the file that each begins in, and what they use, with the line that names it: what the plan is about. */
export function seenOf(input: PlanInput): readonly Said[] {
  const { programs, components, connections } = input.system;
  const judged = programs.filter(({ role }) => role !== 'other');
  const used = components.filter(
    ({ id, kind, program, evidence }) =>
      program === null &&
      isForUsers({ evidence }, input) &&
      evidence.length > 0 &&
      kinds.has(kind) &&
      (connections.some((each) => each.from === id || each.to === id) || kind === 'loadbalancer'),
  );
  return [
    ...judged.map(({ name, role, entry }) => said(`\`${name}\`, a ${role}, begins in ${entry}.`)),
    ...used.map(({ name, kind, evidence }) =>
      saidAt(`\`${name}\`, ${article(words[kind] ?? kind)}`, sitePlaces(evidence.slice(0, 1), input)),
    ),
  ];
}

const kinds: ReadonlySet<string> = new Set([
  'loadbalancer',
  'gateway',
  'database',
  'cache',
  'queue',
  'storage',
  'search',
]);
const words: Readonly<Record<string, string>> = {
  loadbalancer: 'load balancer',
  storage: 'store of files',
  search: 'search server',
};

function article(noun: string): string {
  return `${/^[aeiou]/.test(noun) ? 'an' : 'a'} ${noun}`;
}
