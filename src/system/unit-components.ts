import type { Catalog, EnginePattern } from '../catalog/types.ts';
import type { ProgramGraph, Site } from '../link/program-graph.ts';
import type { RunningProgram } from './build-programs.ts';
import { engineOfUnit } from './engines.ts';
import type { Picture } from './picture.ts';
import { replicaRole } from './replica.ts';
import { patternsIn } from './taken-over.ts';
import { takesJobs } from './takes-jobs.ts';
import { isTool } from './tool-images.ts';
import type { Component, Count, SharedFunctions } from './types.ts';
import type { UnitNode } from './units.ts';
import { kindOfUnread } from './unread-kind.ts';

/** Which component a container is: by the file and name of its unit and its place there. */
export type ComponentOfUnit = ReadonlyMap<string, string>;

export function keyOfUnit(node: {
  readonly file: string;
  readonly unit: { readonly name: string };
  readonly container: number;
}): string {
  return [node.file, node.unit.name, node.container].join('\n');
}

/** Programs as nodes, and the containers that run something else: engines, and services whose code is not read. */
export function addUnits(
  picture: Picture,
  graph: ProgramGraph,
  shared: SharedFunctions,
  catalog: Catalog,
  running: readonly RunningProgram[],
  units: readonly UnitNode[],
  hostsOfUnit: (node: UnitNode) => Count | null,
): ComponentOfUnit {
  const componentOf = new Map<string, string>();
  for (const { program, joins } of running) {
    if (program.role === 'other' && program.units.length === 0) continue;
    picture.add(
      programComponent(
        graph,
        shared,
        program,
        joins.map(({ node }) => node),
      ),
    );
    for (const { node } of joins) componentOf.set(keyOfUnit(node), program.name);
  }
  const deployed = new Set(
    units.filter(({ environment }) => !environment.development).map((node) => engineOfUnit(catalog, node)?.engine),
  );
  const patterns = patternsIn(graph.facts);
  for (const node of units) {
    if (patterns.has(`${node.file}\n${node.unit.name}`)) continue;
    if (componentOf.has(keyOfUnit(node)) || isOverride(node) || runsOnce(node) || isTool(node)) continue;
    const engine = engineOfUnit(catalog, node);
    // What serves tests and measurements stands for nothing.
    if (engine !== null && isForTests(node)) continue;
    // A developer's own store stands for the real one, and is another thing only when there is no real one.
    if (engine !== null && node.environment.development && isStandIn(picture, deployed, node, engine)) continue;
    const twin = engine === null ? null : twinOf(units, catalog, componentOf, node, engine);
    if (twin !== null) {
      picture.tell(twin, { details: {}, evidence: [nameSite(node)] });
      componentOf.set(keyOfUnit(node), twin);
      continue;
    }
    const hosts = hostsOfUnit(node);
    const component = engine === null ? serviceComponent(node, hosts) : engineComponent(picture, node, engine, hosts);
    if (component === null) continue;
    picture.add(component);
    componentOf.set(keyOfUnit(node), component.id);
  }
  return componentOf;
}

function programComponent(
  graph: ProgramGraph,
  shared: SharedFunctions,
  program: RunningProgram['program'],
  nodes: readonly UnitNode[],
): Component {
  const { hosts, processesPerHost } = program.topology;
  const instances: Count = {
    ...hosts,
    minimum: hosts.minimum * processesPerHost.minimum,
    maximum: hosts.maximum * processesPerHost.maximum,
  };
  return {
    id: program.name,
    kind: kindOf(graph, shared, program, nodes),
    name: [program.name, servicesOf(program)].filter((part) => part !== '').join(' '),
    language: languageOf(program.entry),
    role: program.role,
    engine: null,
    program: program.name,
    instances,
    evidence: [{ file: program.entry, span: [0, 0] }, ...nodes.map(nameSite)],
    details: { entry: program.entry },
  };
}

/** The services of one manifest that run the same program beside each other, in brackets; empty for one alone. */
function servicesOf({ units }: RunningProgram['program']): string {
  const names = [...new Set(units.filter(({ file }) => file === units[0]?.file).map(({ name }) => name))];
  return names.length > 1 ? `(${names.join(', ')})` : '';
}

/** What answers at a port is a service although nobody knows how it answers. */
function kindOf(
  graph: ProgramGraph,
  shared: SharedFunctions,
  program: RunningProgram['program'],
  nodes: readonly UnitNode[],
): Component['kind'] {
  const { role } = program;
  if (role === 'server' && takesJobs(graph, shared, program)) return 'worker';
  const hasPort = nodes.some(({ fact }) => (fact?.ports.length ?? 0) > 0);
  if (role === 'server' || (role === 'other' && hasPort)) return 'service';
  return role === 'scheduler' ? 'scheduler' : 'worker';
}

