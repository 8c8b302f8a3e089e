import type { ProgramGraph } from '../../link/program-graph.ts';
import type { TextEdit } from '../../text/edits.ts';
import { awaitedAt, type WaitingScript, waitingFunction } from '../script/wait.ts';
import type { Carried } from './carried.ts';

/** The files that some waiting is written into. */
export function filesOf({ functions, calls, unheard }: Carried): readonly string[] {
  return [...new Set([...functions, ...calls, ...unheard].map(({ file }) => file))].sort();
}

/** `async` and `await` for one file. Throws a plain sentence where its text does not take them. */
export function waitingEdits(
  graph: ProgramGraph,
  carried: Carried,
  file: string,
  script: WaitingScript,
): readonly TextEdit[] {
  const calls = graph.facts.get(file)?.code?.calls ?? [];
  const functions = carried.functions.filter((node) => node.file === file);
  return [
    ...functions.flatMap(({ fact, title }) => edits(file, title, waitingFunction(script, fact.span))),
    ...carried.calls
      .filter((each) => each.file === file)
      .flatMap(({ call }) => {
        const fact = calls[call];
        return fact === undefined ? [] : edits(file, fact.callee.path.at(-1) ?? '', awaitedAt(script, fact.span));
      }),
  ];
}

/** The edits, or an Error that says where and why there are none. */
export function edits(file: string, name: string, made: readonly TextEdit[] | string): readonly TextEdit[] {
  if (typeof made === 'string') throw new Error(`${file}: ${name === '' ? '' : `\`${name}\`: `}${made}`);
  return made;
}
