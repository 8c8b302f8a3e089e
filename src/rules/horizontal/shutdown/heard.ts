import type { CallFact, CodeFacts } from '../../../facts/code.ts';
import type { RuleContext } from '../../../findings/rule.ts';
import { textOf } from '../../../link/evaluate.ts';
import { isSideCode } from '../../../system/side-code.ts';
import type { Program } from '../../../system/types.ts';
import { isInFolder } from '../../../text/paths.ts';

/** Whether something in the program or in its package hears one of these signals, or a library of it does. */
export function hearsTheEnd(context: RuleContext, program: Program, signals: ReadonlySet<string>): boolean {
  const { graph, catalog } = context;
  const packages = new Set(catalog.endings.flatMap((ending) => ending.packages));
  const calls = new Set(catalog.endings.flatMap((ending) => ending.calls));
  const isOwn = (file: string): boolean =>
    program.files.has(file) || (isInFolder(file, program.folder) && !isSideCode(file));
  return [...graph.facts].some(([file, { code }]) => {
    if (code === null || !isOwn(file)) return false;
    if (code.imports.some(({ module }) => packages.has(module))) return true;
    return code.calls.some((fact) => {
      if (calls.has(fact.callee.path.at(-1) ?? '')) return true;
      const [event] = isListening(code, fact) ? fact.arguments : [];
      if (event === undefined) return false;
      const text = textOf(graph, file, event);
      // Which signals a loop or a parameter brings nobody knows, so that it may be any.
      return text === null || signals.has(text);
    });
  });
}

/** `process.on(…)`, imported or not. */
function isListening(code: CodeFacts, { callee: { root, path } }: CallFact): boolean {
  const name =
    root.kind === 'global' ? root.name : root.kind === 'declared' ? code.declarations[root.declaration]?.name : '';
  return path.length === 1 && name === 'process' && /^(?:on|once|addListener|prependListener)$/.test(path[0] ?? '');
}
