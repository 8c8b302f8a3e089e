import type { CodeFacts } from '../../facts/code.ts';
import type { CallId, Value } from '../../facts/values.ts';
import type { Refusal } from '../../findings/fix.ts';
import type { ProgramGraph } from '../../link/program-graph.ts';
import type { Span } from '../../text/range.ts';
import { declarationOf, mentionsIn } from '../mentions.ts';
import { refusalAt } from '../refusal.ts';
import type { WaitingHandler } from './waiting.ts';

/** The two steps that change: where the work is begun, and where its result is answered. One statement may be both. */
export interface AnsweredWork {
  /** The statement that calls the work; null where the answer itself does. */
  readonly begun: Span | null;
  /** The `return` with all behind it. */
  readonly answered: Span;
}

/** What a handler does with the result must be no more than to answer with it, because nobody has it by then. */
export function answeredWork(graph: ProgramGraph, waiting: WaitingHandler): AnsweredWork | Refusal {
  const { file, code, handler, call, fact } = waiting;
  const { operations } = handler.fact;
  const at = (reason: string, span: Span): Refusal => refusalAt(graph, reason, { file, span });
  const step = operations.findIndex((each) => 'call' in each && each.call === call);
  const operation = operations[step];
  if (operation === undefined) return at('What the call of the work is part of cannot be moved.', fact.span);
  if (operation.inLoop) return at('It is done in a loop: make the whole loop a function of its own first.', fact.span);
  const mending = operations.find((each) => each.inCatch === true || each.inFinally);
  if (mending !== undefined) {
    return at('The handler answers for what fails here, which then happens in a worker.', mending.span);
  }
  const rest = operations.slice(step + 1);
  const answer = rest.find((each) => each.kind === 'return');
  if (answer?.kind !== 'return') return at('The handler does not answer behind its work.', fact.span);
  const further = rest
    .slice(0, rest.indexOf(answer))
    .find((each) => !('call' in each && each.call !== null && isJsonify(code, each.call)));
  if (further !== undefined) {
    return at('The handler does more behind its work, which would then come before it.', further.span);
  }
  if (answer.guards.length !== operation.guards.length) {
    return at('Whether it answers with the work depends on more than whether the work is done.', answer.span);
  }
  const used = 'The handler does more with the result than to answer with it.';
  const kept = code.declarations.findIndex(
    ({ function: of, initial }) => of === handler.id && initial?.kind === 'call' && initial.call === call,
  );
  const declaration = code.declarations[kept];
  if (declaration !== undefined) {
    const other = mentionsIn(code).find((each) => declarationOf(each) === kept && !isIn(each.value.span, answer.span));
    if (other !== undefined) return at(used, other.value.span);
    const whole = unwrapped(code, answer.value);
    const isWhole = whole?.kind === 'reference' && whole.reference.path.length === 0;
    if (!isWhole || whole.reference.root.kind !== 'declared' || whole.reference.root.declaration !== kept) {
      return at(used, answer.span);
    }
    return { begun: declaration.statement, answered: answer.span };
  }
  const whole = unwrapped(code, answer.value);
  if (whole?.kind === 'call' && whole.call === call) return { begun: null, answered: answer.span };
  const isPart = mentionsIn(code).some(({ value }) => value.kind === 'call' && value.call === call);
  if (isPart || operation.insideCallOf !== null) return at(used, fact.span);
  if (!isFixed(answer.value))
    return at('The answer is more than a fixed one, so it may tell of the work.', answer.span);
  return { begun: operation.span, answered: answer.span };
}

function isIn(inner: Span, outer: Span): boolean {
  return outer[0] <= inner[0] && inner[1] <= outer[1];
}

/** The value that `jsonify(report)` answers with. */
function unwrapped(code: CodeFacts, value: Value | null): Value | null {
  if (value?.kind !== 'call' || !isJsonify(code, value.call)) return value;
  return code.calls[value.call]?.arguments[0] ?? null;
}

function isJsonify(code: CodeFacts, id: CallId): boolean {
  const call = code.calls[id];
  if (call === undefined || call.arguments.length !== 1 || call.named.length > 0) return false;
  const { root, path } = call.callee;
  const name = root.kind === 'declared' ? code.declarations[root.declaration]?.name : '';
  return (path.at(-1) ?? name) === 'jsonify';
}

/** `return "sent"`, `return {"ok": True}`, `return "", 204`. */
function isFixed(value: Value | null): boolean {
  if (value === null || value.kind === 'literal') return true;
  if (value.kind === 'object')
    return value.spreads.length === 0 && value.properties.every((each) => isFixed(each.value));
  return value.kind === 'list' && value.items.every(isFixed);
}
