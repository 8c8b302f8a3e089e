import { describe, expect, it } from 'vitest';
import { findingsIn } from '../findings-of-rules.ts';

const app = `from flask import Flask, request
app = Flask(__name__)
carts = {}

@app.post('/carts/<name>')
def put(name):
    carts[name] = request.json
    return 'ok'

@app.get('/carts/<name>')
def get(name):
    return carts.get(name)

@app.post('/photos')
def photo():
    request.files['photo'].save('/srv/shop/uploads/photo.jpg')
    return 'ok'

@app.get('/photos')
def photos():
    with open('/srv/shop/uploads/photo.jpg', 'rb') as file:
        return file.read()
`;

/** Findings of a service in Flask, as \`rule severity: message\`. */
function found(files: Readonly<Record<string, string>>): readonly string[] {
  const all = { 'requirements.txt': 'flask\n', 'app.py': app, ...files };
  return findingsIn(new Map(Object.entries(all))).map(
    ({ ruleId, severity, message }) => `${ruleId} ${severity}: ${message}`,
  );
}

const about = (rule: string, findings: readonly string[]): string =>
  findings.find((finding) => finding.startsWith(rule)) ?? '';

describe('processes on one host, and hosts that nobody knows', () => {
  it.each<[string, Readonly<Record<string, string>>]>([
    ['(Procfile:1)', { Procfile: 'web: gunicorn -w 4 app:app\n' }],
    [
      '(gunicorn.conf.py:2)',
      { Procfile: 'web: gunicorn app:app\n', 'gunicorn.conf.py': 'bind = ":80"\nworkers = 4\n' },
    ],
    [
      '(deploy/supervisor/web.conf:2)',
      { 'deploy/supervisor/web.conf': '[program:web]\ncommand=gunicorn -w 4 app:app\n' },
    ],
    ['(web.service:2)', { 'web.service': '[Service]\nExecStart=gunicorn -w 4 app:app\n' }],
    [
      '(uwsgi.ini:3)',
      { Procfile: 'web: uwsgi uwsgi.ini\n', 'uwsgi.ini': '[uwsgi]\nmodule = app:app\nprocesses = 4\n' },
    ],
  ])('memory is split by the line that is named: %s', (place, files) => {
    const findings = found(files);
    expect(about('state-module-collection', findings)).toContain('error: ');
    expect(about('state-module-collection', findings)).toContain(`Each of 4 instances ${place}`);
    // A folder of the host is shared by its processes: how many hosts there are, nobody says.
    expect(about('upload-local-disk', findings)).toContain('warning: ');
    expect(about('upload-local-disk', findings)).toContain('With 2 instances');
  });

  it('is no error where one process is all that is known', () => {
    expect(about('state-module-collection', found({ Procfile: 'web: gunicorn app:app\n' }))).toContain('warning: ');
  });

  it('says that a number is none where the settings ask for the cores', () => {
    const findings = found({
      Procfile: 'web: gunicorn app:app\n',
      'gunicorn.conf.py': 'import os\nworkers = os.cpu_count()\n',
    });
    expect(about('state-module-collection', findings)).toContain(
      'Each of 2 instances (gunicorn.conf.py:2, which asks for several: two are counted)',
    );
  });
});

describe('a worker of tasks', () => {
  const jobs = `from celery import Celery
from app import carts
app = Celery('jobs')
totals = {}

@app.task
def bill(shop, amount):
    totals[shop] = totals.get(shop, 0) + amount

@app.task
def report(shop):
    return totals.get(shop)
`;
  const both = (worker: string) => ({ 'jobs.py': jobs, Procfile: `web: gunicorn app:app\nworker: ${worker}\n` });

  it('is not asked for the routes that it imports', () => {
    const carts = about(
      'state-module-collection',
      found(both('celery -A jobs worker -c 8')).filter((each) => each.includes('carts')),
    );
    expect(carts).not.toContain('8 instances');
  });

  it('keeps between its tasks what each of its processes has for itself', () => {
    const totals = found(both('celery -A jobs worker -c 8')).filter((each) => each.includes('totals'));
    expect(totals.join()).toContain('Each of 8 instances (Procfile:2)');
  });
});
