import type { FactsByFile } from '../facts/store.ts';
import type { Component, Connection, Count, Source, System } from '../system/types.ts';
import { comparePositions } from '../text/range.ts';
import type { AnnotatedFact, AnnotatedFinding, Annotation, Annotations } from './annotations.ts';
import { heldBy, heldOrder } from './held.ts';
import { carriesTo, layOver, type PlaceOf } from './overlay-of.ts';
import type { Finding, Severity } from './types.ts';

/** Lays over the System what a picture and its cards say beyond names and counts, in the order of the overlay. */
export function annotationsOf(system: System, findings: readonly Finding[], facts: FactsByFile): Annotations {
  const { components, connections, placeOf, about } = layOver(system, findings, facts);
  const sorted = [...findings].sort(byWorst);
  const kinds = new Map(components.map(({ id, kind }) => [id, kind]));
  return {
    components: components.map((component) => ofComponent(component, system, sorted, placeOf)),
    connections: connections.map((each) => ofConnection(each, kinds.get(each.from), system, sorted, placeOf)),
    findings: sorted.map(
      (finding): AnnotatedFinding => ({
        ruleId: finding.ruleId,
        severity: finding.severity,
        message: finding.message,
        place: { file: finding.file, range: finding.range },
        fixes: finding.fixes.map(({ title }) => title),
        components: [...(about.get(finding)?.components ?? [])],
        connections: [...(about.get(finding)?.connections ?? [])],
        holds: heldBy(finding.ruleId)?.what ?? null,
      }),
    ),
  };
}

const ranks: Readonly<Record<Severity, number>> = { error: 0, warning: 1, note: 2 };

function byWorst(a: Finding, b: Finding): number {
  const byFile = a.file < b.file ? -1 : a.file > b.file ? 1 : 0;
  return ranks[a.severity] - ranks[b.severity] || byFile || comparePositions(a.range.start, b.range.start);
}

/** Details that are drawn, and the word before each. */
const drawnDetails: readonly (readonly [name: string, word: string])[] = [
  ['balancing', ''],
  ['weights', 'weights '],
  ['path', ''],
];

function ofComponent(component: Component, system: System, findings: readonly Finding[], placeOf: PlaceOf): Annotation {
  const program = system.programs.find(({ name }) => name === (component.program ?? component.id));
  const copies = program === undefined ? { drawn: [], facts: [] } : copiesOf(program.topology, placeOf);
  const details = drawnDetails.flatMap(([name, word]) => {
    const value = component.details[name];
    return value === undefined ? [] : [`${word}${value}`];
  });
  const kept = [
    ...new Set(
      findings
        .filter(({ programs }) => program !== undefined && programs.includes(program.name))
        .flatMap(({ ruleId }) => heldBy(ruleId)?.what ?? []),
    ),
  ].sort((a, b) => heldOrder(a) - heldOrder(b));
  const holds = kept.length === 0 ? [] : [`each holds ${kept.slice(0, 3).join(', ')}${kept.length > 3 ? ' …' : ''}`];
  return {
    drawn: [...copies.drawn, ...details, ...holds],
    facts: [
      ...copies.facts,
      ...Object.entries(component.details)
        .filter(([name]) => name !== 'image')
        .map(([name, value]): AnnotatedFact => ({ text: `${name}: ${value}`, source: null })),
      ...(kept.length === 0 ? [] : [{ text: `Each instance keeps its own: ${kept.join(', ')}`, source: null }]),
    ],
  };
}

/** Hosts and processes by themselves; where no process multiplies hosts, the number of instances says it all. */
function copiesOf({ hosts, processesPerHost }: System['programs'][number]['topology'], placeOf: PlaceOf): Annotation {
  const facts: AnnotatedFact[] = [];
  const hostsText = `${rangeText(hosts)} ${hosts.maximum === 1 ? 'host' : 'hosts'}`;
  const processesText = `${rangeText(processesPerHost)} ${processesPerHost.maximum === 1 ? 'process' : 'processes'}`;
  if (hosts.known === 'assumed') facts.push({ text: 'Nothing says how many hosts run it', source: null });
  else facts.push({ text: hostsText, source: sourceText(hosts.source, placeOf) });
  if (processesPerHost.known !== 'assumed')
    facts.push({ text: `${processesText} on each host`, source: sourceText(processesPerHost.source, placeOf) });
  if (processesPerHost.maximum === 1) return { drawn: [], facts };
  return { drawn: [hosts.known === 'assumed' ? `${processesText} each` : `${hostsText} × ${processesText}`], facts };
}

