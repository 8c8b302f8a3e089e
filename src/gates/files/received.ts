import type { UploadMethods } from '../../catalog/types.ts';
import type { CallFact } from '../../facts/code.ts';
import { callOf } from '../../facts/operations.ts';
import type { CallId, Reference, Value } from '../../facts/values.ts';
import type { RuleContext } from '../../findings/rule.ts';
import { reachableEffects } from '../../link/effects.ts';
import { meaningsOf } from '../../link/evaluate.ts';
import type { Effect, FunctionNode, LibraryUse, ProgramGraph } from '../../link/program-graph.ts';
import { workReach } from '../moment.ts';
import { servingPrograms } from '../scope.ts';
import { ofValue } from './destination.ts';
import type { Upload } from './upload.ts';

/** Uploads that a handler takes from the request and writes to disk itself. */
export function receivedUploads(context: RuleContext, use: LibraryUse): readonly Upload[] {
  const methods = use.pattern.received;
  if (methods === undefined) return [];
  const { graph } = context;
  const files = new Set(servingPrograms(context, use.file).flatMap((program) => [...program.files]));
  return [...graph.functions.values()].flatMap((node): readonly Upload[] => {
    if (!files.has(node.file)) return [];
    const reach = workReach(graph, node.key, ['request']);
    if (reach === null) return [];
    const calls = callsIn(context, node);
    const placed = calls.filter(
      (call) =>
        methods.places.includes(call.callee.path.at(-1) ?? '') && isOfRequest(context, node, call.callee, methods),
    );
    const reads =
      calls.some((call) => methods.reads.includes(call.callee.path.at(-1) ?? '')) ||
      takesUpload(context, node, methods);
    const written = reads ? writesOf(graph.effects.get(node.key) ?? [], reachableEffects(graph, node.key)) : [];
    const handlers = reach.entry === null ? [node.key] : [node.key, reach.entry.function];
    return [
      ...placed.map((call) => {
        const [target] = call.arguments;
        const destination =
          target === undefined
            ? { kind: 'unread' as const, path: null, temporary: false }
            : ofValue(graph, node.file, target);
        return { use, site: { file: node.file, span: call.calleeSpan }, destination, handlers, reach };
      }),
      ...written.flatMap((effect) => {
        const fact = graph.facts.get(effect.site.file)?.code?.calls[effect.call];
        if (fact === undefined || effect.subject === null) return [];
        const destination = ofValue(graph, effect.site.file, effect.subject);
        return [{ use, site: { file: effect.site.file, span: fact.calleeSpan }, destination, handlers, reach }];
      }),
    ];
  });
}

/** The writes that the function does itself, or else the first of those it leads to. */
function writesOf(own: readonly Effect[], reachable: readonly Effect[]): readonly Effect[] {
  const direct = own.filter(({ effect }) => effect === 'file-write');
  return direct.length > 0 ? direct : reachable.filter(({ effect }) => effect === 'file-write').slice(0, 1);
}

function callsIn({ graph }: RuleContext, node: FunctionNode): readonly CallFact[] {
  const calls = graph.facts.get(node.file)?.code?.calls ?? [];
  return node.fact.operations.flatMap((operation) => {
    const call = callOf(operation);
    const fact = call === null ? undefined : calls[call];
    return fact === undefined ? [] : [fact];
  });
}

/** `request.files.photo.mv(…)`, or `photo.mv(…)` where `photo` comes out of `request.files`, here or where it is called. */
function isOfRequest(
  { graph }: RuleContext,
  node: FunctionNode,
  { root, path, span }: Reference,
  { brought = ['files'] }: UploadMethods,
): boolean {
  const names = new Set(brought);
  if (path.some((name) => names.has(name))) return true;
  if (root.kind !== 'declared') return false;
  const declared = graph.facts.get(node.file)?.code?.declarations[root.declaration];
  const holds = (value: Value | null | undefined): boolean =>
    (value?.kind === 'reference' && value.reference.path.some((name) => names.has(name))) ||
    (value?.kind === 'call' && isFrom(graph, node, value.call, names));
  if (holds(declared?.initial)) return true;
  const mention: Value = { kind: 'reference', reference: { root, path: [], span }, span };
  return meaningsOf(graph, node.file, mention).some(
    (meaning) => meaning.kind === 'external' && meaning.name.split('.').some((name) => names.has(name)),
  );
}

/** `request.files.get('photo')`. */
function isFrom(graph: ProgramGraph, node: FunctionNode, call: CallId, names: ReadonlySet<string>): boolean {
  const callee = graph.facts.get(node.file)?.code?.calls[call]?.callee;
  return callee?.path.some((name) => names.has(name)) === true;
}

/** Whether a parameter is an upload by its type, or one that the request brought is read here. */
function takesUpload(context: RuleContext, node: FunctionNode, methods: UploadMethods): boolean {
  const { types = [], brought = [] } = methods;
  const code = context.graph.facts.get(node.file)?.code;
  const mentions = node.fact.parameters.map((declaration): Reference => {
    const span = code?.declarations[declaration]?.span ?? [0, 0];
    return { root: { kind: 'declared', declaration }, path: [], span };
  });
  const isTyped = (reference: Reference) =>
    meaningsOf(context.graph, node.file, { kind: 'reference', reference, span: reference.span }).some(
      (meaning) => meaning.kind === 'tracked' && types.includes(meaning.type),
    );
  if (types.length > 0 && mentions.some(isTyped)) return true;
  if (brought.length === 0) return false;
  return callsIn(context, node).some(
    ({ callee }) => callee.path.at(-1) === 'read' && isOfRequest(context, node, callee, methods),
  );
}
