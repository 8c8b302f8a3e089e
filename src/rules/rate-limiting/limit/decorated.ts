import type { DecoratorFact } from '../../../facts/code.ts';
import type { Value } from '../../../facts/values.ts';
import { textOf } from '../../../link/evaluate.ts';
import type { LibraryUse, ProgramGraph, Route } from '../../../link/program-graph.ts';
import type { Limit } from './limit.ts';
import { isMadeBy } from './put.ts';
import { rateOf } from './rate-text.ts';

/** Routes whose handlers a method of the limiter decorates, each with the limit that is written there; null where it cannot be read. */
export function decoratedRoutes(graph: ProgramGraph, use: LibraryUse): ReadonlyMap<Route, Limit | null> {
  const wanted = use.pattern.limit?.decorates;
  if (wanted === undefined) return new Map();
  return new Map(
    graph.routes.flatMap((route): readonly (readonly [Route, Limit | null])[] => {
      const [first] = route.handlers.flatMap((key) => {
        const node = graph.functions.get(key);
        if (node === undefined) return [];
        return node.fact.decorators
          .filter((decorator) => isOf(graph, use, node.file, decorator, wanted.methods))
          .map(({ call }) => rateAt(graph, node.file, call, wanted.rate));
      });
      return first === undefined ? [] : [[route, first]];
    }),
  );
}

function isOf(
  graph: ProgramGraph,
  use: LibraryUse,
  file: string,
  { reference }: DecoratorFact,
  methods: readonly string[],
): boolean {
  if (!methods.includes(reference.path.at(-1) ?? '')) return false;
  const receiver: Value = {
    kind: 'reference',
    reference: { ...reference, path: reference.path.slice(0, -1) },
    span: reference.span,
  };
  return isMadeBy(graph, use, file, receiver);
}

function rateAt(graph: ProgramGraph, file: string, call: DecoratorFact['call'], position: number): Limit | null {
  const value = call === null ? undefined : graph.facts.get(file)?.code?.calls[call]?.arguments[position];
  const text = value === undefined ? null : textOf(graph, file, value);
  return text === null ? null : rateOf(text);
}
