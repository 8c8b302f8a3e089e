import type { CodeFacts } from '../../../facts/code.ts';
import type { Value } from '../../../facts/values.ts';
import { functionsFrom } from '../../../gates/reachable.ts';
import { meaningsOf } from '../../../link/evaluate.ts';
import type { FunctionKey, ProgramGraph, Reach, Route } from '../../../link/program-graph.ts';
import { remembered } from '../../../link/remembered.ts';

/**
 * The files by which a route is answered: those that register it and what stands before it, those of its handlers and of all
 * that they lead to, and those that have a say for every route of a program.
 */
export function filesAround(graph: ProgramGraph, route: Route, { chain, entry }: Reach): ReadonlySet<string> {
  const functions = [
    ...route.handlers,
    ...(entry === null ? [] : [entry.function]),
    ...chain.flatMap(({ from, to }) => [from, to]),
    ...route.registrations.flatMap(({ file, call }) => {
      const given = graph.facts.get(file)?.code?.calls[call]?.arguments ?? [];
      return given.flatMap((each) => functionsIn(graph, file, each));
    }),
  ];
  return new Set([
    ...forAll(graph),
    route.site.file,
    ...route.registrations.map(({ file }) => file),
    ...new Set(functions.flatMap((each) => filesFrom(graph, each))),
  ]);
}

function filesFrom(graph: ProgramGraph, key: FunctionKey): readonly string[] {
  return functionsFrom(graph, key).flatMap((each) => graph.functions.get(each)?.file ?? []);
}

/** The functions that a value names or holds. */
function functionsIn(graph: ProgramGraph, file: string, value: Value): readonly FunctionKey[] {
  if (value.kind === 'list') return value.items.flatMap((each) => functionsIn(graph, file, each));
  return meaningsOf(graph, file, value).flatMap((each) => (each.kind === 'function' ? [each.function] : []));
}

/** Files with a say for every route: entries that answer none, files that listen, and modules of settings. */
const forAll = remembered((graph: ProgramGraph): ReadonlySet<string> => {
  const before = graph.entries.filter((each) => each.moment === 'request' && each.route === null);
  const settings = [...graph.facts].flatMap(([file, { code }]) => (code !== null && isOfSettings(code) ? [file] : []));
  return new Set([
    ...before.flatMap((each) => filesFrom(graph, each.function)),
    ...graph.listeners.map(({ file }) => file),
    ...settings,
  ]);
});

/** A module that gives names in capitals their values, as those of settings do. */
function isOfSettings({ declarations }: CodeFacts): boolean {
  return declarations.filter((each) => each.function === 0 && /^[A-Z][A-Z0-9_]+$/.test(each.name)).length >= 8;
}
