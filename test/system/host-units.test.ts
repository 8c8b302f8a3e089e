// biome-ignore-all lint/suspicious/noTemplateCurlyInString: shells write their variables this way.
import { describe, expect, it } from 'vitest';
import { componentLines, type Files, programLines, see, sourceText } from './workspace.ts';

const flask: Files = {
  'requirements.txt': 'flask\ncelery\n',
  'shop.py': "from flask import Flask\napp = Flask(__name__)\n\n@app.get('/')\ndef index():\n    return 'hello'\n",
  'jobs.py': "from celery import Celery\napp = Celery('jobs')\n\n@app.task\ndef bill():\n    pass\n",
};
const django: Files = {
  'requirements.txt': 'django\n',
  'manage.py':
    "import os\nfrom django.core.management import execute_from_command_line\nos.environ.setdefault('DJANGO_SETTINGS_MODULE', 'shop.settings')\nexecute_from_command_line()\n",
  'shop/__init__.py': '',
  'shop/settings.py': "ROOT_URLCONF = 'shop.urls'\n",
  'shop/urls.py': "from django.urls import path\nfrom . import views\nurlpatterns = [path('', views.index)]\n",
  'shop/views.py': 'def index(request):\n    pass\n',
};

/** Where the processes of a program are counted. */
function counted(files: Files, program: string): string {
  const { graph, system } = see(files);
  const found = system.programs.find(({ name }) => name === program);
  return found === undefined ? 'no such program' : sourceText(graph, found.topology.processesPerHost.source);
}

describe('what a Procfile starts', () => {
  it.each<[string, string, readonly string[]]>([
    [
      'a server and a worker, on hosts that nobody knows',
      'web: gunicorn -w 4 shop:app\nworker: celery -A jobs worker --concurrency 2\nrelease: flask db upgrade\n',
      ['web server shop.py ×? ×4 processes', 'worker worker jobs.py ×? ×2 processes'],
    ],
    [
      'what comes before the server',
      'web: flask db upgrade; gunicorn -w 2 shop:app\n',
      ['web server shop.py ×? ×2 processes'],
    ],
    ['nothing that is not here, whatever it is called', 'shop: java -jar shop.jar\n', ['shop.py server shop.py ×?']],
  ])('%s', (_name, text, expected) => {
    expect(
      programLines(see({ ...flask, Procfile: text })).filter(
        (line) => !line.includes('jobs.py ×?') || text.includes('celery'),
      ),
    ).toEqual(expected);
  });

  it('says which line counts the processes', () => {
    expect(counted({ ...flask, Procfile: 'web: gunicorn -w 4 shop:app\n' }, 'web')).toBe('Procfile:1');
  });

  it('starts what lies in the folder that it goes to', () => {
    const files = { 'backend/app.py': flask['shop.py'] ?? '', Procfile: 'web: cd backend && gunicorn -w 3 app:app\n' };
    expect(programLines(see(files))).toEqual(['web server backend/app.py ×? ×3 processes']);
  });

  it('means nothing in an example', () => {
    expect(programLines(see({ ...flask, 'examples/Procfile': 'web: gunicorn -w 4 shop:app\n' })).join()).not.toContain(
      '4',
    );
  });
});

