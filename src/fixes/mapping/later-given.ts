import type { CodeFacts } from '../../facts/code.ts';
import type { Operation } from '../../facts/operations.ts';
import type { DeclarationId, Reference, Value } from '../../facts/values.ts';
import type { ProgramGraph } from '../../link/program-graph.ts';

/** What a name is given, or what is put into what it holds. */
export interface Given {
  /** Null where it is put under no key, or under a literal text. */
  readonly key: Value | null;
  /** Null where the step does not say. */
  readonly value: Value | null;
  /** Whether it is put into what the name holds. */
  readonly isPart: boolean;
}

/** All that a name is given behind its beginning, in any function of its file: `entry = load()`, `entry["at"] = now`, `entry.update(more)`. */
export function laterGiven(graph: ProgramGraph, file: string, declaration: DeclarationId): readonly Given[] {
  const isIt = ({ root }: Reference): boolean => root.kind === 'declared' && root.declaration === declaration;
  const code = graph.facts.get(file)?.code;
  if (code == null) return [];
  return code.functions.flatMap(({ operations }) => operations.flatMap((operation) => givenBy(code, operation, isIt)));
}

function givenBy(code: CodeFacts, operation: Operation, isIt: (target: Reference) => boolean): readonly Given[] {
  if (operation.kind !== 'assign' && operation.kind !== 'container') return [];
  const { target, value } = operation;
  if (!isIt(target)) return [];
  if (operation.kind === 'assign') {
    const last = target.path.at(-1);
    // A number in brackets may be the place in a list, and may be a key.
    const isNumber = last !== undefined && /^-?\d+$/.test(last);
    return [{ key: null, value: isNumber ? null : value, isPart: last !== undefined }];
  }
  if (operation.access !== 'write' && operation.access !== 'append') return [];
  const { method, call } = operation;
  if (method === 'update') {
    const { arguments: whole, named } = (call === null ? undefined : code.calls[call]) ?? { arguments: [], named: [] };
    return [...whole, ...named.map((each) => each.value)].map((each) => ({ key: null, value: each, isPart: true }));
  }
  if (method === 'sort' || method === 'reverse' || method === 'rotate') return [];
  return [{ key: method === null || method === 'setdefault' ? operation.key : null, value, isPart: true }];
}
