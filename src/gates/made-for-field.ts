import type { CallPattern, Catalog } from '../catalog/types.ts';
import type { CodeFacts } from '../facts/code.ts';
import type { CallId, Value } from '../facts/values.ts';
import { meaningsOf } from '../link/evaluate.ts';
import { exportMatches } from '../link/follow/patterns.ts';
import type { FunctionKey, ProgramGraph } from '../link/program-graph.ts';
import { isLoadedDefault } from './databases/environment-names.ts';
import { runsAtStart, workReach } from './moment.ts';

/** What a function gives for a field, as the values that it returns, or as a call of a package that it stands for. */
export interface MadeForField {
  readonly returned: readonly { readonly file: string; readonly value: Value }[];
  /** Whether the function itself is one of the patterns, as in `default_factory=token_hex`. */
  readonly isOne: boolean;
  /** What is given as the function. */
  readonly given: Value;
  /** The name of the environment that comes first, where a package fills the class from there. */
  readonly filledBy: string | null;
}

/**
 * `secret: str = Field(default_factory=lambda: token_hex())`: what the function makes, where objects of the class are made
 * while the process starts alone. One that a request makes has a value of its own, which nobody takes for the process's.
 */
export function madeForField(
  graph: ProgramGraph,
  catalog: Catalog,
  file: string,
  id: CallId,
  patterns: readonly CallPattern[],
): MadeForField | null {
  const code = graph.facts.get(file)?.code ?? null;
  const call = code?.calls[id];
  if (code === null || call === undefined || call.named.length === 0) return null;
  const factories = catalog.libraries.flatMap((library) => library.factories ?? []);
  const factory = factories.find((each) => graph.following?.isCallOf(file, id, [each.call]) === true);
  const given = call.named.find(({ key }) => key === factory?.option)?.value;
  const owner = code.classes.findIndex(({ fields }) =>
    fields.some(({ initial }) => initial?.kind === 'call' && initial.call === id),
  );
  if (given === undefined || owner < 0 || !isMadeAtStart(graph, `${file}#${owner}`)) return null;
  const meanings = meaningsOf(graph, file, given);
  const functions = [
    ...(given.kind === 'function' ? [`${file}#${given.function}`] : []),
    ...meanings.flatMap((each) => (each.kind === 'function' ? [each.function] : [])),
  ];
  const isOne = meanings.some(
    (each) =>
      each.kind === 'external' &&
      patterns.some((pattern) => pattern.kind === 'export' && exportMatches(each, pattern.modules, pattern.name)),
  );
  const field = code.classes[owner]?.fields.find(({ initial }) => initial?.kind === 'call' && initial.call === id);
  return {
    returned: [...new Set(functions)].flatMap((key) => returnedBy(graph, key)),
    isOne,
    given,
    filledBy:
      field !== undefined && isLoadedDefault(graph, { file, span: field.span })
        ? environmentName(code, owner, field.name)
        : null,
  };
}

/** A field by its name, behind the prefix that the class says: `model_config = SettingsConfigDict(env_prefix="SHOP_")`. */
function environmentName(code: CodeFacts, owner: number, name: string): string {
  const said = code.classes[owner]?.fields.flatMap(({ initial }) =>
    initial?.kind === 'call' ? (code.calls[initial.call]?.named ?? []) : [],
  );
  const prefix = said?.find(({ key }) => key === 'env_prefix')?.value;
  return `${prefix?.kind === 'literal' ? String(prefix.value) : ''}${name}`.toUpperCase();
}

function returnedBy(graph: ProgramGraph, key: FunctionKey): MadeForField['returned'] {
  const node = graph.functions.get(key);
  return (node?.fact.operations ?? []).flatMap((each) =>
    each.kind === 'return' && each.value !== null && node !== undefined ? [{ file: node.file, value: each.value }] : [],
  );
}

function isMadeAtStart(graph: ProgramGraph, key: string): boolean {
  const made = graph.classes.get(key)?.constructions ?? [];
  return (
    made.length > 0 && made.every(({ in: maker }) => runsAtStart(graph, maker) && workReach(graph, maker) === null)
  );
}
