import type {
  Catalog,
  ClassEntryPattern,
  DecoratorEntryPattern,
  ExportPattern,
  FileEntryPattern,
} from '../../catalog/types.ts';
import type { DecoratorFact, FunctionFact } from '../../facts/code.ts';
import { globTest } from '../../text/globs.ts';
import { pathWithin } from '../../text/paths.ts';
import type { Span } from '../../text/range.ts';
import type { FileIndex } from '../follow/file-index.ts';
import { type Known, keyOf } from '../follow/known.ts';
import { exportMatches } from '../follow/patterns.ts';
import type { World } from '../follow/world.ts';
import { type Handler, handlersAmong } from '../handlers.ts';
import type { PackageNode } from '../program-graph.ts';
import { pathText } from './paths.ts';
import type { Registrations } from './registrations.ts';

/** Entries that are told by decorators, by base classes and interfaces, and by a file's place and exports. */
export function registerConventions(
  world: World,
  catalog: Catalog,
  packageOf: (file: string) => PackageNode | null,
  into: Registrations,
): void {
  const patterns = catalog.frameworks.flatMap((framework) => framework.entries);
  const decorators = patterns.filter((pattern) => pattern.kind === 'decorator');
  const classes = patterns.filter((pattern) => pattern.kind === 'class');
  const files = patterns
    .filter((pattern) => pattern.kind === 'file')
    .map((pattern): PlacePattern => ({ pattern, tests: pattern.files.map(globTest) }));
  for (const file of world.files.values()) {
    file.code.classes.forEach((_, id) => {
      decorated(world, file, id, decorators, into);
      named(world, file, id, classes, into);
    });
    for (const pattern of files) placed(world, file, pattern, packageOf(file.path), into);
  }
}

function decorated(
  world: World,
  file: FileIndex,
  classId: number,
  patterns: readonly DecoratorEntryPattern[],
  into: Registrations,
): void {
  const fact = file.code.classes[classId];
  for (const methodId of fact?.methods ?? []) {
    const method = file.code.functions[methodId];
    for (const decorator of method?.decorators ?? []) {
      for (const pattern of patterns) {
        if (fact === undefined || !carries(world, file, decorator, [pattern.decorator])) continue;
        const holder = fact.decorators.find((one) => carries(world, file, one, pattern.classDecorators));
        if (pattern.classDecorators.length > 0 && holder === undefined) continue;
        const handler: Handler = {
          kind: 'function',
          function: keyOf(file.path, methodId),
          certainty: 'proved',
          inner: false,
        };
        const path = pattern.verb === undefined ? null : joinedPath(world, file, holder, decorator);
        enter(
          into,
          file,
          decorator.span,
          pattern,
          handler,
          pattern.verb === undefined ? null : { verb: pattern.verb, path },
        );
      }
    }
  }
}

interface RouteTold {
  readonly verb: string | null;
  readonly path: string | null;
}

function enter(
  into: Registrations,
  file: FileIndex,
  span: Span,
  {
    framework,
    moment,
  }: { readonly framework: string; readonly moment: Registrations['starts'][number]['entry']['moment'] },
  handler: Handler,
  route: RouteTold | null,
): void {
  if (handler.kind !== 'function') return;
  const site = { file: file.path, span };
  if (route !== null) {
    const verb = route.verb === null || route.verb === 'ALL' ? null : route.verb;
    into.routes.push({
      file: file.path,
      function: 0,
      call: Number.POSITIVE_INFINITY,
      verb,
      path: route.path,
      framework,
      origin: null,
      handlers: [handler],
      site,
    });
  }
  const entry = {
    function: handler.function,
    moment,
    framework,
    route: route === null ? null : into.routes.length - 1,
    site,
  };
  into.starts.push({ entry, certainty: handler.certainty, origin: null });
}

