import type { CallFact, CodeFacts, DeclarationFact } from '../facts/code.ts';
import { type CallId, fallsBack, type Reference, type Value } from '../facts/values.ts';
import { callByCallee } from '../link/calls-at.ts';
import { meaningsOf } from '../link/evaluate.ts';
import type { CallEdge, LibraryUse, ProgramGraph, Reach } from '../link/program-graph.ts';
import { namedValues } from './named-values.ts';
import type { Stop } from './stop.ts';

/** Where the request says what to connect to, there is no one client to share. */
export function callerStop(graph: ProgramGraph, code: CodeFacts, use: LibraryUse, reach: Reach): Stop | null {
  const place = { graph, code, file: use.file, way: reach.chain };
  const named = use.fact.named.filter(({ key }) => isPartOfAddress(use, key)).map(({ value }) => value);
  return [...use.fact.arguments, ...named].some((argument) => dependsOnCaller(place, argument, 0))
    ? { gate: 'role', reason: 'The caller says what to connect to, so one client for all could not serve.' }
    : null;
}

const addressWords =
  /^(?:host(?:name)?|server|port|ur[il]|dsn|address|endpoint|unix_socket|user(?:name)?|pass(?:word|wd)?|pwd|db|db_?name|database)$/i;

/** Whether an argument by name says where to connect or as whom: sizes, time limits and names for logs leave that open. */
function isPartOfAddress({ pattern }: LibraryUse, name: string): boolean {
  const { address = [], host = [] } = pattern.connects ?? {};
  return (
    host.includes(name) ||
    address.some((each) => each.kind === 'named' && each.names.includes(name)) ||
    addressWords.test(name)
  );
}

/** Where a value stands, and by which calls the request comes there. */
export interface Place {
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
    case 'conditional':
      return next(value.then) || next(value.otherwise);
    case 'operator':
      return fallsBack(value.operator) && value.left !== null && (next(value.left) || next(value.right));
    case 'spread':
      return next(value.of);
    case 'call':
      return isOfRow(place, value) || isAnswerToCaller(place, value.call, depth);
    case 'reference': {
      const { root, path } = value.reference;
      if (root.kind === 'this') return comesWithObject(graph, code, file, value.reference);
      if (root.kind === 'call') return next({ kind: 'call', call: root.call, span: value.span });
      const declaration = root.kind === 'declared' ? code.declarations[root.declaration] : undefined;
      if (declaration === undefined) return false;
      if (declaration.kind === 'import') return isAmbientRequest(graph, file, value.reference);
      if (declaration.kind === 'parameter') {
        // What hangs on the application is there for all requests.
        if (path[0] === 'app' || isInjectedForAll(place, declaration) || isHandedOwn(place, declaration)) return false;
        return !isSettled(graph, file, value) || isHandedData(place, declaration, depth);
      }
      if (declaration.function === 0 || root.kind !== 'declared') return false;
      return namedValues(code, root.declaration).some((each) => isOfRow(place, each) || next(each));
    }
    default:
      return false;
  }
}

/** `parameters.url()`, `request.POST.get('host')`, `int(port)`: what is asked, or what is handed over, comes from the caller. */
function isAnswerToCaller(place: Place, call: CallId, depth: number): boolean {
  const fact = place.code.calls[call];
  if (fact === undefined) return false;
  const next = (inner: Value): boolean => dependsOnCaller(place, inner, depth + 1);
  const { root, path, span } = fact.callee;
  if (path.length > 0 && root.kind !== 'this') {
    const asked: Value = { kind: 'reference', reference: { root, path: path.slice(0, -1), span }, span };
    if (next(asked)) return true;
  }
  return (
    answersOfOwn(place.code, fact.callee).some(next) ||
    fact.arguments.some(next) ||
    fact.named.some((each) => next(each.value))
  );
}

