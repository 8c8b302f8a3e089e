import type { CommandFact, ContainerFact, EnvironmentValue, StageFact } from '../facts/deployment.ts';
import type { FactsByFile } from '../facts/store.ts';
import type { Site } from '../link/program-graph.ts';
import { baseNameOf, folderOf, joinPaths } from '../text/paths.ts';
import type { NumberSetting, NumberSettings } from './processes-around.ts';
import { scriptImage } from './script-images.ts';

/** What a Dockerfile makes: the image that it ends on, with what earlier stages gave it. */
export interface BuiltImage {
  /** The Dockerfile. */
  readonly file: string;
  /** The image outside of the workspace that all begins with: `node:22-alpine`. */
  readonly base: { readonly text: string; readonly site: Site };
  /** Folder of the workspace that the command's folder is a copy of, as far as can be told. */
  readonly folder: string;
  readonly entrypoint: CommandFact | null;
  readonly command: CommandFact | null;
  /** Numbers that the image's environment sets, by name. */
  readonly numbers: NumberSettings;
  /** Files and folders of the workspace that the image takes in. */
  readonly copied: readonly string[];
  /** The same, with the absolute places in the image that they are copied to. */
  readonly copies: readonly ImageCopy[];
}

/** A file or folder of the workspace, and where it lies in the image. */
export interface ImageCopy {
  readonly from: string;
  readonly to: string;
}

/** The image that a container is built as; null where no Dockerfile is seen. */
export function imageOfContainer(facts: FactsByFile, fact: ContainerFact | null): BuiltImage | null {
  const context = fact?.buildContext?.value;
  if (fact === null) return null;
  if (context === undefined) return imageOfScript(facts, fact);
  const names = fact.dockerfile === null ? ['Dockerfile', 'Containerfile', 'dockerfile'] : [fact.dockerfile];
  const file = names
    .flatMap((name) => joinPaths(context, name) ?? [])
    .find((path) => facts.get(path)?.deployment?.stages);
  return file === undefined ? null : builtImage(facts, file, context, fact.target);
}

/** An image that no manifest builds may be one that a script does under its name. */
function imageOfScript(facts: FactsByFile, { image }: ContainerFact): BuiltImage | null {
  const made = image === null ? null : scriptImage(facts, image.value.replace(/@.*$|:[^/:]*$/, ''));
  const file = made === null ? null : joinPaths(made.context, made.dockerfile ?? 'Dockerfile');
  return made === null || file === null ? null : builtImage(facts, file, made.context, made.target);
}

/** What a Dockerfile makes of a build's folder: its last stage, or the one that is asked for. Null for one without stages. */
export function builtImage(
  facts: FactsByFile,
  file: string,
  context: string,
  target: string | null,
): BuiltImage | null {
  const stages = facts.get(file)?.deployment?.stages ?? [];
  const last = (target === null ? undefined : stageNamed(stages, target, stages.length)) ?? stages.at(-1);
  if (last === undefined) return null;
  const line = lineOf(stages, last);
  const [first = last] = line.slice(-1);
  // What a stage says wins over what it is built on. An entry point takes the command of the stage below it away.
  const entry = line.find(({ entrypoint }) => entrypoint !== null);
  const until = entry === undefined ? line.length : line.indexOf(entry) + 1;
  const command = line.slice(0, until).find((stage) => stage.command !== null)?.command ?? null;
  const numbers = [...line]
    .reverse()
    .flatMap(({ environment }) =>
      environment.flatMap(({ name, value, span }) => numberSetting(name, value, { file, span })),
    );
  const copies = copiesIn(stages, line);
  return {
    file,
    base: { text: first.base.value, site: { file, span: first.base.span } },
    folder: workspaceFolder(copies, line, context),
    entrypoint: wordsOf(entry?.entrypoint ?? null),
    command: wordsOf(command),
    numbers: new Map(numbers),
    copied: line.flatMap(({ copies }) =>
      copies.flatMap(({ from }) => from.flatMap((path) => joinPaths(context, path) ?? [])),
    ),
    copies: copies.flatMap(({ from, to }) => {
      const path = joinPaths(context, from);
      return path === null ? [] : [{ from: path, to }];
    }),
  };
}

