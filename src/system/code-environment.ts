import type { CodeFacts } from '../facts/code.ts';
import type { FactsByFile } from '../facts/store.ts';

/**
 * Which of some environment names the code of files mentions: as `process.env.REDIS_URL`, as `config.get('REDIS_URL')`,
 * or as a key of a schema that checks the environment, in the words of the code as well. It stops at the last name that is found.
 */
export function namesMentioned(
  facts: FactsByFile,
  files: ReadonlySet<string>,
  names: ReadonlySet<string>,
): ReadonlySet<string> {
  // A schema of settings may know `CLICKHOUSE_HOST` by the name that its code goes on with: `clickhouseHost`.
  const wanted = new Map(
    [...names].flatMap(
      (name) =>
        [
          [name, name],
          [inCode(name), name],
        ] as const,
    ),
  );
  const search: Search = { wanted, found: new Set() };
  for (const file of files) {
    if (search.found.size === names.size) break;
    const code = facts.get(file)?.code;
    if (code != null) searchCode(code, search);
  }
  return search.found;
}

interface Search {
  /** What stands in code, with the name that it means. */
  readonly wanted: ReadonlyMap<string, string>;
  readonly found: Set<string>;
}

function searchCode({ declarations, functions, classes, calls, exports }: CodeFacts, search: Search): void {
  for (const part of [declarations, functions, classes, calls, exports]) searchFact(part, search);
}

/** Facts lie in each other as plain values; places hold no names. */
function searchFact(fact: unknown, search: Search): void {
  if (typeof fact === 'string') {
    const name = search.wanted.get(fact);
    if (name !== undefined) search.found.add(name);
  } else if (Array.isArray(fact)) {
    if (typeof fact[0] !== 'number') for (const item of fact) searchFact(item, search);
  } else if (typeof fact === 'object' && fact !== null) {
    for (const value of Object.values(fact)) searchFact(value, search);
  }
}

/** `CLICKHOUSE_HOST` as `clickhouseHost`; a name of one word is one of many things, and stays as it is. */
function inCode(name: string): string {
  if (!name.includes('_')) return name;
  return name.toLowerCase().replaceAll(/_+([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}
