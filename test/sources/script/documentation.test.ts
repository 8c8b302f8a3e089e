import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { render } from './rendering.ts';

const page = readFileSync('docs/facts.md', 'utf8');

/** Each example of the page: TypeScript, Python, and the facts that both stand for. */
const examples = [...page.matchAll(/```ts\n([\s\S]*?)```\n```python\n([\s\S]*?)```\n```facts\n([\s\S]*?)```/g)].map(
  ([, code = '', , facts = '']) => ({ code, facts: facts.trim().split('\n') }),
);

describe('docs/facts.md', () => {
  it('has an example for what it explains', () => {
    expect(examples.length).toBeGreaterThanOrEqual(20);
    expect(page.match(/```ts\n/g)).toHaveLength(examples.length);
  });

  it.each(examples)('$facts.0', ({ code, facts }) => {
    const read = render(code);
    const operations = read.code.functions.flatMap(({ name }) => read.operations(name));
    const all = [...read.imports, ...read.exports, ...read.declarations, ...read.classes, ...operations];
    expect(all.map((line) => line.trim())).toEqual(expect.arrayContaining(facts));
  });

  it('names every kind of value, operation, declaration, function and reference root', () => {
    const kinds = readdirSync('src/facts')
      .filter((name) => ['values.ts', 'operations.ts', 'code.ts'].includes(name))
      .flatMap((name) => [
        ...readFileSync(`src/facts/${name}`, 'utf8').matchAll(/readonly (?:kind|access|root): ([^;}]+)/g),
      ])
      .flatMap(([, union = '']) => [...union.matchAll(/'([a-z-]+)'/g)].map(([, kind = '']) => kind));
    expect(kinds.length).toBeGreaterThan(35);
    expect(kinds.filter((kind) => !page.includes(`\`${kind}\``))).toEqual([]);
  });
});