/** `self.url()`: what a method of the same object gives back. */
function answersOfOwn(code: CodeFacts, { root, path }: Reference): readonly Value[] {
  const owner = root.kind === 'this' && root.class !== null && path.length === 1 ? code.classes[root.class] : undefined;
  const method = owner?.methods.find((id) => code.functions[id]?.name === path[0]);
  return (method === undefined ? [] : (code.functions[method]?.operations ?? [])).flatMap((each) =>
    each.kind === 'return' && each.value !== null ? [each.value] : [],
  );
}

/** `from flask import request`: a package's own name for the request that is being answered. */
function isAmbientRequest(graph: ProgramGraph, file: string, reference: Reference): boolean {
  const { root, path, span } = reference;
  const whole: Value = { kind: 'reference', reference: { root, path: [], span }, span };
  return (
    path.length > 0 &&
    path[0] !== 'app' &&
    meaningsOf(graph, file, whole).some((each) => each.kind === 'external' && each.name === 'request')
  );
}

/** `settings = Depends(get_settings)`: what is asked for nothing gives the same to every request. */
function isInjectedForAll({ graph, code, file }: Place, { initial }: DeclarationFact): boolean {
  const given = initial?.kind === 'call' ? (code.calls[initial.call]?.arguments ?? []) : [];
  const givers = given.flatMap((each) =>
    meaningsOf(graph, file, each).flatMap((meaning) => (meaning.kind === 'function' ? [meaning.function] : [])),
  );
  return (
    givers.length > 0 &&
    givers.every((key) => {
      const fact = graph.functions.get(key)?.fact;
      return fact !== undefined && fact.parameters.length === 0 && !fact.generator;
    })
  );
}

/** The value that a parameter is handed by the call by which the request comes here, and where that stands. */
export function handedTo(
  { graph, file, way }: Place,
  parameter: DeclarationFact,
): (Place & { readonly value: Value }) | null {
  const at = way.findLastIndex(({ to }) => to === `${file}#${parameter.function}`);
  const edge = way[at];
  const caller = edge === undefined ? undefined : graph.functions.get(edge.from);
  const code = caller === undefined ? null : (graph.facts.get(caller.file)?.code ?? null);
  const fact = edge === undefined || code === null ? null : callOf(graph, code, edge);
  if (fact === null || caller === undefined || code === null) return null;
  const value =
    fact.named.find(({ key }) => key === parameter.name)?.value ??
    (fact.arguments.some(({ kind }) => kind === 'spread') ? undefined : fact.arguments[parameter.index ?? -1]);
  return value === undefined ? null : { graph, code, file: caller.file, way: way.slice(0, at), value };
}

/** The call of an edge whose arguments meet the parameters: as linking says, or where it goes to a method of a class itself. */
function callOf(graph: ProgramGraph, code: CodeFacts, { call, kind, to, site }: CallEdge): CallFact | null {
  if (call !== undefined) return code.calls[call] ?? null;
  const isOfClass = kind === 'call' && graph.functions.get(to)?.fact.static === true;
  return isOfClass ? (callByCallee(graph.facts, site)?.fact ?? null) : null;
}

/**
 * Whether the call by which the request comes here hands a parameter what its own caller says, or a row. What the
 * program says in place of a missing argument, or in other calls, is then not what this call connects to.
 */
function isHandedData(place: Place, parameter: DeclarationFact, depth: number): boolean {
  const handed = handedTo(place, parameter);
  return handed !== null && dependsOnCaller(handed, handed.value, depth + 1);
}

/** Whether it hands over what the program has for all: something of a module, such as its settings. */
function isHandedOwn(place: Place, parameter: DeclarationFact): boolean {
  const handed = handedTo(place, parameter);
  if (handed?.value.kind !== 'reference') return false;
  const { root } = handed.value.reference;
  const declaration = root.kind === 'declared' ? handed.code.declarations[root.declaration] : undefined;
  if (declaration?.kind === 'import') return !isAmbientRequest(handed.graph, handed.file, handed.value.reference);
  return declaration?.function === 0;
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
