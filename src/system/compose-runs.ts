import type { FactsByFile } from '../facts/store.ts';
import type { PackageNode, Site } from '../link/program-graph.ts';
import { baseNameOf, folderOf, joinPaths } from '../text/paths.ts';
import { shellWordsOf } from '../text/shell-words.ts';
import { isSideCode } from './side-code.ts';

/** A command of a script that gives compose files to `docker compose` or to a swarm. */
export interface ComposeRun {
  readonly tool: 'compose' | 'swarm';
  readonly site: Site;
  /** Paths from the root on, in the order in which they are laid over one another; null where nobody can tell. */
  readonly files: readonly string[] | null;
  /** What `--scale` asks for, by the service's name; nothing in a script for a developer's own machine. */
  readonly copies: ReadonlyMap<string, number>;
}

/** Names under which the files are found that nobody names, the first one wins. */
const usualNames = ['compose.yaml', 'compose.yml', 'docker-compose.yml', 'docker-compose.yaml'];

export function composeRunsOf(facts: FactsByFile, packages: readonly PackageNode[]): readonly ComposeRun[] {
  return commandsOf(facts, packages).flatMap((command) => runOf(facts, command) ?? []);
}

interface WrittenCommand {
  readonly words: readonly string[];
  readonly site: Site;
  /** Whether it is for a developer's machine or for a test, by the name that it or its file has. */
  readonly aside: boolean;
}

function commandsOf(facts: FactsByFile, packages: readonly PackageNode[]): readonly WrittenCommand[] {
  const inScripts = [...facts].flatMap(([file, { deployment }]) =>
    (deployment?.shell?.commands ?? []).map(({ words, span }) => ({
      words,
      site: { file, span },
      aside: isSideCode(file) || isAside(baseNameOf(file)),
    })),
  );
  const inPackages = packages.flatMap(({ file, manifest }) =>
    manifest.scripts.flatMap(({ name, command, span }) =>
      partsOf(shellWordsOf(command)).map((words) => ({
        words,
        site: { file, span },
        aside: isSideCode(file) || isAside(name),
      })),
    ),
  );
  return [...inScripts, ...inPackages];
}

function isAside(name: string): boolean {
  return /(?:^|[^a-z])(?:dev|develop|local|tests?|e2e|ci|bench|load|demo|example)(?![a-z])/i.test(name);
}

/** One command for each part of a line. */
function partsOf(words: readonly string[]): readonly (readonly string[])[] {
  const parts: string[][] = [[]];
  for (const word of words) {
    if (/^(?:&&?|\|\|?|;)$/.test(word)) parts.push([]);
    else parts.at(-1)?.push(word);
  }
  return parts;
}

function runOf(facts: FactsByFile, { words, site, aside }: WrittenCommand): ComposeRun | null {
  const docker = words.findIndex((word) => /(?:^|\/)docker$/.test(word));
  const legacy = words.findIndex((word) => /(?:^|\/)docker-compose$/.test(word));
  const stack = docker >= 0 && words[docker + 1] === 'stack' && /^(?:deploy|up)$/.test(words[docker + 2] ?? '');
  if (stack) {
    const files = namedFiles(facts, site.file, optionsOf(words, ['-c', '--compose-file']));
    return { tool: 'swarm', site, files: files?.length === 0 ? null : files, copies: new Map() };
  }
  if (legacy < 0 && !(docker >= 0 && words[docker + 1] === 'compose')) return null;
  const given = words.slice(legacy >= 0 ? legacy + 1 : docker + 2);
  const named = optionsOf(given, ['-f', '--file']);
  const files = named.length === 0 ? usualFile(facts, site.file) : namedFiles(facts, site.file, named);
  return { tool: 'compose', site, files, copies: aside ? new Map() : copiesIn(given) };
}

/** The values of an option that may stand several times, as `-f a -f b` and `--file=a`. */
function optionsOf(words: readonly string[], names: readonly string[]): readonly string[] {
  return words.flatMap((word, at) => {
    const [name = '', ...value] = word.split('=');
    if (!names.includes(name)) return [];
    return value.length > 0 ? [value.join('=')] : (words[at + 1] ?? []);
  });
}

/** `up --scale api=3` and `scale api=3`. */
function copiesIn(words: readonly string[]): ReadonlyMap<string, number> {
  const command = words.indexOf('scale');
  const written = command >= 0 ? words.slice(command + 1) : optionsOf(words, ['--scale']);
  return new Map(
    written.flatMap((each): [string, number][] => {
      const [, service, number] = /^([\w.-]+)=(\d{1,6})$/.exec(each) ?? [];
      return service === undefined ? [] : [[service, Number(number)]];
    }),
  );
}

/** Files as a script names them: from its own folder on, or from the root. Null where one of them is not there. */
function namedFiles(facts: FactsByFile, script: string, named: readonly string[]): readonly string[] | null {
  const found = named.map(
    (path) =>
      foldersAbove(script)
        .map((folder) => joinPaths(folder, path))
        .find((each) => isCompose(facts, each)) ?? null,
  );
  return found.some((each) => each === null) ? null : found.flatMap((each) => each ?? []);
}

function usualFile(facts: FactsByFile, script: string): readonly string[] | null {
  for (const folder of foldersAbove(script)) {
    const found = usualNames.map((name) => joinPaths(folder, name)).find((each) => isCompose(facts, each));
    if (found != null) return [found];
  }
  return null;
}

function isCompose(facts: FactsByFile, path: string | null): boolean {
  return path !== null && facts.get(path)?.language === 'compose';
}

/** The file's own folder first, the root last. */
function foldersAbove(file: string): readonly string[] {
  const folders = [folderOf(file)];
  while (folders.at(-1) !== '' && folders.length < 50) folders.push(folderOf(folders.at(-1) ?? ''));
  return folders;
}

export function isUsualName(file: string): boolean {
  return usualNames.includes(baseNameOf(file).toLowerCase());
}
