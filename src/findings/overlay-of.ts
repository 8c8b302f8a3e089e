import type { FactsByFile } from '../facts/store.ts';
import type { Site } from '../link/program-graph.ts';
import type { Component, Connection, ConnectionBudget, Source, System } from '../system/types.ts';
import { positionAt } from '../text/lines.ts';
import type {
  FindingCounts,
  Overlay,
  OverlayComponent,
  OverlayConnection,
  OverlayPlace,
  OverlaySource,
} from './overlay.ts';
import type { Finding } from './types.ts';

/**
 * Lays the findings over the System. A finding counts once on each component it is about: those of its programs, the
 * unit it stands on, the database whose budget it breaks, and the connections that lead there. Facts give the lines.
 */
export function overlayOf(system: System, findings: readonly Finding[], facts: FactsByFile): Overlay {
  const { components, connections, placeOf, about } = layOver(system, findings, facts);
  return {
    components: components.map((component) =>
      overlayComponent(
        component,
        findings.filter((finding) => about.get(finding)?.components.has(component.id) === true),
        placeOf,
      ),
    ),
    connections: connections.map((connection, index) =>
      overlayConnection(
        connection,
        system.budgets,
        findings.filter((finding) => about.get(finding)?.connections.has(index) === true),
        placeOf,
      ),
    ),
  };
}

/** What a finding counts on: ids of components, and indices of connections in the overlay's order. */
export interface About {
  readonly components: ReadonlySet<string>;
  readonly connections: ReadonlySet<number>;
}

/** The System in the overlay's order, with what each finding counts on there. */
export function layOver(system: System, findings: readonly Finding[], facts: FactsByFile) {
  const components = [...system.components].sort(byKindThenId);
  const connections = withDemands(system).sort(
    (a, b) => compare(a.from, b.from) || compare(a.to, b.to) || compare(a.kind, b.kind),
  );
  const placeOf = placesIn(facts);
  const about = new Map<Finding, About>(
    findings.map((finding) => [
      finding,
      {
        components: componentsAbout(finding, components, placeOf),
        connections: new Set(
          connections.flatMap((each, index) => (isAboutConnection(finding, each, placeOf) ? [index] : [])),
        ),
      },
    ]),
  );
  return { components, connections, placeOf, about };
}

/** A broken budget is of all connections that share it; anything else of those that are made on its own line. */
function isAboutConnection(finding: Finding, connection: Connection, placeOf: PlaceOf): boolean {
  if (!isFrom(finding, connection.from)) return false;
  if (finding.subject.kind === 'budget') return carriesTo(connection, finding.subject.database);
  return standsAt(connection, finding, placeOf);
}

/** The order of kinds in every list and picture: from the edge inwards. */
const kindOrder: readonly Component['kind'][] = [
  'client',
  'gateway',
  'loadbalancer',
  'service',
  'worker',
  'scheduler',
  'queue',
  'cache',
  'database',
  'search',
  'storage',
  'volume',
  'external',
  'observability',
];

export type PlaceOf = (site: Site) => OverlayPlace;

function placesIn(facts: FactsByFile): PlaceOf {
  return (site) => ({
    file: site.file,
    line: positionAt(facts.get(site.file)?.lineStarts ?? [0], site.span[0]).line,
  });
}

/** A demand proves a connection even where no address was joined, so that no share of a budget is left undrawn. */
function withDemands(system: System): Connection[] {
  const connections = [...system.connections];
  for (const budget of system.budgets) {
    for (const demand of budget.demands) {
      const joined = connections.some((each) => each.from === demand.program && carriesTo(each, budget.database));
      const known = system.components.some((each) => each.id === demand.program);
      const database = system.components.find((each) => each.id === budget.database);
      if (joined || !known || database === undefined) continue;
      connections.push({
        from: demand.program,
        to: budget.database,
        kind: database.engine === 'mongodb' ? 'mongodb' : 'sql',
        confidence: 'medium',
        evidence: demand.poolSite === null ? [] : [demand.poolSite],
      });
    }
  }
  return connections;
}

