import type { RuleContext } from '../../../findings/rule.ts';
import { functionsFrom } from '../../../gates/reachable.ts';
import type { FunctionNode, LibraryUse, ProgramGraph } from '../../../link/program-graph.ts';
import { startCommandsOf } from '../../../system/start-command.ts';
import { entryOfTool } from '../../../system/starts.ts';
import { serves } from './ways.ts';

/** Calls between a command and what it does. */
const mostSteps = 4;

/** What a command of the program's own leads to: `shop-manage migrate` runs the function that is decorated as that command. */
export function tasksOfOwnCommand({ graph }: RuleContext, words: readonly string[]): readonly LibraryUse[] {
  const entries = entriesOf(graph, words);
  if (entries.size === 0) return [];
  return commandsIn(graph, entries)
    .filter((node) => namesOf(graph, node).some((name) => !serves.test(name) && words.slice(1).includes(name)))
    .flatMap((node) => {
      const reached = new Set(functionsFrom(graph, node.key, mostSteps));
      return graph.uses.filter((use) => use.pattern.startTask !== undefined && reached.has(use.function));
    });
}

/** The file that the first words run: a tool that a package of the workspace brings, or a script that they name. */
function entriesOf(graph: ProgramGraph, words: readonly string[]): ReadonlySet<string> {
  const [tool = ''] = words;
  const brought = graph.packages.flatMap((node) => {
    const written = node.manifest.bin[tool];
    const entry = written === undefined ? null : entryOfTool(graph, node, written);
    return entry === null ? [] : [entry];
  });
  const named = startCommandsOf(words).flatMap((start) => (start.kind === 'file' ? start.candidates : []));
  const written = words.flatMap((word) => (word.endsWith('.py') ? [word.replace(/^\.\//, '')] : []));
  return new Set([...brought, ...named, ...written].filter((file) => graph.facts.get(file)?.code != null));
}

/** Functions of the files, and of what they import, that are decorated as commands. */
function commandsIn(graph: ProgramGraph, entries: ReadonlySet<string>): readonly FunctionNode[] {
  const near = new Set([...entries].flatMap((file) => [file, ...(graph.imports.get(file) ?? []).map(({ to }) => to)]));
  return [...graph.functions.values()].filter(
    ({ file, fact }) => near.has(file) && fact.decorators.some(({ reference }) => reference.path.at(-1) === 'command'),
  );
}

/** A command is called as its decorator says, else as the function, with dashes for what stands between words. */
function namesOf(graph: ProgramGraph, { file, fact }: FunctionNode): readonly string[] {
  const said = fact.decorators.flatMap(({ call }) => {
    const first = call === null ? undefined : graph.facts.get(file)?.code?.calls[call]?.arguments[0];
    return first?.kind === 'literal' && typeof first.value === 'string' ? [first.value] : [];
  });
  return [...said, fact.name, fact.name.replaceAll('_', '-')];
}
