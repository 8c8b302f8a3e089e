import type { Component } from '../system/types.ts';
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
    ...judged.map(({ name, entry }) => said(`\`${name}\` begins in ${entry}.`)),
    ...used.map((component) => saidAt(wordOf(component, input), sitePlaces(component.evidence.slice(0, 1), input))),
  ];
}

/** What the software is where that is known; what it is used for there is not told by that. */
function wordOf({ name, kind, engine }: Component, { catalog }: PlanInput): string {
  const title = catalog.engines.find((each) => each.engine === engine)?.title;
  if (title === undefined) return `\`${name}\`, a ${words[kind] ?? kind}`;
  return name === title ? `\`${name}\`` : `\`${name}\`, ${title}`;
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
  cache: 'store in memory',
  storage: 'store of files',
  search: 'search server',
};
