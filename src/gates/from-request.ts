import type { DeclarationFact } from '../facts/code.ts';
import { partsOf } from '../facts/value-parts.ts';
import type { Reference, Value } from '../facts/values.ts';
import { meaningsOf } from '../link/evaluate.ts';
import type { ProgramGraph, Reach } from '../link/program-graph.ts';
import { handedTo, type Place as Standing } from './caller-address.ts';
import { valuesOfRoot } from './named-values.ts';
import { comesFromSource } from './origins.ts';

interface Place extends Standing {
  readonly reach: Reach;
}

const longestWay = 12;

/** Members of a request that hold what whoever asks has written himself. */
const brought =
  /^(?:params?|query|queries|body|headers?|cookies?|ip|ips|url|args|form|values|GET|POST|META|path_params|query_params|match_info|searchParams|remoteAddress)$/;

/** Whether a value is a text or a number that whoever asks wrote, as far as the way from the entry on is seen. */
export function isFromRequest(graph: ProgramGraph, file: string, reach: Reach, value: Value): boolean {
  const code = graph.facts.get(file)?.code ?? null;
  return code !== null && comes({ graph, code, file, way: reach.chain, reach }, value, 0);
}

function comes(place: Place, value: Value, depth: number): boolean {
  if (depth > longestWay) return false;
  const next = (inner: Value): boolean => comes(place, inner, depth + 1);
  switch (value.kind) {
    case 'concatenation':
    case 'conditional':
    case 'operator':
      return partsOf(value).some(next);
    case 'call':
      return ofCall(place, value.call, depth);
    case 'reference':
      return ofMention(place, value.reference, value, depth);
    default:
      return false;
  }
}

/** `String(request.params.id)`, `request.args.get('q')`, `name.toLowerCase()`; what is looked up by it is something else. */
function ofCall(place: Place, call: number, depth: number): boolean {
  const fact = place.code.calls[call];
  if (fact === undefined || comesFromSource(place.graph, place.code, place.file, call)) return false;
  const { root, path, span } = fact.callee;
  const receiver: Reference = { root, path: path.slice(0, -1), span };
  const asked: Reference = { root, path, span };
  if (path.length > 0 && ofMention(place, receiver, { kind: 'reference', reference: receiver, span }, depth + 1)) {
    return true;
  }
  // Some frameworks hand over what was brought by a method: `context.req.param('id')`.
  if (isRequestItself(place, asked) && path.some((each) => brought.test(each))) return true;
  return fact.arguments.some((argument) => comes(place, argument, depth + 1));
}

function ofMention(place: Place, reference: Reference, value: Value, depth: number): boolean {
  const { graph, code, file } = place;
  const { root, path } = reference;
  if (root.kind === 'call') return ofCall(place, root.call, depth + 1);
  const declaration = root.kind === 'declared' ? code.declarations[root.declaration] : undefined;
  if (declaration === undefined) return false;
  if (declaration.kind === 'import') {
    const whole: Value = { kind: 'reference', reference: { ...reference, path: [] }, span: value.span };
    const isRequest = meaningsOf(graph, file, whole).some(
      (each) => each.kind === 'external' && each.name === 'request',
    );
    return isRequest && path.some((each) => brought.test(each));
  }
  if (declaration.kind !== 'parameter') {
    return valuesOfRoot(code, reference).some((each) => comes(place, withPath(each, path), depth + 1));
  }
  if (isOfEntry(place, declaration)) {
    return path.length === 0 ? isPlain(declaration) : path.some((each) => brought.test(each));
  }
  const handed = handedTo(place, declaration);
  return handed !== null && comes({ ...handed, reach: place.reach }, withPath(handed.value, path), depth + 1);
}

/** The members behind a name, behind what the name stands for. */
function withPath(value: Value, path: readonly string[]): Value {
  if (value.kind !== 'reference' || path.length === 0) return value;
  return { ...value, reference: { ...value.reference, path: [...value.reference.path, ...path] } };
}

function isOfEntry({ file, reach }: Place, declaration: DeclarationFact): boolean {
  return reach.entry?.function === `${file}#${declaration.function}`;
}

function isRequestItself(place: Place, { root }: Reference): boolean {
  const declaration = root.kind === 'declared' ? place.code.declarations[root.declaration] : undefined;
  return declaration?.kind === 'parameter' && isOfEntry(place, declaration);
}

const plainTypes = /^(?:string|number|str|int|float|UUID)$/;

/** A text or a number, or of no type that says otherwise, as frameworks hand over what stands in a path or a query. */
function isPlain({ type }: DeclarationFact): boolean {
  return type === null || (type.names.length === 1 && plainTypes.test(type.names[0] ?? ''));
}
