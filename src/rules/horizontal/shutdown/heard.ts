import type { CallFact, CodeFacts } from '../../../facts/code.ts';
import { callOf } from '../../../facts/operations.ts';
import type { Value } from '../../../facts/values.ts';
import type { RuleContext } from '../../../findings/rule.ts';
import { lastName } from '../../../gates/origins.ts';
import { meaningsOf, textOf } from '../../../link/evaluate.ts';
import type { ProgramGraph, Site } from '../../../link/program-graph.ts';
import { isOwnFile } from '../../../system/own-files.ts';
import type { Program } from '../../../system/types.ts';

/**
 * Whether something in the program or in its package hears one of these signals, or a library of it does: `heard`, null where
 * nothing does, and where all that hears one leaves at once, the place where the first of them does.
 */
export function hearsTheEnd(
  context: RuleContext,
  program: Program,
  signals: ReadonlySet<string>,
): 'heard' | Site | null {
  const { graph, catalog } = context;
  const packages = new Set(catalog.endings.flatMap((ending) => ending.packages));
  const calls = new Set(catalog.endings.flatMap((ending) => ending.calls));
  let leaves: Site | null = null;
  for (const [file, { code }] of graph.facts) {
    if (code === null || !isOwnFile(program, file)) continue;
    if (code.imports.some(({ module }) => packages.has(module))) return 'heard';
    for (const [call, fact] of code.calls.entries()) {
      if (calls.has(lastName(code, call))) return 'heard';
      const [event, listener] = isListening(code, fact) ? fact.arguments : [];
      if (event === undefined) continue;
      const text = textOf(graph, file, event);
      // Which signals a loop or a parameter brings nobody knows, so that it may be any.
      if (text !== null && !signals.has(text)) continue;
      const left = listener === undefined ? null : leavesAtOnce(graph, file, listener);
      if (left === null) return 'heard';
      leaves ??= left;
    }
  }
  return leaves;
}

/** Where a listener ends the process in the same turn in which it hears of the end, so that nothing under way is finished. */
function leavesAtOnce(graph: ProgramGraph, file: string, listener: Value): Site | null {
  const keys = meaningsOf(graph, file, listener).flatMap((meaning) =>
    meaning.kind === 'function' ? [meaning.function] : [],
  );
  const [key] = keys;
  const node = key === undefined ? undefined : graph.functions.get(key);
  const code = node === undefined ? null : (graph.facts.get(node.file)?.code ?? null);
  if (node === undefined || code === null || keys.length > 1) return null;
  const { operations } = node.fact;
  const exit = operations.find((each) => {
    const call = callOf(each);
    return call !== null && each.guards.length === 0 && each.insideCallOf === null && isExit(code, code.calls[call]);
  });
  const call = exit === undefined ? null : callOf(exit);
  const fact = call === null ? undefined : code.calls[call];
  // What it waits for before may be all that is under way.
  if (exit === undefined || fact === undefined || operations.some((each) => each.awaited)) return null;
  return { file: node.file, span: fact.calleeSpan };
}

/** `process.exit()`, imported or not. */
function isExit(code: CodeFacts, fact: CallFact | undefined): boolean {
  return fact !== undefined && nameOfRoot(code, fact) === 'process' && fact.callee.path.join() === 'exit';
}

/** `process.on(…)`, imported or not. */
function isListening(code: CodeFacts, fact: CallFact): boolean {
  const { path } = fact.callee;
  const isAdding = /^(?:on|once|addListener|prependListener)$/.test(path[0] ?? '');
  return path.length === 1 && nameOfRoot(code, fact) === 'process' && isAdding;
}

function nameOfRoot(code: CodeFacts, { callee: { root } }: CallFact): string {
  if (root.kind === 'global') return root.name;
  return root.kind === 'declared' ? (code.declarations[root.declaration]?.name ?? '') : '';
}
