import type { CodeFacts } from '../facts/code.ts';
import type { Reference, Value } from '../facts/values.ts';
import { sharesApplication } from './applications.ts';
import { meaningsOf } from './evaluate.ts';
import type { ProgramGraph, ResolvedOption } from './program-graph.ts';

/**
 * What an application sets under a name of its framework's: `app.config['NAME'] = …`, a name of a settings module, a field
 * of a class of settings, or `config.update(NAME=…)`. Such names are unmistakable, so they are looked for everywhere; for
 * a file that asks, in what belongs to no other application than its own.
 */
export function settingOf(
  graph: ProgramGraph,
  names: readonly string[],
  constants: SettingConstants | null = null,
  user: string | null = null,
): ResolvedOption {
  const found = writtenSettings(graph, names, constants, user);
  const [first] = found;
  if (first === undefined) return { state: 'absent', key: null, meanings: [] };
  return {
    state: 'present',
    key: { file: first.file, span: first.value.span },
    meanings: found.flatMap(({ file, value }) => meaningsOf(graph, file, value)),
  };
}

/** The values that an application sets under such a name, as they are written. */
export function writtenSettings(
  graph: ProgramGraph,
  names: readonly string[],
  constants: SettingConstants | null = null,
  user: string | null = null,
): readonly { readonly file: string; readonly value: Value }[] {
  const all = [...graph.facts].flatMap(([file, { code, language }]) =>
    code === null || language !== 'python' || (user !== null && !sharesApplication(graph, file, user))
      ? []
      : [...valuesIn(graph, file, code, names), ...valuesUnder(graph, file, code, constants)].map((each) => ({
          file,
          ...each,
        })),
  );
  // Where code gives it to the application itself, a module's own name is the module's, unless it is what is given.
  const given = all.filter(({ bare }) => !bare);
  return given.some(({ member }) => member) ? given : all;
}

/** Names by which a package itself offers the names of its settings: `app.config[ConfigVars.STORAGE_URI] = …`. */
export interface SettingConstants {
  readonly packages: readonly string[];
  readonly names: readonly string[];
}

function valuesUnder(
  graph: ProgramGraph,
  file: string,
  code: CodeFacts,
  constants: SettingConstants | null,
): readonly Written[] {
  if (constants === null) return [];
  const isOne = (key: Value | null): boolean =>
    key?.kind === 'reference' &&
    constants.names.includes(key.reference.path.at(-1) ?? '') &&
    meaningsOf(graph, file, key).some(
      (each) => each.kind === 'external' && constants.packages.includes(each.module.split('.')[0] ?? ''),
    );
  return code.functions.flatMap(({ operations }) =>
    operations.flatMap((each) =>
      each.kind === 'container' && each.access === 'write' && each.value !== null && isOne(each.key)
        ? [{ value: each.value, bare: false, member: true }]
        : [],
    ),
  );
}

interface Written {
  readonly value: Value;
  /** A name of a module. */
  readonly bare: boolean;
  /** A member or an entry of something: `app.config['NAME'] = …`. */
  readonly member: boolean;
}

function valuesIn(graph: ProgramGraph, file: string, code: CodeFacts, names: readonly string[]): readonly Written[] {
  const values: Written[] = [];
  const add = (value: Value | null, how: 'bare' | 'member' | 'other'): void => {
    if (value !== null) values.push({ value, bare: how === 'bare', member: how === 'member' });
  };
  // `secret_key` is a member of an application; as an argument, a field or a name of a module it is anybody's.
  const written = names.filter((name) => name === name.toUpperCase());
  for (const { name, initial, function: holder } of code.declarations) {
    if (holder === 0 && written.includes(name)) add(initial, 'bare');
  }
  for (const { fields } of code.classes) {
    for (const field of fields) if (written.includes(field.name)) add(field.initial, 'other');
  }
  for (const [id, { operations }] of code.functions.entries()) {
    for (const operation of operations) {
      if (operation.kind !== 'assign') continue;
      const { root, path } = operation.target;
      // `if not SECRET_KEY: SECRET_KEY = …` at the top of a module of settings.
      const bound =
        id === 0 && path.length === 0 && root.kind === 'declared' ? code.declarations[root.declaration] : null;
      if (bound?.function === 0 && written.includes(bound.name)) add(operation.value, 'bare');
      const member = path.at(-1) ?? '';
      const isSetting =
        written.includes(member) || (names.includes(member) && isOfApplication(graph, file, operation.target));
      if (isSetting) add(operation.value, 'member');
    }
  }
  for (const call of code.calls) {
    for (const { key, value } of call.named) if (written.includes(key)) add(value, 'other');
    for (const argument of call.arguments) {
      if (argument.kind !== 'object') continue;
      for (const { key, value } of argument.properties) if (written.includes(key)) add(value, 'other');
    }
  }
  return values;
}

/** Whether the member is one of an object that the catalogue follows, such as `app` of `app.secret_key`. */
function isOfApplication(graph: ProgramGraph, file: string, { root, path, span }: Reference): boolean {
  const reference: Reference = { root, path: path.slice(0, -1), span };
  return meaningsOf(graph, file, { kind: 'reference', reference, span }).some(({ kind }) => kind === 'tracked');
}
