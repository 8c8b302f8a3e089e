import type { CallFact, CodeFacts } from '../../../facts/code.ts';
import type { Reference, Value } from '../../../facts/values.ts';
import type { Stop } from '../../../gates/stop.ts';
import { optionOf, textOf } from '../../../link/evaluate.ts';
import type { LibraryUse, Meaning, ProgramGraph } from '../../../link/program-graph.ts';
import { settingOf } from '../../../link/settings.ts';
import { settingsNamed } from '../../../system/named-settings.ts';
import { limiterName } from './name.ts';
import { isMadeBy } from './put.ts';
import { rateOf } from './rate-text.ts';

/** A limiter that is given no limit for all routes, and that no route and no code asks for one. */
export function unlimitedStop(graph: ProgramGraph, use: LibraryUse): Stop | null {
  const wanted = use.pattern.limit?.decorates;
  if (wanted === undefined) return null;
  const { methods, asked, everywhere } = wanted;
  if (holdsEverywhere(graph, use, everywhere)) return null;
  const name = limiterName(graph, use);
  const isLimited = [...graph.facts.values()].some(
    ({ path, code }) =>
      code !== null &&
      (asksForLimit(graph, use, path, code, methods, name) || countsItself(graph, use, path, code, asked, name)),
  );
  return isLimited ? null : { gate: 'role', reason: 'It is given no limit, and no route asks for one.' };
}

type Everywhere = NonNullable<NonNullable<LibraryUse['pattern']['limit']>['decorates']>['everywhere'];

function isImported(graph: ProgramGraph, names: readonly string[]): boolean {
  return [...graph.facts.values()].some(({ code }) =>
    code?.imports.some(
      ({ imported, module }) => (imported !== null && names.includes(imported)) || names.includes(module),
    ),
  );
}

function holdsEverywhere(graph: ProgramGraph, use: LibraryUse, { options, settings, by }: Everywhere): boolean {
  if (by !== undefined && !isImported(graph, by)) return false;
  const option = optionOf(graph, use, options);
  if (option.state === 'unknown' || (option.state === 'present' && !option.meanings.every(isNone))) return true;
  // Older versions take them by position.
  if (use.fact.arguments.some((each) => each.kind === 'list' || each.kind === 'spread')) return true;
  return settings.some(
    (each) => settingOf(graph, [each], null, use.file).state === 'present' || settingsNamed(graph, each).length > 0,
  );
}

/** `default_limits=[]` and `default_limits=None`. */
function isNone(meaning: Meaning): boolean {
  if (meaning.kind === 'literal') return meaning.value === null || meaning.value === '';
  return meaning.kind === 'value' && meaning.value.kind === 'list' && meaning.value.items.length === 0;
}

/** `@limiter.limit("5/minute")`, or the same around a function or a blueprint. Queries have a method of that name, too. */
function asksForLimit(
  graph: ProgramGraph,
  use: LibraryUse,
  path: string,
  code: CodeFacts,
  methods: readonly string[],
  name: string | null,
): boolean {
  const decorators = new Set([
    ...code.functions.flatMap((each) => each.decorators.map(({ call }) => call)),
    ...code.classes.flatMap((each) => each.decorators.map(({ call }) => call)),
  ]);
  return code.calls.some(
    (fact, call) =>
      methods.includes(fact.callee.path.at(-1) ?? '') &&
      (decorators.has(call) || isRate(graph, path, fact) || isOf(graph, use, path, code, fact.callee, name)),
  );
}

function isRate(graph: ProgramGraph, path: string, { arguments: [first] }: CallFact): boolean {
  const text = first === undefined ? null : textOf(graph, path, first);
  return text !== null && rateOf(text) !== null;
}

function countsItself(
  graph: ProgramGraph,
  use: LibraryUse,
  path: string,
  code: CodeFacts,
  asked: readonly string[],
  name: string | null,
): boolean {
  return code.calls.some(({ callee }) =>
    callee.path.some(
      (step, at) =>
        asked.includes(step) && isOf(graph, use, path, code, { ...callee, path: callee.path.slice(0, at + 1) }, name),
    ),
  );
}

/** Whether what stands before a reference's last member is the limiter, or bears its name. */
function isOf(
  graph: ProgramGraph,
  use: LibraryUse,
  path: string,
  code: CodeFacts,
  reference: Reference,
  name: string | null,
): boolean {
  const before: Reference = { ...reference, path: reference.path.slice(0, -1) };
  const { root } = before;
  const declared = root.kind === 'declared' ? code.declarations[root.declaration]?.name : undefined;
  const last = before.path.at(-1) ?? declared;
  const value: Value = { kind: 'reference', reference: before, span: reference.span };
  return (name !== null && last === name) || isMadeBy(graph, use, path, value);
}
