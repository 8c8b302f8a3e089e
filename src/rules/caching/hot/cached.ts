import type { RuleContext } from '../../../findings/rule.ts';
import { lastName } from '../../../gates/origins.ts';
import { functionsFrom } from '../../../gates/reachable.ts';
import type { FunctionKey, ProgramGraph, Reach, Route } from '../../../link/program-graph.ts';
import { directivesWithin } from '../../../system/proxies.ts';

const cacheWords = /cach|memo|redis|swr|stale|revalidat|etag|max-?age|\bttl\b|snapshot|materiali[sz]ed|precomputed/i;

/** Whether something keeps the answer, or may: before the route, on the way to the read, or in what the answer says of itself. */
export function mayBeCached(context: RuleContext, route: Route, { entry, chain }: Reach): boolean {
  const { graph, system } = context;
  if (entry === null) return true;
  const proxied = system.proxies.some(({ directives }) =>
    directivesWithin(directives).some(({ directive }) => /_cache$/.test(directive.name)),
  );
  if (
    proxied ||
    context.catalog.frameworks.some(({ id, pageCache }) => id === route.framework && pageCache !== undefined)
  ) {
    return true;
  }
  if (route.registrations.some(({ file, call }) => mentionsCache(graph, file, (at) => at === call))) return true;
  const way = new Set([entry.function, ...chain.map(({ to }) => to), ...functionsFrom(graph, entry.function, 3)]);
  return [...way].some((key) => isOfCache(graph, key)) || readsKept(graph, way);
}

function isOfCache(graph: ProgramGraph, key: FunctionKey): boolean {
  const node = graph.functions.get(key);
  if (node === undefined) return false;
  const owner = node.class === null ? undefined : graph.classes.get(node.class);
  const decorators = [...node.fact.decorators, ...(owner?.fact.decorators ?? [])];
  const code = graph.facts.get(node.file)?.code ?? null;
  const isDecorated = decorators.some(({ reference, call }) => {
    const names = [
      ...reference.path,
      reference.root.kind === 'declared' ? (code?.declarations[reference.root.declaration]?.name ?? '') : '',
    ];
    return (
      names.some((name) => cacheWords.test(name)) ||
      (call !== null && mentionsCache(graph, node.file, (at) => at === call))
    );
  });
  return isDecorated || cacheWords.test(node.fact.name) || mentionsCache(graph, node.file, (_, of) => of === node.id);
}

/** Whether calls of a file name a cache, or are given a text that does: `response.set('Cache-Control', …)`, `cache.get(…)`. */
function mentionsCache(graph: ProgramGraph, file: string, isMeant: (call: number, of: number) => boolean): boolean {
  const code = graph.facts.get(file)?.code ?? null;
  return (
    code?.calls.some((fact, at) => {
      if (!isMeant(at, fact.function)) return false;
      const { root, path } = fact.callee;
      const nameOf = (declaration: number): string => code.declarations[declaration]?.name ?? '';
      const names = [...path, root.kind === 'declared' ? nameOf(root.declaration) : ''];
      const given = fact.arguments.flatMap((value) => {
        if (value.kind === 'literal' && typeof value.value === 'string') return [value.value];
        if (value.kind === 'object') return value.properties.map(({ key }) => key);
        if (value.kind === 'call') return [lastName(code, value.call)];
        if (value.kind !== 'reference') return [];
        const { reference } = value;
        return [...reference.path, reference.root.kind === 'declared' ? nameOf(reference.root.declaration) : ''];
      });
      // A statement may hold any word.
      return [...names, ...given.filter((text) => text.length < 60)].some((name) => cacheWords.test(name));
    }) === true
  );
}

/** Whether something that the process keeps is asked on the way, as a result of before. */
function readsKept(graph: ProgramGraph, way: ReadonlySet<FunctionKey>): boolean {
  return graph.cells.some(
    ({ accesses }) =>
      accesses.some(({ kind, function: key }) => (kind === 'read' || kind === 'test') && way.has(key)) &&
      accesses.some(({ kind, function: key }) => (kind === 'assign' || kind === 'write') && key !== ''),
  );
}
