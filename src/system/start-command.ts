import { commandsOf, shellWordsOf } from '../text/shell-words.ts';
import { isPm2File } from './pm2-file.ts';
import { pythonStartOf } from './python-start.ts';
import type { ProcessWord, StartCommand } from './started.ts';

export type { ProcessWord, StartCommand } from './started.ts';

const runners = new Set(
  'node nodejs nodemon ts-node ts-node-esm ts-node-dev tsnd tsx bun deno babel-node esno esmo pm2 pm2-runtime pm2-dev node-dev vite-node swc-node jiti nodejs-dev'.split(
    ' ',
  ),
);
const scriptRunners = new Set(['npm', 'yarn', 'pnpm', 'bun', 'turbo', 'run-p', 'run-s', 'npm-run-all', 'run']);
/** Words that only stand before the command they run. */
const prefixes = new Set(
  'exec npx bunx dumb-init tini cross-env cross-env-shell env dotenv dotenvx doppler infisical poetry pipenv uv pdm rye hatch ddtrace-run opentelemetry-instrument newrelic-admin run-program time nice -- sudo node_modules/.bin/dotenv'.split(
    ' ',
  ),
);
/** The same, with a user whose rights the command has. */
const prefixesWithUser = new Set(['gosu', 'su-exec', 'chpst', 's6-setuidgid']);
const flagsWithValue = new Set(
  '-r --require --import --loader --experimental-loader -e --ext -w --watch -i --ignore --config -c --delay --name -n --project -P --tsconfig --env-file --conditions -C --signal --instances --max-memory-restart'.split(
    ' ',
  ),
);

const noTools: ReadonlySet<string> = new Set();

/**
 * What a command line starts. `node a.js && node b.js` starts both; a command that nobody knows, such as a build or
 * a migration, starts nothing. `tools` are the commands that manifests of the workspace offer themselves.
 */
export function startCommandsOf(
  words: readonly string[],
  tools: ReadonlySet<string> = noTools,
  depth = 0,
): readonly StartCommand[] {
  if (depth > 4) return [];
  return commandsOf(words).flatMap((command) => startOf(command, tools, depth));
}

