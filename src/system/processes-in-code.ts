import type { CodeFacts } from '../facts/code.ts';
import type { Value } from '../facts/values.ts';
import { meaningsOf } from '../link/evaluate.ts';
import type { Meaning } from '../link/program-graph.ts';
import { settingOf } from '../link/settings.ts';
import { joinPaths } from '../text/paths.ts';
import type { Span } from '../text/range.ts';
import { type Around, type Counted, countOf } from './processes-around.ts';
import { filesOfModule } from './python-words.ts';
import type { SaidInCode } from './started.ts';

/** With whether the one process works on several jobs at once. */
export type CountedInCode = Counted & { readonly together?: true };

/**
 * How many processes the settings of an application say: `app.conf.worker_concurrency = 4`, an argument by that name of
 * `update` or of what makes the application, or a module that it is told to read. Asked of the file that a command names
 * and of those that it imports. Null where nothing says it, or nothing that can be read.
 */
export function processesInCode(around: Around, entry: string, said: SaidInCode): CountedInCode | null {
  const { graph } = around;
  const near = [entry, ...(graph.imports.get(entry) ?? []).map(({ to }) => to)];
  const asked = (names: readonly string[]): readonly Said[] =>
    [...new Set(near)].flatMap((file) => {
      const code = graph.facts.get(file)?.code ?? null;
      return code === null
        ? []
        : [...settings(file, code, said, names), ...fromModules(around, file, code, said, names)];
    });
  const runsTogether = asked(said.pool.names).find(({ file, value }) =>
    meaningsOf(graph, file, value).some(
      (each) => each.kind === 'literal' && typeof each.value === 'string' && said.pool.oneProcess.test(each.value),
    ),
  );
  if (runsTogether !== undefined) {
    return { count: 1, site: { file: runsTogether.file, span: runsTogether.value.span }, together: true };
  }
  for (const { file, value } of asked(said.count)) {
    const counted = countOf(around, { file, span: value.span }, value, 0);
    if (counted !== null) return counted;
  }
  return null;
}

/** The value of a setting, and the file in which it is written. */
interface Said {
  readonly file: string;
  readonly value: Value;
}

/** What a file sets on an application itself. */
function settings(file: string, code: CodeFacts, { member }: SaidInCode, names: readonly string[]): readonly Said[] {
  const assigned = code.functions.flatMap(({ operations }) =>
    operations.flatMap((each) => {
      if (each.kind !== 'assign' || each.value === null) return [];
      const [holder, name] = each.target.path.slice(-2);
      return holder === member && names.includes(name ?? '') ? [each.value] : [];
    }),
  );
  const given = code.calls.flatMap(({ callee, named, arguments: inOrder }) => {
    const isUpdate = callee.path.at(-1) === 'update' && callee.path.at(-2) === member;
    const objects = isUpdate ? inOrder.flatMap((each) => (each.kind === 'object' ? each.properties : [])) : [];
    return [...named, ...objects].flatMap(({ key, value }) => (names.includes(key) ? [value] : []));
  });
  return [...assigned, ...given].map((value) => ({ file, value }));
}

/** `app.config_from_object('celeryconfig')`: names of a module, or settings of the framework with a word before each. */
function fromModules(
  around: Around,
  file: string,
  code: CodeFacts,
  { module: { method, prefix } }: SaidInCode,
  names: readonly string[],
): readonly Said[] {
  return code.calls.flatMap(({ callee, named, arguments: [first] }) => {
    if (callee.path.at(-1) !== method || first === undefined) return [];
    const [told] = meaningsOf(around.graph, file, first);
    const word = named.find(({ key }) => key === prefix)?.value;
    if (told?.kind !== 'literal' || typeof told.value !== 'string') return [];
    const module = told.value;
    const before = word?.kind === 'literal' && typeof word.value === 'string' ? `${word.value}_` : null;
    const written = before === null ? names : names.map((name) => `${before}${name.toUpperCase()}`);
    if (module.includes(':')) return inSettings(around, written);
    const path = filesOfModule(module)
      .flatMap((each) => [joinPaths(around.folder, each) ?? '', joinPaths(file, '..', each) ?? ''])
      .find((each) => around.graph.facts.get(each)?.code != null);
    const declarations = path === undefined ? [] : (around.graph.facts.get(path)?.code?.declarations ?? []);
    return declarations.flatMap(({ name, initial, function: holder }) =>
      path !== undefined && holder === 0 && initial !== null && written.includes(name)
        ? [{ file: path, value: initial }]
        : [],
    );
  });
}

/** Settings that a framework keeps for its applications, by names that stand in no other place. */
function inSettings({ graph }: Around, names: readonly string[]): readonly Said[] {
  const setting = settingOf(
    graph,
    names.filter((name) => name === name.toUpperCase()),
  );
  const { key } = setting;
  const [meaning] = setting.meanings;
  if (key === null || meaning === undefined) return [];
  const value = writtenValue(meaning, key.span);
  return value === null ? [] : [{ file: key.file, value }];
}

function writtenValue(meaning: Meaning, span: Span): Value | null {
  switch (meaning.kind) {
    case 'literal':
      return { kind: 'literal', value: meaning.value, span };
    case 'environment': {
      const [fallback] = meaning.fallback;
      return {
        kind: 'environment',
        name: meaning.name,
        fallback: fallback === undefined ? null : writtenValue(fallback, span),
        span,
      };
    }
    case 'value':
      return meaning.value;
    default:
      return null;
  }
}