function engineComponent(picture: Picture, node: UnitNode, engine: EnginePattern, instances: Count | null): Component {
  const { name } = node.unit;
  const taken = picture.find(name);
  const isOther = taken !== null && taken.engine !== engine.engine;
  const image = node.fact?.image?.value;
  return {
    id: isOther ? `${engine.engine}:${name}` : name,
    kind: engine.component,
    name,
    language: null,
    role: engine.component === 'database' ? replicaRole(node) : null,
    engine: engine.engine,
    program: null,
    instances,
    evidence: [nameSite(node)],
    details: image === undefined ? {} : { image },
  };
}

/** A container of one's own whose code is not read, such as a page's; tools of developers and jobs are left out. */
function serviceComponent(node: UnitNode, instances: Count | null): Component | null {
  const { unit, fact } = node;
  if (node.container > 0 || node.environment.development) return null;
  if (fact?.buildContext == null && fact?.image == null) return null;
  return {
    id: unit.name,
    kind: kindOfUnread(node),
    name: unit.name,
    language: null,
    role: null,
    engine: null,
    program: null,
    instances,
    evidence: [nameSite(node)],
    details: fact.image === null ? {} : { image: fact.image.value },
  };
}

const oneTime = /migrat|seed|\binit\b|-init|setup|bootstrap|backup/i;

/** What runs once and ends: a job, and an engine's image that runs its client to create something, and no server. */
function runsOnce({ fact, unit }: UnitNode): boolean {
  const words = fact?.command?.words ?? [];
  const client =
    /^(?:psql|createdb|pg_isready|pg_dump|mysql|mysqldump|mongosh?|mongodump|redis-cli|rabbitmqadmin|kafka-topics(?:\.sh)?|mc)$/;
  return (
    unit.kind === 'job' ||
    oneTime.test(unit.name) ||
    words.some((word) => word.split(/[\s;|&]+/).some((each) => client.test(each.replace(/^.*\//, ''))))
  );
}

function isStandIn(
  picture: Picture,
  deployed: ReadonlySet<string | undefined>,
  node: UnitNode,
  engine: EnginePattern,
): boolean {
  return deployed.has(engine.engine) && picture.find(node.unit.name) === null;
}

/**
 * The same store in another way to deploy: a file of another platform runs one of the programs that this one runs, and
 * each of the two has one store of the engine.
 */
function twinOf(
  units: readonly UnitNode[],
  catalog: Catalog,
  componentOf: ReadonlyMap<string, string>,
  node: UnitNode,
  { engine }: EnginePattern,
): string | null {
  const stores = units.filter(
    (each) => !each.environment.development && engineOfUnit(catalog, each)?.engine === engine,
  );
  const beside = (file: string) => stores.filter((each) => each.file === file);
  if (beside(node.file).length !== 1) return null;
  const run = programsIn(units, componentOf, node.file);
  for (const other of stores) {
    const known = componentOf.get(keyOfUnit(other));
    if (known === undefined || other.file === node.file || other.unit.kind === node.unit.kind) continue;
    if (beside(other.file).length !== 1) continue;
    const shared = programsIn(units, componentOf, other.file);
    if ([...run].some((program) => shared.has(program))) return known;
  }
  return null;
}

function programsIn(
  units: readonly UnitNode[],
  componentOf: ReadonlyMap<string, string>,
  file: string,
): ReadonlySet<string> {
  const ids = units.filter((each) => each.file === file && each.fact?.buildContext != null);
  return new Set(ids.flatMap((each) => componentOf.get(keyOfUnit(each)) ?? []));
}

function isForTests({ environment: { development, name } }: UnitNode): boolean {
  return development && /test|e2e|bench|example|^ci$/i.test(name ?? '');
}

function isOverride({ fact }: UnitNode): boolean {
  return fact === null || (fact.image === null && fact.buildContext === null && fact.command === null);
}

function nameSite({ file, unit }: UnitNode): Site {
  return { file, span: unit.span };
}

function languageOf(entry: string): string | null {
  if (/\.[cm]?tsx?$/.test(entry)) return 'typescript';
  if (/\.[cm]?jsx?$/.test(entry)) return 'javascript';
  return entry.endsWith('.py') ? 'python' : null;
}
