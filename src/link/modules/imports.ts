import type { ImportFact } from '../../facts/code.ts';
import type { Value } from '../../facts/values.ts';
import type { FileIndex } from '../follow/file-index.ts';
import type { Said } from '../follow/known.ts';
import { isLoadedByName } from '../follow/loaded-modules.ts';
import type { ImportEdge, UnresolvedImport } from '../program-graph.ts';
import { pythonSubmodule } from './python.ts';
import { loadedInLoops } from './python-loaded.ts';
import type { ModuleResolver } from './resolve.ts';

export interface Imports {
  readonly edges: ReadonlyMap<string, readonly ImportEdge[]>;
  readonly unresolved: readonly UnresolvedImport[];
}

/** Which files a file imports for their values, and which imports lead nowhere. */
export function importsOf(
  files: ReadonlyMap<string, FileIndex>,
  resolve: ModuleResolver,
  loadedBy: (file: FileIndex, fact: ImportFact) => readonly FileIndex[],
): Imports {
  const edges = new Map<string, readonly ImportEdge[]>();
  const unresolved: UnresolvedImport[] = [];
  const paths = [...files.keys()].filter((path) => path.endsWith('.py'));
  for (const file of files.values()) {
    const own = new Map<string, ImportEdge>();
    for (const { module, span, dynamic, optional, declares } of requests(file)) {
      const site = { file: file.path, span };
      // A name put together at run time may be any file: `require('./routes/' + name)`. What lists a folder tells which.
      if (!module.includes('*')) {
        const target = resolve(file.path, module);
        if (optional === true && target.kind !== 'file') continue;
        if (declares !== undefined && (target.kind !== 'file' || !hasName(files.get(target.path), declares))) continue;
        if (target.kind === 'missing') unresolved.push({ file: file.path, module, reason: 'no-file', site });
        // `from . import views` in a package's own file names the package itself.
        if (target.kind !== 'file' || target.path === file.path) continue;
        if (!files.has(target.path)) unresolved.push({ file: file.path, module, reason: 'not-read', site });
        const earlier = own.get(target.path);
        if (earlier === undefined || (earlier.dynamic && !dynamic))
          own.set(target.path, { to: target.path, site, dynamic });
      }
    }
    if (file.language === 'python') {
      for (const { to, span } of loadedInLoops(file, paths)) {
        if (!own.has(to)) own.set(to, { to, site: { file: file.path, span }, dynamic: false });
      }
    }
    for (const fact of file.code.imports) {
      if (!isLoadedByName(fact)) continue;
      const site = { file: file.path, span: fact.span };
      const loaded = loadedBy(file, fact);
      if (loaded.length === 0) unresolved.push({ file: file.path, module: fact.module, reason: 'dynamic', site });
      for (const { path } of loaded) if (!own.has(path)) own.set(path, { to: path, site, dynamic: true });
    }
    if (own.size > 0) edges.set(file.path, [...own.values()]);
  }
  return { edges, unresolved };
}

interface Request {
  readonly module: string;
  readonly span: Said['span'];
  readonly dynamic: boolean;
  /** Whether there need not be such a module. */
  readonly optional?: boolean;
  /** The name that the module must have for the text to mean it. */
  readonly declares?: string;
}

function hasName(file: FileIndex | undefined, name: string): boolean {
  if (file === undefined) return false;
  return file.moduleNames.has(name) || file.code.functions.some((fact) => fact.parent === 0 && fact.name === name);
}

function* requests(file: FileIndex): Iterable<Request> {
  for (const { module, span, form, typeOnly, imported } of file.code.imports) {
    if (typeOnly) continue;
    if (file.language === 'python') yield* pythonRequests({ module, span, dynamic: form === 'dynamic' }, imported);
    else yield { module, span, dynamic: form === 'dynamic' };
  }
  if (file.language === 'python') yield* namedByTexts(file);
  for (const fact of file.code.exports) {
    if (fact.kind !== 'local') yield { module: fact.module, span: fact.span, dynamic: false };
  }
}

/** `from shop.api import orders` runs `shop` and `shop.api`, and `orders` where that is a module of its own. */
function* pythonRequests(request: Request, imported: string | null): Iterable<Request> {
  const names = request.module.split('.');
  const inner = imported === null || imported === '*' ? null : pythonSubmodule(request.module, imported);
  const outer = names.flatMap((_, at) => {
    const module = names.slice(0, at).join('.');
    return module === '' || module.endsWith('.') ? [] : [module];
  });
  for (const module of outer) yield { ...request, module, optional: true };
  // A folder of modules is no module itself: then only what is taken from it is one.
  yield inner === null ? request : { ...request, optional: request.module.startsWith('.') };
  if (inner !== null) yield { ...request, module: inner, optional: true };
}

/** How many values of one file are looked through for names of modules. */
const mostTexts = 5_000;

/**
 * Settings and URL tables name modules by dotted texts: `'shop.urls'`, `'shop.middleware.Limits'`. What starts a server or
 * a plugin names a module and what to take from it: `'shop.main:app'`. Most texts name none.
 */
function* namedByTexts(file: FileIndex): Iterable<Request> {
  const pending: Value[] = [
    ...file.code.declarations.flatMap(({ initial, function: holder }) =>
      initial === null || holder !== 0 ? [] : [initial],
    ),
    ...(file.code.functions[0]?.operations ?? []).flatMap((operation) =>
      operation.kind === 'assign' && operation.value !== null ? [operation.value] : [],
    ),
    ...file.code.calls.flatMap((call) => [...call.arguments, ...call.named.map(({ value }) => value)]),
  ];
  const first = new Set(file.code.calls.map((call) => call.arguments[0]));
  const seen = new Set<string>();
  for (let count = 0; count < mostTexts; count++) {
    const value = pending.pop();
    if (value === undefined) return;
    if (value.kind === 'list') pending.push(...value.items);
    else if (value.kind === 'operator' && value.operator === '+')
      pending.push(...[value.left, value.right].flatMap((side) => side ?? []));
    else if (value.kind === 'object') pending.push(...value.properties.map((property) => property.value));
    else if (value.kind === 'literal' && typeof value.value === 'string') {
      if (seen.has(value.value)) continue;
      seen.add(value.value);
      const taken = takenFrom(value.value);
      // `'orders:read'` is a permission or a key as often: the module must have the name, and a short text is a call's first.
      if (taken !== null && (taken.module.includes('.') || first.has(value)))
        yield { ...taken, span: value.span, dynamic: true, optional: true };
      if (!isDotted(value.value)) continue;
      const outer = value.value.slice(0, value.value.lastIndexOf('.'));
      for (const module of [value.value, outer]) yield { module, span: value.span, dynamic: true, optional: true };
    }
  }
}

function isDotted(text: string): boolean {
  return text.length < 200 && /^[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)+$/.test(text);
}

/** `shop.main:app` and `shop.main:make_app()`: the module, and the name that is taken from it. */
function takenFrom(text: string): { readonly module: string; readonly declares: string } | null {
  if (text.length >= 200) return null;
  const [, module, declares] = /^([A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*):([A-Za-z_]\w*)(?:\(\))?$/.exec(text) ?? [];
  return module === undefined || declares === undefined ? null : { module, declares };
}