/** `@Controller('orders')` before `@Get(':id')`; either may hold an object with a path, or nothing. */
function joinedPath(
  world: World,
  file: FileIndex,
  holder: DecoratorFact | undefined,
  decorator: DecoratorFact,
): string | null {
  const parts = [holder, decorator].map((one) => (one === undefined ? '' : decoratorPath(world, file, one)));
  return parts.some((part) => part === null)
    ? null
    : `/${parts.join('/')}`.replaceAll(/\/{2,}/g, '/').replace(/(.)\/$/, '$1');
}

function decoratorPath(world: World, file: FileIndex, decorator: DecoratorFact): string | null {
  const call = decorator.call === null ? undefined : file.code.calls[decorator.call];
  const [value] = call?.arguments ?? [];
  if (value === undefined) return '';
  if (value.kind === 'object') {
    const path = value.properties.find(({ key }) => key === 'path');
    return path === undefined ? '' : pathText(world, { file, value: path.value });
  }
  return pathText(world, { file, value });
}

function named(
  world: World,
  file: FileIndex,
  classId: number,
  patterns: readonly ClassEntryPattern[],
  into: Registrations,
): void {
  const fact = file.code.classes[classId];
  if (fact === undefined) return;
  const said = { file: file.path, span: fact.nameSpan, certainty: 'proved' } as const;
  const roots = [
    ...fact.implements.map((type) => ({ type })),
    ...fact.extends.map((reference) => ({ reference })),
  ].flatMap((one) => ('type' in one ? typeExports(world, file, one.type) : world.reference(file, one.reference)));
  const key = keyOf(file.path, classId);
  const [, ...above] = world.classes.lineage(key);
  for (const pattern of patterns) {
    const byType = [...roots, ...world.classes.externalBases(key)].some((known) => isOneOf(known, pattern.implements));
    const byDecorator = fact.decorators.some((decorator) => carries(world, file, decorator, pattern.decorators));
    if (!byType && !byDecorator) continue;
    // What a class is put together with, and what knows nothing of the framework, is called for the class alone.
    const isEntered = (part: { readonly key: string }) =>
      world.classes.externalBases(part.key).some((known) => isOneOf(known, pattern.implements));
    const parts = [{ key, file, id: classId }, ...above];
    for (const name of namesOf(pattern, parts)) {
      const from = parts.find((part) => methodsOf(part, name).length > 0);
      if (from === undefined || (from.key !== key && isEntered(from))) continue;
      for (const methodId of methodsOf(from, name)) {
        const handler: Handler = {
          kind: 'function',
          function: keyOf(from.file.path, methodId),
          certainty: 'proved',
          inner: false,
        };
        enter(into, file, said.span, pattern, handler, null);
      }
    }
  }
}

/** The names that a framework calls, with those of the class's own choice that begin as the pattern says. */
function namesOf(
  { methods }: ClassEntryPattern,
  parts: readonly { readonly file: FileIndex; readonly id: number }[],
): ReadonlySet<string> {
  const starts = methods.flatMap((name) => (name.endsWith('*') ? [name.slice(0, -1)] : []));
  const own = starts.length === 0 ? [] : parts.flatMap(({ file, id }) => publicOf(file, id));
  return new Set([
    ...methods.filter((name) => !name.endsWith('*')),
    ...own.filter((name) => starts.some((start) => name.startsWith(start))),
  ]);
}

/** What is called through an object of a class, from outside of it. */
function publicOf({ code, methods }: FileIndex, classId: number): readonly string[] {
  return [...(methods.get(classId) ?? [])].flatMap(([name, ids]) => {
    const isCalled = ids.some((id) => code.functions[id]?.kind === 'method' && code.functions[id]?.static === false);
    return isCalled && !name.startsWith('_') ? [name] : [];
  });
}

function isOneOf(known: Known, patterns: readonly ExportPattern[]): boolean {
  return known.kind === 'external' && patterns.some(({ modules, name }) => exportMatches(known, modules, name));
}

