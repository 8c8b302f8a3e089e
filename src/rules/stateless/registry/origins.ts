import type { Value } from '../../../facts/values.ts';
import { namedValues } from '../../../gates/named-values.ts';
import { meaningsOf } from '../../../link/evaluate.ts';
import type { ProgramGraph } from '../../../link/program-graph.ts';

const deepest = 4;

/**
 * The names that a key comes from, through names, parameters and calls of the workspace: `src/app.ts 12 query.user`. Null
 * where one of them cannot be told.
 */
export function originsOf(graph: ProgramGraph, file: string, value: Value, depth = 0): ReadonlySet<string> | null {
  const code = graph.facts.get(file)?.code ?? null;
  if (code === null || depth > deepest) return null;
  if (value.kind === 'literal') return new Set([`literal ${String(value.value)}`]);
  if (value.kind === 'concatenation') {
    return union(
      value.parts.filter(({ kind }) => kind !== 'literal').map((each) => originsOf(graph, file, each, depth)),
    );
  }
  if (value.kind !== 'reference' || value.reference.root.kind !== 'declared') return null;
  const { root, path } = value.reference;
  const declaration = code.declarations[root.declaration];
  const own = new Set([`${file} ${root.declaration} ${path.join('.')}`]);
  if (declaration === undefined) return null;
  if (declaration.kind !== 'parameter') {
    const [only, another] = path.length > 0 ? [] : namedValues(code, root.declaration);
    const behind = only === undefined || another !== undefined ? null : originsOf(graph, file, only, depth + 1);
    return behind ?? own;
  }
  const position = declaration.index ?? 0;
  const given = (graph.callers.get(`${file}#${declaration.function}`) ?? []).flatMap(({ from, call }) => {
    const node = graph.functions.get(from);
    const argument =
      call === undefined ? undefined : graph.facts.get(node?.file ?? '')?.code?.calls[call]?.arguments[position];
    return node === undefined || argument === undefined ? [] : [{ file: node.file, value: argument }];
  });
  if (given.length === 0) return own;
  if (path.length > 0) return union(given.map((each) => membersOf(graph, each.file, each.value, path, depth + 1)));
  return union(given.map((each) => originsOf(graph, each.file, each.value, depth + 1)));
}

function membersOf(
  graph: ProgramGraph,
  file: string,
  value: Value,
  path: readonly string[],
  depth: number,
): ReadonlySet<string> | null {
  if (value.kind !== 'reference') return null;
  const { reference } = value;
  return originsOf(graph, file, { ...value, reference: { ...reference, path: [...reference.path, ...path] } }, depth);
}

function union(all: readonly (ReadonlySet<string> | null)[]): ReadonlySet<string> | null {
  const found = new Set<string>();
  for (const each of all) {
    if (each === null) return null;
    for (const one of each) found.add(one);
  }
  return found.size === 0 ? null : found;
}

/** `socket.id`, where the socket is the connection that is being answered. */
export function isIdOfConnection(graph: ProgramGraph, file: string, value: Value): boolean {
  if (value.kind !== 'reference' || value.reference.path.at(-1) !== 'id') return false;
  const reference = { ...value.reference, path: value.reference.path.slice(0, -1) };
  return meaningsOf(graph, file, { ...value, reference }).some(({ kind }) => kind === 'tracked');
}
