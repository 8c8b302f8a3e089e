import type { Program } from '../../system/types.ts';
import { wordsOfListeners } from '../artifacts/port.ts';
import { unitsOf } from '../artifacts/units.ts';
import { fromSite } from '../provenance.ts';
import type { PlanInput } from '../types.ts';
import { blank } from './blanks.ts';

/** How one copy of a program is started beside another, without containers. */
export interface Start {
  /** Where the command runs, from the root of the workspace. */
  readonly folder: string;
  readonly command: readonly string[];
  /** Names that must hold the port, beside PORT, which always does. */
  readonly portNames: readonly string[];
}

/** The command of a manifest, else the script `start` of its package; blank where neither can be read. */
export function startOf(program: Program, input: PlanInput): Start {
  const listening = wordsOfListeners(program, input.graph);
  const units = unitsOf(program, input);
  const declared = units.find(({ container }) => isLocal(container.command?.words ?? []));
  const folder = declared?.container.buildContext?.value ?? program.folder;
  const command = declared === undefined ? scriptOf(program, input) : withPort(declared.container.command?.words ?? []);
  const takesPort = command.some((word) => word.includes('{port}')) || listening.names.length > 0;
  const fixed = takesPort ? null : listening.fixed;
  const place = fixed === null ? '' : fromSite(fixed, input).text;
  return {
    folder,
    command:
      fixed === null
        ? command
        : [
            ...command,
            blank(`two copies cannot listen on the port of ${place}: take it from PORT there, and take this word away`),
          ],
    portNames: listening.names.filter((name) => name !== 'PORT'),
  };
}

/** A command that needs nothing of an image but its program: no path of a container's own, no shell. */
function isLocal([first, ...rest]: readonly string[]): boolean {
  return (
    first !== undefined &&
    /^(?:node|npm|pnpm|yarn|npx|bun|deno|python3?|uvicorn|gunicorn|hypercorn|flask|poetry|uv)$/.test(first) &&
    !rest.some((word) => /[;&|`]|\$\(/.test(word) || word.startsWith('/'))
  );
}

/** `--port 8000`, `--bind 0.0.0.0:8000` and `$PORT` become the port of the copy. */
function withPort(words: readonly string[]): readonly string[] {
  return words.map((word, index) => {
    const named = word.replace(/\$\{?PORT\b(?::-\d+)?\}?/g, '{port}');
    if (/^(?:--port|-p)$/.test(words[index - 1] ?? '') && /^\d+$/.test(named)) return '{port}';
    return named.replace(/^(--port=)\d+$/, '$1{port}').replace(/^((?:--bind=|-b)?[\w.[\]]*:)\d{2,5}$/, '$1{port}');
  });
}

function scriptOf({ folder, entry }: Program, { graph }: PlanInput): readonly string[] {
  const manifest = graph.packages.find((each) => each.folder === folder)?.manifest;
  if (manifest?.scripts.some(({ name }) => name === 'start') === true) return ['npm', 'start'];
  if (/\.[cm]?js$/.test(entry)) return ['node', folder === '' ? entry : entry.slice(folder.length + 1)];
  return [blank(`the words that start one copy of ${entry}, which must listen on the port that PORT holds`)];
}
