import type { Value } from '../../../facts/values.ts';
import { meaningsOf } from '../../../link/evaluate.ts';
import type { FunctionKey, LibraryUse, ProgramGraph } from '../../../link/program-graph.ts';

export interface Beside {
  readonly handlers: readonly FunctionKey[];
  readonly paths: readonly string[];
}

/**
 * Functions and paths of the object that the limiter's call is written in: `this.route({ path: '/orders', handler: this.place,
 * middleware: [rateLimit(…)] })` stands before `place`, even where nothing says what `route` does with it.
 */
export function handlersBeside(graph: ProgramGraph, use: LibraryUse): Beside {
  const calls = graph.facts.get(use.file)?.code?.calls ?? [];
  const objects = calls.flatMap(({ arguments: given }) => given.filter((value) => holdsCall(value, use.call, 0)));
  const values = objects.flatMap((object) =>
    object.kind === 'object' ? object.properties.map((each) => each.value) : [],
  );
  return {
    handlers: values
      .filter((value) => !holdsCall(value, use.call, 0))
      .flatMap((value) => meaningsOf(graph, use.file, value))
      .flatMap((meaning) => (meaning.kind === 'function' ? [meaning.function] : [])),
    paths: values.flatMap((value) =>
      value.kind === 'literal' && typeof value.value === 'string' && value.value.startsWith('/') ? [value.value] : [],
    ),
  };
}

function holdsCall(value: Value, call: number, depth: number): boolean {
  if (depth > 4) return false;
  const next = (inner: Value): boolean => holdsCall(inner, call, depth + 1);
  switch (value.kind) {
    case 'call':
      return value.call === call;
    case 'list':
      return value.items.some(next);
    case 'object':
      return value.properties.some((property) => next(property.value));
    default:
      return false;
  }
}