function methodsOf({ file, id }: { readonly file: FileIndex; readonly id: number }, name: string): readonly number[] {
  return file.methods.get(id)?.get(name) ?? [];
}

/** What a type's name was imported as. */
function typeExports(
  world: World,
  file: FileIndex,
  type: { readonly names: readonly string[]; readonly declaration: number | null },
) {
  if (type.declaration === null) return [];
  const [, ...rest] = type.names;
  return rest.reduce(
    (at, name) => at.flatMap((known) => world.member(known, name)),
    world.declaration(file, type.declaration),
  );
}

/** Whether a decorator is one of some exports. An empty list is carried by none. */
export function carries(
  world: World,
  file: FileIndex,
  decorator: DecoratorFact,
  patterns: readonly ExportPattern[],
): boolean {
  if (patterns.length === 0) return false;
  return world
    .reference(file, decorator.reference)
    .some(
      (known) => known.kind === 'external' && patterns.some(({ modules, name }) => exportMatches(known, modules, name)),
    );
}

interface PlacePattern {
  readonly pattern: FileEntryPattern;
  readonly tests: readonly ((path: string) => boolean)[];
}

function placed(
  world: World,
  file: FileIndex,
  { pattern, tests }: PlacePattern,
  node: PackageNode | null,
  into: Registrations,
): void {
  if (pattern.dependency !== null && !dependsOn(node, pattern.dependency)) return;
  if (pattern.unless !== undefined && file.code.directives.includes(pattern.unless)) return;
  const inPackage = pathWithin(node?.folder ?? '', file.path);
  if (!tests.some((matches) => matches(inPackage))) return;
  const { directive } = pattern;
  if (directive !== undefined && !file.code.directives.includes(directive)) {
    file.code.functions.forEach((fact: FunctionFact, id) => {
      if (!fact.directives.includes(directive)) return;
      const handler: Handler = { kind: 'function', function: keyOf(file.path, id), certainty: 'proved', inner: false };
      enter(into, file, fact.nameSpan, pattern, handler, null);
    });
    return;
  }
  const names = pattern.exports.includes('*') ? exportedNames(file) : pattern.exports;
  const path = routePath(pattern, inPackage);
  for (const name of names) {
    const value = file.locals.get(name)?.[0];
    const span: Span = value?.span ?? file.reexports.get(name)?.span ?? [0, 0];
    if (!exportedNames(file).includes(name) && !file.locals.has('*')) continue;
    for (const handler of handlersAmong(world, world.exported(file, name))) {
      const route = path === null ? null : { verb: /^[A-Z]+$/.test(name) ? name : null, path };
      enter(into, file, startOf(span), pattern, handler, route);
    }
  }
}

/** The start of an export alone, as the whole of it may be a long function. */
export function startOf([start, end]: Span): Span {
  return [start, Math.min(end, start + 1)];
}

function exportedNames(file: FileIndex): readonly string[] {
  return [...file.locals.keys(), ...file.reexports.keys()];
}

function dependsOn(node: PackageNode | null, name: string): boolean {
  return node?.manifest.dependencies.some((dependency) => dependency.name === name) === true;
}

/** The path that a file's place gives its routes: `app/orders/[id]/route.ts` is `/orders/[id]`. Groups in parentheses count for nothing. */
function routePath({ routesBelow }: FileEntryPattern, inPackage: string): string | null {
  const folder = routesBelow?.find((one) => inPackage.startsWith(`${one}/`));
  if (folder === undefined) return null;
  const names = inPackage
    .slice(folder.length + 1)
    .replace(/\.[cm]?[jt]sx?$/, '')
    .split('/')
    .filter((name) => !/^\(.*\)$/.test(name) && !name.startsWith('@'));
  const last = names.at(-1);
  const kept = last === 'route' || last === 'page' || last === 'index' ? names.slice(0, -1) : names;
  const below = folder.endsWith('api') ? ['api', ...kept] : kept;
  return `/${below.join('/')}`;
}
