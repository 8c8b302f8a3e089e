import type { CodeFacts } from '../facts/code.ts';
import type { Value } from '../facts/values.ts';
import { meaningsOf } from './evaluate.ts';
import type { ProgramGraph, ResolvedOption } from './program-graph.ts';

/**
 * What an application sets under a name of its framework's: `app.config['NAME'] = …`, a name of a settings module, a field
 * of a class of settings, or `config.update(NAME=…)`. Such names are unmistakable, so they are looked for everywhere.
 */
export function settingOf(graph: ProgramGraph, names: readonly string[]): ResolvedOption {
  const found = [...graph.facts].flatMap(([file, { code, language }]) =>
    code === null || language !== 'python' ? [] : valuesIn(code, names).map((value) => ({ file, value })),
  );
  const [first] = found;
  if (first === undefined) return { state: 'absent', key: null, meanings: [] };
  return {
    state: 'present',
    key: { file: first.file, span: first.value.span },
    meanings: found.flatMap(({ file, value }) => meaningsOf(graph, file, value)),
  };
}

function valuesIn(code: CodeFacts, names: readonly string[]): readonly Value[] {
  const values: (Value | null)[] = [];
  for (const { name, initial, function: holder } of code.declarations) {
    if (holder === 0 && names.includes(name)) values.push(initial);
  }
  for (const { fields } of code.classes) {
    for (const field of fields) if (names.includes(field.name)) values.push(field.initial);
  }
  for (const [id, { operations }] of code.functions.entries()) {
    for (const operation of operations) {
      if (operation.kind !== 'assign') continue;
      const { root, path } = operation.target;
      // `if not SECRET_KEY: SECRET_KEY = …` at the top of a module of settings.
      const bound =
        id === 0 && path.length === 0 && root.kind === 'declared' ? code.declarations[root.declaration] : null;
      if (bound?.function === 0 && names.includes(bound.name)) values.push(operation.value);
      if (names.includes(operation.target.path.at(-1) ?? '')) values.push(operation.value);
    }
  }
  for (const call of code.calls) {
    for (const { key, value } of call.named) if (names.includes(key)) values.push(value);
    for (const argument of call.arguments) {
      if (argument.kind !== 'object') continue;
      for (const { key, value } of argument.properties) if (names.includes(key)) values.push(value);
    }
  }
  return values.filter((value) => value !== null);
}
