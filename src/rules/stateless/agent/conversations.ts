import type { AgentMemory } from '../../../catalog/agent-memory.ts';
import type { CodeFacts } from '../../../facts/code.ts';
import { partsOf } from '../../../facts/value-parts.ts';
import type { FunctionId, Value } from '../../../facts/values.ts';
import { workReach } from '../../../gates/moment.ts';
import { valuesOfRoot } from '../../../gates/named-values.ts';
import { isMadeUp, lastName } from '../../../gates/origins.ts';
import type { ProgramGraph, Site } from '../../../link/program-graph.ts';

/** Where a run of an agent says whose memory it goes on with. */
export interface Conversation {
  /** Somebody gave its id, so that the next request may give it again; it was made up here; or nobody can tell. */
  readonly id: 'given' | 'made' | 'unclear';
  readonly site: Site;
}

/** All that the files name in this way while the service works. */
export function conversationsIn(
  graph: ProgramGraph,
  files: ReadonlySet<string>,
  memory: AgentMemory,
): readonly Conversation[] {
  return [...files].sort().flatMap((file) => {
    const code = graph.facts.get(file)?.code ?? null;
    return code === null
      ? []
      : namedIn(code, memory.named).flatMap((each) => conversationOf(graph, file, code, each, memory));
  });
}

/** A value under one of the names, and the function in which it stands. */
interface Named {
  readonly value: Value;
  readonly function: FunctionId;
}

function namedIn(code: CodeFacts, names: readonly string[]): readonly Named[] {
  const calls = code.calls.flatMap(({ arguments: given, named, function: owner }, call) => {
    const within = lastName(code, call);
    return [
      ...given.flatMap((each) => inValue(each, within, names, owner)),
      ...named.flatMap(({ key, value }) => underName(value, `${within}.${key}`, names, owner)),
    ];
  });
  const declared = code.declarations.flatMap(({ name, initial, function: owner }) =>
    initial === null ? [] : inValue(initial, name, names, owner),
  );
  const steps = code.functions.flatMap(({ operations }, owner) =>
    operations.flatMap((each) =>
      (each.kind === 'assign' || each.kind === 'return') && each.value !== null
        ? inValue(each.value, '', names, owner)
        : [],
    ),
  );
  return [...calls, ...declared, ...steps];
}

/** `within` are the names on the way to it, dotted: the call that takes it, or the name that holds it, and the keys. */
function inValue(value: Value, within: string, names: readonly string[], owner: FunctionId): readonly Named[] {
  if (value.kind !== 'object') return partsOf(value).flatMap((each) => inValue(each, within, names, owner));
  return value.properties.flatMap(({ key, value: inner }) => underName(inner, `${within}.${key}`, names, owner));
}

function underName(value: Value, within: string, names: readonly string[], owner: FunctionId): readonly Named[] {
  return names.some((name) => `.${within}`.endsWith(`.${name}`))
    ? [{ value, function: owner }]
    : inValue(value, within, names, owner);
}

function conversationOf(
  graph: ProgramGraph,
  file: string,
  code: CodeFacts,
  { value, function: owner }: Named,
  memory: AgentMemory,
): readonly Conversation[] {
  if (workReach(graph, `${file}#${owner}`) === null) return [];
  return [{ id: originOf(code, value, memory, 0), site: { file, span: value.span } }];
}

function originOf(code: CodeFacts, value: Value, memory: AgentMemory, depth: number): Conversation['id'] {
  const next = (inner: Value): Conversation['id'] => originOf(code, inner, memory, depth + 1);
  if (depth > 5) return 'unclear';
  switch (value.kind) {
    case 'literal':
    case 'environment':
      return 'unclear';
    case 'call':
      return isMadeUp(code, value) || begins(code, value.call, memory) ? 'made' : 'given';
    case 'concatenation': {
      const parts = value.parts.filter(({ kind }) => kind !== 'literal').map(next);
      return parts.includes('made') ? 'made' : (parts.find((part) => part === 'given') ?? 'unclear');
    }
    case 'reference': {
      const { root } = value.reference;
      if (root.kind === 'call') return next({ kind: 'call', call: root.call, span: value.span });
      if (root.kind === 'this') return 'unclear';
      if (root.kind !== 'declared') return 'given';
      const values = valuesOfRoot(code, value.reference);
      return values.length === 0 ? 'given' : worst(values.map(next));
    }
    default:
      return worst(partsOf(value).map(next));
  }
}

/** One way in which it is given is enough. */
function worst(origins: readonly Conversation['id'][]): Conversation['id'] {
  if (origins.includes('given') || origins.length === 0) return 'given';
  return origins.includes('unclear') ? 'unclear' : 'made';
}

/** `create_session(user_id=…)`: another one is begun, unless its id is given, which is a mention of its own. */
function begins(code: CodeFacts, call: number, { begins: methods = [] }: AgentMemory): boolean {
  return methods.includes(lastName(code, call));
}
