import { conditionsOfUse } from '../../../gates/conditions.ts';
import { howIsSet } from '../../../gates/databases/environment-names.ts';
import type { Keeping } from '../../../gates/databases/kept-rows.ts';
import { speaksOfFile, wantsFile } from '../../../gates/databases/of-file.ts';
import type { OpenedFile } from '../../../gates/databases/settled.ts';
import { wordsOf } from '../../../gates/purpose.ts';
import type { Stop } from '../../../gates/stop.ts';
import type { LibraryUse, ProgramGraph } from '../../../link/program-graph.ts';
import { baseNameOf } from '../../../text/paths.ts';

/** Whether the program comes to open it while it starts or works, and knows which one before a request says it. */
export function momentStop(graph: ProgramGraph, use: LibraryUse, { path, named }: OpenedFile): Stop | null {
  const reaches = graph.moments.get(use.function) ?? [];
  const isModule = graph.functions.get(use.function)?.fact.kind === 'module';
  // What a decorator is given may run at once, as far as syntax tells; that says nothing of when it is meant to.
  if (isModule || reaches.some((each) => starting.has(each.moment) && each.certainty === 'proved')) return null;
  if (!reaches.some(({ moment }) => moment !== 'shutdown')) {
    return { gate: 'moment', reason: 'Nothing that runs while the service starts or works is seen to open it.' };
  }
  const isKnown = named !== null || (path !== null && !path.includes('*'));
  return isKnown
    ? null
    : { gate: 'role', reason: 'A request says which file it is, so the file may be what the request is about.' };
}

const starting: ReadonlySet<string> = new Set(['load', 'boot']);

const madeAgain = new Set(
  'cache caches cached index indexes indices search fts embeddings vectors tmp temp scratch test tests'.split(' '),
);

/** Whether what lies in it is missed on another instance. */
export function purposeStop(use: LibraryUse, { path }: OpenedFile, keeping: Keeping): Stop | null {
  if (keeping === 'never') {
    return { gate: 'role', reason: 'Nothing that runs while the service works is seen to put anything into it.' };
  }
  // A module, and the one database of a program, are called `index` for other reasons.
  const names = [path === null ? '' : baseNameOf(path), baseNameOf(use.file)].map((name) =>
    name.replace(/^index\b/, ''),
  );
  const isAgain = names.some((name) => wordsOf(name.replace(/\.\w+$/, '')).some((word) => madeAgain.has(word)));
  return isAgain ? { gate: 'role', reason: 'Its name says that it holds what can be made again.' } : null;
}

/** Whether production runs with another database: a name that is set, or a condition with a server's on its other side. */
export function choiceStop(
  graph: ProgramGraph,
  use: LibraryUse,
  { unless }: OpenedFile,
  server: LibraryUse | null,
): Stop | null {
  for (const name of unless) {
    const how = howIsSet(graph, name);
    if (how === 'server') return { gate: 'guard', reason: `\`${name}\` is set to the address of a server.` };
    if (how === 'somehow') {
      return { gate: 'guard', reason: `\`${name}\` is set by a deployment file, and not seen to lead to this file.` };
    }
  }
  const guards = conditionsOfUse(graph, use);
  const isChosen = guards.some(({ file, guard }) => {
    const code = graph.facts.get(file)?.code ?? null;
    // `if IS_SQLITE:` has a name for the choice.
    const isNamed = guard.holds && guard.test.kind === 'reference' && code !== null && wantsFile(code, guard.test);
    return isNamed || speaksOfFile(guard.test);
  });
  if (isChosen || (server !== null && guards.length > 0)) {
    return { gate: 'guard', reason: 'A condition chooses between this file and a database server.' };
  }
  const isAlternative = server !== null && (server.library.id === use.library.id || server.file === use.file);
  return isAlternative
    ? { gate: 'guard', reason: `The program can also be given ${server.library.title} with a database server.` }
    : null;
}
