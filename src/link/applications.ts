import type { ProgramGraph } from './program-graph.ts';
import { remembered } from './remembered.ts';

/**
 * Whether what a file sets may hold for another one: where each belongs to applications, both must belong to the same
 * one, and no file that makes another. A module of settings that no application imports may be anybody's.
 */
export function sharesApplication(graph: ProgramGraph, setter: string, user: string): boolean {
  // Who makes an application says what holds for that one.
  const makers = makersOf(graph);
  if (setter !== user && makers.has(setter) && makers.has(user)) return false;
  const all = applicationsOf(graph);
  const [own, others] = [all.get(setter), all.get(user)];
  return own === undefined || others === undefined || [...own].some((each) => others.has(each));
}

/** The files that make or listen for the applications which a file belongs to. */
export function applicationsWith(graph: ProgramGraph, file: string): readonly string[] {
  return [...(applicationsOf(graph).get(file) ?? [])];
}

const makersOf = remembered(
  (graph: ProgramGraph): ReadonlySet<string> =>
    new Set(graph.listeners.flatMap(({ file, onlyMakes }) => (onlyMakes === true ? [file] : []))),
);

/** The files that make an application or listen for it, by the files that these import. */
const applicationsOf = remembered((graph: ProgramGraph): ReadonlyMap<string, ReadonlySet<string>> => {
  const found = new Map<string, Set<string>>();
  for (const application of new Set(graph.listeners.map(({ file }) => file))) {
    const cone = new Set([application]);
    for (const file of cone) {
      found.set(file, (found.get(file) ?? new Set()).add(application));
      for (const { to } of graph.imports.get(file) ?? []) cone.add(to);
    }
  }
  return found;
});
