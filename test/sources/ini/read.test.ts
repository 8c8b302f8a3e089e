import { describe, expect, it } from 'vitest';
import type { UnitFact } from '../../../src/facts/deployment.ts';
import { readFile } from '../../../src/sources/formats.ts';
import { readIni } from '../../../src/sources/ini/read.ts';
import { faultsIn } from '../integrity.ts';

function deploymentOf(path: string, text: string) {
  const facts = readIni(path, text);
  expect(faultsIn(facts, text)).toEqual([]);
  return facts.deployment;
}

/** `shop in /srv/shop: gunicorn shop:app ×4`. */
function shown(units: readonly UnitFact[] = []): readonly string[] {
  return units.map(({ name, containers: [container], copies }) => {
    const folder = container?.folder === undefined ? '' : ` in ${container.folder.value}`;
    const times = copies === undefined ? '' : ` ×${copies.number.fallback ?? copies.number.names[0] ?? '?'}`;
    return `${name}${folder}: ${container?.command?.words.join(' ')}${times}`;
  });
}

describe('a file for supervisor', () => {
  it.each<[string, string, readonly string[]]>([
    ['a file of another program has none', '[loggers]\ncommand=gunicorn shop:app\n', []],
    [
      'what listens to supervisor itself is none',
      '[eventlistener:mail]\ncommand=python mail.py\n[program:a]\ncommand=a\n',
      ['a: a'],
    ],
    [
      'a comment is none',
      '[program:shop]\n;command=old\ncommand=gunicorn shop:app ; the shop\n',
      ['shop: gunicorn shop:app'],
    ],
    [
      'a program with its folder and copies',
      '[program:shop]\ncommand=/srv/venv/bin/gunicorn -w 2 shop:app\ndirectory=/srv/shop\nnumprocs = 4\n',
      ['shop in /srv/shop: /srv/venv/bin/gunicorn -w 2 shop:app ×4'],
    ],
    [
      'a number of the environment',
      '[program:work]\ncommand=rq worker\nnumprocs=%(ENV_WORKERS)s\n',
      ['work: rq worker ×WORKERS'],
    ],
    [
      'a command on several lines',
      '[program:shop]\ncommand=gunicorn\n    -w 4\n    shop:app\n',
      ['shop: gunicorn -w 4 shop:app'],
    ],
  ])('%s', (_name, text, expected) => {
    expect(shown(deploymentOf('supervisord.conf', text)?.units)).toEqual(expected);
  });

  it('sets names of the environment, without secrets', () => {
    const text = '[program:shop]\ncommand=a\nenvironment=WORKERS="3",SECRET_KEY="hush",URL=redis://:hush@carts/0\n';
    const deployment = deploymentOf('supervisord.conf', text);
    expect(deployment?.units[0]?.containers[0]?.environment).toMatchObject([
      { name: 'WORKERS', value: { kind: 'number', value: 3 } },
      { name: 'SECRET_KEY', value: null },
      { name: 'URL', value: { kind: 'address', address: { host: 'carts' } } },
    ]);
    expect(JSON.stringify(deployment)).not.toContain('hush');
  });

  it('is told from nginx by what stands in it, in a folder that both use', () => {
    const text = '[program:shop]\ncommand=gunicorn shop:app\n';
    expect(shown(readFile('etc/conf.d/shop.conf', text).deployment?.units)).toEqual(['shop: gunicorn shop:app']);
    expect(readFile('etc/conf.d/shop.conf', 'server { listen 80; }').language).toBe('nginx');
  });
});

describe('a service of systemd', () => {
  it.each<[string, string, readonly string[]]>([
    ['shop.service', '[Unit]\nDescription=Shop\n', []],
    ['shop-migrate.service', '[Service]\nType=oneshot\nExecStart=flask db upgrade\n', []],
    [
      'shop.service',
      '[Service]\nWorkingDirectory=/srv/shop\nExecStart=-/usr/bin/gunicorn shop:app\n',
      ['shop in /srv/shop: /usr/bin/gunicorn shop:app'],
    ],
    [
      'shop.service',
      "[Service]\nExecStart=/bin/sh -c 'exec \\\n  gunicorn shop:app'\n",
      ['shop: /bin/sh -c exec gunicorn shop:app'],
    ],
    ['work@.service', '[Service]\nExecStart=rq worker\n', ['work: rq worker ×?']],
  ])('%s: %s', (path, text, expected) => {
    const units = deploymentOf(path, text)?.units;
    expect(shown(units).map((line) => line.replace(/\s+/g, ' '))).toEqual(expected);
  });

  it('sets names of the environment', () => {
    const text = '[Service]\nExecStart=a\nEnvironment="WORKERS=3" DEBUG=false\nEnvironment=TOKEN=hush\n';
    const deployment = deploymentOf('shop.service', text);
    expect(deployment?.units[0]?.containers[0]?.environment.map(({ name }) => name)).toEqual([
      'WORKERS',
      'DEBUG',
      'TOKEN',
    ]);
    expect(JSON.stringify(deployment)).not.toContain('hush');
  });
});

describe('a file for uWSGI', () => {
  it('keeps the options that say what runs', () => {
    const text =
      '[uwsgi]\nmaster\nmodule = shop.wsgi:application\nprocesses = 4 \nset = KEY=hush\n# workers = 9\n[other]\nprocesses = 8\n';
    const options = deploymentOf('uwsgi.ini', text)?.options;
    expect(options?.map(({ name, value }) => [name, value])).toEqual([
      ['master', ''],
      ['module', 'shop.wsgi:application'],
      ['processes', '4'],
    ]);
    expect(text.slice(...(options?.[2]?.span ?? [0, 0]))).toBe('processes = 4');
  });
});