function startOf(words: readonly string[], tools: ReadonlySet<string>, depth: number): readonly StartCommand[] {
  const command = withoutPrefix(words);
  const name = (command[0] ?? '').replace(/^.*\//, '');
  const rest = command.slice(1);
  if (/^(?:ba|da|a|z)?sh$/.test(name)) {
    const at = rest.findIndex((word) => /^-[a-z]*c$/.test(word));
    if (at >= 0) return startCommandsOf(shellWordsOf(rest[at + 1] ?? ''), tools, depth + 1);
    const file = rest.findIndex((word) => !word.startsWith('-'));
    return file < 0 ? [] : [{ kind: 'shell', path: rest[file] ?? '', words: rest.slice(file + 1) }];
  }
  if (name === 'cd') return [{ kind: 'folder', path: rest.find((word) => !word.startsWith('-')) ?? '' }];
  const others = unitsStart(name, rest);
  if (others !== null) return others;
  // Behind `python -m` stands a module, and no tool of the same name.
  const python = pythonStartOf(name, rest, (words) => (depth > 4 ? [] : startOf(words, noTools, depth + 1)));
  if (python !== null) return python;
  if (name === 'concurrently') {
    return rest
      .filter((word) => !word.startsWith('-') && /[\s:]/.test(word))
      .flatMap((word) =>
        startCommandsOf(
          /^(?:npm|yarn|pnpm):/.test(word) ? ['npm', 'run', word.replace(/^\w+:/, '')] : shellWordsOf(word),
          tools,
          depth + 1,
        ),
      );
  }
  if (name === 'nest' && rest[0] === 'start') return [framework('nest', rest.slice(1))];
  if (name === 'next' && (rest[0] === 'start' || rest[0] === 'dev')) return [framework('next', [])];
  if (name === 'fastify' && (rest[0] === 'start' || rest[0]?.startsWith('-') === true)) {
    return [
      { kind: 'file', candidates: plainWords(rest.filter((word) => word !== 'start')), processes: null, serves: true },
    ];
  }
  if (scriptRunners.has(name)) {
    const script = scriptOf(name, rest, tools);
    if (script !== null) return script;
  }
  if (runners.has(name)) return fileStart(name, rest, tools, depth);
  // A file of one's own that is made executable: `./bin/www`, `dist/server.js`, `/entrypoint`.
  const own = command[0] ?? '';
  if (isShellScript(own)) return [{ kind: 'shell', path: own, words: rest }];
  if (/^\.{0,2}\/.*\.py$/.test(own)) return startOf(['python', ...command], tools, depth + 1);
  if (/^\.{1,2}\//.test(own) || /\.[cm]?[jt]s$/.test(own)) {
    return [{ kind: 'file', candidates: [own], processes: null }];
  }
  return tools.has(own) && !isSideTask(own, rest) ? [{ kind: 'tool', name: own }] : [];
}

const sideTask =
  /migrat|upgrade|worker|celery|beat|cron|schedul|jobs?\b|queue|consum|seed|backup|init|setup|\bdb\b|shell|test/i;

/** `shop migrate`, `shop-worker`: beside its server a tool does other work, and how the code tells them apart is not known. */
function isSideTask(name: string, rest: readonly string[]): boolean {
  const flag = rest.findIndex((word) => word.startsWith('-'));
  return [name, ...rest.slice(0, flag < 0 ? rest.length : flag)].some((word) => sideTask.test(word));
}

/** Scripts without an ending go by the names that images give them. */
function isShellScript(path: string): boolean {
  return /\.sh$|(?:^|\/)(?:docker-)?entrypoint$|\/start(?:[-_][\w-]+)?$/.test(path);
}

/** What keeps other commands alive by a file of its own: supervisor, and the starters of a Procfile. */
function unitsStart(name: string, rest: readonly string[]): readonly StartCommand[] | null {
  const behind = (flags: readonly string[]) => {
    const at = rest.findIndex((word) => flags.includes(word));
    return at < 0 ? null : (rest[at + 1] ?? null);
  };
  if (name === 'supervisord') {
    return [{ kind: 'units', unitKind: 'supervisor-program', path: behind(['-c', '--configuration']), names: [] }];
  }
  if (/^pm2(?:-runtime|-docker|-dev)?$/.test(name)) {
    const path = rest.find(isPm2File);
    const only = rest.flatMap((word, at) => (word === '--only' ? (rest[at + 1] ?? '').split(',') : []));
    return path === undefined ? null : [{ kind: 'units', unitKind: 'pm2-process', path, names: only }];
  }
  if ((name !== 'honcho' && name !== 'foreman') || !rest.includes('start')) return null;
  const names = rest.slice(rest.indexOf('start') + 1).filter((word) => /^[A-Za-z]\w*$/.test(word));
  return [{ kind: 'units', unitKind: 'procfile-process', path: behind(['-f', '--procfile']), names }];
}

function framework(id: string, rest: readonly string[]): StartCommand {
  return { kind: 'framework', framework: id, argument: plainWords(rest)[0] ?? null };
}

function fileStart(
  name: string,
  rest: readonly string[],
  tools: ReadonlySet<string>,
  depth: number,
): readonly StartCommand[] {
  const inner = rest.findIndex((word) => word === '--exec' || word === '-x');
  const innerWords = inner < 0 ? [] : shellWordsOf(rest[inner + 1] ?? '');
  // `nodemon --exec "ts-node src/server.ts"` names the file inside, `nodemon --exec ts-node src/server.ts` behind.
  if (innerWords.length > 1) return startCommandsOf(innerWords, tools, depth + 1);
  const words = inner < 0 ? rest : [...rest.slice(0, inner), ...rest.slice(inner + 2)];
  if (words.includes('-e') && name === 'node') return [];
  const candidates = plainWords(words).filter((word) => !/^(?:start|run|watch|serve|dev|\d+|max)$/.test(word));
  const script = name === 'bun' && words[0] === 'run' ? words[1] : undefined;
  if (script !== undefined && !/[./]/.test(script))
    return [{ kind: 'script', name: script, package: null, folder: null }];
  if (candidates.length === 0) return [];
  return [{ kind: 'file', candidates, processes: name.startsWith('pm2') ? processesOf(words) : null }];
}

function processesOf(words: readonly string[]): ProcessWord | null {
  for (const [index, word] of words.entries()) {
    const value = /^(?:-i|--instances)(?:=(.+))?$/.exec(word);
    if (value === null) continue;
    const count = value[1] ?? words[index + 1] ?? '';
    if (count === 'max' || count === '0' || count === '-1') return 'cores';
    return /^\d{1,4}$/.test(count) ? Number(count) : null;
  }
  return null;
}

/** `npm start`, `npm run worker`, `yarn workspace api start`, `pnpm --filter api start`, `npm --prefix apps/api start`. */
function scriptOf(name: string, rest: readonly string[], tools: ReadonlySet<string>): readonly StartCommand[] | null {
  if (name === 'run-p' || name === 'run-s' || name === 'npm-run-all') {
    return plainWords(rest).map((script) => ({ kind: 'script', name: script, package: null, folder: null }));
  }
  let target: string | null = null;
  let folder: string | null = null;
  const plain: string[] = [];
  for (let at = 0; at < rest.length; at++) {
    const [flag = '', value] = (rest[at] ?? '').split(/=(.*)/s);
    const next = () => value ?? rest[++at] ?? '';
    if (flag === '--') break;
    else if (/^(?:-w|--workspace|-F|--filter)$/.test(flag)) target = next().replace(/^\.\.\.|\.\.\.$|^\{|\}$/g, '');
    else if (/^(?:--prefix|-C|--dir|--cwd)$/.test(flag)) folder = next();
    else if (flag === 'workspace' && name === 'yarn') target = next();
    else if (!flag.startsWith('-')) plain.push(flag);
  }
  const [first, second] = plain;
  const script = first === 'run' || first === 'run-script' ? second : first;
  if (script === undefined || /^(?:install|ci|i|add|exec|dlx|x|rebuild|publish|link|audit)$/.test(script)) {
    const at = rest.findIndex((word) => word === 'exec' || word === 'dlx' || word === 'x');
    return at < 0 ? [] : startCommandsOf(rest.slice(at + 1), tools, 4);
  }
  // `bun server.ts` runs a file; `yarn ts-node server.ts` runs a program of the package.
  if (name === 'bun' && /[./]/.test(script)) return null;
  if (name !== 'npm' && first !== 'run' && (runners.has(script) || script === 'nest' || script === 'next')) {
    return startCommandsOf(rest.slice(rest.indexOf(script)), tools, 4);
  }
  return [{ kind: 'script', name: script, package: target, folder }];
}

function withoutPrefix(words: readonly string[]): readonly string[] {
  let at = 0;
  while (at < words.length) {
    const word = words[at] ?? '';
    const name = word.replace(/^.*\//, '');
    if (/^[A-Za-z_]\w*=/.test(word) || prefixes.has(name)) at++;
    else if (prefixesWithUser.has(name)) at += 2;
    else if (at > 0 && /^(?:run|-\w|--[\w-]+(?:=.*)?|\.env[\w.-]*)$/.test(word)) at++;
    else break;
  }
  return behindScript(words.slice(at));
}

/** What waits for another service runs a command at the end: `wait-for-it.sh db:5432 -- node a.js`. */
function behindScript(words: readonly string[]): readonly string[] {
  const [first = ''] = words;
  if (words.length < 2 || !/(?:\.sh|entrypoint|wait-for[\w-]*|dockerize)$/.test(first)) return words;
  const dashes = words.indexOf('--');
  // A script that is given a command without the dashes may do more than to run it: it is looked at.
  if (dashes < 0 && isShellScript(first)) return words;
  return withoutPrefix(words.slice(dashes < 0 ? 1 : dashes + 1));
}

/** Words that are neither flags nor values of flags. */
function plainWords(words: readonly string[]): readonly string[] {
  return words.filter((word, at) => {
    if (word.startsWith('-')) return false;
    return !flagsWithValue.has(words[at - 1] ?? '');
  });
}
