import { environmentLoaders, globalEnvironmentLoaders } from '../catalog/environment-loaders.ts';
import type { CallFact, CodeFacts } from '../facts/code.ts';
import type { Operation } from '../facts/operations.ts';
import type { Reference } from '../facts/values.ts';
import type { RuleContext } from '../findings/rule.ts';
import type { ProgramGraph, Site } from '../link/program-graph.ts';
import type { Program } from '../system/types.ts';

/**
 * Where a program loads its .env file, or sets one of the names itself, when that comes only after a place at the top of
 * a module has run: imports run before the body of the file that imports. Null when the environment is there by then, or
 * nothing loads one.
 */
export function lateEnvironment(
  { graph, system }: RuleContext,
  place: Site,
  names: readonly string[] = [],
): Site | null {
  for (const program of system.programs.filter(({ files }) => files.has(place.file))) {
    for (const load of [...loadsOf(graph, program), ...assignmentsOf(graph, program, names)]) {
      if (isLater(graph, program, load, place)) return load.site;
    }
  }
  return null;
}

interface Load {
  readonly site: Site;
  /** Whether the file's own imports have all run by then, as before a call in a module's body. */
  readonly inBody: boolean;
  /** Whether it stands in a function, so that only its caller says when. */
  readonly inFunction: boolean;
}

function loadsOf(graph: ProgramGraph, { files }: Program): readonly Load[] {
  return [...files].flatMap((file) => {
    const code = graph.facts.get(file)?.code;
    if (code === null || code === undefined) return [];
    const calls = code.calls.filter((call) => isLoading(code, call));
    const imports = code.imports.filter((each) =>
      environmentLoaders.some((loader) => loader.imports.includes(each.module)),
    );
    return [
      ...calls.map(({ span, function: owner }) => ({ site: { file, span }, inBody: true, inFunction: owner !== 0 })),
      ...imports.map(({ span }) => ({ site: { file, span }, inBody: false, inFunction: false })),
    ];
  });
}

/** `process.env.DATABASE_URL = …`, and `Object.assign(process.env, …)`, which may set any name. */
function assignmentsOf(graph: ProgramGraph, { files }: Program, names: readonly string[]): readonly Load[] {
  if (names.length === 0) return [];
  const load = (file: string, span: Site['span'], owner: number): Load => ({
    site: { file, span },
    inBody: true,
    inFunction: owner !== 0,
  });
  return [...files].flatMap((file) => {
    const code = graph.facts.get(file)?.code;
    const all = (code?.calls ?? []).filter(assignsAll).map((call) => load(file, call.span, call.function));
    const single = (code?.functions ?? []).flatMap(({ operations }, owner) =>
      operations.flatMap((operation) => (isSetBy(operation, names) ? [load(file, operation.span, owner)] : [])),
    );
    return [...all, ...single];
  });
}

/** A name that is made while the program runs, `process.env[name] = …`, may be any. */
function isSetBy(operation: Operation, names: readonly string[]): boolean {
  if (operation.kind === 'container') {
    const { access, key, target } = operation;
    const isAny = key !== null && key.kind !== 'literal';
    return access === 'write' && isAny && isEnvironment(target.root, target.path);
  }
  if (operation.kind !== 'assign') return false;
  const { root, path } = operation.target;
  const last = path.at(-1) ?? '';
  return isEnvironment(root, path.slice(0, -1)) && (last === '*' || names.includes(last));
}

function assignsAll(call: CallFact): boolean {
  const [first] = call.arguments;
  return (
    call.callee.root.kind === 'global' &&
    call.callee.root.name === 'Object' &&
    call.callee.path.join() === 'assign' &&
    first?.kind === 'reference' &&
    isEnvironment(first.reference.root, first.reference.path)
  );
}

function isEnvironment(root: Reference['root'], path: readonly string[]): boolean {
  return root.kind === 'global' && root.name === 'process' && path.join() === 'env';
}

function isLoading(code: CodeFacts, { callee: { root, path } }: CallFact): boolean {
  const method = path.at(-1);
  if (root.kind === 'global') {
    return globalEnvironmentLoaders.some((each) => each.join('.') === [root.name, ...path].join('.'));
  }
  const module =
    root.kind === 'declared'
      ? code.imports.find((each) => each.declaration === root.declaration)
      : root.kind === 'call'
        ? requiredBy(code.calls[root.call])
        : undefined;
  const loader = environmentLoaders.find((each) => each.module === module?.module);
  const called = method ?? module?.imported ?? '';
  return loader?.calls.includes(called) === true;
}

function requiredBy(call: CallFact | undefined): { readonly module: string; readonly imported: null } | undefined {
  const [module] = call?.arguments ?? [];
  const isRequire = call?.callee.root.kind === 'global' && call.callee.root.name === 'require';
  return isRequire && module?.kind === 'literal' ? { module: String(module.value), imported: null } : undefined;
}

function isLater(graph: ProgramGraph, program: Program, load: Load, place: Site): boolean {
  const { file, span } = load.site;
  if (file === place.file) return load.inFunction || span[0] > place.span[0];
  const earlier = (graph.imports.get(file) ?? []).filter(
    (edge) => !edge.dynamic && (edge.site.span[0] < span[0] || (load.inBody && isHoisted(graph, file, edge.site))),
  );
  if (earlier.some((edge) => reaches(graph, edge.to, place.file))) return true;
  const all = (graph.imports.get(file) ?? []).some((edge) => reaches(graph, edge.to, place.file));
  if (all) return load.inFunction;
  const order = loadingOrder(graph, program.entry);
  return load.inFunction || order.indexOf(file) > order.indexOf(place.file);
}

/** Whether the import runs before all of the file's body, wherever it is written. */
function isHoisted(graph: ProgramGraph, file: string, site: Site): boolean {
  // Python imports where the statement stands.
  if (graph.facts.get(file)?.language === 'python') return false;
  const code = graph.facts.get(file)?.code;
  const fact = code?.imports.find(({ span }) => span[0] <= site.span[1] && site.span[0] <= span[1]);
  if (fact !== undefined) return fact.form === 'import';
  return code?.imports.some(({ form }) => form === 'import') ?? false;
}

/** Whether loading a file loads another, or is that other. */
export function reaches(graph: ProgramGraph, from: string, to: string): boolean {
  return loadingOrder(graph, from).includes(to);
}

/** Files in the order in which their bodies run when the first is loaded. */
function loadingOrder(graph: ProgramGraph, entry: string): readonly string[] {
  const order: string[] = [];
  const seen = new Set<string>([entry]);
  const stack = [{ file: entry, next: 0 }];
  for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
    const edge = graph.imports.get(top.file)?.[top.next++];
    if (edge === undefined) {
      order.push(top.file);
      stack.pop();
    } else if (!edge.dynamic && !seen.has(edge.to)) {
      seen.add(edge.to);
      stack.push({ file: edge.to, next: 0 });
    }
  }
  return order;
}
