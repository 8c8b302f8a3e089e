import type { ExportPattern } from '../../../catalog/types.ts';
import type { Value } from '../../../facts/values.ts';
import type { Stop } from '../../../gates/stop.ts';
import { argumentOf, meaningsOf } from '../../../link/evaluate.ts';
import type { ClassKey, LibraryUse, Meaning, ProgramGraph } from '../../../link/program-graph.ts';
import { isInFolder } from '../../../text/paths.ts';

const stop = (reason: string): Stop => ({ gate: 'shared', reason });

/** Whether some files choose another server of sockets for all, or none is there that would be the usual one. */
export function chosenStop(graph: ProgramGraph, use: LibraryUse, files: ReadonlySet<string>): Stop | null {
  const chosenBy = use.pattern.sockets?.chosenBy;
  if (chosenBy === undefined) return null;
  const { method, argument, still, usual } = chosenBy;
  const choices = [...files].flatMap((file) =>
    (graph.facts.get(file)?.code?.calls ?? []).flatMap((fact, call) =>
      fact.callee.path.at(-1) === method ? [argumentOf(graph, { ...use, file, call, fact }, argument).meanings] : [],
    ),
  );
  if (choices.length === 0) {
    return isAskedFor(graph, use.file, usual)
      ? null
      : stop(`No package asks for \`${usual}\`, so it is not known who holds the sockets.`);
  }
  const isStill = (meaning: Meaning): boolean => isOneOf(graph, meaning, still, 0);
  return choices.every((meanings) => meanings.length > 0 && meanings.every(isStill))
    ? null
    : stop('The program chooses another server of sockets, or one that is not known.');
}

function isAskedFor({ packages }: ProgramGraph, file: string, name: string): boolean {
  return packages.some(
    ({ folder, manifest }) =>
      isInFolder(file, folder) && manifest.dependencies.some((each) => each.name === name && each.group !== 'peer'),
  );
}

/** Whether it is made from one of these exports, or from a class that extends one, however far. */
function isOneOf(graph: ProgramGraph, meaning: Meaning, exports: readonly ExportPattern[], depth: number): boolean {
  switch (meaning.kind) {
    case 'made':
    case 'external':
      return exports.some(({ modules, name }) => modules.includes(meaning.module) && name === meaning.name);
    case 'instance':
    case 'class':
      return depth < 5 && extendsOneOf(graph, meaning.class, exports, depth);
    default:
      return false;
  }
}

function extendsOneOf(graph: ProgramGraph, key: ClassKey, exports: readonly ExportPattern[], depth: number): boolean {
  const node = graph.classes.get(key);
  if (node === undefined) return false;
  return node.fact.extends.some((reference) => {
    const base: Value = { kind: 'reference', reference, span: reference.span };
    return meaningsOf(graph, node.file, base).some((each) => isOneOf(graph, each, exports, depth + 1));
  });
}
