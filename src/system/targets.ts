import type { Catalog, Engine, EnginePattern } from '../catalog/types.ts';
import type { Address } from '../facts/deployment.ts';
import { optionOf } from '../link/evaluate.ts';
import type { LibraryUse, ProgramGraph, Site } from '../link/program-graph.ts';
import { isInFolder } from '../text/paths.ts';
import { allAddresses } from './addresses.ts';
import { engineOfScheme } from './engines.ts';
import type { ComponentAt } from './hosts-by-name.ts';
import { componentNamedBy } from './named-components.ts';
import type { Picture } from './picture.ts';
import type { Component, Confidence, SharedFunctions } from './types.ts';
import { isThisMachine, type WrittenAddress } from './written-address.ts';

/** The component that a use leads to; added to the picture when no manifest has it. */
export interface Target {
  readonly component: Component;
  readonly confidence: Confidence;
  readonly address: Address | null;
  readonly environment: string | null;
  readonly evidence: readonly Site[];
  /** Nothing says that it leads here but that a manifest runs no other store of the engine. */
  readonly isGuess: boolean;
}

export interface TargetContext {
  readonly graph: ProgramGraph;
  readonly catalog: Catalog;
  readonly picture: Picture;
  readonly componentAt: ComponentAt;
  /** Which programs run what stands in files of several. */
  readonly shared: SharedFunctions;
  /** Whether a manifest runs the component. */
  readonly isRun: (id: string) => boolean;
  /** Names at which only tools of developers answer. */
  readonly toolHosts: ReadonlySet<string>;
  /** What the manifests of the program tell of the one store of an engine that it is to reach. */
  readonly likelyOf: (engine: Engine) => { readonly component: Component; readonly site: Site } | null;
  /** Whether a component is run only beside other programs, and not beside this one. */
  readonly isOfAnother: (id: string) => boolean;
}

/**
 * The engine that a use is for: by the option that names one, by the address's scheme, else the library's own. A library of
 * many engines has none of its own: what the workspace shows decides then, and null says that nothing does.
 */
export function engineOfUse(context: TargetContext, use: LibraryUse, written: WrittenAddress | null): Engine | null {
  const { connects } = use.pattern;
  if (connects === undefined) return null;
  if (connects.engineFrom !== undefined) {
    const { meanings } = optionOf(context.graph, use, connects.engineFrom.options);
    for (const meaning of meanings) {
      if (meaning.kind !== 'literal' || typeof meaning.value !== 'string') continue;
      const engine = connects.engineFrom.values[meaning.value];
      if (engine !== undefined) return engine;
    }
  }
  const scheme = written?.address?.scheme ?? written?.scheme ?? '';
  const byScheme = scheme === '' ? null : engineOfScheme(context.catalog, scheme);
  if (byScheme !== null) return byScheme.engine;
  if (connects.drivers === undefined) return connects.engine;
  const at = written?.address == null ? null : context.picture.find(context.componentAt(written.address.host) ?? '');
  return at?.engine ?? engineShown(context, use, connects.drivers);
}

/** The one engine whose drivers the nearest manifest that names any asks for, else that of the one database that is run. */
function engineShown(
  { graph, picture, isRun }: TargetContext,
  use: LibraryUse,
  drivers: Readonly<Record<string, Engine>>,
): Engine | null {
  const asked = graph.packages
    .map(({ folder, manifest }) => ({
      nearness: isInFolder(use.file, folder) ? folder.length : -1,
      engines: manifest.dependencies.flatMap(({ name, group }) =>
        group === 'development' ? [] : (drivers[name.toLowerCase().replaceAll('_', '-')] ?? []),
      ),
    }))
    .filter(({ engines }) => engines.length > 0);
  const nearest = Math.max(...asked.map(({ nearness }) => nearness));
  const engines = new Set(asked.filter(({ nearness }) => nearness === nearest).flatMap((each) => each.engines));
  const [driven] = engines;
  if (driven !== undefined && engines.size === 1) return driven;
  const [only, ...others] = picture
    .all()
    .filter(({ id, kind, role }) => kind === 'database' && role !== 'replica' && isRun(id));
  const engine = others.length > 0 ? null : (only?.engine ?? null);
  return engine !== null && Object.values(drivers).includes(engine) ? engine : null;
}

