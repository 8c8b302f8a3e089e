import { describe, expect, it } from 'vitest';
import { startCommandsOf } from '../../src/system/start-command.ts';
import type { FileStart } from '../../src/system/started.ts';
import { shellWordsOf } from '../../src/text/shell-words.ts';
import { type Files, programLines, see, sourceText } from './workspace.ts';

/** The first file that a command means, how many processes it makes, and whether it answers by itself. */
const commands: readonly (readonly [
  command: string,
  first: string | null,
  processes: number | 'cores' | null,
  serves: boolean,
])[] = [
  ['gunicorn -w 4 shop.wsgi', 'shop/wsgi.py', 4, true],
  ['gunicorn shop.wsgi -w 3', 'shop/wsgi.py', 3, true],
  ['gunicorn --preload shop.wsgi --bind 0.0.0.0:8000 -w2', 'shop/wsgi.py', 2, true],
  ['gunicorn -k gevent -b :8000 shop.wsgi --workers 5 --name shop', 'shop/wsgi.py', 5, true],
  ['gunicorn --workers=3 --bind 0.0.0.0:8000 shop.wsgi:application', 'shop/wsgi.py', 3, true],
  ["gunicorn 'shop:create_app()' -b :80 -k gevent", 'shop.py', null, true],
  ['gunicorn --chdir src app:app -w2', 'src/app.py', 2, true],
  ['uvicorn app.main:app --host 0.0.0.0 --workers 5', 'app/main.py', 5, true],
  ['poetry run uvicorn main:app --reload', 'main.py', null, true],
  ['python -m uvicorn main:app', 'main.py', null, true],
  ['python3 -u app.py', 'app.py', null, false],
  ['python -m shop.worker', 'shop/worker.py', null, false],
  ['python -Im shop.worker --config=shop.json', 'shop/worker.py', null, false],
  ['bash -c "python -IBm uvicorn main:app"', 'main.py', null, true],
  ['python -Wm app.py', 'app.py', null, false],
  ['python manage.py runserver 0.0.0.0:8000', 'manage.py', null, true],
  ['python manage.py migrate', null, null, false],
  ['flask --app shop.app run --host 0.0.0.0', 'shop/app.py', null, true],
  ['fastapi run app/main.py --workers 2', 'app/main.py', 2, true],
  ['celery -A shop.tasks worker -c 8', 'shop/tasks/celery.py', 8, false],
  ['celery -A shop flower', null, null, false],
  ['sh -c "alembic upgrade head && uvicorn main:app"', 'main.py', null, true],
  ['gunicorn -w ${WORKERS:-4} shop:app', 'shop.py', 4, true],
  ['gunicorn -w $(nproc) shop:app', 'shop.py', 'cores', true],
  ['gunicorn --chdir /srv/shop/src shop.wsgi', '/srv/shop/src/shop/wsgi.py', null, true],
  ['hypercorn -w 2 shop:app', 'shop.py', 2, true],
  ['granian --interface asgi --workers 3 shop.asgi:app', 'shop/asgi.py', 3, true],
  ['python -m gunicorn -w 2 shop:app', 'shop.py', 2, true],
  ['celery -A shop worker', 'shop/celery.py', 'cores', false],
  ['celery -A shop worker --pool=threads -c 8', 'shop/celery.py', 1, false],
  ['celery --app=shop worker --autoscale=10,3', 'shop/celery.py', 10, false],
  ['celery -A shop beat', 'shop/celery.py', 1, false],
  ['celery -A shop worker -c ${CELERY_WORKERS:-2}', 'shop/celery.py', 2, false],
  ['dramatiq shop.tasks -p 4', 'shop/tasks.py', 4, false],
  ['dramatiq shop.tasks', 'shop/tasks.py', 'cores', false],
  ['huey_consumer shop.tasks.huey -w 4', 'shop/tasks/huey.py', 1, false],
  ['huey_consumer shop.tasks.huey -k process -w 4', 'shop/tasks/huey.py', 4, false],
  ['arq shop.worker.Settings', 'shop/worker/Settings.py', 1, false],
  ['python manage.py qcluster', 'manage.py', 'cores', false],
  ['./manage.py rqworker high low', './manage.py', 1, false],
  ['uwsgi --http :80 --module shop.wsgi:app --processes 4', 'shop/wsgi.py', 4, true],
  ['pytest tests', null, null, false],
];

/** The number that the command's own words say. */
function numberOf(start: FileStart | undefined): number | string | null {
  const written = start?.counted?.find(({ kind }) => kind === 'written');
  return start?.processes ?? (written?.kind === 'written' ? written.number.fallback : null);
}

describe('a command of Python', () => {
  it.each(commands)('%s', (command, first, processes, serves) => {
    const [start] = startCommandsOf(shellWordsOf(command));
    const file = start?.kind === 'file' ? start : undefined;
    expect(file?.candidates[0] ?? null).toBe(first);
    expect(numberOf(file)).toBe(processes);
    expect(file?.serves ?? false).toBe(serves);
  });
});

it('runs `__main__` of a package, and goes by the name of the package', () => {
  const files = {
    'shop/__init__.py': 'version = "1"\n',
    'shop/__main__.py': 'from shop.web import app\napp.run()\n',
    'shop/web.py': 'from flask import Flask\napp = Flask(__name__)\n',
    Dockerfile: 'FROM python:3\nCOPY . .\nENTRYPOINT ["python", "-m", "shop"]\n',
  };
  expect(programLines(see(files))).toEqual(['shop server shop/__main__.py ×?']);
});

