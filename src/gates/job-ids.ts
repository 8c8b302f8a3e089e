import { jobIdOptions } from '../catalog/job-ids.ts';
import type { CodeFacts } from '../facts/code.ts';
import type { Value } from '../facts/values.ts';
import { meaningsOf } from '../link/evaluate.ts';
import type { ClassKey, Effect, FunctionKey, ProgramGraph } from '../link/program-graph.ts';
import { callsBehind } from './origins.ts';
import { callsFrom } from './reachable.ts';

/**
 * Whether what a job puts into a queue carries an id of its own that comes out the same in every instance: the queue
 * then drops it when another instance adds it again. Options are looked for at the call, where they come from the
 * caller, in the calls that the job makes, and where a class adds what is made of those below it, in those classes.
 */
export function hasFixedJobId(graph: ProgramGraph, job: FunctionKey, effect: Effect): boolean {
  const option = jobIdOptions.get(effect.library);
  if (option === undefined) return false;
  const code = graph.facts.get(effect.site.file)?.code ?? null;
  const fact = code?.calls[effect.call];
  if (code === null || fact === undefined) return false;
  const own = verdictOf(code, option, fact.arguments);
  if (own !== null) return own;
  if (areOfClassesWithIds(graph, job, option, effect)) return true;
  // What is added is a parameter: each call of the function that adds says what it adds.
  const isGiven = fact.arguments.some((value) => isParameter(code, value));
  if (!isGiven) return false;
  const adding = new Set((graph.callers.get(effect.function) ?? []).map(({ site }) => placeOf(site)));
  const calls = callsFrom(graph, job).filter((call) =>
    adding.has(placeOf({ file: call.file, span: call.fact.calleeSpan })),
  );
  return (
    calls.length > 0 &&
    calls.every((call) => {
      const caller = graph.facts.get(call.file)?.code ?? null;
      return caller !== null && verdictOf(caller, option, call.fact.arguments) === true;
    })
  );
}

/**
 * A class adds messages with what the class of each says of them: `class Resize extends Message { static options(of) {
 * return { singletonKey: of.id } } }`. All those that the job makes say an id.
 */
function areOfClassesWithIds(graph: ProgramGraph, job: FunctionKey, option: string, effect: Effect): boolean {
  const base = graph.functions.get(effect.function)?.class ?? null;
  if (base === null) return false;
  const made = callsFrom(graph, job).flatMap(({ file, fact }) => {
    if (!fact.construct) return [];
    const callee: Value = { kind: 'reference', reference: fact.callee, span: fact.callee.span };
    return meaningsOf(graph, file, callee).flatMap((each) =>
      each.kind === 'class' && isBelow(graph, each.class, base) ? [each.class] : [],
    );
  });
  return made.length > 0 && made.every((key) => saysId(graph, option, key));
}

function isBelow(graph: ProgramGraph, key: ClassKey, base: ClassKey): boolean {
  const met = new Set([key]);
  for (const at of met) for (const each of graph.classes.get(at)?.bases ?? []) met.add(each);
  return key !== base && met.has(base);
}

/** Whether a method of the class gives options with an id that comes out the same in every instance. */
function saysId(graph: ProgramGraph, option: string, key: ClassKey): boolean {
  const node = graph.classes.get(key);
  const code = node === undefined ? null : (graph.facts.get(node.file)?.code ?? null);
  if (node === undefined || code === null) return false;
  return node.fact.methods.some((method) => {
    const given = (code.functions[method]?.operations ?? []).flatMap((operation) =>
      operation.kind === 'return' && operation.value !== null ? [operation.value] : [],
    );
    return verdictOf(code, option, given) === true;
  });
}

function placeOf({ file, span }: { readonly file: string; readonly span: readonly [number, number] }): string {
  return `${file} ${span[1]}`;
}

function isParameter(code: CodeFacts, value: Value): boolean {
  const root = value.kind === 'reference' ? value.reference.root : null;
  return root?.kind === 'declared' && code.declarations[root.declaration]?.kind === 'parameter';
}

/** True where all ids are fixed, false where one is made up anew, null where no id is spelled out. */
function verdictOf(code: CodeFacts, option: string, values: readonly Value[]): boolean | null {
  const ids = values.flatMap((value) => jobIdsOf(code, option, value, 0));
  return ids.length === 0 ? null : ids.every((id) => isFixed(code, id));
}

function jobIdsOf(code: CodeFacts, option: string, value: Value, depth: number): readonly Value[] {
  if (depth > 8) return [];
  const next = (inner: Value): readonly Value[] => jobIdsOf(code, option, inner, depth + 1);
  switch (value.kind) {
    case 'object':
      return value.properties.flatMap((each) => (each.key === option ? [each.value] : next(each.value)));
    case 'list':
      return value.items.flatMap(next);
    case 'call':
      // `orders.map((order) => ({ …, opts: { jobId: order.id } }))`
      return code.calls[value.call]?.callee.path.at(-1) === 'map'
        ? (code.calls[value.call]?.arguments.flatMap(next) ?? [])
        : [];
    case 'function':
      return (code.functions[value.function]?.operations ?? []).flatMap((operation) =>
        operation.kind === 'return' && operation.value !== null ? next(operation.value) : [],
      );
    case 'reference': {
      const { root, path } = value.reference;
      const declaration =
        root.kind === 'declared' && path.length === 0 ? code.declarations[root.declaration] : undefined;
      return declaration?.kind === 'constant' && declaration.initial !== null ? next(declaration.initial) : [];
    }
    default:
      return [];
  }
}

const madeUp = /^(?:now|Date|random\w*|uuid\w*|v[1-7]|nanoid|ulid|cuid\d?|createId|hrtime|getTime|generate\w*)$/;

function isFixed(code: CodeFacts, id: Value): boolean {
  if (id.kind === 'unknown' || (id.kind === 'literal' && id.value === null)) return false;
  return !callsBehind(code, id).some((call) => {
    const callee = code.calls[call]?.callee;
    const names = [...(callee?.path ?? []), callee?.root.kind === 'global' ? callee.root.name : declared(code, call)];
    return names.some((name) => madeUp.test(name));
  });
}

function declared(code: CodeFacts, call: number): string {
  const root = code.calls[call]?.callee.root;
  return root?.kind === 'declared' ? (code.declarations[root.declaration]?.name ?? '') : '';
}
