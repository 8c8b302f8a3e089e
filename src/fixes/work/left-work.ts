import type { CallFact, CodeFacts } from '../../facts/code.ts';
import type { Refusal } from '../../findings/fix.ts';
import type { RuleContext } from '../../findings/rule.ts';
import { reachableEffects } from '../../link/effects.ts';
import type { FunctionKey, FunctionNode, ProgramGraph } from '../../link/program-graph.ts';
import { calledFrom } from '../reached.ts';
import { refusalAt } from '../refusal.ts';
import { isHeard } from '../waiting/carried.ts';

/** Why work cannot be done by another instance, at another time, or a second time after a crash; null for no reason. */
export function workObstacle(graph: ProgramGraph, work: FunctionNode): Refusal | null {
  const site = { file: work.file, span: work.fact.nameSpan };
  const at = (reason: string): Refusal => refusalAt(graph, reason, site);
  const code = graph.facts.get(work.file)?.code ?? null;
  const effects = reachableEffects(graph, work.key);
  if (effects.some(({ effect }) => effect === 'payment')) {
    return at('It moves money, which must not be done a second time after a crash: give it a key of its own first.');
  }
  if (effects.some(({ effect }) => effect.startsWith('file-'))) {
    return at('It uses files of this instance, which another does not have.');
  }
  if (work.fact.parameters.some((id) => code?.declarations[id]?.initial != null)) {
    return at('It takes a parameter that may be left out, which JSON hands over as null.');
  }
  const reached = calledFrom(graph, [work.key]);
  const kept = graph.cells.find(({ accesses }) =>
    accesses.some((each) => reached.has(each.function) && !isLoaded(graph, each.function)),
  );
  if (kept !== undefined) return at(`It uses \`${kept.name}\`, which is in the memory of one instance alone.`);
  const asks = [...reached].some((key) => callsOf(graph, key).some(({ callee }) => callee.path.at(-1) === 'getStore'));
  return asks ? at('It asks for what belongs to the request, which is over when it is done.') : null;
}

/** Why the function that hands work over could not do so safely; null for no reason. */
export function handlerObstacle(context: RuleContext, handler: FunctionNode, fact: CallFact): Refusal | null {
  const { graph } = context;
  const site = { file: handler.file, span: fact.calleeSpan };
  const at = (reason: string): Refusal => refusalAt(graph, reason, site);
  const entries = graph.entries.filter((entry) => entry.function === handler.key);
  if (entries.length === 0 || !entries.every((entry) => isHeard(context, entry))) {
    return at('Nobody hears here when the job cannot be kept: what calls the function takes no promise.');
  }
  const effects = graph.effects.get(handler.key) ?? [];
  if (effects.some(({ effect }) => effect === 'transaction')) {
    return at('A transaction stands around it, and the job may be done before that is over.');
  }
  if (effects.some(({ operation, effect }) => operation.inCatch === true && !effect.startsWith('file-'))) {
    return at('The handler answers for what fails here, which would then be the queue.');
  }
  const code = graph.facts.get(handler.file)?.code ?? null;
  const isBehind = code?.calls.some(
    (each) => each.function === handler.id && each.span[0] < fact.span[0] && answersWith(code, each, handler),
  );
  return isBehind === true ? at('The answer is given before it: hand the work over first.') : null;
}

/** `response.status(201).json(…)` of a parameter of the handler. */
function answersWith(code: CodeFacts, { callee }: CallFact, { fact }: FunctionNode): boolean {
  if (!/^(?:json|send|end|redirect|render|sendStatus|sendFile)$/.test(callee.path.at(-1) ?? '')) return false;
  let { root } = callee;
  for (let depth = 0; root.kind === 'call' && depth < 6; depth++) root = code.calls[root.call]?.callee.root ?? root;
  return root.kind === 'declared' && fact.parameters.includes(root.declaration);
}

/** A module's own body, whose accesses are those of every instance's start. */
function isLoaded(graph: ProgramGraph, key: FunctionKey): boolean {
  return graph.functions.get(key)?.fact.kind === 'module';
}

function callsOf(graph: ProgramGraph, key: FunctionKey): readonly CallFact[] {
  const node = graph.functions.get(key);
  const calls = graph.facts.get(node?.file ?? '')?.code?.calls ?? [];
  return calls.filter((each) => each.function === node?.id);
}
