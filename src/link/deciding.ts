import type { CallFact, CodeFacts } from '../facts/code.ts';
import { callOf, type Guard } from '../facts/operations.ts';
import type { FactsByFile } from '../facts/store.ts';
import type { DeclarationId, Value } from '../facts/values.ts';
import { contradicts, type Decided, type Literal, literalOf, namesIn, undecided } from './decided.ts';
import type { CallEdge, Deciding, FunctionKey, FunctionNode } from './program-graph.ts';

type Edges = ReadonlyMap<FunctionKey, readonly CallEdge[]>;
type Asked = ReadonlyMap<FunctionKey, ReadonlySet<DeclarationId>>;

/** Asks the callers of every function, so it is made once for a graph. */
export function decidingOf(
  facts: FactsByFile,
  functions: ReadonlyMap<FunctionKey, FunctionNode>,
  callers: Edges,
): Deciding {
  const code = (file: string): CodeFacts | null => facts.get(file)?.code ?? null;
  const asked = askedParameters(code, functions, callers);

  const given = (edge: CallEdge, to: FunctionNode, declaration: DeclarationId, decided: Decided) => {
    const inside = code(to.file);
    const parameter = inside?.declarations[declaration];
    if (inside === null || parameter === undefined) return null;
    if (parameter.function !== to.id) {
      const from = functions.get(edge.from);
      const isShared = from?.file === to.file && surrounding(inside, from.id).includes(parameter.function);
      const known = isShared ? decided.get(declaration) : undefined;
      return known === undefined ? null : { is: known };
    }
    const call = edge.call === undefined ? undefined : code(edge.site.file)?.calls[edge.call];
    if (call === undefined || parameter.index === null) return null;
    const value = argumentAt(call, parameter.index, parameter.name);
    const isPython = facts.get(to.file)?.language === 'python';
    if (value === undefined) return absent(call, parameter.initial, isPython);
    const known = value === null ? null : literalOf(value, decided);
    // `undefined` lets the default stand, and reads as null does.
    return known?.is === null && parameter.initial !== null && !isPython ? null : known;
  };

  return {
    behind(edge, decided) {
      if (decided.size > 0 && contradicts(guardsOf(functions, code, edge), decided)) return null;
      const wanted = asked.get(edge.to);
      const to = functions.get(edge.to);
      if (wanted === undefined || to === undefined) return undecided;
      const known = new Map<DeclarationId, Literal>();
      for (const declaration of wanted) {
        const one = given(edge, to, declaration, decided);
        if (one !== null) known.set(declaration, one.is);
      }
      return known.size === 0 ? undecided : known;
    },
  };
}

/** The conditions under which a function makes a call. */
function guardsOf(
  functions: ReadonlyMap<FunctionKey, FunctionNode>,
  code: (file: string) => CodeFacts | null,
  { from, site }: CallEdge,
): readonly Guard[] {
  const calls = code(site.file)?.calls ?? [];
  const step = functions.get(from)?.fact.operations.find((operation) => {
    const call = callOf(operation);
    return call !== null && calls[call]?.calleeSpan[0] === site.span[0] && calls[call]?.calleeSpan[1] === site.span[1];
  });
  return step?.guards ?? [];
}

/** The value that a call gives to a parameter; undefined where it gives none, null where that is not known. */
function argumentAt(call: CallFact, index: number, name: string): Value | null | undefined {
  const spread = call.arguments.findIndex(({ kind }) => kind === 'spread');
  if (spread >= 0 && spread <= index) return null;
  return call.arguments[index] ?? call.named.find(({ key }) => key === name)?.value;
}

function absent(call: CallFact, initial: Value | null, isPython: boolean): { readonly is: Literal } | null {
  if (call.arguments.some(({ kind }) => kind === 'spread')) return null;
  if (initial !== null) return initial.kind === 'literal' ? { is: initial.value } : null;
  // Python refuses the call, so the parameter takes what no name in it shows.
  return isPython ? null : { is: null };
}

/** The parameters by which a function, or one inside it, or one that it hands them to, decides what it does. */
function askedParameters(
  code: (file: string) => CodeFacts | null,
  functions: ReadonlyMap<FunctionKey, FunctionNode>,
  callers: Edges,
): Asked {
  const asked = new Map<FunctionKey, Set<DeclarationId>>();
  const pending: { readonly function: FunctionKey; readonly declaration: DeclarationId }[] = [];
  const followed = followable(code);
  /** Notes it for the function that asks and for those around it, up to the one whose parameter it is. */
  const ask = (file: string, id: number, declaration: DeclarationId) => {
    const facts = code(file);
    const owner = facts?.declarations[declaration]?.function;
    if (facts === null || owner === undefined || !followed(file, declaration)) return;
    const around = surrounding(facts, id);
    for (const each of around.slice(0, around.indexOf(owner) + 1)) {
      const key = `${file}#${each}`;
      const own = asked.get(key) ?? new Set();
      if (own.has(declaration)) continue;
      asked.set(key, own.add(declaration));
      if (each === owner) pending.push({ function: key, declaration });
    }
  };

  const tests = new Set<Value>();
  for (const { file, id, fact } of functions.values()) {
    for (const { guards } of fact.operations) {
      for (const { test } of guards) {
        if (tests.has(test)) continue;
        tests.add(test);
        for (const declaration of namesIn(test)) ask(file, id, declaration);
      }
    }
  }
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const owner = functions.get(next.function);
    const parameter = owner === undefined ? undefined : code(owner.file)?.declarations[next.declaration];
    if (parameter?.index == null) continue;
    for (const edge of callers.get(next.function) ?? []) {
      const from = functions.get(edge.from);
      const call = edge.call === undefined ? undefined : code(edge.site.file)?.calls[edge.call];
      const value = call === undefined ? undefined : argumentAt(call, parameter.index, parameter.name);
      if (from === undefined || value === undefined || value === null) continue;
      for (const declaration of namesIn(value)) ask(from.file, from.id, declaration);
    }
  }
  return asked;
}

/** A function and those that it is written in, from the inside out. */
function surrounding({ functions }: CodeFacts, id: number): readonly number[] {
  const around: number[] = [];
  for (let at: number | null = id; at !== null; at = functions[at]?.parent ?? null) around.push(at);
  return around;
}

/**
 * Whether a name is a parameter that keeps what a call gave it: never assigned, no rest of the arguments, and of a
 * function that nothing decorates. `...names` and `public name` are written longer than their name.
 */
function followable(code: (file: string) => CodeFacts | null): (file: string, declaration: DeclarationId) => boolean {
  const assigned = new Map<string, ReadonlySet<DeclarationId>>();
  const assignedIn = (file: string, facts: CodeFacts): ReadonlySet<DeclarationId> => {
    const known = assigned.get(file) ?? assignedNames(facts);
    assigned.set(file, known);
    return known;
  };
  return (file, id) => {
    const facts = code(file);
    const declaration = facts?.declarations[id];
    if (facts === null || declaration?.kind !== 'parameter') return false;
    return (
      declaration.statement[0] === declaration.span[0] &&
      facts.functions[declaration.function]?.decorators.length === 0 &&
      !assignedIn(file, facts).has(id)
    );
  };
}

function assignedNames({ functions }: CodeFacts): ReadonlySet<DeclarationId> {
  return new Set(
    functions.flatMap(({ operations }) =>
      operations.flatMap((operation) =>
        operation.kind === 'assign' && operation.target.root.kind === 'declared' && operation.target.path.length === 0
          ? [operation.target.root.declaration]
          : [],
      ),
    ),
  );
}