describe('what supervisor keeps running', () => {
  const conf =
    '[program:web]\ncommand=gunicorn -w 2 shop:app\ndirectory=/srv/shop\n[program:work]\ncommand=celery -A jobs worker --pool solo\nnumprocs=3\n';

  it('is a program each, as often as the file says', () => {
    const files = { ...flask, 'deploy/supervisor/shop.conf': conf };
    expect(programLines(see(files))).toEqual([
      'web server shop.py ×? ×2 processes',
      'work worker jobs.py ×? ×3 processes',
    ]);
    expect(counted(files, 'work')).toBe('deploy/supervisor/shop.conf:6');
    expect(componentLines(see(files))).toEqual(expect.arrayContaining(['web service', 'work worker']));
  });

  it('multiplies what the command multiplies', () => {
    const files = { ...flask, 'supervisord.conf': '[program:web]\ncommand=gunicorn -w 2 shop:app\nnumprocs=2\n' };
    expect(programLines(see(files))).toContain('web server shop.py ×? ×4 processes');
  });

  it('runs in the container whose command is supervisor', () => {
    const files = {
      ...flask,
      'deploy/supervisord.conf': conf,
      Dockerfile:
        'FROM python:3.13\nWORKDIR /srv/shop\nCOPY . .\nCMD ["supervisord", "-c", "/srv/shop/deploy/supervisord.conf"]\n',
      'compose.yaml': 'services:\n  all:\n    build: .\n    deploy: { replicas: 2 }\n',
    };
    const lines = programLines(see(files));
    expect(lines.map((line) => line.replace(/^\S+ /, ''))).toEqual([
      'worker jobs.py ×2 (compose.yaml:4) ×3 processes',
      'server shop.py ×2 (compose.yaml:4) ×2 processes',
    ]);
  });
});

describe('what systemd starts', () => {
  it('is a program in the folder that the service names', () => {
    const files = {
      'src/app.py': flask['shop.py'] ?? '',
      'deploy/shop.service':
        '[Service]\nWorkingDirectory=/opt/shop/src\nEnvironment=WEB_CONCURRENCY=3\nExecStart=/opt/venv/bin/gunicorn app:app\n',
    };
    expect(programLines(see(files))).toEqual(['shop server src/app.py ×? ×3 processes']);
    expect(counted(files, 'shop')).toBe('deploy/shop.service:3');
  });

  it('is counted as one, and said to be unknown, where it is a template', () => {
    const seen = see({ ...flask, 'work@.service': '[Service]\nExecStart=celery -A jobs worker -c 2\n' });
    expect(programLines(seen)).toContain('work worker jobs.py ×?');
    expect(seen.system.blind).toContain(
      'How many processes work@.service:2 starts of work is set elsewhere; one is counted.',
    );
  });
});

describe('what uWSGI starts by a file of options', () => {
  const ini = '[uwsgi]\nmodule = shop:app\nprocesses = 4\nthreads = 2\nattach-daemon = celery -A jobs worker -c 2\n';

  it.each([
    ['a plain name', 'CMD ["uwsgi", "uwsgi.ini"]'],
    ['a flag', 'CMD uwsgi --ini /srv/shop/uwsgi.ini'],
    ['a script', 'CMD ["./boot.sh"]'],
  ])('is found by %s', (_name, command) => {
    const files = {
      ...flask,
      'uwsgi.ini': ini,
      'boot.sh': '#!/bin/sh\nexec uwsgi --ini uwsgi.ini\n',
      Dockerfile: `FROM python:3.13\nWORKDIR /srv/shop\nCOPY . .\n${command}\n`,
      'compose.yaml': 'services:\n  shop:\n    build: .\n',
    };
    expect(programLines(see(files))).toEqual([
      'shop#jobs.py:worker worker jobs.py ×? ×2 processes',
      'shop#shop.py server shop.py ×? ×4 processes',
    ]);
    expect(counted(files, 'shop#shop.py')).toBe('uwsgi.ini:3');
  });

  it('is counted by the words of the command first', () => {
    const files = { ...flask, 'uwsgi.ini': ini, Procfile: 'web: uwsgi --processes 2 uwsgi.ini\n' };
    expect(programLines(see(files)).join('\n')).toContain('server shop.py ×? ×2 processes');
  });
});

