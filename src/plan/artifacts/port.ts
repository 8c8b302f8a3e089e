import type { Value } from '../../facts/values.ts';
import { meaningsOf } from '../../link/evaluate.ts';
import type { Meaning, ProgramGraph, Site } from '../../link/program-graph.ts';
import type { Program } from '../../system/types.ts';
import type { RunningUnit } from './units.ts';

export interface Port {
  readonly port: number;
  readonly site: Site;
}

/**
 * The port that a container listens on: one that its manifest declares, else the number it sets PORT to, else what
 * the code itself listens on. Null when nothing says, or when the code says several.
 */
export function portOf({ file, container }: RunningUnit, program: Program, graph: ProgramGraph): Port | null {
  const [declared] = container.ports;
  if (declared !== undefined) return { port: declared.container, site: { file, span: declared.span } };
  const named = container.environment.find(({ name }) => name === 'PORT');
  if (named?.value?.kind === 'number') return { port: named.value.value, site: { file, span: named.span } };
  const found = graph.listeners
    .filter((listener) => program.files.has(listener.file))
    .flatMap(({ site }) => listenedOn(graph, site).map((port) => ({ port, site })));
  const [first] = found;
  return first !== undefined && found.every(({ port }) => port === first.port) ? first : null;
}

/** The environment names that the code takes its port from, and a place where a number stands in it; both may be missing. */
export function wordsOfListeners(
  program: Program,
  graph: ProgramGraph,
): { readonly names: readonly string[]; readonly fixed: Site | null } {
  const listeners = graph.listeners.filter(({ file, onlyMakes }) => program.files.has(file) && onlyMakes !== true);
  const names = listeners.flatMap(({ site }) => meaningsAt(graph, site)).flatMap(namesIn);
  const fixed = listeners.find(({ site }) => listenedOn(graph, site).length > 0)?.site ?? null;
  return { names: [...new Set(names)].sort(), fixed: names.length > 0 ? null : fixed };
}

function namesIn(meaning: Meaning): readonly string[] {
  return meaning.kind === 'environment' ? [meaning.name, ...meaning.fallback.flatMap(namesIn)] : [];
}

function meaningsAt(graph: ProgramGraph, site: Site): readonly Meaning[] {
  return portValues(graph, site).flatMap((value) => meaningsOf(graph, site.file, value));
}

/** `listen(3000)`, `listen({ port: 3000 })`, `listen(process.env.PORT ?? 3000)`. */
function portValues(graph: ProgramGraph, { file, span }: Site): readonly Value[] {
  const call = graph.facts
    .get(file)
    ?.code?.calls.find((each) => each.span[0] <= span[0] && span[1] <= each.span[1] && isListen(each.callee.path));
  const [first] = call?.arguments ?? [];
  if (first?.kind !== 'object') return first === undefined ? [] : [first];
  return first.properties.filter(({ key }) => key === 'port').map(({ value }) => value);
}

function listenedOn(graph: ProgramGraph, site: Site): readonly number[] {
  return meaningsAt(graph, site).flatMap(numberOf);
}

function isListen(path: readonly string[]): boolean {
  return path.at(-1) === 'listen' || path.at(-1) === 'serve';
}

function numberOf(meaning: Meaning): readonly number[] {
  if (meaning.kind === 'environment') return meaning.fallback.flatMap(numberOf);
  const port = meaning.kind === 'literal' ? Number(meaning.value) : Number.NaN;
  return Number.isInteger(port) && port > 0 && port < 65_536 ? [port] : [];
}