/** Finds or makes the component behind an address. Null for what is no component, such as a page's own address. */
export function targetOf(
  context: TargetContext,
  engine: Engine,
  written: WrittenAddress | null,
  use: Site,
): Target | null {
  const { picture, catalog, componentAt } = context;
  const pattern = catalog.engines.find((each) => each.engine === engine) ?? null;
  const address = written?.address ?? null;
  const environment = written?.environment ?? null;
  const evidence = [use, ...(written?.site == null ? [] : [written.site])];
  const found = (component: Component, confidence: Confidence, isGuess = false): Target => ({
    isGuess,
    component,
    confidence,
    address,
    environment,
    evidence,
  });
  if (address !== null && reservedHosts.test(address.host)) return null;
  if (address !== null && !isThisMachine(address.host) && !context.toolHosts.has(address.host)) {
    const known = picture.find(componentAt(address.host) ?? '');
    if (known !== null) return found(told(picture, known, pattern), 'high');
    return found(made(picture, componentFor(hostId(engine, address), address.host, engine, pattern, evidence)), 'high');
  }
  const called = engine === 'http' && environment !== null ? componentNamedBy(picture, environment) : null;
  if (called !== null) return found(called, 'medium');
  if (engine === 'sqlite') return null;
  const named = environment === null ? null : picture.find(environment.toLowerCase());
  if (named !== null && named.engine === engine) return found(named, 'high');
  const likely = environment === null && written?.outside !== true ? context.likelyOf(engine) : null;
  if (likely !== null) {
    const target = found(told(picture, likely.component, pattern), 'medium', true);
    return { ...target, evidence: [use, likely.site] };
  }
  const isOther = written?.outside === true || isOwnKind(environment);
  const single = isOther ? null : onlyOne(context, engine, environment);
  // Where others are told to take another host by this name, a program that is not told may well take that, too.
  if (single !== null && address === null && leadsElsewhere(context, environment, single)) return null;
  if (single !== null) return found(single, 'medium', context.isRun(single.id));
  if (engine === 'http' && environment === null) return null;
  const id = environment?.toLowerCase() ?? engine;
  const confidence = environment === null ? 'medium' : 'high';
  return found(
    made(picture, componentFor(id, environment ?? pattern?.title ?? engine, engine, pattern, evidence)),
    confidence,
  );
}

/** A container whose image nobody knows is what its clients take it for: one's own image of MongoDB is a database. */
export function told(picture: Picture, known: Component, pattern: EnginePattern | null): Component {
  if (pattern === null || known.engine !== null || known.program !== null) return known;
  picture.change(known.id, { kind: pattern.component, engine: pattern.engine });
  return picture.find(known.id) ?? known;
}

/** Hosts that exist in documentation and tests alone (RFC 2606), and the one that tests use besides. */
const reservedHosts = /(?:^|\.)(?:example\.(?:com|org)|test\.com)$|\.(?:example|test|invalid)$/i;

/** Names of stores that are meant to be another one than the application's own. */
function isOwnKind(environment: string | null): boolean {
  return (
    environment !== null &&
    /(?:^|_)(?:REPLICA|READ|READER|RO|LEGACY|ANALYTICS|REPORTING|WAREHOUSE|ARCHIVE)(?:_|$)/i.test(environment)
  );
}

/**
 * The only component of an engine. A name of its own may mean what a manifest runs, and not what the code reaches by
 * another name; so what other code reaches does not decide it either.
 */
function onlyOne(
  { picture, isRun, isOfAnother }: TargetContext,
  engine: Engine,
  environment: string | null,
): Component | null {
  if (engine === 'http') return null;
  const candidates = picture
    .all()
    .filter((each) => each.engine === engine && each.role !== 'replica' && (environment === null || isRun(each.id)))
    .filter(({ id }) => !isOfAnother(id));
  const [only] = candidates;
  return only === undefined || candidates.length > 1 ? null : only;
}

/** Whether manifests and files set a name to addresses, and all of these to another host than a component's. */
function leadsElsewhere({ graph, componentAt }: TargetContext, environment: string | null, { id }: Component): boolean {
  const all = environment === null ? [] : (allAddresses(graph.facts).get(environment) ?? []);
  return all.length > 0 && all.every(({ address: { host } }) => !isThisMachine(host) && componentAt(host) !== id);
}

function hostId(engine: Engine, { host, database }: Address): string {
  return `${engine}:${host}${database === null ? '' : `/${database}`}`;
}

function made(picture: Picture, component: Component): Component {
  picture.add(component);
  return picture.find(component.id) ?? component;
}

function componentFor(
  id: string,
  name: string,
  engine: Engine,
  pattern: EnginePattern | null,
  evidence: readonly Site[],
): Component {
  return {
    id,
    kind: pattern?.component ?? 'external',
    name,
    language: null,
    role:
      /replica|(?:^|[_.-])(?:reader|ro)(?:[_.-]|$)|read_/i.test(id) && pattern?.component === 'database'
        ? 'replica'
        : null,
    engine,
    program: null,
    instances: null,
    evidence,
    details: {},
  };
}
