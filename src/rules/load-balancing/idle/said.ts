import type { AnsweringServer } from '../../../catalog/answering-servers.ts';
import type { CodeFacts } from '../../../facts/code.ts';
import { partsOf } from '../../../facts/value-parts.ts';
import type { Value } from '../../../facts/values.ts';
import { numberOf } from '../../../gates/numbers.ts';
import type { ProgramGraph, Site } from '../../../link/program-graph.ts';
import { isOwnFile } from '../../../system/own-files.ts';
import type { Program } from '../../../system/types.ts';

/**
 * The time that code sets on a server, `unread` where it says one that nobody here can read, null where it says none. Of
 * options nobody knows whose they are: what asks others keeps its connections by the same name.
 */
export function saidTime(
  graph: ProgramGraph,
  program: Program,
  { names, perSecond }: AnsweringServer,
): { readonly seconds: number; readonly site: Site } | 'unread' | null {
  const set: { readonly seconds: number; readonly site: Site }[] = [];
  for (const [file, { code }] of graph.facts) {
    if (code === null || names.length === 0 || !isOwnFile(program, file)) continue;
    if (valuesIn(code).some((value) => mentions(value, names))) return 'unread';
    for (const operation of code.functions.flatMap(({ operations }) => operations)) {
      if (operation.kind !== 'assign' || !names.includes(operation.target.path.at(-1) ?? '')) continue;
      const number = operation.value === null ? null : numberOf(graph, file, operation.value);
      if (number?.known !== 'literal') return 'unread';
      set.push({ seconds: number.value / perSecond, site: { file, span: operation.target.span } });
    }
  }
  const [first] = set;
  return set.length > 1 ? 'unread' : (first ?? null);
}

function valuesIn(code: CodeFacts): readonly Value[] {
  return [
    ...code.calls.flatMap((call) => [...call.arguments, ...call.named.map(({ value }) => value)]),
    ...code.declarations.flatMap(({ initial }) => initial ?? []),
    ...code.functions.flatMap(({ operations }) =>
      operations.flatMap((each) => (each.kind === 'return' || each.kind === 'assign' ? (each.value ?? []) : [])),
    ),
  ];
}

function mentions(value: Value, names: readonly string[]): boolean {
  if (value.kind === 'object' && value.properties.some(({ key }) => names.includes(key))) return true;
  return partsOf(value).some((part) => mentions(part, names));
}
