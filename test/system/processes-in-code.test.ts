import { describe, expect, it } from 'vitest';
import { see, sourceText } from './workspace.ts';

/** The processes of a worker of Celery on one host, and the place that says so. */
function processesOf(command: string, files: Readonly<Record<string, string>>): string {
  const { system, graph } = see({
    'requirements.txt': 'celery\n',
    'compose.yaml': `services:\n  work:\n    build: .\n    command: celery -A jobs worker${command}\n`,
    ...files,
  });
  const count = system.programs.find(({ name }) => name === 'work')?.topology.processesPerHost;
  if (count === undefined) return 'no program';
  return `${count.minimum}–${count.maximum} ${sourceText(graph, count.source)}`;
}

const jobs = (lines: string, make = "app = Celery('jobs')") =>
  `import os\nfrom celery import Celery\n${make}\n${lines}\n@app.task\ndef bill():\n    pass\n`;

const cores = '1–2 compose.yaml:4';

describe('processes of a worker whose command says no number', () => {
  it.each<[name: string, files: Readonly<Record<string, string>>]>([
    ['nothing says one', { 'jobs.py': jobs('') }],
    ['other settings are set', { 'jobs.py': jobs('app.conf.worker_prefetch_multiplier = 4') }],
    ['something else bears the name', { 'jobs.py': jobs('limits = object()\nlimits.worker_concurrency = 4') }],
    ['only a function computes it', { 'jobs.py': jobs('app.conf.worker_concurrency = some_number()') }],
    ['a module that nobody reads binds it', { 'jobs.py': jobs(''), 'celeryconfig.py': 'worker_concurrency = 4\n' }],
    [
      'another word stands before it in the settings',
      {
        'jobs.py': jobs("app.config_from_object('django.conf:settings', namespace='CELERY')"),
        'settings.py': 'JOBS_WORKER_CONCURRENCY = 4\n',
      },
    ],
  ])('are those of the machine: %s', (_, files) => {
    expect(processesOf('', files)).toBe(cores);
  });

  it.each<[name: string, files: Readonly<Record<string, string>>, said: string]>([
    ['a member', { 'jobs.py': jobs('app.conf.worker_concurrency = 4') }, '4–4 jobs.py:4'],
    ['an entry', { 'jobs.py': jobs("app.conf['worker_concurrency'] = 4") }, '4–4 jobs.py:4'],
    ['its old name', { 'jobs.py': jobs('app.conf.CELERYD_CONCURRENCY = 4') }, '4–4 jobs.py:4'],
    [
      'an update',
      { 'jobs.py': jobs("app.conf.update(task_serializer='json', worker_concurrency=4)") },
      '4–4 jobs.py:4',
    ],
    ['an update by a dictionary', { 'jobs.py': jobs("app.conf.update({'worker_concurrency': 4})") }, '4–4 jobs.py:4'],
    [
      'what makes the application',
      { 'jobs.py': jobs('', "app = Celery('jobs', worker_concurrency=4)") },
      '4–4 jobs.py:3',
    ],
    [
      'the environment, with a number of its own',
      { 'jobs.py': jobs("app.conf.worker_concurrency = int(os.environ.get('WORKERS', '4'))") },
      '4–4 jobs.py:4',
    ],
    [
      'a file that the worker imports',
      {
        'jobs.py': 'from shop_queue import app\n@app.task\ndef bill():\n    pass\n',
        'shop_queue.py': "from celery import Celery\napp = Celery('jobs')\napp.conf.worker_concurrency = 4\n",
      },
      '4–4 shop_queue.py:3',
    ],
    [
      'a module of settings',
      { 'jobs.py': jobs("app.config_from_object('celeryconfig')"), 'celeryconfig.py': 'worker_concurrency = 4\n' },
      '4–4 celeryconfig.py:1',
    ],
    [
      'settings of Django',
      {
        'jobs.py': jobs("app.config_from_object('django.conf:settings', namespace='CELERY')"),
        'settings.py': 'CELERY_WORKER_CONCURRENCY = 4\n',
      },
      '4–4 settings.py:1',
    ],
    [
      'a pool that takes one process for all',
      { 'jobs.py': jobs("app.conf.update(worker_pool='gevent', worker_concurrency=200)") },
      '1–1 jobs.py:4',
    ],
  ])('are what the code says: %s', (_, files, said) => {
    expect(processesOf('', files)).toBe(said);
  });

  it('are what the command says, where it does', () => {
    const files = { 'jobs.py': jobs("app.conf.update(worker_pool='solo', worker_concurrency=4)") };
    expect(processesOf(' -c 3', files)).toBe('3–3 compose.yaml:4');
    expect(processesOf(' -P prefork', files)).toBe('4–4 jobs.py:4');
    expect(processesOf(' -P threads', files)).toBe('1–1 compose.yaml:4');
  });
});
