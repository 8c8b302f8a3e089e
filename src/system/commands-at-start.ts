import { emptyConfiguration } from '../config/configuration.ts';
import type { ContainerFact } from '../facts/deployment.ts';
import type { PackageNode, ProgramGraph, Site } from '../link/program-graph.ts';
import { remembered } from '../link/remembered.ts';
import { baseNameOf, folderOf, isInFolder, joinPaths } from '../text/paths.ts';
import { commandsOf, shellWordsOf } from '../text/shell-words.ts';
import { environmentOf, isDevelopmentImage } from './environments.ts';
import { type BuiltImage, builtImage, contextsOf, imageOfContainer } from './images.ts';
import { commandsOfScript } from './script-commands.ts';
import { type StartCommand, startCommandsOf } from './start-command.ts';
import type { Program } from './types.ts';
import { unitNamed } from './unit-named.ts';

/** One command of those that a container or a host runs whenever it starts a program, the program's own among them. */
export interface CommandAtStart {
  readonly words: readonly string[];
  readonly site: Site;
  readonly program: Program;
  /** Whether a test decides if it is run. */
  readonly conditional: boolean;
  /** What the container or the host itself begins with. */
  readonly line: Begun;
  /**
   * What stays between the container and the command, so that signals reach it instead: a script, one that starts it in
   * brackets, or a package manager.
   */
  readonly behind: Between | null;
}

/** What a container or a host begins with. */
export interface Begun {
  readonly words: readonly string[];
  readonly site: Site;
  /** The Dockerfile of its image, and the image that it is built on; null where no Dockerfile is seen. */
  readonly image: { readonly file: string; readonly base: string } | null;
}

export type Between = 'script' | 'brackets' | 'package';

/** What units and images run at every start of these programs, through scripts of packages and of shells. */
export function commandsAtStart(graph: ProgramGraph, programs: readonly Program[]): readonly CommandAtStart[] {
  const known = knownIn(graph);
  return programs.flatMap((program) => {
    const commands = known.get(program) ?? commandsOfProgram(graph, program);
    known.set(program, commands);
    return commands;
  });
}

/** Several rules ask, each for some of the programs, and all scripts of shells are gone through for each. */
const knownIn = remembered((_: ProgramGraph) => new WeakMap<Program, readonly CommandAtStart[]>());

function commandsOfProgram(graph: ProgramGraph, program: Program): readonly CommandAtStart[] {
  return linesOf(graph, program).flatMap((line) =>
    expanded(graph, line, 0).map(({ words, site, conditional, behind }) => {
      return { words, site, program, conditional, line, behind };
    }),
  );
}

interface Line extends Begun {
  readonly folder: string;
  readonly conditional: boolean;
  readonly behind: Between | null;
}

/** The command of each unit, or of its image; of a Dockerfile around the program where no unit says any. */
function linesOf(graph: ProgramGraph, program: Program): readonly Line[] {
  const lines = linesOfUnits(graph, program);
  return lines.length > 0 ? lines : linesOfImages(graph, program);
}

function linesOfUnits(graph: ProgramGraph, program: Program): readonly Line[] {
  return program.units.flatMap((unit): readonly Line[] => {
    const written = writtenContainers(graph, unit.file, unit.name, unit.container);
    const built = written.find(({ fact: { buildContext } }) => buildContext !== null) ?? written[0];
    if (built === undefined) return [];
    const isGiven = written.some(({ fact: { command } }) => command !== null);
    const image = imageOfContainer(graph.facts, built.fact);
    if (image === null && !isGiven) return linesOfPulled(graph, program, unit.file);
    const folder = image?.folder ?? built.fact.buildContext?.value ?? program.folder;
    const entry = image?.entrypoint ?? null;
    const own = written.flatMap(({ file, fact: { command } }) => (command === null ? [] : [{ file, command }]))[0];
    const said =
      own ?? (image === null || image.command === null ? null : { file: image.file, command: image.command });
    return [
      ...(entry === null || image === null ? [] : [lineAt(entry, image.file, folder, image, said?.command.words)]),
      ...(said === null ? [] : [lineAt(said.command, said.file, folder, image)]),
    ];
  });
}

interface WrittenContainer {
  readonly file: string;
  readonly fact: ContainerFact;
}

/** A unit's container, and those of the services of compose files that it takes over, the nearest first. */
function writtenContainers(
  graph: ProgramGraph,
  file: string,
  name: string,
  container: number,
  depth = 0,
): readonly WrittenContainer[] {
  const unit = unitNamed(graph.facts, { file, name });
  const fact = unit?.containers[container];
  if (fact === undefined || depth > deepest) return [];
  const above = unit?.takesOver;
  const taken = above === undefined ? [] : writtenContainers(graph, above.file, above.service, container, depth + 1);
  return [{ file, fact }, ...taken];
}

function linesOfImages(graph: ProgramGraph, program: Program): readonly Line[] {
  const files = [...graph.facts].flatMap(([path, { deployment }]) =>
    (deployment?.stages?.length ?? 0) > 0 && !isDevelopmentImage(path) ? [path] : [],
  );
  // What leads into the program's folder by a script of its package is its own, wherever it lies and whatever it is called.
  const leading = files
    .map((path) => linesOfImage(graph, program, path))
    .filter((each) => leadsInto(graph, program, each));
  const [only] = leading;
  if (only !== undefined && leading.length === 1) return only;
  const plain = files.filter((path) => /^(?:Dockerfile|Containerfile)$/i.test(baseNameOf(path)));
  const beside = plain.filter((path) => folderOf(path) === program.folder);
  const around = plain.filter((path) => contextsOf(path).some((each) => isInFolder(program.folder, each)));
  // One that lies elsewhere is the program's where there is no other that could be.
  const [file] = beside.length > 0 ? beside : around.length === 1 ? around : [];
  return file === undefined ? [] : linesOfImage(graph, program, file);
}

