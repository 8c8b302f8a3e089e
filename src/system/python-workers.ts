import { writtenNumberOf } from '../text/shell-number.ts';
import { filesOfModule, valueBehind } from './python-words.ts';
import type { CountSource, FileStart, ProcessWord, SaidInCode, StartCommand, StartedRole } from './started.ts';

/** Pools of Celery that run their tasks in one process: by threads, by greenlets, or one after another. */
const oneProcessPools = /^(?:threads|gevent|eventlet|solo)$/;

/** Management commands of Django's queues that stay and take jobs: their usual processes, and the flags that say another number. */
const manageCommands: ReadonlyMap<string, readonly [ProcessWord, ...string[]]> = new Map([
  ['rqworker', [1]],
  ['rqworker-pool', [1, '--num-workers']],
  ['qcluster', ['cores']],
  ['run_huey', [1]],
  ['rundramatiq', ['cores', '--processes', '-p']],
  ['process_tasks', [1]],
  ['db_worker', [1]],
]);
const manageSchedulers = new Set(['rqscheduler', 'celerybeat', 'run_scheduler', 'runapscheduler']);

/** What a command starts that takes jobs from a queue or sends them off by the clock; null when it is none of the kind. */
export function pythonWorkerOf(name: string, rest: readonly string[]): readonly StartCommand[] | null {
  switch (name) {
    case 'celery':
      return celeryStart(rest);
    case 'rq':
      return rqStart(rest);
    case 'rqworker':
      return [taking(modulesOf(rest), 'worker', 1)];
    case 'dramatiq':
    case 'dramatiq-gevent':
      // By default one process for each core; those of gevent are the same.
      return [taking(modulesOf(rest), 'worker', 'cores', numberBehind(rest, ['-p', '--processes']))];
    case 'huey_consumer':
    case 'huey_consumer.py':
      return [taking(modulesOf(rest), 'worker', 1, hueyProcesses(rest))];
    case 'arq':
      return [taking(modulesOf(rest.slice(0, 1)), 'worker', 1)];
    default:
      return name.startsWith('manage.py ') ? manageStart(name.slice('manage.py '.length), rest) : null;
  }
}

function manageStart(command: string, rest: readonly string[]): readonly StartCommand[] | null {
  if (manageSchedulers.has(command)) return [{ ...taking([], 'scheduler', 1), variant: command }];
  if (command === 'rq' || command === 'celery') {
    const inner = rest.slice(rest.indexOf(command) + 1).filter((word) => !word.endsWith('.py'));
    return pythonWorkerOf(command, command === 'celery' ? ['-A', 'manage', ...inner] : inner);
  }
  const [processes, ...flags] = manageCommands.get(command) ?? [];
  if (processes === undefined) return null;
  return [{ ...taking([], 'worker', processes, numberBehind(rest, flags)), variant: command }];
}

/** `celery -A shop worker -c 4`: by default one process for each core. */
function celeryStart(rest: readonly string[]): readonly StartCommand[] {
  const module = valueBehind(rest, ['-A', '--app'])?.replace(/:.*$/, '');
  if (module === undefined) return [];
  const files = celeryFiles(module);
  if (rest.includes('beat')) return [{ ...taking(files, 'scheduler', 1), variant: 'beat' }];
  if (!rest.includes('worker')) return [];
  const pool = valueBehind(rest, ['-P', '--pool']) ?? 'prefork';
  const processes = oneProcessPools.test(pool) ? 1 : 'cores';
  const counted = processes === 1 ? [] : numberBehind(rest, ['-c', '--concurrency', '--autoscale']);
  // A process of the usual pool works on one task at a time; threads and greenlets share one.
  const takesOne = processes !== 1 || pool === 'solo' ? { takesOne: true as const } : {};
  const isOpen = processes !== 1 && counted.length === 0;
  // A pool that the command asks for is not asked of the code again.
  const isPoolSaid = valueBehind(rest, ['-P', '--pool']) !== null;
  const saidInCode = isPoolSaid ? { ...celerySettings, pool: { ...celerySettings.pool, names: [] } } : celerySettings;
  return [
    {
      ...taking(files, 'worker', processes, counted),
      variant: 'worker',
      ...takesOne,
      ...(isOpen ? { saidInCode } : {}),
    },
  ];
}

/** https://docs.celeryq.dev/en/stable/userguide/configuration.html#worker-concurrency, with the names before version 4. */
const celerySettings: SaidInCode = {
  member: 'conf',
  count: ['worker_concurrency', 'CELERYD_CONCURRENCY'],
  pool: { names: ['worker_pool', 'CELERYD_POOL'], oneProcess: oneProcessPools },
  module: { method: 'config_from_object', prefix: 'namespace' },
};

function celeryFiles(module: string): readonly string[] {
  const path = module.replaceAll('.', '/');
  return ['', 'src/'].flatMap((folder) => [
    ...['celery.py', 'celery_app.py', 'worker.py'].map((file) => `${folder}${path}/${file}`),
    ...filesOfModule(module),
  ]);
}

/** `rq worker` works one job at a time; `rq worker-pool -n 4` starts several. It finds the code by the jobs' own names. */
function rqStart(rest: readonly string[]): readonly StartCommand[] {
  const command = rest.find((word) => !word.startsWith('-'));
  if (command === 'scheduler') return [{ ...taking([], 'scheduler', 1), variant: 'rq-scheduler' }];
  if (command === 'worker') return [{ ...taking([], 'worker', 1), variant: 'rq-worker' }];
  if (command !== 'worker-pool') return [];
  return [{ ...taking([], 'worker', 1, numberBehind(rest, ['-n', '--num-workers'])), variant: 'rq-worker' }];
}

/** Huey's workers are threads unless it is told otherwise. */
function hueyProcesses(rest: readonly string[]): readonly CountSource[] {
  const kind = valueBehind(rest, ['-k', '--worker-type']);
  return kind === 'process' ? numberBehind(rest, ['-w', '--workers']) : [];
}

function modulesOf(rest: readonly string[]): readonly string[] {
  const [module] = rest.filter((word, at) => /^[A-Za-z_][\w.]*(?::\w+)?$/.test(word) && !/^-/.test(rest[at - 1] ?? ''));
  const bare = module?.replace(/:.*$/, '');
  if (bare === undefined) return [];
  // `shop.tasks.huey` and `shop.worker.Settings` name an object of a module.
  return [bare, ...(bare.includes('.') ? [bare.slice(0, bare.lastIndexOf('.'))] : [])].flatMap(filesOfModule);
}

function taking(
  candidates: readonly string[],
  role: StartedRole,
  processes: ProcessWord,
  counted: readonly CountSource[] = [],
): FileStart {
  const own = counted.length > 0 ? { processes: null, counted } : { processes };
  return { kind: 'file', candidates, role, ...own };
}

function numberBehind(words: readonly string[], flags: readonly string[]): readonly CountSource[] {
  // `--autoscale=10,3` names the most first.
  const value = valueBehind(words, flags)?.replace(/,\d+$/, '');
  if (value === undefined) return [];
  return [{ kind: 'written', number: writtenNumberOf(value) ?? { names: [], fallback: null } }];
}
