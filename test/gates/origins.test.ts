import { expect, it } from 'vitest';
import type { CodeFacts } from '../../src/facts/code.ts';
import type { Value } from '../../src/facts/values.ts';
import { callsBehind } from '../../src/gates/origins.ts';
import { readFile } from '../../src/sources/formats.ts';

/** What `answer` returns, in a function that gives one name a new value as often as asked. */
function returned(lines: readonly string[]): { readonly code: CodeFacts; readonly value: Value } {
  const text = `export function answer(given) {\n  let text = open();\n  ${lines.join('\n  ')}\n  return text;\n}\n`;
  const { code } = readFile('answer.ts', text);
  const value = code?.functions.flatMap(({ operations }) =>
    operations.flatMap((operation) =>
      operation.kind === 'return' && operation.value !== null ? [operation.value] : [],
    ),
  )[0];
  if (code === null || value === undefined) throw new Error('The function returns nothing.');
  return { code, value };
}

const namesOf = ({ code, value }: ReturnType<typeof returned>) =>
  callsBehind(code, value).map((call) => {
    const root = code.calls[call]?.callee.root;
    return root?.kind === 'global' ? root.name : '?';
  });

it('a name leads to the calls of all values that it takes, each once', () => {
  expect(namesOf(returned(['text = cut(text, given);', 'text = [wrap(text)];'])).sort()).toEqual([
    'cut',
    'open',
    'wrap',
  ]);
});

it('a name that is assigned hundreds of times from itself is followed once and not along every way', () => {
  const lines = Array.from({ length: 300 }, (_, index) => `text = step${index}(text, text);`);
  expect(namesOf(returned(lines))).toHaveLength(301);
});