/**
 * What a pulled image starts, by the one Dockerfile that starts the program and is for the manifest's own environment:
 * `Dockerfile.prod` beside `compose.prod.yml`.
 */
function linesOfPulled(graph: ProgramGraph, program: Program, manifest: string): readonly Line[] {
  const environment = environmentOf(manifest, emptyConfiguration).name;
  if (environment === null) return [];
  const files = [...graph.facts].flatMap(([path, { deployment }]) =>
    (deployment?.stages?.length ?? 0) > 0 && baseNameOf(path).toLowerCase().split(/[._-]/).includes(environment)
      ? [path]
      : [],
  );
  const starting = files
    .map((file) => linesOfImage(graph, program, file))
    .filter((lines) => lines.some((line) => expanded(graph, line, 0).some(({ words }) => startsEntry(program, words))));
  const [only] = starting;
  return only !== undefined && starting.length === 1 ? only : [];
}

/** Whether words name the file that a program begins in, as a path or as a module: `shop/wsgi.py`, `shop.wsgi:application`. */
function startsEntry({ entry }: Program, words: readonly string[]): boolean {
  const plain = entry.replace(/\.\w+$/, '');
  return words.some((word) => {
    const [module = ''] = word.replace(/\.(?:[cm]?[jt]s|py)$/, '').split(':');
    const path = module.includes('/') ? module.replace(/^\.?\//, '') : module.replaceAll('.', '/');
    return path !== '' && path.includes('/') && (plain === path || plain.endsWith(`/${path}`));
  });
}

function leadsInto(graph: ProgramGraph, { folder }: Program, lines: readonly Line[]): boolean {
  return lines.some(
    (line) => line.folder !== folder && expanded(graph, line, 0).some((each) => each.folder === folder),
  );
}

function linesOfImage(graph: ProgramGraph, program: Program, file: string): readonly Line[] {
  const [context] = contextsOf(file).filter((each) => isInFolder(program.folder, each));
  const image = context === undefined ? null : builtImage(graph.facts, file, context, null);
  if (image === null) return [];
  const { entrypoint, command, folder } = image;
  return [
    ...(entrypoint === null ? [] : [lineAt(entrypoint, file, folder, image, command?.words)]),
    ...(command === null ? [] : [lineAt(command, file, folder, image)]),
  ];
}

function lineAt(
  { words, span }: { readonly words: readonly string[]; readonly span: Site['span'] },
  file: string,
  folder: string,
  image: BuiltImage | null,
  given: readonly string[] = [],
): Line {
  const of = image === null ? null : { file: image.file, base: image.base.text };
  return { words: [...words, ...given], site: { file, span }, folder, image: of, conditional: false, behind: null };
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

/** `npm run start`, `yarn start`, `pnpm start`; of another package `yarn workspace api start`, `npm --prefix api start`. */
function ofPackage(graph: ProgramGraph, line: Line, depth: number): readonly Line[] {
  const [tool = '', ...rest] = line.words.filter((word) => !/^(?:exec|-.*|[A-Z_]+=.*)$/.test(word));
  if (!/^(?:.*\/)?(?:npm|yarn|pnpm|bun)$/.test(tool)) return [];
  const elsewhere = startCommandsOf(line.words).flatMap((each) =>
    each.kind === 'script' && (each.package ?? each.folder) !== null ? [each] : [],
  )[0];
  const name = elsewhere?.name ?? rest.find((word) => word !== 'run' && word !== 'run-script') ?? '';
  const owner = elsewhere === undefined ? packageAround(graph, line.folder) : packageCalled(graph, line, elsewhere);
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
          behind: line.behind ?? 'package',
        },
        depth + 1,
      ),
    );
}

function packageAround(graph: ProgramGraph, folder: string): PackageNode | undefined {
  return [...graph.packages]
    .filter((each) => isInFolder(folder, each.folder))
    .sort((a, b) => b.folder.length - a.folder.length)[0];
}

function packageCalled(
  graph: ProgramGraph,
  line: Line,
  { package: name, folder }: Extract<StartCommand, { readonly kind: 'script' }>,
): PackageNode | undefined {
  if (name === null) return packageAround(graph, joinPaths(line.folder, folder ?? '') ?? line.folder);
  return (
    graph.packages.find(({ manifest }) => manifest.name === name) ??
    graph.packages.find((each) => each.folder === joinPaths(line.folder, name))
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
  return commandsOfScript(shell, line.words.slice(at + 1)).flatMap(({ words, span, conditional, bracketed }) => {
    const isReplaced = words.includes('exec') && bracketed !== true;
    const own = bracketed === true ? 'brackets' : 'script';
    const behind = line.behind ?? (isReplaced || shell.traps === true ? null : own);
    const isConditional = line.conditional || conditional === true;
    return expanded(graph, { ...line, words, site: { file, span }, conditional: isConditional, behind }, depth + 1);
  });
}
