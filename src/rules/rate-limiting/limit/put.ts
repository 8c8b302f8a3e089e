import type { Value } from '../../../facts/values.ts';
import { meaningsOf } from '../../../link/evaluate.ts';
import type { CallPlace, LibraryUse, ProgramGraph } from '../../../link/program-graph.ts';

/** What a registration is given, lists opened: `app.post('/orders', [limiter, check], place)`. */
export function givenAt(graph: ProgramGraph, { file, call }: CallPlace): readonly Value[] {
  return graph.facts.get(file)?.code?.calls[call]?.arguments.flatMap(opened) ?? [];
}

function opened(value: Value): readonly Value[] {
  return value.kind === 'list' ? value.items.flatMap(opened) : [value];
}

/** Whether a value is what the limiter's call makes. */
export function isMadeBy(graph: ProgramGraph, use: LibraryUse, file: string, value: Value): boolean {
  return meaningsOf(graph, file, value).some(
    (meaning) => meaning.kind === 'made' && meaning.file === use.file && meaning.call === use.call,
  );
}

/** Whether a registration is what puts the limiter before routes. */
export function isPutBy(graph: ProgramGraph, use: LibraryUse, place: CallPlace): boolean {
  return givenAt(graph, place).some((value) => isMadeBy(graph, use, place.file, value));
}