describe('the processes of a server for Python', () => {
  const app = 'from flask import Flask\napp = Flask(__name__)\n';
  const compose = (more: string) => `services:\n  web:\n    build: .\n    command: gunicorn app:app${more}\n`;

  it.each<[string, Files, number]>([
    ['its words', { 'compose.yaml': compose(' -w 4\n    environment:\n      WEB_CONCURRENCY: 7') }, 4],
    [
      'its settings, which are more than the environment',
      { 'gunicorn.conf.py': 'workers = 2\n', 'compose.yaml': compose('\n    environment:\n      WEB_CONCURRENCY: 7') },
      2,
    ],
    ['the environment', { 'compose.yaml': compose('\n    environment:\n      WEB_CONCURRENCY: 7') }, 7],
    [
      'what its settings take from the environment',
      {
        'gunicorn.conf.py': 'import os\nworkers = int(os.environ.get("WORKERS", "3"))\n',
        'compose.yaml': compose('\n    environment:\n      WORKERS: 5'),
      },
      5,
    ],
    [
      'what its settings fall back on',
      {
        'gunicorn.conf.py': 'import os\nworkers = int(os.environ.get("WORKERS", "3"))\n',
        'compose.yaml': compose(''),
      },
      3,
    ],
    [
      'flags in the environment, which are more than its settings',
      {
        'gunicorn.conf.py': 'workers = 2\n',
        'compose.yaml': compose('\n    environment:\n      GUNICORN_CMD_ARGS: --timeout 30 --workers=6'),
      },
      6,
    ],
    [
      'the file that it is told to take',
      {
        'gunicorn.conf.py': 'workers = 9\n',
        'deploy/gunicorn_web.py': 'workers = 2\n',
        'compose.yaml': compose(' -c python:deploy.gunicorn_web'),
      },
      2,
    ],
    ['a variable among its words', { 'compose.yaml': compose(' -w $$WORKERS\n    environment:\n      WORKERS: 8') }, 8],
    [
      'a file of the environment',
      { '.env': 'WEB_CONCURRENCY=3\n', 'compose.yaml': compose('\n    env_file: .env') },
      3,
    ],
  ])('are counted by %s', (_name, files, processes) => {
    expect(programLines(see({ 'app.py': app, ...files }))).toEqual([`web server app.py ×? ×${processes} processes`]);
  });

  it.each([
    ['threads', ' --threads 8'],
    ['another class of workers', ' -k uvicorn.workers.UvicornWorker --preload'],
    ['the time that it waits', ' --timeout 30 --graceful-timeout 10'],
  ])('are not multiplied by %s', (_name, words) => {
    expect(programLines(see({ 'app.py': app, 'compose.yaml': compose(words) }))).toEqual(['web server app.py ×?']);
  });

  it.each<[string, string, string, readonly string[]]>([
    ['as many as the code says', 'python main.py', 'workers=4', ['web server main.py ×? ×4 processes']],
    ['one where the code says none', 'python main.py', 'port=80', ['web server main.py ×?']],
    ['one where only the running code knows', 'python main.py', 'workers=count()', ['web server main.py ×?']],
    ['those of the command, which starts its own server', 'uvicorn main:app', 'workers=4', ['web server main.py ×?']],
  ])('are %s', (_name, command, option, expected) => {
    const files = {
      'main.py': `import uvicorn\nfrom fastapi import FastAPI\napp = FastAPI()\n\nif __name__ == '__main__':\n    uvicorn.run('main:app', ${option})\n`,
      'compose.yaml': `services:\n  web:\n    build: .\n    command: ${command}\n`,
    };
    expect(programLines(see(files))).toEqual(expected);
  });

  it('are one, and said to be unknown, where a name that nobody sets counts them', () => {
    const seen = see({ 'app.py': app, 'compose.yaml': compose(' -w $$WORKERS') });
    expect(programLines(seen)).toEqual(['web server app.py ×?']);
    expect(seen.system.blind).toContain(
      'How many processes compose.yaml:4 starts of web is set elsewhere; one is counted.',
    );
  });

  it.each([
    'import multiprocessing\nworkers = multiprocessing.cpu_count() * 2 + 1\n',
    'import os\nworkers = min(4, os.cpu_count())\n',
  ])('are several, and said to be no sure number, where the settings ask for the cores: %s', (text) => {
    const seen = see({ 'app.py': app, 'gunicorn.conf.py': text, 'compose.yaml': compose('') });
    const [program] = seen.system.programs;
    expect(program?.topology.processesPerHost).toMatchObject({ minimum: 1, maximum: 2, known: 'declared' });
    expect(program?.topology.processesPerHost.source).toMatchObject({ several: true });
    expect(program === undefined ? '' : sourceText(seen.graph, program.topology.processesPerHost.source)).toBe(
      'gunicorn.conf.py:2',
    );
  });

  it('are those of the command of a worker where it starts another program', () => {
    const seen = see({
      'app.py': app,
      'tasks.py': 'from celery import Celery\napp = Celery()\n@app.task\ndef bill(): pass\n',
      'compose.yaml': `${compose(' -w 2')}  worker:\n    build: .\n    command: celery -A tasks worker -c 3\n`,
    });
    expect(programLines(seen)).toEqual(['web server app.py ×? ×2 processes', 'worker worker tasks.py ×? ×3 processes']);
  });
});
