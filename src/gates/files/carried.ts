import type { UploadMethods } from '../../catalog/types.ts';
import type { CallFact, CodeFacts } from '../../facts/code.ts';
import { partsOf } from '../../facts/value-parts.ts';
import type { DeclarationId, Reference, Value } from '../../facts/values.ts';
import { callByCallee } from '../../link/calls-at.ts';
import type { CallEdge, Effect, FunctionKey, FunctionNode, ProgramGraph } from '../../link/program-graph.ts';
import { isOfAnotherKind } from './kinds.ts';

/**
 * Writes to disk to which a handler gives what it received, whole or in part, over calls that each hand it on. What else
 * these functions call may write as well, such as a log or its own settings, but nothing of the upload.
 */
export function carriedWrites(
  graph: ProgramGraph,
  node: FunctionNode,
  methods: UploadMethods,
  received: readonly DeclarationId[],
): readonly Effect[] {
  return behind({ graph, methods, seen: new Set([node.key]) }, node, { names: received, isObject: false }, 0);
}

interface Search {
  readonly graph: ProgramGraph;
  readonly methods: UploadMethods;
  readonly seen: Set<FunctionKey>;
}

/** What a function holds of the upload: names of its own, and whether the object that it is a method of was made from it. */
interface Held {
  readonly names: readonly DeclarationId[];
  readonly isObject: boolean;
}

const deepest = 6;

function behind(search: Search, node: FunctionNode, held: Held, depth: number): readonly Effect[] {
  const { graph, methods, seen } = search;
  const code = graph.facts.get(node.file)?.code ?? null;
  if (code === null || depth > deepest) return [];
  const carriers = carriersIn(code, node, methods, held.names);
  return (graph.callees.get(node.key) ?? []).flatMap((edge): readonly Effect[] => {
    const call = edge.certainty === 'proved' && edge.given !== true ? callByCallee(graph.facts, edge.site) : null;
    const to = graph.functions.get(edge.to);
    if (call === null || to === undefined || seen.has(edge.to)) return [];
    const given = givenBy(search, code, edge, call.fact, { carriers, isObject: held.isObject });
    if (given === null) return [];
    seen.add(edge.to);
    const own = (graph.effects.get(edge.to) ?? []).filter(
      (each) => each.effect === 'file-write' && !isOfAnotherKind(graph, code, call.fact, each),
    );
    return [...own, ...behind({ graph, methods, seen }, to, given, depth + 1)];
  });
}

/** What a call hands over of the upload; null when it hands over nothing of it. */
function givenBy(
  { graph, methods }: Search,
  code: CodeFacts,
  edge: CallEdge,
  { arguments: values, named, callee }: CallFact,
  { carriers, isObject }: { readonly carriers: ReadonlySet<DeclarationId>; readonly isObject: boolean },
): Held | null {
  const has = (value: Value): boolean => isCarried(code, value, carriers, methods);
  const { root } = callee;
  const isOfObject =
    (root.kind === 'this' && isObject) ||
    (root.kind === 'declared' && carriers.has(root.declaration)) ||
    (root.kind === 'call' && has({ kind: 'call', call: root.call, span: callee.span }));
  const byPlace = values.flatMap((value, index) => (has(value) ? [index] : []));
  const byName = named.filter(({ value }) => has(value)).map(({ key }) => key);
  if (!isOfObject && byPlace.length === 0 && byName.length === 0) return null;
  const to = graph.functions.get(edge.to);
  const parameters = to?.fact.parameters ?? [];
  const declarations = graph.facts.get(to?.file ?? '')?.code?.declarations ?? [];
  // Where something stands in between, nothing says which parameter is which.
  const isOneByOne = edge.call !== undefined || (byPlace.length === 0 && byName.length === 0);
  const names = isOneByOne
    ? parameters.filter(
        (each, index) => byPlace.includes(index) || byName.includes(declarations[each]?.name ?? '') === true,
      )
    : parameters;
  return { names, isObject: isOfObject };
}

/** The names of a function that hold what was received, or something made from it. */
function carriersIn(
  code: CodeFacts,
  node: FunctionNode,
  methods: UploadMethods,
  received: readonly DeclarationId[],
): ReadonlySet<DeclarationId> {
  const carriers = new Set(received);
  code.declarations.forEach(({ function: owner, initial }, declaration) => {
    if (owner === node.id && initial !== null && isCarried(code, initial, carriers, methods)) carriers.add(declaration);
  });
  return carriers;
}

/** What only says something about a value: whether it is there, or how much of it. */
const sayings: ReadonlySet<string> = new Set(['bool', 'len', 'any', 'all', 'isinstance', 'Boolean']);

function isCarried(
  code: CodeFacts,
  value: Value,
  carriers: ReadonlySet<DeclarationId>,
  methods: UploadMethods,
): boolean {
  const next = (inner: Value): boolean => isCarried(code, inner, carriers, methods);
  const mentions = ({ root, path }: Reference): boolean => {
    if (path.some((name) => methods.brought?.includes(name) ?? name === 'files')) return true;
    if (root.kind === 'call') return next({ kind: 'call', call: root.call, span: value.span });
    return root.kind === 'declared' && carriers.has(root.declaration);
  };
  if (value.kind === 'reference') return mentions(value.reference);
  if (value.kind !== 'call') return partsOf(value).some(next);
  const fact = code.calls[value.call];
  if (fact === undefined) return false;
  const { root } = fact.callee;
  if (root.kind === 'global' && fact.callee.path.length === 0 && sayings.has(root.name)) return false;
  const isRead = methods.reads.includes(fact.callee.path.at(-1) ?? '');
  return isRead || mentions(fact.callee) || fact.arguments.some(next);
}
