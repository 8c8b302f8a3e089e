import type { ApplicationValues } from '../../../catalog/application-values.ts';
import type { CodeFacts } from '../../../facts/code.ts';
import type { Guard, Operation } from '../../../facts/operations.ts';
import { partsOf } from '../../../facts/value-parts.ts';
import type { Reference, Value } from '../../../facts/values.ts';
import type { RuleContext } from '../../../findings/rule.ts';
import { meaningsOf } from '../../../link/evaluate.ts';
import type { FunctionKey, ProgramGraph, Site, StateCell } from '../../../link/program-graph.ts';
import { remembered } from '../../../link/remembered.ts';

/** A value that all requests of a process see: on the application, or among the globals. */
export interface Held {
  /** As code writes it: `app.locals.theme`, `globalThis.theme`. */
  readonly name: string;
  readonly writes: readonly Write[];
  readonly reads: readonly Mention[];
}

export interface Mention {
  readonly function: FunctionKey;
  readonly site: Site;
}

export interface Write extends Mention {
  readonly operation: Operation;
  readonly value: Value | null;
  readonly guards: readonly Guard[];
  /** `??=` and its like, which set only what is not there. */
  readonly isOnce: boolean;
}

/** What applications hold, by what it is called, where some function sets it; what only modules set is their setting. */
export const heldByApplications = remembered(({ graph, catalog }: RuleContext): readonly Held[] =>
  catalog.applicationValues.flatMap((row) => {
    const writes = new Map<string, Write[]>();
    for (const [file, { code }] of graph.facts) {
      for (const { name, write } of code === null ? [] : writesIn(graph, file, code, row)) {
        writes.set(name, [...(writes.get(name) ?? []), write]);
      }
    }
    if (writes.size === 0) return [];
    const reads = new Map<string, Mention[]>();
    for (const [file, { code }] of graph.facts) {
      for (const { name, mention } of code === null ? [] : readsIn(graph, file, code, row)) {
        reads.set(name, [...(reads.get(name) ?? []), mention]);
      }
    }
    const shown = (name: string): string => `app.${row.member === null ? '' : `${row.member}.`}${name}`;
    return [...writes].map(([name, all]): Held => ({ name: shown(name), writes: all, reads: reads.get(name) ?? [] }));
  }),
);

/** The same of one of the globals that is no collection. */
export function heldGlobally(cell: StateCell): Held | null {
  if (cell.home.kind !== 'global' || (cell.shape !== 'scalar' && cell.shape !== 'unknown')) return null;
  const writes = cell.accesses.flatMap(({ kind, operation, function: key, site, value }): readonly Write[] => {
    // What an assignment only asks on its way, as in the test that it stands behind, is not what it sets.
    if (operation.kind !== 'assign' || (kind !== 'assign' && kind !== 'write')) return [];
    const { guards, operator } = operation;
    return [{ function: key, site, operation, value, guards, isOnce: isOnce(operator) }];
  });
  const reads = cell.accesses.filter(({ kind }) => kind !== 'assign' && kind !== 'write');
  return { name: cell.name, writes, reads: reads.map(({ function: key, site }) => ({ function: key, site })) };
}

function isOnce(operator: string): boolean {
  return operator === '??=' || operator === '||=';
}

function writesIn(
  graph: ProgramGraph,
  file: string,
  code: CodeFacts,
  row: ApplicationValues,
): readonly { readonly name: string; readonly write: Write }[] {
  return code.functions.flatMap(({ operations }, id) =>
    operations.flatMap((operation) => {
      if (operation.kind !== 'assign' && operation.kind !== 'container') return [];
      const named = operation.kind === 'assign' ? assigned(operation.target, row) : put(operation, row);
      if (named === null || !isApplication(graph, file, code, named.of, row)) return [];
      const write: Write = {
        function: `${file}#${id}`,
        site: { file, span: operation.target.span },
        operation,
        value: operation.value,
        guards: operation.guards,
        isOnce: operation.kind === 'assign' && isOnce(operation.operator),
      };
      return [{ name: named.name, write }];
    }),
  );
}

interface Named {
  readonly name: string;
  /** What should be the application. */
  readonly of: Reference;
}

