import type { LibraryRole } from '../catalog/types.ts';
import type { ProgramGraph, Site } from '../link/program-graph.ts';
import type { RunningProgram } from './build-programs.ts';
import { drawn } from './drawn.ts';
import type { Picture } from './picture.ts';
import { mayRun } from './shared-functions.ts';
import type { Component, SharedFunctions } from './types.ts';
import type { ComponentOfUnit } from './unit-components.ts';
import { keyOfUnit } from './unit-components.ts';
import type { UnitNode } from './units.ts';

/** The id of those who call from outside; a service of that name keeps it, and they take another. */
const clientIds = ['client', 'clients', 'callers'];

/** Roles of libraries that call a service of others whose address stands in the library itself. */
const outsideRoles: readonly LibraryRole[] = ['mail', 'payment'];

/** Services of others that a library calls by itself, such as a payment provider. */
export function addServicesOfOthers(
  picture: Picture,
  graph: ProgramGraph,
  running: readonly RunningProgram[],
  shared: SharedFunctions,
): void {
  for (const { library, pattern, file, fact, function: key } of graph.uses) {
    if (pattern.connects !== undefined || !outsideRoles.includes(pattern.role)) continue;
    const site: Site = { file, span: fact.calleeSpan };
    for (const { program } of running) {
      if (!program.files.has(file) || picture.find(program.name) === null) continue;
      if (!mayRun(shared, program.name, key)) continue;
      picture.add(drawn({ id: library.id, kind: 'external', name: library.title, engine: 'http', evidence: [site] }));
      picture.connect(program.name, library.id, 'http', 'high', [site]);
    }
  }
}

/**
 * Those who call from outside, and what they meet first: balancers and gateways that publish a port; where there are
 * none, services that publish one; where none does, every balancer and every server that no other component calls.
 */
export function addClients(picture: Picture, units: readonly UnitNode[], componentOf: ComponentOfUnit): void {
  const published = units.flatMap((node) => {
    const id = componentOf.get(keyOfUnit(node));
    const port = node.fact?.ports.find(({ host }) => host !== null);
    return id === undefined || port === undefined || node.environment.development
      ? []
      : [{ id, site: { file: node.file, span: port.span } }];
  });
  const isKind = (id: string, ...kinds: readonly string[]) => kinds.includes(picture.find(id)?.kind ?? '');
  const fronts = published.filter(({ id }) => isKind(id, 'loadbalancer', 'gateway'));
  const services = published.filter(({ id }) => isKind(id, 'service'));
  const met = fronts.length > 0 ? fronts : services;
  const called = new Set(picture.connections().map(({ to }) => to));
  const isMet = ({ id, kind, role }: Component) =>
    !called.has(id) && ((role === 'server' && kind === 'service') || kind === 'loadbalancer' || kind === 'gateway');
  const servers = picture.all().filter(isMet);
  const guessed = met.length > 0 ? [] : servers.map(({ id, evidence }) => ({ id, site: evidence[0] }));
  const clientId = clientIds.find((id) => picture.find(id) === null);
  if (met.length + guessed.length === 0 || clientId === undefined) return;
  const evidence = [...met, ...guessed].flatMap(({ site }) => (site === undefined ? [] : [site]));
  picture.add({
    id: clientId,
    kind: 'client',
    name: 'Clients',
    language: null,
    role: null,
    engine: null,
    program: null,
    instances: null,
    evidence,
    details: {},
  });
  for (const { id, site } of met) picture.connect(clientId, id, 'http', 'high', [site]);
  for (const { id, site } of guessed) picture.connect(clientId, id, 'http', 'medium', site === undefined ? [] : [site]);
}

/** A store that programs only publish to and take from is a queue, whatever its engine is mostly used for. */
export function tellQueues(picture: Picture): void {
  for (const { id, kind } of picture.all()) {
    if (kind !== 'cache') continue;
    const kinds = picture
      .connections()
      .filter(({ to }) => to === id)
      .map((connection) => connection.kind);
    if (kinds.length > 0 && kinds.every((each) => each === 'publish' || each === 'consume'))
      picture.change(id, { kind: 'queue' });
  }
}
