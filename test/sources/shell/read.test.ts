// biome-ignore-all lint/suspicious/noTemplateCurlyInString: shells write their variables this way.
import { describe, expect, it } from 'vitest';
import { readShell } from '../../../src/sources/shell/read.ts';
import { faultsIn } from '../integrity.ts';

/** `server: $1 web|all? gunicorn shop:app & ?`: function, arm, words, whether it runs beside and whether a test decides. */
function commandsIn(text: string): readonly string[] {
  const facts = readShell('boot.sh', text);
  expect(faultsIn(facts, text)).toEqual([]);
  return (facts.deployment?.shell?.commands ?? []).map(({ words, function: name, arm, background, conditional }) =>
    [
      name === null ? null : `${name}:`,
      arm === null ? null : `${arm.subject} ${arm.patterns.join('|')}?`,
      words.join(' '),
      background ? '&' : null,
      conditional === true ? '?' : null,
    ]
      .filter((part) => part !== null)
      .join(' '),
  );
}

describe('the commands of a shell script', () => {
  it.each<[string, string, readonly string[]]>([
    [
      'comments are none',
      '#!/bin/sh\n# gunicorn old:app\nexec gunicorn shop:app # the shop\n',
      ['exec gunicorn shop:app'],
    ],
    [
      'what prints and waits is left out',
      'echo "starting gunicorn"\nsleep 3\ngunicorn shop:app',
      ['gunicorn shop:app'],
    ],
    ['a text in its place is none', 'cat <<EOF\ngunicorn old:app\nEOF\ngunicorn shop:app', ['gunicorn shop:app']],
    ['redirections are left out', 'gunicorn shop:app > /var/log/shop 2>&1', ['gunicorn shop:app']],
    ['a backslash goes on', 'exec gunicorn \\\n  --workers 4 \\\n  shop:app\n', ['exec gunicorn --workers 4 shop:app']],
    ['signs part them', 'flask db upgrade && gunicorn shop:app; true', ['flask db upgrade', 'gunicorn shop:app']],
    [
      '`&` lets them run beside',
      'celery -A shop worker &\ngunicorn shop:app',
      ['celery -A shop worker &', 'gunicorn shop:app'],
    ],
    [
      'conditions and loops are looked into',
      'while true; do\n  flask db upgrade\n  if [[ "$?" == "0" ]]; then break; fi\ndone\ngunicorn shop:app',
      ['flask db upgrade', 'break ?', 'gunicorn shop:app'],
    ],
    [
      'a test may decide whether they run',
      '[ "$MIGRATE" = yes ] && flask db upgrade\nif [ -n "$SEED" ]; then\n  flask seed\nelse\n  flask check\nfi\ncd app && gunicorn shop:app',
      ['flask db upgrade ?', 'flask seed ?', 'flask check ?', 'cd app', 'gunicorn shop:app'],
    ],
    [
      'functions and arms are told',
      'server() {\n  exec gunicorn shop:app\n}\ncase "$1" in\n  server|web) shift; server ;;\n  *) exec "$@" ;;\nesac\nexit 0\n',
      ['server: exec gunicorn shop:app', '$1 server|web? server', '$1 *? exec $@'],
    ],
    ['`function` names one too', 'function run { gunicorn shop:app; }\nrun', ['run: gunicorn shop:app', 'run']],
    [
      'expansions are one word',
      'gunicorn -w "$(nproc --all)" -b :${PORT:-8000} shop:app',
      ['gunicorn -w $(nproc --all) -b :${PORT:-8000} shop:app'],
    ],
    ['secrets are not kept', 'redis-server --requirepass hush', ['redis-server --requirepass ***']],
    ['an open quote ends with the file', 'gunicorn "shop:app', ['gunicorn shop:app']],
    ['another language is left alone', '#!/usr/bin/env python3\nimport os\n', []],
  ])('%s', (_name, text, expected) => expect(commandsIn(text)).toEqual(expected));
});

describe('the numbers of a shell script', () => {
  it.each([
    ['WORKERS=4', 'WORKERS', { names: [], fallback: 4 }],
    ['WORKERS=${WORKERS:-2}', 'WORKERS', { names: ['WORKERS'], fallback: 2 }],
    ['export COUNT="${A:-${B:-3}}"', 'COUNT', { names: ['A', 'B'], fallback: 3 }],
    [': "${WORKERS:=5}"', 'WORKERS', { names: ['WORKERS'], fallback: 5 }],
    ['WORKERS=$(nproc)', 'WORKERS', { names: [], fallback: 'cores' }],
  ])('%s', (text, name, number) => {
    expect(readShell('boot.sh', text).deployment?.shell?.numbers).toMatchObject([{ name, number }]);
  });

  it.each(['SECRET_KEY=hush', 'TOKEN=${TOKEN:-hush}', 'export URL=redis://:hush@carts'])(
    'keep no value of %s',
    (text) => {
      expect(JSON.stringify(readShell('boot.sh', text).deployment)).not.toContain('hush');
    },
  );
});