export function carriesTo(connection: Pick<Connection, 'to' | 'kind'>, database: string): boolean {
  return connection.to === database && (connection.kind === 'sql' || connection.kind === 'mongodb');
}

function componentsAbout(finding: Finding, components: readonly Component[], placeOf: PlaceOf): ReadonlySet<string> {
  const { subject } = finding;
  const named = components.filter(
    (component) =>
      finding.programs.includes(component.program ?? component.id) ||
      (subject.kind === 'budget' && component.id === subject.database) ||
      (subject.kind === 'unit' && component.name === subject.name && standsIn(component, subject.file)) ||
      (subject.kind === 'directive' && standsIn(component, subject.file)),
  );
  const found = named.length > 0 ? named : components.filter((component) => standsAt(component, finding, placeOf));
  return new Set(found.map((component) => component.id));
}

function standsIn(component: Component, file: string): boolean {
  return component.evidence.some((site) => site.file === file);
}

/** A finding that names nobody belongs to what is declared on its line, such as a volume. */
function standsAt(
  { evidence }: Pick<Component, 'evidence'>,
  finding: Pick<Finding, 'file' | 'range'>,
  placeOf: PlaceOf,
): boolean {
  return evidence.some((site) => site.file === finding.file && placeOf(site).line === finding.range.start.line);
}

function overlayComponent(component: Component, findings: readonly Finding[], placeOf: PlaceOf): OverlayComponent {
  const { id, kind, name, language, role, instances, details } = component;
  return {
    id,
    kind,
    name,
    ...(language === null ? {} : { language }),
    ...(role === null ? {} : { role }),
    ...(instances === null
      ? {}
      : {
          instances: { min: instances.minimum, max: instances.maximum, source: sourceOf(instances.source, placeOf) },
        }),
    evidence: placesOf(component.evidence, placeOf),
    findings: countsOf(findings),
    ...(Object.keys(details).length === 0 ? {} : { details: sortedKeys(details) }),
  };
}

function overlayConnection(
  connection: Connection,
  budgets: readonly ConnectionBudget[],
  findings: readonly Finding[],
  placeOf: PlaceOf,
): OverlayConnection {
  const { from, to, kind, confidence } = connection;
  const budget = budgets.find((each) => !each.pooled && carriesTo(connection, each.database));
  const shares = budget?.demands.filter((demand) => demand.program === from) ?? [];
  return {
    from,
    to,
    kind,
    evidence: placesOf(connection.evidence, placeOf),
    confidence,
    ...(findings.length === 0 ? {} : { findings: countsOf(findings) }),
    ...(budget === undefined || shares.length === 0
      ? {}
      : {
          budget: {
            demand: shares.reduce((sum, share) => sum + share.connections, 0),
            supply: budget.supply.usable,
          },
        }),
  };
}

function isFrom(finding: Finding, program: string): boolean {
  return finding.programs.length === 0 || finding.programs.includes(program);
}

function sourceOf(source: Source, placeOf: PlaceOf): OverlaySource {
  if (source.kind === 'place') return placeOf(source.site);
  return source.kind === 'platform' ? `platform:${source.id}` : source.kind;
}

/** Each place once, in the System's order: the first is where a click goes. */
function placesOf(sites: readonly Site[], placeOf: PlaceOf): OverlayPlace[] {
  const places = new Map<string, OverlayPlace>();
  for (const place of sites.map(placeOf)) places.set(`${place.file}:${place.line}`, place);
  return [...places.values()];
}

function countsOf(findings: readonly Finding[]): FindingCounts {
  const count = (severity: Finding['severity']) => findings.filter((each) => each.severity === severity).length;
  return { error: count('error'), warning: count('warning'), note: count('note') };
}

function sortedKeys(details: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(details).sort(([a], [b]) => compare(a, b)));
}

function byKindThenId(a: Component, b: Component): number {
  return kindOrder.indexOf(a.kind) - kindOrder.indexOf(b.kind) || compare(a.id, b.id);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