function rangeText({ minimum, maximum }: Count): string {
  return minimum === maximum ? String(maximum) : `${minimum}–${maximum}`;
}

function ofConnection(
  connection: Connection,
  fromKind: Component['kind'] | undefined,
  system: System,
  findings: readonly Finding[],
  placeOf: PlaceOf,
): Annotation {
  const shares = sharesOf(connection, system, placeOf);
  const isEntrance = fromKind === 'client' || fromKind === 'gateway' || fromKind === 'loadbalancer';
  const limits = isEntrance ? limitsOf(connection.to, findings) : { drawn: [], facts: [] };
  return { drawn: [...shares.drawn, ...limits.drawn], facts: [...shares.facts, ...limits.facts] };
}

/** `10 × 12 = 120` of the pools that share a budget, each with where its numbers come from. */
function sharesOf(connection: Connection, system: System, placeOf: PlaceOf): Annotation {
  const budget = system.budgets.find((each) => !each.pooled && carriesTo(connection, each.database));
  const shares = budget?.demands.filter(({ program }) => program === connection.from) ?? [];
  if (budget === undefined || shares.length === 0) return { drawn: [], facts: [] };
  const { usable, title, maximum, grounded, source } = budget.supply;
  const supply: AnnotatedFact = {
    text: grounded
      ? `${usable} usable of ${title} = ${maximum}`
      : `${usable}, the default of ${title}; nothing says it`,
    source: grounded ? sourceText(source, placeOf) : null,
  };
  const pools = shares.map((share): AnnotatedFact => {
    const hosts = share.surge === 0 ? `${share.hosts} hosts` : `(${share.hosts} + ${share.surge}) hosts`;
    const processes = share.processesPerHost === 1 ? '' : ` × ${share.processesPerHost} processes`;
    const from = share.poolSite === null ? { file: share.use.file, span: share.use.fact.calleeSpan } : share.poolSite;
    return {
      text: `pool of ${share.poolMaximum}${processes} × ${hosts} = ${share.connections} connections`,
      source: sourceText({ kind: 'place', site: from }, placeOf),
    };
  });
  const [only] = shares;
  const drawn =
    only === undefined || shares.length > 1
      ? []
      : [`${only.poolMaximum} × ${only.processesPerHost * (only.hosts + only.surge)}`];
  return { drawn, facts: [...pools, supply] };
}

/** Limits that each instance counts by itself, drawn where requests come in. */
function limitsOf(program: string, findings: readonly Finding[]): Annotation {
  const counted = findings.filter(
    ({ programs, ruleId, evidence }) =>
      ruleId.startsWith('ratelimit-') && programs.includes(program) && evidence.limit !== null,
  );
  const texts = counted.map(({ evidence, thing, file, range }) => ({
    product: productOf(evidence),
    fact: { about: thing ?? 'a limit', source: `${file}:${range.start.line + 1}` },
  }));
  return {
    drawn: texts.slice(0, 1).map(({ product }) => product),
    facts: texts.map(({ product, fact }) => ({ text: `${product} (${fact.about})`, source: fact.source })),
  };
}

/** What a limit comes to, where something says how many instances count by themselves. */
function productOf({ limit, instances, effective, source }: Finding['evidence']): string {
  if (instances === 1) return `limit ${limit}`;
  const isSaid = source !== null && source.kind !== 'assumed' && instances !== null;
  if (!isSaid || effective !== (limit ?? 0) * instances) return `limit ${limit} in each instance`;
  return `limit ${limit} × ${instances} = ${effective}`;
}

function sourceText(source: Source, placeOf: PlaceOf): string {
  switch (source.kind) {
    case 'place':
      return [source.site, ...(source.others ?? [])]
        .map(placeOf)
        .map(({ file, line }) => `${file}:${line + 1}`)
        .join(' and ');
    case 'platform':
      return `the default of ${source.id}`;
    case 'command-line':
      return 'given';
    case 'assumed':
      return 'assumed';
  }
}
