import type { CodeFacts } from '../facts/code.ts';

const environmentName = /^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+$/;

/**
 * Words of a file's code that are written like environment names: `process.env.REDIS_URL`, `config.get('REDIS_URL')`
 * and the keys of a schema that checks the environment alike. Sorted.
 */
export function environmentNamesOf(code: CodeFacts): readonly string[] {
  const names = new Set<string>();
  collect([code.declarations, code.functions, code.classes, code.calls, code.exports], names);
  return [...names].sort();
}

function collect(fact: unknown, names: Set<string>): void {
  if (typeof fact === 'string') {
    if (environmentName.test(fact)) names.add(fact);
  } else if (Array.isArray(fact)) {
    for (const item of fact) collect(item, names);
  } else if (typeof fact === 'object' && fact !== null) {
    if ('kind' in fact && fact.kind === 'environment' && 'name' in fact && typeof fact.name === 'string') {
      names.add(fact.name);
    }
    for (const value of Object.values(fact)) collect(value, names);
  }
}
