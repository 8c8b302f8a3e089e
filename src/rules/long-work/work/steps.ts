import type { CodeFacts } from '../../../facts/code.ts';
import { callOf, type Operation } from '../../../facts/operations.ts';
import { partsOf } from '../../../facts/value-parts.ts';
import type { CallId, DeclarationId, Value } from '../../../facts/values.ts';
import { namedValues } from '../../../gates/named-values.ts';
import { lastName } from '../../../gates/origins.ts';
import type { FunctionKey, ProgramGraph } from '../../../link/program-graph.ts';

/** The step that decides what is worked on, or for how long: the call itself, or one of a function that gives it that. */
export interface DecidingStep {
  readonly function: FunctionKey;
  readonly file: string;
  readonly call: CallId;
  readonly operation: Operation;
  /** What decides. */
  readonly value: Value;
}

const deepest = 3;

/**
 * Where a value is a parameter alone, as in a function of one's own that runs whatever command it is given, the steps of
 * those who call it and give the value; else the step itself.
 */
export function decidingSteps(graph: ProgramGraph, step: DecidingStep, depth = 0): readonly DecidingStep[] {
  const code = graph.facts.get(step.file)?.code ?? null;
  const node = graph.functions.get(step.function);
  const parameter = code === null ? null : parameterIn(code, step.value);
  const index = parameter === null ? -1 : (node?.fact.parameters.indexOf(parameter) ?? -1);
  if (code === null || node === undefined || parameter === null || index < 0 || depth >= deepest) return [step];
  // A default may be what decides, and what is assigned to it may be something else.
  if (node.fact.async || namedValues(code, parameter).length > 0) return [step];
  const name = code.declarations[parameter]?.name ?? '';
  const given = (graph.callers.get(step.function) ?? []).flatMap((edge): readonly DecidingStep[] => {
    const caller = graph.functions.get(edge.from);
    const fact = edge.call === undefined ? undefined : graph.facts.get(caller?.file ?? '')?.code?.calls[edge.call];
    const value = fact?.arguments[index] ?? fact?.named.find(({ key }) => key === name)?.value;
    const operation = caller?.fact.operations.find((each) => callOf(each) === edge.call);
    if (caller === undefined || edge.call === undefined || value === undefined || operation === undefined) return [];
    if (edge.kind !== 'call' || edge.certainty !== 'proved' || edge.once === true) return [];
    const around = withCircumstances(step.operation, operation, parameter);
    return decidingSteps(
      graph,
      { function: edge.from, file: caller.file, call: edge.call, operation: around, value },
      depth + 1,
    );
  });
  return given.length > 0 ? given : [step];
}

/** The parameter that a value is alone, or split into words: `line if shell else line.split()`. */
function parameterIn(code: CodeFacts, value: Value): DeclarationId | null {
  if (value.kind === 'conditional') {
    const [one, other] = [parameterIn(code, value.then), parameterIn(code, value.otherwise)];
    return one === other ? one : null;
  }
  const line = value.kind === 'call' ? splitLine(code, value.call) : null;
  if (line !== null) return parameterIn(code, line);
  if (value.kind !== 'reference' || value.reference.path.length > 0) return null;
  const { root } = value.reference;
  return root.kind === 'declared' ? root.declaration : null;
}

/** The line that a call splits into words: `line.split()`, `split(line)`; null for other calls. */
export function splitLine(code: CodeFacts, call: CallId): Value | null {
  const fact = code.calls[call];
  if (fact === undefined || lastName(code, call) !== 'split') return null;
  const { root, path, span } = fact.callee;
  const isMethod =
    root.kind === 'declared' && path.length === 1 && code.declarations[root.declaration]?.kind !== 'import';
  return isMethod ? { kind: 'reference', reference: { root, path: [], span }, span } : (fact.arguments[0] ?? null);
}

/** A caller's step under the circumstances of what it calls, but for conditions that only look at what was given. */
function withCircumstances(inner: Operation, outer: Operation, parameter: DeclarationId): Operation {
  return {
    ...outer,
    inLoop: outer.inLoop || inner.inLoop,
    guards: [...outer.guards, ...inner.guards.filter(({ test }) => !isAbout(test, parameter))],
    ...(inner.inCatch === true ? { inCatch: true as const } : {}),
  };
}

function isAbout(value: Value, parameter: DeclarationId): boolean {
  if (value.kind === 'reference') {
    return value.reference.root.kind === 'declared' && value.reference.root.declaration === parameter;
  }
  return partsOf(value).some((part) => isAbout(part, parameter));
}
