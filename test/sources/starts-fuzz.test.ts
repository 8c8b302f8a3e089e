// biome-ignore-all lint/suspicious/noTemplateCurlyInString: shells write their variables this way.
import { describe, expect, it } from 'vitest';
import { readFile } from '../../src/sources/formats.ts';
import { faultsIn } from './integrity.ts';
import { mutated, randomFrom } from './mutations.ts';

const samples: readonly (readonly [path: string, text: string])[] = [
  [
    'Procfile',
    'web: cd api && gunicorn -w ${WORKERS:-4} shop:app\nworker: celery -A shop worker\nrelease: flask db upgrade\n',
  ],
  [
    'boot.sh',
    '#!/bin/bash\nCOUNT=${COUNT:-$(nproc)}\nserver() {\n  exec gunicorn \\\n    -w "$COUNT" shop:app > log 2>&1\n}\ncat <<EOF\ntext\nEOF\ncase "$1" in\n  server|web) server ;;\n  *) exec "$@" ;;\nesac\n',
  ],
  [
    'supervisord.conf',
    '[program:shop]\ncommand=gunicorn\n  -w 2 shop:app ; shop\ndirectory=/srv\nenvironment=A="1",B=2\nnumprocs=4\n',
  ],
  [
    'work@.service',
    '[Service]\nEnvironment="A=1" B=2\nWorkingDirectory=/srv\nExecStart=-/bin/sh -c \'exec \\\n  rq worker\'\n',
  ],
  ['uwsgi.ini', '[uwsgi]\nmaster\nmodule = shop.wsgi:app\nprocesses = %k\nattach-daemon = ./manage.py send\n'],
];

describe('broken files that start programs', () => {
  const seed = Number(process.env['FUZZ_SEED'] ?? 20_261_126);

  it.each(samples)('%s is read without throwing and without contradictions', (path, text) => {
    const random = randomFrom(seed);
    let broken = text;
    for (let run = 0; run < 300; run++) {
      broken = run % 6 === 0 ? text : mutated(broken, random).slice(0, 4_000);
      const facts = readFile(path, broken);
      expect([`run ${run} of seed ${seed}`, ...faultsIn(facts, broken)]).toEqual([`run ${run} of seed ${seed}`]);
    }
  });
});