function assigned(target: Reference, { member }: ApplicationValues): Named | null {
  const name = target.path.at(-1);
  if (member === null || name === undefined || name === '*' || target.path.at(-2) !== member) return null;
  return { name, of: { ...target, path: target.path.slice(0, -2) } };
}

/** `app.config["theme"] = value`, `app.set('theme', value)`. */
function put(
  operation: Operation & { readonly kind: 'container' },
  { member, calls }: ApplicationValues,
): Named | null {
  const { access, target, key, method } = operation;
  if (access !== 'write' || key?.kind !== 'literal' || typeof key.value !== 'string') return null;
  if (member === null) return method === calls?.sets ? { name: key.value, of: target } : null;
  if (method !== null || target.path.at(-1) !== member) return null;
  return { name: key.value, of: { ...target, path: target.path.slice(0, -1) } };
}

function readsIn(
  graph: ProgramGraph,
  file: string,
  code: CodeFacts,
  row: ApplicationValues,
): readonly { readonly name: string; readonly mention: Mention }[] {
  const asked = code.functions.flatMap(({ operations }, id) =>
    operations.flatMap((operation) => {
      if (operation.kind !== 'container' || (operation.access !== 'read' && operation.access !== 'test')) return [];
      const named = taken(operation, row);
      return named === null ? [] : [{ ...named, id, span: operation.target.span }];
    }),
  );
  const mentioned = mentionsIn(code).flatMap(({ reference, id }) => {
    const at = row.member === null ? -1 : reference.path.lastIndexOf(row.member);
    const name = reference.path[at + 1];
    if (at < 0 || name === undefined) return [];
    return [{ name, of: { ...reference, path: reference.path.slice(0, at) }, id, span: reference.span }];
  });
  return [...asked, ...mentioned]
    .filter(({ of }) => isApplication(graph, file, code, of, row))
    .map(({ name, id, span }) => ({ name, mention: { function: `${file}#${id}`, site: { file, span } } }));
}

function taken(
  operation: Operation & { readonly kind: 'container' },
  { member, calls }: ApplicationValues,
): Named | null {
  const { target, key, method } = operation;
  if (key?.kind !== 'literal' || typeof key.value !== 'string') return null;
  if (member === null) return method === calls?.gives ? { name: key.value, of: target } : null;
  return target.path.at(-1) === member ? { name: key.value, of: { ...target, path: target.path.slice(0, -1) } } : null;
}

/** Every mention among what a file declares, gives to calls, returns, keeps and tests, with its function. */
const mentionsIn = remembered((code: CodeFacts): readonly { readonly reference: Reference; readonly id: number }[] => {
  const found: { readonly reference: Reference; readonly id: number }[] = [];
  const walk = (value: Value | null, id: number): void => {
    if (value === null) return;
    if (value.kind === 'reference') found.push({ reference: value.reference, id });
    else for (const part of partsOf(value)) walk(part, id);
  };
  for (const { initial, function: id } of code.declarations) walk(initial, id);
  for (const { arguments: given, named, callee, function: id } of code.calls) {
    found.push({ reference: callee, id });
    for (const value of [...given, ...named.map((each) => each.value)]) walk(value, id);
  }
  code.functions.forEach(({ operations }, id) => {
    for (const operation of operations) {
      for (const { test } of operation.guards) walk(test, id);
      if ('value' in operation) walk(operation.value, id);
    }
  });
  return found;
});

/** Whether a mention is the application: itself, what stands for it, or what a request leads to it by. */
function isApplication(
  graph: ProgramGraph,
  file: string,
  code: CodeFacts,
  of: Reference,
  { on, through, standIns }: ApplicationValues,
): boolean {
  if (of.root.kind === 'global' || of.root.kind === 'value') return false;
  if (through !== null && of.path.length === 1 && of.path[0] === through.member && of.root.kind === 'declared') {
    const holder = code.declarations[of.root.declaration];
    if (holder?.kind === 'parameter' && through.names.test(holder.name)) return true;
  }
  return meaningsOf(graph, file, { kind: 'reference', reference: of, span: of.span }).some(
    (meaning) =>
      (meaning.kind === 'tracked' && meaning.type === on) ||
      (meaning.kind === 'external' &&
        standIns.some(({ module, name }) => module === meaning.module && name === meaning.name)),
  );
}
