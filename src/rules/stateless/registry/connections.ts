import type { Catalog, TrackedType } from '../../../catalog/types.ts';
import type { Value } from '../../../facts/values.ts';
import { valuesOfRoot } from '../../../gates/named-values.ts';
import { meaningsOf } from '../../../link/evaluate.ts';
import type { ProgramGraph } from '../../../link/program-graph.ts';
import { remembered } from '../../../link/remembered.ts';

/** What the catalogue knows of the connections of users. */
export interface ConnectionTypes {
  /** The methods that send something to a user, by the type that has them. */
  readonly speaks: ReadonlyMap<TrackedType, readonly string[]>;
  /** The type of the connections that a member of a server holds, by the server's type and the member: `ws.server clients`. */
  readonly held: ReadonlyMap<string, TrackedType>;
  /** Names of all members that hold some. */
  readonly members: ReadonlySet<string>;
}

export const connectionTypes = remembered((catalog: Catalog): ConnectionTypes => {
  const types = [...catalog.frameworks, ...catalog.libraries].flatMap((each) => each.types);
  const holders = types.flatMap(({ type, holds }) => (holds === undefined ? [] : [{ type, holds }]));
  return {
    speaks: new Map(types.flatMap(({ type, speaks }) => (speaks === undefined ? [] : [[type, speaks] as const]))),
    held: new Map(
      holders.flatMap(({ type, holds }) => holds.members.map((member) => [`${type} ${member}`, holds.type] as const)),
    ),
    members: new Set(holders.flatMap(({ holds }) => holds.members)),
  };
});

const deepest = 4;

/** Whether a value is the connection of a user, or has one in it: a socket, `{ socket, name }`, `new Guest(socket)`. */
export function holdsConnection(
  graph: ProgramGraph,
  types: ConnectionTypes,
  file: string,
  value: Value,
  depth = 0,
): boolean {
  const code = graph.facts.get(file)?.code ?? null;
  if (code === null || depth > deepest) return false;
  const next = (inner: Value): boolean => holdsConnection(graph, types, file, inner, depth + 1);
  switch (value.kind) {
    case 'object':
      return value.properties.some((property) => next(property.value));
    case 'list':
      return value.items.some(next);
    case 'container':
      return value.initial.some(next);
    case 'conditional':
      return next(value.then) || next(value.otherwise);
    case 'spread':
      return next(value.of);
    case 'call': {
      if (isConnection(graph, types, file, value)) return true;
      // What a class is made with it holds; what a function gives back may be anything.
      const call = code.calls[value.call];
      const isMade = call?.construct === true || meaningsOf(graph, file, value).some(({ kind }) => kind === 'instance');
      return isMade && [...(call?.arguments ?? []), ...(call?.named ?? []).map((each) => each.value)].some(next);
    }
    case 'reference':
      if (isConnection(graph, types, file, value)) return true;
      return value.reference.path.length === 0 && valuesOfRoot(code, value.reference).some(next);
    default:
      return false;
  }
}

/** By its type, or by that of a field of its class. */
function isConnection(graph: ProgramGraph, types: ConnectionTypes, file: string, value: Value, depth = 0): boolean {
  return meaningsOf(graph, file, value).some((meaning) => {
    if (meaning.kind === 'tracked') return types.speaks.has(meaning.type);
    if (meaning.kind !== 'instance' || depth > 0) return false;
    const fields = graph.classes.get(meaning.class)?.fact.fields ?? [];
    return fields.some(({ name }) => {
      const member = memberOf(value, name);
      return member !== null && isConnection(graph, types, file, member, depth + 1);
    });
  });
}

function memberOf(value: Value, name: string): Value | null {
  const { span } = value;
  if (value.kind === 'call') {
    return { kind: 'reference', reference: { root: { kind: 'call', call: value.call }, path: [name], span }, span };
  }
  if (value.kind !== 'reference') return null;
  return { ...value, reference: { ...value.reference, path: [...value.reference.path, name] } };
}
