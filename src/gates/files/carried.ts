import type { UploadMethods } from '../../catalog/types.ts';
import type { CodeFacts } from '../../facts/code.ts';
import type { DeclarationId, Reference, Value } from '../../facts/values.ts';
import { callByCallee } from '../../link/calls-at.ts';
import { reachableEffects } from '../../link/effects.ts';
import type { Effect, FunctionNode, ProgramGraph } from '../../link/program-graph.ts';
import { partsOf } from '../value-parts.ts';
import { isOfAnotherKind } from './kinds.ts';

/**
 * Writes to disk behind the calls to which a handler gives what it received, whole or in part. What else it calls may
 * write as well, such as a log or its own settings, but nothing of the upload.
 */
export function carriedWrites(
  graph: ProgramGraph,
  node: FunctionNode,
  methods: UploadMethods,
  received: readonly DeclarationId[],
): readonly Effect[] {
  const code = graph.facts.get(node.file)?.code ?? null;
  if (code === null) return [];
  const carriers = carriersIn(code, node, methods, received);
  return (graph.callees.get(node.key) ?? []).flatMap(({ to, certainty, given, site }) => {
    const call = certainty === 'proved' && given !== true ? callByCallee(graph.facts, site) : null;
    const isGiven = call?.fact.arguments.concat(call.fact.named.map(({ value }) => value)).some((value) => {
      return isCarried(code, value, carriers, methods);
    });
    if (isGiven !== true || call === null) return [];
    return reachableEffects(graph, to).filter(
      (each) =>
        each.effect === 'file-write' && !(each.function === to && isOfAnotherKind(graph, code, call.fact, each)),
    );
  });
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
  const isRead = methods.reads.includes(fact.callee.path.at(-1) ?? '');
  return isRead || mentions(fact.callee) || fact.arguments.some(next);
}
