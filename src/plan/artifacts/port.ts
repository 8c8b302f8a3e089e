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

function listenedOn(graph: ProgramGraph, { file, span }: Site): readonly number[] {
  const call = graph.facts
    .get(file)
    ?.code?.calls.find((each) => each.span[0] <= span[0] && span[1] <= each.span[1] && isListen(each.callee.path));
  return (call?.arguments ?? []).slice(0, 1).flatMap((value) => portsIn(graph, file, value));
}

function isListen(path: readonly string[]): boolean {
  return path.at(-1) === 'listen' || path.at(-1) === 'serve';
}

/** `listen(3000)`, `listen({ port: 3000 })`, `listen(process.env.PORT ?? 3000)`. */
function portsIn(graph: ProgramGraph, file: string, value: Value): readonly number[] {
  if (value.kind === 'object') {
    return value.properties.filter(({ key }) => key === 'port').flatMap((each) => portsIn(graph, file, each.value));
  }
  return meaningsOf(graph, file, value).flatMap(numberOf);
}

function numberOf(meaning: Meaning): readonly number[] {
  if (meaning.kind === 'environment') return meaning.fallback.flatMap(numberOf);
  const port = meaning.kind === 'literal' ? Number(meaning.value) : Number.NaN;
  return Number.isInteger(port) && port > 0 && port < 65_536 ? [port] : [];
}
