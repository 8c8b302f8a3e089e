import type { CodeFacts, DeclarationFact } from '../facts/code.ts';
import type { Reference, Value } from '../facts/values.ts';
import { meaningsOf } from '../link/evaluate.ts';
import type { CallEdge, LibraryUse, ProgramGraph, Reach } from '../link/program-graph.ts';
import type { Stop } from './stop.ts';

/** Where the request says what to connect to, there is no one client to share. */
export function callerStop(graph: ProgramGraph, code: CodeFacts, use: LibraryUse, reach: Reach): Stop | null {
  const place = { graph, code, file: use.file, way: reach.chain };
  return use.fact.arguments.some((argument) => dependsOnCaller(place, argument, 0))
    ? { gate: 'role', reason: 'The caller says what to connect to, so one client for all could not serve.' }
    : null;
}

/** Where a value stands, and by which calls the request comes there. */
interface Place {
  readonly graph: ProgramGraph;
  readonly code: CodeFacts;
  readonly file: string;
  readonly way: readonly CallEdge[];
}

/** Longer ways are not followed; each call and each name on it is a step. */
const longestWay = 12;

function dependsOnCaller(place: Place, value: Value, depth: number): boolean {
  if (depth > longestWay) return false;
  const { graph, code, file } = place;
  const next = (inner: Value): boolean => dependsOnCaller(place, inner, depth + 1);
  switch (value.kind) {
    case 'object':
      return value.properties.some((property) => next(property.value)) || value.spreads.some(next);
    case 'concatenation':
      return value.parts.some(next);
    case 'reference': {
      const { root } = value.reference;
      if (root.kind === 'this') return comesWithObject(graph, code, file, value.reference);
      const declaration = root.kind === 'declared' ? code.declarations[root.declaration] : undefined;
      if (declaration === undefined || declaration.kind === 'import') return false;
      if (declaration.kind === 'parameter') {
        return !isSettled(graph, file, value) || isHandedData(place, declaration, depth);
      }
      if (declaration.initial === null || declaration.function === 0) return false;
      return isOfRow(place, declaration.initial) || next(declaration.initial);
    }
    default:
      return false;
  }
}

/**
 * Whether the call by which the request comes here hands a parameter what its own caller says, or a row. What the
 * program says in place of a missing argument, or in other calls, is then not what this call connects to.
 */
function isHandedData(place: Place, parameter: DeclarationFact, depth: number): boolean {
  const { graph, file, way } = place;
  const at = way.findLastIndex(({ to, call }) => to === `${file}#${parameter.function}` && call !== undefined);
  const edge = way[at];
  const caller = edge === undefined ? undefined : graph.functions.get(edge.from);
  const code = caller === undefined ? null : (graph.facts.get(caller.file)?.code ?? null);
  if (edge?.call === undefined || caller === undefined || code === null) return false;
  const given = code.calls[edge.call]?.arguments ?? [];
  const handed = given.some(({ kind }) => kind === 'spread') ? undefined : given[parameter.index ?? -1];
  if (handed === undefined) return false;
  const before = { graph, code, file: caller.file, way: way.slice(0, at) };
  return dependsOnCaller(before, handed, depth + 1);
}

const reads = new Set(['database-read']);

/** Whether a name starts with what a read of the database found, or with a part of it. */
function isOfRow({ graph, code, file }: Place, initial: Value): boolean {
  const root = initial.kind === 'reference' ? initial.reference.root : null;
  const call = initial.kind === 'call' ? initial.call : root?.kind === 'call' ? root.call : null;
  const effects = call === null ? [] : (graph.effects.get(`${file}#${code.calls[call]?.function}`) ?? []);
  return effects.some((effect) => effect.call === call && reads.has(effect.effect));
}

/** Whether the program itself says what a value is: a text, or a name of the environment. */
function isSettled(graph: ProgramGraph, file: string, value: Value): boolean {
  return meaningsOf(graph, file, value).some(
    (meaning) =>
      meaning.kind === 'environment' || (meaning.kind === 'literal' && meaning.value !== null && meaning.value !== ''),
  );
}

/** A field that an object of no singleton was given when it was made: `new Connector(request.body.url)`. */
function comesWithObject(graph: ProgramGraph, code: CodeFacts, file: string, { root, path }: Reference): boolean {
  const owner = root.kind === 'this' ? root.class : null;
  const field = owner === null ? undefined : code.classes[owner]?.fields.find((each) => each.name === path[0]);
  if (owner === null || field === undefined) return false;
  if (graph.classes.get(`${file}#${owner}`)?.singletonOf !== null) return false;
  const isGiven = field.parameter !== null || (field.initial !== null && isFromParameter(code, field.initial));
  if (isGiven && field.initial !== null) return !isSettled(graph, file, field.initial);
  return code.classes[owner]?.methods.some((id) => isFilledByCaller(graph, code, file, id, field.name)) === true;
}

/** `setAddress(row) { this.address = decrypted(row); }`: whoever calls the method says what the field holds. */
function isFilledByCaller(graph: ProgramGraph, code: CodeFacts, file: string, id: number, field: string): boolean {
  return (code.functions[id]?.operations ?? []).some((operation) => {
    if (operation.kind !== 'assign' || operation.value === null) return false;
    const { root, path } = operation.target;
    if (root.kind !== 'this' || path.length !== 1 || path[0] !== field) return false;
    const { value } = operation;
    const call = value.kind === 'call' ? code.calls[value.call] : undefined;
    return [value, ...(call?.arguments ?? [])].some(
      (each) => isFromParameter(code, each) && !isSettled(graph, file, each),
    );
  });
}

function isFromParameter(code: CodeFacts, value: Value): boolean {
  const root = value.kind === 'reference' ? value.reference.root : null;
  return root?.kind === 'declared' && code.declarations[root.declaration]?.kind === 'parameter';
}
