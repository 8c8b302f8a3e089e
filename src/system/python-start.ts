import { writtenNumberOf } from '../text/shell-number.ts';
import { filesOfModule, filesOfRunModule, valueBehind } from './python-words.ts';
import { pythonWorkerOf } from './python-workers.ts';
import type { CountSource, FileStart, StartCommand } from './started.ts';

/** A server that calls an application by module and name. */
interface PythonServer {
  /** Flags that multiply its processes. */
  readonly flags: readonly string[];
  /** Where else it finds their number, in its own order: before its file of settings, and behind it. */
  readonly before?: readonly CountSource[];
  readonly file?: { readonly flags: readonly string[]; readonly usual: string; readonly name: string };
  readonly behind?: readonly CountSource[];
  /**
   * How it loads the application before it makes processes: where a flag or a setting asks for it, or unless flags ask for
   * the contrary.
   */
  readonly loadsOnce?:
    | { readonly by: 'flag'; readonly flag: string; readonly setting: string }
    | { readonly by: 'default'; readonly unless: readonly string[] };
}

const webConcurrency: CountSource = { kind: 'environment', name: 'WEB_CONCURRENCY' };

/** By their own documentation: gunicorn’s settings come after its environment’s flags and win over `WEB_CONCURRENCY`. */
const servers: ReadonlyMap<string, PythonServer> = new Map([
  [
    'gunicorn',
    {
      flags: ['-w', '--workers'],
      before: [{ kind: 'flags', name: 'GUNICORN_CMD_ARGS', flags: ['-w', '--workers'] }],
      file: { flags: ['-c', '--config'], usual: 'gunicorn.conf.py', name: 'workers' },
      behind: [webConcurrency],
      loadsOnce: { by: 'flag', flag: '--preload', setting: 'preload_app' },
    },
  ],
  ['uvicorn', { flags: ['--workers'], behind: [{ kind: 'environment', name: 'UVICORN_WORKERS' }, webConcurrency] }],
  ['hypercorn', { flags: ['-w', '--workers'] }],
  ['granian', { flags: ['--workers'], behind: [{ kind: 'environment', name: 'GRANIAN_WORKERS' }] }],
  ['daphne', { flags: [] }],
  ['waitress-serve', { flags: [] }],
  [
    'uwsgi',
    {
      flags: ['-p', '--processes', '--workers'],
      behind: [
        { kind: 'environment', name: 'UWSGI_PROCESSES' },
        { kind: 'environment', name: 'UWSGI_WORKERS' },
      ],
      loadsOnce: { by: 'default', unless: ['--lazy-apps', '--lazy'] },
    },
  ],
]);

/** Where an application stands when the command does not say. */
const usualFiles = [
  'app.py',
  'main.py',
  'wsgi.py',
  'app/main.py',
  'app/__init__.py',
  'src/main.py',
  'src/app.py',
  'api.py',
];

/** What a command of Python's world starts; null when it is none. `again` reads the words behind `python -m`. */
export function pythonStartOf(
  name: string,
  rest: readonly string[],
  again: (words: readonly string[]) => readonly StartCommand[],
): readonly StartCommand[] | null {
  const server = servers.get(name);
  if (server !== undefined) return serverStart(name, rest, server);
  if (name === 'flask') return rest.includes('run') ? [flaskStart(rest)] : [];
  if (name === 'fastapi') return rest[0] === 'run' || rest[0] === 'dev' ? [fastapiStart(rest.slice(1))] : [];
  const worker = pythonWorkerOf(name, rest);
  if (worker !== null) return worker;
  if (!/^(?:python|pypy)[\d.]*$/.test(name)) return null;
  const module = rest.findIndex((word) => moduleFlag.test(word));
  const file = rest.findIndex((word) => word.endsWith('.py'));
  if (module >= 0 && (file < 0 || module < file)) {
    const inner = rest.slice(module + 1);
    const known = again(inner);
    return known.length > 0 ? known : [plain(filesOfRunModule(inner[0] ?? ''))];
  }
  if (file < 0) return [];
  const written = rest[file] ?? '';
  if (/(?:^|\/)manage\.py$/.test(written)) return manageStart(written, rest.slice(file + 1));
  return [plain([written])];
}

/** `-m`, also at the end of flags that Python lets stand together: `-Im`. */
const moduleFlag = /^-[bBdEiIOPqsSuvx]*m$/;

/** Of Django's own commands one alone answers; the others do something once and end, but for those that take from a queue. */
function manageStart(file: string, rest: readonly string[]): readonly StartCommand[] {
  const command = rest.find((word) => !word.startsWith('-'));
  if (command === 'runserver' || command === 'runserver_plus') return [{ ...serving([file], []), variant: command }];
  const worker = pythonWorkerOf(`manage.py ${command}`, [...rest, file]);
  return (worker ?? []).map((start) => (start.kind === 'file' ? { ...start, candidates: [file] } : start));
}

