import type { Operation } from '../../facts/operations.ts';
import type { DeclarationId, Value } from '../../facts/values.ts';
import type { CellAccess, FunctionKey, ProgramGraph, Site, StateCell } from '../../link/program-graph.ts';
import { callOf, fileOf } from './calls.ts';

/**
 * Where somebody else still has what was put in, and changes it: a caller that gave it, or one that is given it back. In
 * memory the entry changes with it, in a store it does not. Null for nowhere.
 */
export function keptByOthers(graph: ProgramGraph, cell: StateCell): Site | null {
  for (const write of cell.accesses) {
    const name = write.kind === 'write' ? writtenName(write) : null;
    if (name === null) continue;
    for (const { file, key, declaration, from } of [...givers(graph, write, name), ...takers(graph, write, name)]) {
      const operations = graph.functions.get(key)?.fact.operations ?? [];
      const change = operations.find((each) => each.span[0] >= from && changes(graph, file, each, declaration));
      if (change !== undefined) return { file, span: change.span };
    }
  }
  return null;
}

/** A name of another function for what is put in, and the place behind which a change of it counts. */
interface OtherName {
  readonly file: string;
  readonly key: FunctionKey;
  readonly declaration: DeclarationId;
  readonly from: number;
}

function writtenName({ operation }: CellAccess): DeclarationId | null {
  return operation.kind === 'container' ? nameOf(operation.value) : null;
}

function nameOf(value: Value | null | undefined): DeclarationId | null {
  if (value?.kind !== 'reference' || value.reference.path.length > 0) return null;
  const { root } = value.reference;
  return root.kind === 'declared' ? root.declaration : null;
}

/** Who gave it as an argument, by a name of their own. */
function givers(graph: ProgramGraph, { site, function: key }: CellAccess, name: DeclarationId): readonly OtherName[] {
  const declared = graph.facts.get(site.file)?.code?.declarations[name];
  if (declared?.kind !== 'parameter') return [];
  return callersOf(graph, key).flatMap(({ file, from, call }) => {
    const fact = graph.facts.get(file)?.code?.calls[call];
    const given =
      fact?.named.find((each) => each.key === declared.name)?.value ?? fact?.arguments[declared.index ?? -1];
    const declaration = nameOf(given);
    return fact === undefined || declaration === null ? [] : [{ file, key: from, declaration, from: fact.span[1] }];
  });
}

/** Who is given it back, and gives it a name. */
function takers(graph: ProgramGraph, { site, function: key }: CellAccess, name: DeclarationId): readonly OtherName[] {
  const operations = graph.functions.get(key)?.fact.operations ?? [];
  const isReturned = operations.some((each) => each.kind === 'return' && nameOf(each.value) === name);
  if (!isReturned || graph.facts.get(site.file)?.code == null) return [];
  return callersOf(graph, key).flatMap(({ file, from, call }) => {
    const code = graph.facts.get(file)?.code;
    return (code?.declarations ?? []).flatMap(({ initial }, declaration) =>
      initial?.kind === 'call' && initial.call === call
        ? [{ file, key: from, declaration, from: initial.span[1] }]
        : [],
    );
  });
}

function callersOf(graph: ProgramGraph, key: FunctionKey) {
  return (graph.callers.get(key) ?? []).flatMap((edge) => {
    const found = callOf(graph, edge);
    return found === null || fileOf(edge.from) !== found.file ? [] : [{ ...found, from: edge.from }];
  });
}

const changing = /^(?:update|setdefault|popitem|append|extend|insert|sort|reverse|add|discard|remove|clear|pop)$/;

/** Whether a step changes what lies behind a name. */
function changes(graph: ProgramGraph, file: string, operation: Operation, name: DeclarationId): boolean {
  const isIt = (root: { readonly kind: string; readonly declaration?: DeclarationId }): boolean =>
    root.kind === 'declared' && root.declaration === name;
  switch (operation.kind) {
    case 'container':
      return ['write', 'append', 'remove', 'clear'].includes(operation.access) && isIt(operation.target.root);
    case 'assign':
      return isIt(operation.target.root) && (operation.target.path.length > 0 || operation.operator !== '=');
    case 'call': {
      const callee = graph.facts.get(file)?.code?.calls[operation.call]?.callee;
      return callee !== undefined && isIt(callee.root) && changing.test(callee.path.at(-1) ?? '');
    }
    default:
      return false;
  }
}
