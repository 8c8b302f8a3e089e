import type { Catalog, Framework } from '../catalog/types.ts';
import type { ManifestFacts } from '../facts/manifest.ts';
import { type FactsByFile, factsByFile } from '../facts/store.ts';
import { cellsOf } from './cells/cells.ts';
import { decidingOf } from './deciding.ts';
import { edgesOf, memoisedIn } from './edges.ts';
import { effectsOf } from './effects.ts';
import { registerCommanded } from './entries/commanded.ts';
import { registerConventions } from './entries/conventions.ts';
import { decoratingLimits } from './entries/decorated.ts';
import { withoutForked } from './entries/forked.ts';
import { handedOver, registerHanded } from './entries/handed-over.ts';
import { registerNamedHandlers } from './entries/named-handlers.ts';
import { registerProviders } from './entries/providers.ts';
import { type Registrations, registrationsOf } from './entries/registrations.ts';
import { routesOf } from './entries/routes.ts';
import { addStands } from './entries/stands.ts';
import { withoutUnmounted } from './entries/unmounted.ts';
import { createWorld } from './follow/create.ts';
import { keyOf } from './follow/known.ts';
import { loadedFiles } from './follow/loaded-modules.ts';
import { settle } from './follow/settle.ts';
import { followingOf } from './following.ts';
import { handedBy } from './handlers.ts';
import { type CallReading, hitsOf, readCalls } from './hits.ts';
import { nearestPackage } from './modules/configs.ts';
import { importsOf } from './modules/imports.ts';
import { moduleResolver, packagesOf } from './modules/resolve.ts';
import { momentsOf } from './moments.ts';
import { classNodes, functionNodes } from './nodes.ts';
import type { CallEdge, FunctionKey, ImportEdge, ListenerCall, ProgramGraph } from './program-graph.ts';
import { atOnce, type Steps } from './steps.ts';
import { usesOf } from './uses.ts';

/** Joins the facts of all files into one program graph. A pure rebuild: the same facts give the same graph in any order. */
export function link(unordered: FactsByFile, catalog: Catalog): ProgramGraph {
  return atOnce(linking(unordered, catalog));
}

/** The same, in steps. */
export function* linking(unordered: FactsByFile, catalog: Catalog): Steps<ProgramGraph> {
  const facts = factsByFile(unordered.values());
  const manifests = manifestsOf(facts);
  const packages = packagesOf(manifests);
  const packageOf = nearestPackage(packages);
  const resolve = moduleResolver({ hasCode: (path) => facts.get(path)?.code != null, manifests });

  const world = createWorld(facts, catalog, resolve, packageOf);
  yield* settle(world, (file, _, call, callees) => handedBy(world, file, call, hitsOf(world, file, call, callees)));

  const readings = yield* readCalls(world);
  const registered = registrationsOf(world, readings);
  yield;
  registerConventions(world, catalog, packageOf, registered);
  registerProviders(world, catalog, registered);
  registerCommanded(world, facts, registered);
  registerNamedHandlers(world, catalog, facts, packageOf, registered);
  yield;
  const handed = handedOver(world, readings);
  registerHanded(world, handed, registered);
  const imports = importsOf(world.files, resolve, (file, fact) => loadedFiles(world, file, fact));
  const registrations = withoutForked(world, withoutUnmounted(world, registered), readings, imports.edges);

  yield;
  const edges = [...(yield* edgesOf(world, readings)), ...loadEdges(imports.edges)];
  const callees = grouped(edges, (edge) => edge.from);
  const callers = grouped(edges, (edge) => edge.to);
  yield;
  const uses = usesOf(world, readings, packageOf);
  const routes = routesOf(registrations, uses, readings, callees, catalog, packageOf, decoratingLimits(world, uses));
  yield;
  addStands(world, registrations, uses, readings, callees);
  const starts = onceAtBoot(inOrder(registrations), memoisedIn(world));
  const entries = starts.map(({ entry }) => entry);
  const functions = functionNodes(world, entries, routes);
  const deciding = decidingOf(facts, functions, callers);
  yield;
  const moments = momentsOf(functions, callees, starts, deciding);
  yield;
  const effects = effectsOf(world, readings);
  yield;
  const cells = yield* cellsOf(world);

  return {
    facts,
    packages,
    functions,
    classes: classNodes(world, catalog, readings, handed),
    callees,
    callers,
    imports: imports.edges,
    entries,
    routes,
    moments,
    uses: [...uses.values()],
    effects,
    cells,
    listeners: listenersOf(readings),
    unresolved: imports.unresolved,
    following: followingOf(world, uses),
    deciding,
  };
}

/** What a framework calls and whose answer is kept runs once, as what the start of a program makes. */
function onceAtBoot(starts: Registrations['starts'], memoised: ReadonlySet<FunctionKey>): Registrations['starts'] {
  return starts.map((start) =>
    memoised.has(start.entry.function) ? { ...start, entry: { ...start.entry, moment: 'boot' } } : start,
  );
}

function manifestsOf(facts: FactsByFile): ReadonlyMap<string, ManifestFacts> {
  const manifests = new Map<string, ManifestFacts>();
  for (const [path, { manifest }] of facts) if (manifest !== null) manifests.set(path, manifest);
  return manifests;
}

/** Importing a file runs its body. */
function loadEdges(imports: ReadonlyMap<string, readonly ImportEdge[]>): readonly CallEdge[] {
  return [...imports].flatMap(([from, edges]) =>
    edges.map(({ to, site, dynamic }): CallEdge => {
      return { from: keyOf(from, 0), to: keyOf(to, 0), certainty: dynamic ? 'possible' : 'proved', kind: 'load', site };
    }),
  );
}

function grouped(
  edges: readonly CallEdge[],
  by: (edge: CallEdge) => FunctionKey,
): ReadonlyMap<FunctionKey, readonly CallEdge[]> {
  const groups = new Map<FunctionKey, CallEdge[]>();
  for (const edge of edges) {
    const key = by(edge);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [edge]);
    else group.push(edge);
  }
  return groups;
}

function inOrder({ starts }: Registrations): Registrations['starts'] {
  const seen = new Set<string>();
  return starts
    .filter(({ entry: { function: key, moment, route, site } }) => {
      const identity = `${key} ${moment} ${route} ${site.file} ${site.span[0]}`;
      return !seen.has(identity) && seen.add(identity);
    })
    .sort(({ entry: { site: a } }, { entry: { site: b } }) =>
      a.file < b.file ? -1 : a.file > b.file ? 1 : a.span[0] - b.span[0],
    );
}

function listenersOf(readings: readonly CallReading[]): readonly ListenerCall[] {
  const found: ListenerCall[] = [];
  for (const { file, call, hits } of readings) {
    const frameworks = hits.flatMap(({ hit }): Framework[] => (hit.kind === 'listener' ? [hit.framework] : []));
    const [framework] = frameworks;
    if (framework === undefined) continue;
    const site = { file: file.path, span: call.calleeSpan };
    const onlyMakes = hits.some(({ hit }) => hit.kind === 'type');
    const listener = { file: file.path, framework, function: keyOf(file.path, call.function), site };
    found.push(onlyMakes ? { ...listener, onlyMakes } : listener);
  }
  return found;
}
