import type { CodeFacts } from '../facts/code.ts';
import type { FactsByFile } from '../facts/store.ts';

/**
 * Which of some environment names the code of files mentions: as `process.env.REDIS_URL`, as `config.get('REDIS_URL')`,
 * or as a key of a schema that checks the environment. It stops at the last name that is found.
 */
export function namesMentioned(
  facts: FactsByFile,
  files: ReadonlySet<string>,
  names: ReadonlySet<string>,
): ReadonlySet<string> {
  const search: Search = { wanted: names, found: new Set() };
  for (const file of files) {
    if (search.found.size === names.size) break;
    const code = facts.get(file)?.code;
    if (code != null) searchCode(code, search);
  }
  return search.found;
}

interface Search {
  readonly wanted: ReadonlySet<string>;
  readonly found: Set<string>;
}

function searchCode({ declarations, functions, classes, calls, exports }: CodeFacts, search: Search): void {
  for (const part of [declarations, functions, classes, calls, exports]) searchFact(part, search);
}

/** Facts lie in each other as plain values; places hold no names. */
function searchFact(fact: unknown, search: Search): void {
  if (typeof fact === 'string') {
    if (search.wanted.has(fact)) search.found.add(fact);
  } else if (Array.isArray(fact)) {
    if (typeof fact[0] !== 'number') for (const item of fact) searchFact(item, search);
  } else if (typeof fact === 'object' && fact !== null) {
    for (const value of Object.values(fact)) searchFact(value, search);
  }
}
