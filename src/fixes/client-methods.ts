import type { LibraryUse } from '../link/program-graph.ts';

/** What a library's clients are asked and how they are opened and closed, by the names of methods. */
export interface ClientMethods {
  readonly lifecycle: ReadonlySet<string>;
  /** Dotted where they lie behind members, with `*` for any one of them: `*.findMany`. */
  readonly queries: ReadonlySet<string>;
}

/** The methods of a use's clients, as the catalogue knows them. */
export function clientMethods({ library, pattern }: LibraryUse): ClientMethods {
  const queries = library.effects.flatMap(({ call }) => (call.kind === 'method' ? call.methods : []));
  return {
    queries: new Set(queries),
    lifecycle: new Set([...(pattern.lifecycle?.open ?? []), ...(pattern.lifecycle?.close ?? [])]),
  };
}

export function isQuery({ queries }: ClientMethods, method: string): boolean {
  return queries.has(method) || queries.has(method.replace(/^[^.]+\./, '*.'));
}
