import type { StartCommand } from './started.ts';

type FileStart = Extract<StartCommand, { readonly kind: 'file' }>;

/** Servers that call an application by module and name, with the flags that multiply their processes. */
const servers: ReadonlyMap<string, readonly string[]> = new Map([
  ['gunicorn', ['-w', '--workers']],
  ['uvicorn', ['--workers']],
  ['hypercorn', ['-w', '--workers']],
  ['granian', ['--workers']],
  ['daphne', []],
  ['waitress-serve', []],
  ['uwsgi', ['-p', '--processes', '--workers']],
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
  const workers = servers.get(name);
  if (workers !== undefined) return serverStart(name, rest, workers);
  if (name === 'flask') return rest.includes('run') ? [flaskStart(rest)] : [];
  if (name === 'fastapi' && (rest[0] === 'run' || rest[0] === 'dev')) {
    const written = rest.slice(1).filter((word) => word.endsWith('.py'));
    return [serving(written.length > 0 ? written : usualFiles, countBehind(rest, ['--workers']))];
  }
  if (name === 'celery') return celeryStart(rest);
  if (!/^(?:python|pypy)[\d.]*$/.test(name)) return null;
  const module = rest.indexOf('-m');
  if (module >= 0) {
    const inner = rest.slice(module + 1);
    const known = again(inner);
    return known.length > 0 ? known : [plain(filesOf(inner[0] ?? ''))];
  }
  const file = rest.findIndex((word) => word.endsWith('.py'));
  if (file < 0) return [];
  const written = rest[file] ?? '';
  // Of Django's own commands one alone answers; the others do something once and end.
  if (/(?:^|\/)manage\.py$/.test(written)) {
    return rest[file + 1] === 'runserver' ? [serving([written], null)] : [];
  }
  return [plain([written])];
}

function serverStart(name: string, rest: readonly string[], workers: readonly string[]): readonly StartCommand[] {
  const module = applicationAmong(name, rest);
  if (module === null) return [];
  const folder = valueBehind(rest, ['--chdir', '--app-dir']);
  const files = filesOf(module).map((file) => (folder === null ? file : `${folder.replace(/\/$/, '')}/${file}`));
  const start = serving(files, countBehind(rest, workers));
  const readsEnvironment = name === 'gunicorn' || name === 'uvicorn';
  return [
    readsEnvironment
      ? {
          ...start,
          processesFrom: {
            environment: 'WEB_CONCURRENCY',
            file: name === 'gunicorn' ? (valueBehind(rest, ['-c', '--config']) ?? 'gunicorn.conf.py') : null,
          },
        }
      : start,
  ];
}

/** `shop.wsgi:app`, `shop:create_app()`, or a bare module that stands last. */
function applicationAmong(name: string, words: readonly string[]): string | null {
  const named = words.find((word) => /^[A-Za-z_][\w./]*:[A-Za-z_]\w*(?:\(.*\))?$/.test(word));
  if (named !== undefined) return named.slice(0, named.indexOf(':'));
  if (name === 'uwsgi') {
    const file = valueBehind(words, ['--wsgi-file', '--file']);
    return file ?? valueBehind(words, ['-w', '--module']);
  }
  const last = words.at(-1) ?? '';
  const before = words.at(-2) ?? '';
  return /^[A-Za-z_][\w.]*$/.test(last) && !before.startsWith('-') ? last : words.length === 1 ? last : null;
}

function flaskStart(rest: readonly string[]): FileStart {
  const application = valueBehind(rest, ['--app', '-A']);
  const module = application?.replace(/:.*$/, '') ?? null;
  return serving(module === null ? usualFiles : filesOf(module), null);
}

function celeryStart(rest: readonly string[]): readonly StartCommand[] {
  if (!rest.includes('worker') && !rest.includes('beat')) return [];
  const module = valueBehind(rest, ['-A', '--app'])?.replace(/:.*$/, '');
  if (module === undefined) return [];
  const path = module.replaceAll('.', '/');
  return [plain([...['celery.py', 'celery_app.py', 'worker.py'].map((file) => `${path}/${file}`), ...filesOf(module)])];
}

/** Files that a module's name may mean, from the folder that the command runs in, or from `src` in it. */
function filesOf(module: string): readonly string[] {
  if (module.endsWith('.py') || module.includes('/')) return [module];
  const path = module.replaceAll('.', '/');
  return ['', 'src/'].flatMap((folder) => [
    `${folder}${path}.py`,
    `${folder}${path}/__init__.py`,
    `${folder}${path}/__main__.py`,
  ]);
}

function serving(candidates: readonly string[], processes: number | null): FileStart {
  return { kind: 'file', candidates, processes, serves: true };
}

function plain(candidates: readonly string[]): FileStart {
  return { kind: 'file', candidates, processes: null };
}

function valueBehind(words: readonly string[], flags: readonly string[]): string | null {
  for (const [at, word] of words.entries()) {
    const [flag = '', value] = word.split(/=(.*)/s);
    if (flags.includes(flag)) return value ?? words[at + 1] ?? null;
  }
  return null;
}

function countBehind(words: readonly string[], flags: readonly string[]): number | null {
  const short = words.find((word) => /^-[wp]\d+$/.test(word) && flags.includes(word.slice(0, 2)));
  const value = short?.slice(2) ?? valueBehind(words, flags) ?? '';
  return /^\d{1,4}$/.test(value) ? Number(value) : null;
}
