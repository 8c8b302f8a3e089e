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
      (isForUsers({ evidence }, input) || input.system.budgets.some(({ database }) => database === id)) &&
      evidence.length > 0 &&
      kinds.has(kind) &&
      (connections.some((each) => each.from === id || each.to === id) || kind === 'loadbalancer'),
  );
  const declared = used.filter(({ evidence }) => isDeclared(evidence, input));
  // What code alone speaks of may be what a manifest runs, under another name.
  const known = new Set(declared.flatMap(({ engine }) => engine ?? []));
  const inCode = used.filter((each) => !declared.includes(each) && (each.engine === null || !known.has(each.engine)));
  return [
    ...judged.map(({ name, entry }) => said(`\`${name}\` begins in ${entry}.`)),
    ...declared.map((component) =>
      saidAt(`\`${component.name}\`, ${wordOf(component, input)}`, sitePlaces(component.evidence.slice(0, 1), input)),
    ),
    // The last place is the call that uses it, whatever the address is put together from.
    ...inCode.map((component) =>
      saidAt(capital(wordOf(component, input)), sitePlaces(component.evidence.slice(-1), input)),
    ),
  ];
}

function isDeclared(evidence: Component['evidence'], { graph }: PlanInput): boolean {
  return evidence.some(({ file }) => graph.facts.get(file)?.code == null);
}

/** What the software is where that is known; what it is used for there is not told by that. */
function wordOf({ kind, engine }: Component, { catalog }: PlanInput): string {
  const title = catalog.engines.find((each) => each.engine === engine)?.title;
  return title ?? `a ${words[kind] ?? kind}`;
}

function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
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
