import type { DeclarationId, Reference, Value } from '../../facts/values.ts';
import { textOf } from '../../link/evaluate.ts';
import type { ProgramGraph } from '../../link/program-graph.ts';
import { folderOf } from '../../text/paths.ts';
import { calledName } from './called.ts';

/**
 * A path that is the same in every run, such as `uploads`, `/tmp` or `<UPLOAD_FOLDER>/photos`; `@/` begins one of the
 * repository. Two that read the same are the same folder.
 */
export type FixedPath = string;

/** The fixed path that a value is; null for what a request, or something that cannot be read, has a part in. */
export function fixedPath(graph: ProgramGraph, file: string, value: Value, depth = 0): FixedPath | null {
  if (depth > 8) return null;
  const next = (inner: Value): FixedPath | null => fixedPath(graph, file, inner, depth + 1);
  const code = graph.facts.get(file)?.code ?? null;
  if (code === null) return null;
  switch (value.kind) {
    case 'literal':
      return typeof value.value === 'string' ? normalized(value.value) : null;
    case 'environment':
      return `<${value.name}>`;
    case 'path-join':
    case 'concatenation': {
      const parts = value.parts.map(next);
      return parts.includes(null) ? null : normalized(parts.join(value.kind === 'path-join' ? '/' : ''));
    }
    case 'reference':
      return ofReference(graph, file, value.reference, depth);
    case 'call': {
      const call = code.calls[value.call];
      if (call === undefined) return null;
      const name = calledName(code, call);
      const [first] = call.arguments;
      if (/^(?:os\.path\.(?:abspath|realpath|normpath)|pathlib\.(?:Pure)?Path|str|os\.fspath)$/.test(name)) {
        return first === undefined ? null : next(first);
      }
      if (name === 'os.path.dirname' && first !== undefined) return parentOf(next(first));
      if (call.callee.path.at(-1) === 'resolve' && call.callee.root.kind === 'call') {
        return next({ kind: 'call', call: call.callee.root.call, span: value.span });
      }
      return null;
    }
    default: {
      const text = textOf(graph, file, value);
      return text === null ? null : normalized(text);
    }
  }
}

function ofReference(
  graph: ProgramGraph,
  file: string,
  { root, path, span }: Reference,
  depth: number,
): FixedPath | null {
  if (root.kind === 'global') return root.name === '__file__' && path.length === 0 ? `@/${file}` : null;
  const setting = settingOf(path);
  if (setting !== null) return settingPath(graph, setting, depth) ?? `<${setting}>`;
  const steps = path.length > 0 && path.every((each) => each === 'parent') ? path.length : 0;
  if (root.kind === 'call') {
    const whole = fixedPath(graph, file, { kind: 'call', call: root.call, span }, depth + 1);
    return steps === 0 ? null : path.reduce<FixedPath | null>((each) => parentOf(each), whole);
  }
  if (root.kind !== 'declared') return null;
  const home = homeOf(graph, file, root.declaration, path);
  if (home === null) return null;
  const initial = graph.facts.get(home.file)?.code?.declarations[home.declaration]?.initial ?? null;
  const known = initial === null ? null : fixedPath(graph, home.file, initial, depth + 1);
  return known ?? `<${home.file}#${home.declaration}>`;
}

/** The name at the top of a module that is mentioned, followed through one import; null for a name of a function. */
function homeOf(
  graph: ProgramGraph,
  file: string,
  declaration: DeclarationId,
  path: readonly string[],
): { readonly file: string; readonly declaration: DeclarationId } | null {
  const code = graph.facts.get(file)?.code;
  const declared = code?.declarations[declaration];
  if (code == null || declared === undefined || declared.function !== 0) return null;
  if (declared.kind !== 'import') return path.length === 0 ? { file, declaration } : null;
  const found = code.imports.find((each) => each.declaration === declaration);
  const edge = graph.imports.get(file)?.find(({ site }) => found !== undefined && site.span[0] === found.span[0]);
  const name = path.length === 0 ? found?.imported : path.length === 1 ? path[0] : undefined;
  if (edge === undefined || name === undefined || name === null) return null;
  const there = graph.facts
    .get(edge.to)
    ?.code?.declarations.findIndex((each) => each.name === name && each.function === 0 && each.kind !== 'import');
  return there === undefined || there < 0 ? null : { file: edge.to, declaration: there };
}

/** `app.config["UPLOAD_FOLDER"]`, `current_app.config[…]`, `settings.MEDIA_ROOT`. */
function settingOf(path: readonly string[]): string | null {
  const at = path.indexOf('config');
  const key = at < 0 ? undefined : path[at + 1];
  return key === undefined || key === '*' || path.length !== at + 2 ? null : key;
}

/** What the program sets a setting to, where it does so once. */
function settingPath(graph: ProgramGraph, name: string, depth: number): FixedPath | null {
  const found = new Set<FixedPath | null>();
  for (const [file, { code }] of graph.facts) {
    for (const operation of code?.functions.flatMap(({ operations }) => operations) ?? []) {
      if (operation.kind !== 'assign' || operation.value === null || settingOf(operation.target.path) !== name)
        continue;
      found.add(fixedPath(graph, file, operation.value, depth + 1));
    }
  }
  const [only] = found;
  return found.size === 1 ? (only ?? null) : null;
}

function parentOf(path: FixedPath | null): FixedPath | null {
  if (path === null || !path.includes('/')) return null;
  const folder = folderOf(path);
  return folder === '' ? '@' : folder;
}

function normalized(path: string): FixedPath {
  const clean = path.replaceAll(/\/{2,}/g, '/').replace(/^(?:\.\/)+/, '');
  return clean.length > 1 ? clean.replace(/\/$/, '') : clean;
}