function serverStart(name: string, rest: readonly string[], server: PythonServer): readonly StartCommand[] {
  const options = name === 'uwsgi' ? optionsFile(rest) : null;
  if (options !== null) return [options];
  const module = applicationAmong(name, rest);
  const counted = [
    ...writtenBehind(rest, server.flags),
    ...(server.before ?? []),
    ...settingsOf(rest, server),
    ...(server.behind ?? []),
  ];
  const folder = valueBehind(rest, ['--chdir', '--app-dir']);
  // What gunicorn is not told it may find in its settings; the files that applications go by are tried.
  const files = module === null ? (name === 'gunicorn' ? usualFiles : []) : filesOfModule(module);
  if (files.length === 0) return [];
  const placed = files.map((file) =>
    folder === null || file.startsWith('/') ? file : `${folder.replace(/\/$/, '')}/${file}`,
  );
  const loadsOnce = loadsOnceBy(rest, server);
  return [{ ...serving(placed, counted), ...(loadsOnce === null ? {} : { loadsOnce }) }];
}

function loadsOnceBy(
  rest: readonly string[],
  { loadsOnce, file }: PythonServer,
): NonNullable<FileStart['loadsOnce']> | null {
  if (loadsOnce === undefined) return null;
  if (loadsOnce.by === 'default') return loadsOnce.unless.some((flag) => rest.includes(flag)) ? null : true;
  if (rest.includes(loadsOnce.flag)) return true;
  return file === undefined ? null : { file: settingsFile(rest, file), name: loadsOnce.setting };
}

function settingsOf(rest: readonly string[], { file }: PythonServer): readonly CountSource[] {
  if (file === undefined) return [];
  return [{ kind: 'settings', file: settingsFile(rest, file), name: file.name }];
}

function settingsFile(rest: readonly string[], file: NonNullable<PythonServer['file']>): string {
  const written = valueBehind(rest, file.flags) ?? file.usual;
  const path = written.replace(/^file:/, '');
  const module = /^python:(.+)$/.exec(path)?.[1];
  return module === undefined ? path : `${module.replaceAll('.', '/')}.py`;
}

/** `uwsgi app.ini`, `uwsgi --ini app.ini`. */
function optionsFile(rest: readonly string[]): StartCommand | null {
  const path = valueBehind(rest, ['--ini', '-i']) ?? rest.find((word) => /\.ini$/.test(word)) ?? null;
  if (path === null) return null;
  return {
    kind: 'options',
    starter: 'uwsgi',
    path,
    words: rest.filter((word) => !word.endsWith('.ini') && word !== '--ini'),
  };
}

/** `shop.wsgi:app`, `shop:create_app()`, or a bare module, in which `application` is meant. */
function applicationAmong(name: string, words: readonly string[]): string | null {
  const named = words.find((word) => /^[A-Za-z_][\w./]*:[A-Za-z_]\w*(?:\(.*\))?$/.test(word));
  if (named !== undefined) return named.slice(0, named.indexOf(':'));
  if (name === 'uwsgi') {
    const file = valueBehind(words, ['--wsgi-file', '--file']);
    const mounted = valueBehind(words, ['--mount'])?.replace(/^[^=]*=/, '');
    return (
      file ??
      valueBehind(words, ['-w', '--module', '--wsgi'])?.replace(/:.*$/, '') ??
      mounted?.replace(/:.*$/, '') ??
      null
    );
  }
  const bare = words.find(
    (word, at) => /^[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*$/.test(word) && !takesValue(words[at - 1] ?? ''),
  );
  return bare ?? null;
}

/** Flags of these servers that stand alone, so that what follows is the application. */
const alone = new Set(
  '-D --capture-output --daemon --factory --no-access-log --no-sendfile --preload --proxy-headers --reload --reuse-port'.split(
    ' ',
  ),
);

function takesValue(word: string): boolean {
  return word.startsWith('-') && !word.includes('=') && !alone.has(word) && !/^-[wpbct]\S/.test(word);
}

function flaskStart(rest: readonly string[]): FileStart {
  const application = valueBehind(rest, ['--app', '-A']);
  const module = application?.replace(/:.*$/, '') ?? null;
  return serving(module === null ? usualFiles : filesOfModule(module), []);
}

function fastapiStart(rest: readonly string[]): FileStart {
  const written = rest.filter((word) => word.endsWith('.py'));
  const counted = [...writtenBehind(rest, ['--workers']), webConcurrency];
  return serving(written.length > 0 ? written : usualFiles, counted);
}

function serving(candidates: readonly string[], counted: readonly CountSource[]): FileStart {
  return { kind: 'file', candidates, processes: null, serves: true, ...(counted.length > 0 && { counted }) };
}

function plain(candidates: readonly string[]): FileStart {
  return { kind: 'file', candidates, processes: null };
}

/** The number behind a flag: `-w 4`, `-w4`, `--workers=$WORKERS`. A flag whose value is no number says nothing that is known. */
function writtenBehind(words: readonly string[], flags: readonly string[]): readonly CountSource[] {
  const value = valueBehind(words, flags);
  if (value === null) return [];
  return [{ kind: 'written', number: writtenNumberOf(value) ?? { names: [], fallback: null } }];
}
