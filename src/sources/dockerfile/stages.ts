import { Cmd, Copy, type Dockerfile, Entrypoint, Env, From, type Instruction, Workdir } from 'dockerfile-ast';
import type { CommandFact, EnvironmentFact, StageFact } from '../../facts/deployment.ts';
import { environmentValueOf, isEnvironmentName } from '../../facts/environment.ts';
import { commandWordsOf } from '../../facts/secrets.ts';
import { type LineStarts, offsetAt } from '../../text/lines.ts';
import type { Range, Span } from '../../text/range.ts';
import { shellWordsOf } from '../../text/shell-words.ts';

/** The stages of a Dockerfile, each with what the lines up to the next `FROM` say. */
export function stagesOf(dockerfile: Dockerfile, lineStarts: LineStarts): readonly StageFact[] {
  const stages: Instruction[][] = [];
  for (const instruction of dockerfile.getInstructions()) {
    if (instruction instanceof From) stages.push([instruction]);
    else stages.at(-1)?.push(instruction);
  }
  const defaults = new Map(
    dockerfile.getInitialARGs().flatMap((argument) => {
      const property = argument.getProperty();
      const value = property?.getValue() ?? null;
      return property === null || property === undefined || value === null
        ? []
        : [[property.getName(), value] as const];
    }),
  );
  return stages.flatMap((lines) => stageOf(lines, defaults, lineStarts) ?? []);
}

function stageOf(
  lines: readonly Instruction[],
  defaults: ReadonlyMap<string, string>,
  lineStarts: LineStarts,
): StageFact | null {
  const [from] = lines;
  const image = from instanceof From ? from.getImage() : null;
  const range = from instanceof From ? from.getImageRange() : null;
  if (!(from instanceof From) || image === null || range === null) return null;
  const copies = lines.filter((line) => line instanceof Copy || line.getKeyword() === 'ADD');
  return {
    name: from.getBuildStage(),
    base: { value: expanded(image, defaults), span: spanOf(range, lineStarts) },
    folder: folderOf(lines),
    entrypoint: commandOf(lastOf(lines, Entrypoint), lineStarts),
    command: commandOf(lastOf(lines, Cmd), lineStarts),
    environment: lines.flatMap((line) => (line instanceof Env ? environmentOf(line, lineStarts) : [])),
    copies: copies.flatMap((line) => (stageCopiedFrom(line) === null ? copyOf(line) : [])),
    takesFrom: copies.flatMap((line) => stageCopiedFrom(line) ?? []),
  };
}

/** `node:${NODE_VERSION}-alpine` with the default that an `ARG` before the first stage gives. */
function expanded(text: string, defaults: ReadonlyMap<string, string>): string {
  return text.replace(/\$\{?(\w+)(?::-([^}]*))?\}?/g, (whole, name: string, fallback: string | undefined) => {
    return defaults.get(name) ?? fallback ?? whole;
  });
}

/** The last folder, told from the ones before it as a shell would. */
function folderOf(lines: readonly Instruction[]): string | null {
  let folder: string | null = null;
  for (const line of lines) {
    const path = line instanceof Workdir ? line.getPath() : null;
    if (path !== null) folder = path.startsWith('/') ? path : `${folder ?? ''}/${path}`;
  }
  return folder;
}

function lastOf<Kind extends Instruction>(
  lines: readonly Instruction[],
  kind: abstract new (...words: never[]) => Kind,
): Kind | null {
  return lines.filter((line): line is Kind => line instanceof kind).at(-1) ?? null;
}

/** Words of `["node", "server.js"]`, or those of a line that a shell runs. `ENTRYPOINT []` has none, which takes one away. */
function commandOf(line: Cmd | Entrypoint | null, lineStarts: LineStarts): CommandFact | null {
  const range = line?.getArgumentsRange() ?? null;
  if (line === null || range === null) return null;
  const listed = line.getOpeningBracket() !== null && line.getClosingBracket() !== null;
  const words = listed
    ? (listOf(line.getRawArgumentsContent() ?? '') ?? line.getJSONStrings().map((each) => each.getJSONValue()))
    : shellWordsOf((line.getRawArgumentsContent() ?? '').replace(/^[ \t]*#.*\r?\n?/gm, ''));
  return { words: commandWordsOf(words), span: spanOf(range, lineStarts) };
}

/** The texts of a JSON list as they stand: the parser takes the blanks out of `"uvicorn shop:app --port 80"`. Null for no such list. */
function listOf(raw: string): readonly string[] | null {
  try {
    const list: unknown = JSON.parse(raw.replace(/^[ \t]*#.*\r?\n?/gm, '').replace(/\\[ \t]*\r?\n/g, ''));
    return Array.isArray(list) && list.every((each) => typeof each === 'string') ? list : null;
  } catch {
    return null;
  }
}

function environmentOf(line: Env, lineStarts: LineStarts): readonly EnvironmentFact[] {
  return line.getProperties().flatMap((property) => {
    const name = property.getName();
    const value = property.getValue();
    if (!isEnvironmentName(name)) return [];
    return [
      {
        name,
        value: value === null ? null : environmentValueOf(value, name),
        span: spanOf(property.getNameRange(), lineStarts),
      },
    ];
  });
}

/** The stage or image behind `--from`; null for what is copied out of the build's folder. */
function stageCopiedFrom(line: Instruction): string | null {
  return line instanceof Copy
    ? (line
        .getFlags()
        .find((flag) => flag.getName() === 'from')
        ?.getValue() ?? null)
    : null;
}

function copyOf(line: Instruction): StageFact['copies'] {
  const listed = line instanceof Copy ? line.getJSONStrings().map((each) => each.getJSONValue()) : [];
  const words = listed.length > 0 ? listed : line.getArguments().map((each) => each.getValue());
  const plain = words.filter((word) => !word.startsWith('--'));
  const to = plain.at(-1);
  return to === undefined || plain.length < 2 ? [] : [{ from: plain.slice(0, -1), to }];
}

function spanOf(range: Range, lineStarts: LineStarts): Span {
  return [offsetAt(lineStarts, range.start), offsetAt(lineStarts, range.end)];
}