/** What a name of the environment says of numbers; none for all other values. */
export function numberSetting(
  name: string,
  value: EnvironmentValue | null,
  site: Site,
): readonly (readonly [string, NumberSetting])[] {
  if (value?.kind === 'number') return [[name, { value: value.value, site }]];
  return value?.kind === 'flags' ? [[name, { value: value.words, site }]] : [];
}

/** Dockerfiles by which something is built; those for a developer's own machine and for tests are left out. */
export function deployedDockerfiles(facts: FactsByFile): readonly string[] {
  return [...facts].flatMap(([file, { deployment }]) =>
    (deployment?.stages ?? []).length > 0 &&
    !/(?:^|[._-])(?:dev|develop|development|local|tests?|e2e|ci|debug)(?:[._-]|$)/i.test(baseNameOf(file))
      ? [file]
      : [],
  );
}

/** Folders that a Dockerfile may be meant to be built in: its own, and those around it. */
export function contextsOf(file: string): readonly string[] {
  const folders = [folderOf(file)];
  while (folders.at(-1) !== '') folders.push(folderOf(folders.at(-1) ?? ''));
  return folders;
}

function wordsOf(command: CommandFact | null): CommandFact | null {
  return command === null || command.words.length === 0 ? null : command;
}

/** A stage and the stages it is built on, the nearest first. */
function lineOf(stages: readonly StageFact[], last: StageFact): readonly StageFact[] {
  const line: StageFact[] = [];
  for (let stage: StageFact | undefined = last; stage !== undefined; ) {
    line.push(stage);
    stage = stageNamed(stages, stage.base.value, stages.indexOf(stage));
  }
  return line;
}

/** A stage by its name or its number, among those before another. */
function stageNamed(stages: readonly StageFact[], name: string, before: number): StageFact | undefined {
  const earlier = stages.slice(0, before);
  return earlier.find((stage) => stage.name?.toLowerCase() === name.toLowerCase()) ?? earlier[Number(name)];
}

/** Where the workspace's folder stands in the image decides which folder a command runs in: `WORKDIR /app/apps/api` behind `COPY . /app`. */
function workspaceFolder(all: readonly ImageCopy[], line: readonly StageFact[], context: string): string {
  const folder = absolute('/', folderIn(line));
  const holding = all
    .filter(({ from }) => isFolder(from))
    .filter(({ to }) => to === '/' || folder === to || folder.startsWith(`${to}/`))
    .sort((a, b) => b.to.length - a.to.length);
  const [nearest] = holding;
  if (nearest === undefined) return context;
  return joinPaths(context, nearest.from, folder.slice(nearest.to.length)) ?? context;
}

/** What the stages of an image take out of the build's folder, those that they copy from included. */
function copiesIn(stages: readonly StageFact[], line: readonly StageFact[]): readonly ImageCopy[] {
  const seen = new Set<StageFact>();
  const copies: ImageCopy[] = [];
  const collect = (each: readonly StageFact[]): void => {
    const own = absolute('/', folderIn(each));
    for (const stage of each) {
      if (seen.has(stage)) continue;
      seen.add(stage);
      for (const { from, to } of stage.copies) {
        for (const path of from) copies.push({ from: path, to: placeIn(own, to, path, from.length) });
      }
      for (const name of stage.takesFrom) {
        const source = stageNamed(stages, name, stages.indexOf(stage));
        if (source !== undefined) collect(lineOf(stages, source));
      }
    }
  };
  collect(line);
  return copies;
}

/** A file is copied under its own name into what ends with a stroke, or takes several. */
function placeIn(folder: string, to: string, from: string, files: number): string {
  const place = absolute(folder, to);
  const isInto = /(?:^|\/)\.{0,2}$/.test(to) || files > 1;
  return !isFolder(from) && isInto ? absolute(place, baseNameOf(from)) : place;
}

function folderIn(line: readonly StageFact[]): string {
  return line.find(({ folder }) => folder !== null)?.folder ?? '/';
}

function isFolder(path: string): boolean {
  return !path.includes('*') && (!/\.\w+$/.test(path) || /(?:^|\/)\.{1,2}$/.test(path)) && !path.includes('$');
}

function absolute(folder: string, path: string): string {
  return `/${joinPaths(path.startsWith('/') ? path : `${folder}/${path}`) ?? ''}`;
}
