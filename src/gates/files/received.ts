import type { UploadMethods } from '../../catalog/types.ts';
import type { CallFact, DeclarationFact } from '../../facts/code.ts';
import { callOf, type Operation } from '../../facts/operations.ts';
import type { CallId, DeclarationId, Reference, Value } from '../../facts/values.ts';
import type { RuleContext } from '../../findings/rule.ts';
import { callByCallee } from '../../link/calls-at.ts';
import { meaningsOf } from '../../link/evaluate.ts';
import type { Effect, FunctionNode, LibraryUse, ProgramGraph } from '../../link/program-graph.ts';
import { workReach } from '../moment.ts';
import { servingPrograms } from '../scope.ts';
import { carriedWrites } from './carried.ts';
import { ofValue } from './destination.ts';
import { readsFormFile } from './form-files.ts';
import { isOfAnotherKind } from './kinds.ts';
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
      ({ call }) =>
        methods.places.includes(call.callee.path.at(-1) ?? '') && isOfRequest(context, node, call.callee, methods),
    );
    const typed = uploadParameters(context, node, methods);
    const reads =
      typed.length > 0 ||
      calls.some(({ call }) => methods.reads.includes(call.callee.path.at(-1) ?? '')) ||
      readsBrought(context, node, methods) ||
      (methods.forms !== undefined && readsFormFile(graph, node, methods.forms));
    const own = (graph.effects.get(node.key) ?? []).filter(
      (effect) => effect.effect === 'file-write' && isForWhatComes(graph, effect, methods),
    );
    // What the function does not write itself is written by the first that it hands the upload to.
    const written = !reads ? [] : own.length > 0 ? own : carriedWrites(graph, node, methods, typed).slice(0, 1);
    const handlers = reach.entry === null ? [node.key] : [node.key, reach.entry.function];
    return [
      ...placed.map(({ call, operation }) => {
        const [target] = call.arguments;
        const destination =
          target === undefined
            ? { kind: 'unread' as const, path: null, temporary: false }
            : ofValue(graph, node.file, target);
        const written = { function: node.key, operation, subject: target ?? null };
        return { use, site: { file: node.file, span: call.calleeSpan }, destination, handlers, reach, written };
      }),
      ...written.flatMap((effect) => {
        const fact = graph.facts.get(effect.site.file)?.code?.calls[effect.call];
        if (fact === undefined || effect.subject === null) return [];
        const destination = ofValue(graph, effect.site.file, effect.subject);
        const site = { file: effect.site.file, span: fact.calleeSpan };
        return [{ use, site, destination, handlers, reach, written: effect }];
      }),
    ];
  });
}

/** Whether one of the callers that hand an upload over meets the conditions of a write; so does whoever is not known. */
function isForWhatComes(graph: ProgramGraph, effect: Effect, { types = [] }: UploadMethods): boolean {
  const giving = (graph.callers.get(effect.function) ?? []).flatMap((edge) => {
    const file = graph.functions.get(edge.from)?.file ?? '';
    const code = graph.facts.get(file)?.code ?? null;
    const call = edge.call === undefined ? undefined : code?.calls[edge.call];
    if (code === null || call === undefined) return [];
    const isUpload = [...call.arguments, ...call.named.map(({ value }) => value)].some((value) =>
      meaningsOf(graph, file, value).some((meaning) => meaning.kind === 'tracked' && types.includes(meaning.type)),
    );
    return isUpload ? [{ code, call }] : [];
  });
  return giving.length === 0 || giving.some(({ code, call }) => !isOfAnotherKind(graph, code, call, effect));
}

function callsIn(
  { graph }: RuleContext,
  node: FunctionNode,
): readonly { readonly call: CallFact; readonly operation: Operation }[] {
  const calls = graph.facts.get(node.file)?.code?.calls ?? [];
  return node.fact.operations.flatMap((operation) => {
    const call = callOf(operation);
    const fact = call === null ? undefined : calls[call];
    return fact === undefined ? [] : [{ call: fact, operation }];
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
  if (isBrought(graph, node, { kind: 'reference', reference: { root, path: [], span }, span }, names, 0)) return true;
  const mention: Value = { kind: 'reference', reference: { root, path: [], span }, span };
  return meaningsOf(graph, node.file, mention).some(
    (meaning) => meaning.kind === 'external' && meaning.name.split('.').some((name) => names.has(name)),
  );
}

/** How many functions hand an upload on until one places it. */
const mostHands = 4;

/** Whether a value comes out of what the request brought: there, by a name for it, or by whoever calls the function with it. */
function isBrought(
  graph: ProgramGraph,
  node: FunctionNode,
  value: Value,
  names: ReadonlySet<string>,
  depth: number,
): boolean {
  if (value.kind === 'call') return isFrom(graph, node, value.call, names);
  if (value.kind !== 'reference') return false;
  const { root, path } = value.reference;
  if (path.some((name) => names.has(name))) return true;
  const declared =
    root.kind === 'declared' && path.length === 0
      ? graph.facts.get(node.file)?.code?.declarations[root.declaration]
      : undefined;
  if (declared === undefined || depth > mostHands) return false;
  const { initial } = declared;
  if (initial !== null && isBrought(graph, node, initial, names, depth + 1)) return true;
  return (
    declared.kind === 'parameter' &&
    givenTo(graph, node, declared).some((given) => isBrought(graph, given.by, given.value, names, depth + 1))
  );
}

/** What callers give for a parameter, where it is seen: `keep(request.FILES['photo'])`. */
function givenTo(
  graph: ProgramGraph,
  { key }: FunctionNode,
  { name, index }: DeclarationFact,
): readonly { readonly by: FunctionNode; readonly value: Value }[] {
  return (graph.callers.get(key) ?? []).flatMap(({ from, call, site }) => {
    const by = graph.functions.get(from);
    const own = by === undefined || call === undefined ? undefined : graph.facts.get(by.file)?.code?.calls[call];
    const fact = own ?? callByCallee(graph.facts, site)?.fact;
    const value = fact?.named.find((each) => each.key === name)?.value ?? fact?.arguments[index ?? -1];
    return by === undefined || value === undefined ? [] : [{ by, value }];
  });
}

/** `request.files.get('photo')`. */
function isFrom(graph: ProgramGraph, node: FunctionNode, call: CallId, names: ReadonlySet<string>): boolean {
  const callee = graph.facts.get(node.file)?.code?.calls[call]?.callee;
  return callee?.path.some((name) => names.has(name)) === true;
}

/** The parameters that are uploads by their type. */
function uploadParameters(
  { graph }: RuleContext,
  node: FunctionNode,
  { types = [] }: UploadMethods,
): readonly DeclarationId[] {
  if (types.length === 0) return [];
  const code = graph.facts.get(node.file)?.code;
  return node.fact.parameters.filter((declaration) => {
    const span = code?.declarations[declaration]?.span ?? [0, 0];
    const reference: Reference = { root: { kind: 'declared', declaration }, path: [], span };
    return meaningsOf(graph, node.file, { kind: 'reference', reference, span }).some(
      (meaning) => meaning.kind === 'tracked' && types.includes(meaning.type),
    );
  });
}

/** Whether one of the files that the request brought is read here. */
function readsBrought(context: RuleContext, node: FunctionNode, methods: UploadMethods): boolean {
  if ((methods.brought ?? []).length === 0) return false;
  const contents = methods.contents ?? ['read'];
  return callsIn(context, node).some(
    ({ call: { callee } }) =>
      contents.includes(callee.path.at(-1) ?? '') && isOfRequest(context, node, callee, methods),
  );
}