describe('what a script of an image starts', () => {
  const image = (command: string): string => `FROM python:3.13\nENV WORKERS=3\nWORKDIR /app\nCOPY . .\n${command}\n`;

  it.each<[string, Files, readonly string[]]>([
    [
      'a command in its place',
      { 'boot.sh': 'flask db upgrade\nexec gunicorn -w 4 shop:app\n', Dockerfile: image('ENTRYPOINT ["./boot.sh"]') },
      ['shop.py server shop.py ×? ×4 processes'],
    ],
    [
      'as many as the image’s environment says',
      { 'boot.sh': 'exec gunicorn --workers $WORKERS shop:app\n', Dockerfile: image('CMD ./boot.sh') },
      ['shop.py server shop.py ×? ×3 processes'],
    ],
    [
      'as many as the script falls back on',
      { 'boot.sh': 'COUNT=${COUNT:-5}\nexec gunicorn --workers $COUNT shop:app\n', Dockerfile: image('CMD ./boot.sh') },
      ['shop.py server shop.py ×? ×5 processes'],
    ],
    [
      'what it is given',
      {
        'docker-entrypoint.sh': 'flask db upgrade\nexec "$@"\n',
        Dockerfile: image('ENTRYPOINT ["/app/docker-entrypoint.sh"]\nCMD ["gunicorn", "-w", "2", "shop:app"]'),
      },
      ['shop.py server shop.py ×? ×2 processes'],
    ],
    [
      'the arm that it is given the name of',
      {
        'bin/docker-entrypoint':
          '#!/bin/bash\nserver() {\n  exec gunicorn -w ${WEB:-6} shop:app\n}\nwork() {\n  exec celery -A jobs worker\n}\ncase "$1" in\n  worker) work ;;\n  server) server ;;\n  *) exec "$@" ;;\nesac\n',
        Dockerfile: image('ENTRYPOINT ["/app/bin/docker-entrypoint"]\nCMD ["server"]'),
      },
      ['shop.py server shop.py ×? ×6 processes'],
    ],
    [
      'a script that lies elsewhere in the image',
      {
        'docker/entry.sh': 'cd /app\nexec gunicorn -w 2 shop:app\n',
        Dockerfile: image('COPY docker/entry.sh /usr/local/bin/run.sh\nENTRYPOINT ["run.sh"]'),
      },
      ['shop.py server shop.py ×? ×2 processes'],
    ],
  ])('%s', (_name, files, expected) => {
    const lines = programLines(see({ ...flask, ...files }));
    expect(lines.filter((line) => line.includes('shop.py'))).toEqual(expected);
  });

  it('is not what has ended before the server starts', () => {
    const files = {
      ...flask,
      'ping.py': 'import socket\n',
      'boot.sh': 'python ping.py\nexec gunicorn shop:app\n',
      Dockerfile: image('CMD ["./boot.sh"]'),
    };
    expect(programLines(see(files)).join()).not.toContain('ping.py');
  });

  it('says the line of the script', () => {
    const files = {
      ...flask,
      'boot.sh': '#!/bin/sh\nexec gunicorn -w 4 shop:app\n',
      Dockerfile: image('CMD ["./boot.sh"]'),
    };
    expect(counted(files, 'shop.py')).toBe('boot.sh:2');
  });
});

describe('two commands of one file', () => {
  it('are two programs', () => {
    const files = {
      ...django,
      Procfile:
        'web: python manage.py runserver\nworker: python manage.py rqworker\nclock: python manage.py rqscheduler\nrelease: python manage.py migrate\n',
    };
    expect(programLines(see(files))).toEqual([
      'clock scheduler manage.py ×?',
      'web server manage.py ×?',
      'worker worker manage.py ×?',
    ]);
  });

  it('have names of their own where nothing else tells them apart', () => {
    const files = {
      ...flask,
      Dockerfile: 'FROM python:3.13\nCOPY . .\nCMD ["honcho", "start"]\n',
      Procfile: 'worker: celery -A jobs worker -c 2\nclock: celery -A jobs beat\n',
      'pyproject.toml': '[project]\nname = "shop"\n',
    };
    expect(programLines(see(files)).filter((line) => line.includes('jobs'))).toEqual([
      'shop#jobs.py:beat scheduler jobs.py ×?',
      'shop#jobs.py:worker worker jobs.py ×? ×2 processes',
    ]);
  });
});
