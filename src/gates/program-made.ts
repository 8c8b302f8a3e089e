import type { CallFact, CodeFacts } from '../facts/code.ts';
import type { DeclarationId, Reference, Value } from '../facts/values.ts';
import { callByCallee } from '../link/calls-at.ts';
import { meaningsOf } from '../link/evaluate.ts';
import type { FunctionKey, ProgramGraph } from '../link/program-graph.ts';
import { valuesOfRoot } from './named-values.ts';
import { isClock, lastName } from './origins.ts';

/** Where a value stands: the function and the file it is written in. */
export interface Place {
  readonly graph: ProgramGraph;
  readonly file: string;
  readonly function: FunctionKey;
}

const deepest = 6;

/** Calls that give nothing which their arguments do not hold. */
const plainCalls = /^(?:keys|values|entries|min|max|round|floor|ceil|String|Number|toString|toLowerCase|toUpperCase)$/;

/**
 * Whether the program itself spells a value out: a text, a name of the environment, the time, a key of one of its own
 * tables, or a parameter that all callers give such a value. What a request brings is not.
 */
export function isProgramMade(place: Place, value: Value, depth = 0): boolean {
  const code = place.graph.facts.get(place.file)?.code ?? null;
  if (code === null || depth > deepest) return false;
  const next = (inner: Value): boolean => isProgramMade(place, inner, depth + 1);
  switch (value.kind) {
    case 'literal':
    case 'environment':
      return true;
    case 'concatenation':
      return value.parts.every(next);
    case 'operator':
      return (value.left === null || next(value.left)) && next(value.right);
    case 'conditional':
      return next(value.then) && next(value.otherwise);
    case 'spread':
      return next(value.of);
    case 'list':
      return value.items.every(next);
    case 'object':
      return value.spreads.length === 0 && value.properties.every((each) => each.value.kind !== 'unknown');
    case 'call': {
      const fact = code.calls[value.call];
      if (fact === undefined) return false;
      if (isClock(code, value.call)) return true;
      return plainCalls.test(lastName(code, value.call)) && fact.arguments.every(next) && isOnMade(code, fact, next);
    }
    case 'reference':
      return isMentionMade(place, code, value.reference, value, depth);
    default:
      return false;
  }
}

/** `id.toString()` is what `id` is. A call of a global or of a package, as `Object.keys`, has nothing before its dot that counts. */
function isOnMade(code: CodeFacts, { callee }: CallFact, isMade: (value: Value) => boolean): boolean {
  const { root, path, span } = callee;
  if (root.kind === 'global' || path.length === 0) return true;
  if (root.kind === 'declared' && code.declarations[root.declaration]?.kind === 'import') return true;
  return isMade({ kind: 'reference', reference: { root, path: path.slice(0, -1), span }, span });
}

function isMentionMade(place: Place, code: CodeFacts, reference: Reference, value: Value, depth: number): boolean {
  const { root, path } = reference;
  if (root.kind === 'call') return isProgramMade(place, { kind: 'call', call: root.call, span: value.span }, depth + 1);
  if (root.kind === 'this') return isOwnTable(code, reference);
  if (root.kind !== 'declared') return false;
  const declaration = code.declarations[root.declaration];
  if (declaration?.kind === 'enumeration') return true;
  // `Period.Hour` of an enumeration that stands in another file.
  const isMember = declaration?.kind === 'import' && path.length > 0;
  if (isMember && [declaration.name, ...path].every((name) => /^[A-Z]/.test(name))) return true;
  if (declaration?.kind === 'parameter') return path.length === 0 && isGivenMade(place, root.declaration, depth);
  const values = valuesOfRoot(code, reference);
  if (values.length > 0) return values.every((each) => isProgramMade(place, each, depth + 1));
  const meanings = meaningsOf(place.graph, place.file, value);
  return meanings.length > 0 && meanings.every(({ kind }) => kind === 'literal' || kind === 'environment');
}

/** A field that begins as a table whose keys the class spells out. */
function isOwnTable(code: CodeFacts, { root, path }: Reference): boolean {
  const owner = root.kind === 'this' && root.class !== null ? code.classes[root.class] : undefined;
  const initial = owner?.fields.find(({ name }) => name === path[0])?.initial ?? null;
  return initial?.kind === 'object' && initial.properties.length > 0 && initial.spreads.length === 0;
}

/** Whether there are callers, and each gives the parameter something that the program spells out. */
function isGivenMade({ graph, function: key, file }: Place, parameter: DeclarationId, depth: number): boolean {
  const declaration = graph.facts.get(file)?.code?.declarations[parameter];
  const index = declaration?.index ?? null;
  if (declaration === undefined || index === null) return false;
  // A function inside may mention the parameter of one around it.
  const owner = `${file}#${declaration.function}`;
  const all = graph.callers.get(graph.functions.has(owner) ? owner : key) ?? [];
  // What nothing is seen to lead to gives nothing.
  const running = all.filter(({ from }) => graph.moments.has(from));
  const callers = running.length > 0 ? running : all;
  return (
    callers.length > 0 &&
    callers.every((edge) => {
      const caller = graph.functions.get(edge.from);
      if (caller === undefined || edge.kind === 'callback' || edge.kind === 'listener') return false;
      const given = callByCallee(graph.facts, { file: caller.file, span: edge.site.span })?.fact.arguments[index];
      return given !== undefined && isProgramMade({ graph, file: caller.file, function: edge.from }, given, depth + 1);
    })
  );
}
