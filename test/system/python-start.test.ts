import { describe, expect, it } from 'vitest';
import { startCommandsOf } from '../../src/system/start-command.ts';
import { shellWordsOf } from '../../src/text/shell-words.ts';
import { programLines, see } from './workspace.ts';

/** The first file that a command means, how many processes it makes, and whether it answers by itself. */
const commands: readonly (readonly [
  command: string,
  first: string | null,
  processes: number | null,
  serves: boolean,
])[] = [
  ['gunicorn -w 4 shop.wsgi', 'shop/wsgi.py', 4, true],
  ['gunicorn --workers=3 --bind 0.0.0.0:8000 shop.wsgi:application', 'shop/wsgi.py', 3, true],
  ["gunicorn 'shop:create_app()' -b :80 -k gevent", 'shop.py', null, true],
  ['gunicorn --chdir src app:app -w2', 'src/app.py', 2, true],
  ['uvicorn app.main:app --host 0.0.0.0 --workers 5', 'app/main.py', 5, true],
  ['poetry run uvicorn main:app --reload', 'main.py', null, true],
  ['python -m uvicorn main:app', 'main.py', null, true],
  ['python3 -u app.py', 'app.py', null, false],
  ['python -m shop.worker', 'shop/worker.py', null, false],
  ['python manage.py runserver 0.0.0.0:8000', 'manage.py', null, true],
  ['python manage.py migrate', null, null, false],
  ['flask --app shop.app run --host 0.0.0.0', 'shop/app.py', null, true],
  ['fastapi run app/main.py --workers 2', 'app/main.py', 2, true],
  ['celery -A shop.tasks worker -c 8', 'shop/tasks/celery.py', null, false],
  ['celery -A shop flower', null, null, false],
  ['sh -c "alembic upgrade head && uvicorn main:app"', 'main.py', null, true],
  ['uwsgi --http :80 --module shop.wsgi:app --processes 4', 'shop/wsgi.py', 4, true],
  ['pytest tests', null, null, false],
];

describe('a command of Python', () => {
  it.each(commands)('%s', (command, first, processes, serves) => {
    const [start] = startCommandsOf(shellWordsOf(command));
    const file = start?.kind === 'file' ? start : undefined;
    expect(file?.candidates[0] ?? null).toBe(first);
    expect(file?.processes ?? null).toBe(processes);
    expect(file?.serves ?? false).toBe(serves);
  });
});

describe('the processes of a server for Python', () => {
  const app = 'from flask import Flask\napp = Flask(__name__)\n';
  const compose = (more: string) => `services:\n  web:\n    build: .\n    command: gunicorn app:app${more}\n`;

  it('are counted by its words, its environment and its settings, in this order', () => {
    const words = see({ 'app.py': app, 'compose.yaml': compose(' -w 4\n    environment:\n      WEB_CONCURRENCY: 7') });
    expect(programLines(words)).toEqual(['web server app.py ×? ×4 processes']);
    const environment = see({
      'app.py': app,
      'gunicorn.conf.py': 'workers = 2\n',
      'compose.yaml': compose('\n    environment:\n      WEB_CONCURRENCY: 7'),
    });
    expect(programLines(environment)).toEqual(['web server app.py ×? ×7 processes']);
    const settings = see({
      'app.py': app,
      'gunicorn.conf.py': 'import os\nworkers = int(os.environ.get("WORKERS", "3"))\n',
      'compose.yaml': compose(''),
    });
    expect(programLines(settings)).toEqual(['web server app.py ×? ×3 processes']);
  });

  it('are one for each core where the settings say so', () => {
    const seen = see({
      'app.py': app,
      'gunicorn.conf.py': 'import multiprocessing\nworkers = multiprocessing.cpu_count() * 2 + 1\n',
      'compose.yaml': compose(''),
    });
    expect(programLines(seen)).toEqual(['web server app.py ×? ×2 processes']);
  });

  it('are of no interest to a worker of its own', () => {
    const seen = see({
      'app.py': app,
      'tasks.py': 'from celery import Celery\napp = Celery()\n@app.task\ndef bill(): pass\n',
      'compose.yaml': `${compose(' -w 2')}  worker:\n    build: .\n    command: celery -A tasks worker\n`,
    });
    expect(programLines(seen)).toEqual(['web server app.py ×? ×2 processes', 'worker worker tasks.py ×?']);
  });
});
