import type { ProgramGraph, Site } from '../link/program-graph.ts';
import { baseNameOf, folderOf, isInFolder } from '../text/paths.ts';
import { commandsOf, shellWordsOf } from '../text/shell-words.ts';
import { builtImage, contextsOf, imageOfContainer } from './images.ts';
import { commandsOfScript } from './script-commands.ts';
import type { Program } from './types.ts';

/** One command of those that a container or a host runs whenever it starts a program, the program's own among them. */
export interface CommandAtStart {
  readonly words: readonly string[];
  readonly site: Site;
  readonly program: Program;
  /** Whether a test decides if it is run. */
  readonly conditional: boolean;
}

/** What units and images run at every start of these programs, through scripts of packages and of shells. */
export function commandsAtStart(graph: ProgramGraph, programs: readonly Program[]): readonly CommandAtStart[] {
  return programs.flatMap((program) =>
    linesOf(graph, program).flatMap((line) =>
      expanded(graph, line, 0).map(({ words, site, conditional }) => ({ words, site, program, conditional })),
    ),
  );
}

interface Line {
  readonly words: readonly string[];
  readonly site: Site;
  readonly folder: string;
  readonly conditional: boolean;
}

/** The command of each unit, or of its image; of a Dockerfile around the program where no unit is seen. */
function linesOf(graph: ProgramGraph, program: Program): readonly Line[] {
  if (program.units.length === 0) return linesOfImages(graph, program);
  return program.units.flatMap((unit): readonly Line[] => {
    const fact = graph.facts.get(unit.file)?.deployment?.units.find(({ name }) => name === unit.name)?.containers[
      unit.container
    ];
    if (fact === undefined) return [];
    const image = imageOfContainer(graph.facts, fact);
    const folder = image?.folder ?? fact.buildContext?.value ?? program.folder;
    const entry = image?.entrypoint ?? null;
    const command = fact.command ?? image?.command ?? null;
    return [
      ...(entry === null || image === null ? [] : [lineAt(entry, image.file, folder, command?.words ?? [])]),
      ...(command === null
        ? []
        : [lineAt(command, fact.command === null ? (image?.file ?? '') : unit.file, folder, [])]),
    ];
  });
}

function linesOfImages(graph: ProgramGraph, program: Program): readonly Line[] {
  const files = [...graph.facts].flatMap(([path, { deployment }]) =>
    (deployment?.stages?.length ?? 0) > 0 && /^(?:Dockerfile|Containerfile)$/i.test(baseNameOf(path)) ? [path] : [],
  );
  const beside = files.filter((path) => folderOf(path) === program.folder);
  const around = files.filter((path) => contextsOf(path).some((each) => isInFolder(program.folder, each)));
  // One that lies elsewhere is the program's where there is no other that could be.
  const [file] = beside.length > 0 ? beside : around.length === 1 ? around : [];
  const [context] = file === undefined ? [] : contextsOf(file).filter((each) => isInFolder(program.folder, each));
  if (file === undefined || context === undefined) return [];
  const image = builtImage(graph.facts, file, context, null);
  if (image === null) return [];
  const { entrypoint, command, folder } = image;
  return [
    ...(entrypoint === null ? [] : [lineAt(entrypoint, file, folder, command?.words ?? [])]),
    ...(command === null ? [] : [lineAt(command, file, folder, [])]),
  ];
}

function lineAt(
  { words, span }: { readonly words: readonly string[]; readonly span: Site['span'] },
  file: string,
  folder: string,
  behind: readonly string[],
): Line {
  return { words: [...words, ...behind], site: { file, span }, folder, conditional: false };
}

const deepest = 5;

/** A line, and all that the scripts in it run. */
function expanded(graph: ProgramGraph, line: Line, depth: number): readonly Line[] {
  if (depth > deepest) return [];
  return commandsOf(line.words).flatMap((words): readonly Line[] => {
    const own = { ...line, words };
    const text = textOfShell(words);
    if (text !== null) return expanded(graph, { ...own, words: shellWordsOf(text) }, depth + 1);
    return [own, ...ofPackage(graph, own, depth), ...ofShell(graph, own, depth)];
  });
}

/** `sh -c "alembic upgrade head && uvicorn shop:app"`. */
function textOfShell(words: readonly string[]): string | null {
  const at = words.findIndex((word) => /^(?:.*\/)?(?:ba|da|a|z)?sh$/.test(word));
  const flag = at < 0 ? -1 : words.findIndex((word, index) => index > at && /^-\w*c$/.test(word));
  return flag < 0 || flag > at + 2 ? null : (words[flag + 1] ?? null);
}

/** `npm run start`, `yarn start`, `pnpm start`. */
function ofPackage(graph: ProgramGraph, line: Line, depth: number): readonly Line[] {
  const [tool = '', ...rest] = line.words.filter((word) => !/^(?:exec|-.*|[A-Z_]+=.*)$/.test(word));
  if (!/^(?:.*\/)?(?:npm|yarn|pnpm|bun)$/.test(tool)) return [];
  const name = rest.find((word) => word !== 'run' && word !== 'run-script') ?? '';
  const owner = [...graph.packages]
    .filter(({ folder }) => isInFolder(line.folder, folder))
    .sort((a, b) => b.folder.length - a.folder.length)[0];
  return (owner?.manifest.scripts ?? [])
    .filter((script) => script.name === name || script.name === `pre${name}`)
    .flatMap(({ command, span }) =>
      expanded(
        graph,
        {
          ...line,
          words: shellWordsOf(command),
          // A script that people run by hand as well is no fault; the line that runs it at the start is.
          site: startScript.test(name) ? { file: owner?.file ?? '', span } : line.site,
          folder: owner?.folder ?? '',
        },
        depth + 1,
      ),
    );
}

const startScript = /^(?:start|serve|prod|production)\b/;

/** A script of a shell by its name; of several the one that lies nearest. */
function ofShell(graph: ProgramGraph, line: Line, depth: number): readonly Line[] {
  // What waits for a database in front of it is a script as well: `wait.sh db:5432 -- entrypoint.sh`.
  return line.words.flatMap((word, at) =>
    /\.(?:sh|bash)$|(?:^|\/)[\w-]*entrypoint[\w-]*$/.test(word) ? ofScript(graph, line, at, depth) : [],
  );
}

function ofScript(graph: ProgramGraph, line: Line, at: number, depth: number): readonly Line[] {
  const word = line.words[at] ?? '';
  const named = [...graph.facts].filter(
    ([file, { deployment }]) => deployment?.shell !== undefined && baseNameOf(file) === baseNameOf(word),
  );
  const near = named.filter(([file]) => isInFolder(file, line.folder) || isInFolder(file, folderOf(line.site.file)));
  const [file, facts] = (near.length === 1 ? near : named.length === 1 ? named : [])[0] ?? [];
  const shell = facts?.deployment?.shell;
  if (file === undefined || shell === undefined) return [];
  return commandsOfScript(shell, line.words.slice(at + 1)).flatMap(({ words, span, conditional }) =>
    expanded(
      graph,
      { ...line, words, site: { file, span }, conditional: line.conditional || conditional === true },
      depth + 1,
    ),
  );
}
