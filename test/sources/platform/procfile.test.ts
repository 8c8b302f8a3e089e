import { describe, expect, it } from 'vitest';
import { readProcfile } from '../../../src/sources/platform/procfile.ts';
import { faultsIn } from '../integrity.ts';

describe('a Procfile', () => {
  it('names a process and its command on each line', () => {
    const text =
      '# the shop\nweb: gunicorn -w 4 shop:app\nworker:celery -A shop worker\nrelease: flask db upgrade\n\nnot a process\n';
    const facts = readProcfile('Procfile', text);
    expect(faultsIn(facts, text)).toEqual([]);
    const units = facts.deployment?.units ?? [];
    expect(units.map(({ name, kind, replicas }) => [name, kind, replicas])).toEqual([
      ['web', 'procfile-process', null],
      ['worker', 'procfile-process', null],
    ]);
    const command = units[0]?.containers[0]?.command;
    expect(command?.words).toEqual(['gunicorn', '-w', '4', 'shop:app']);
    expect(text.slice(...(command?.span ?? [0, 0]))).toBe('gunicorn -w 4 shop:app');
  });

  it('keeps no secret', () => {
    const facts = readProcfile('Procfile', 'web: DB_PASSWORD=hush node server.js --token hush\n');
    expect(JSON.stringify(facts)).not.toContain('hush');
    const named = readProcfile(
      'Procfile',
      'web: JWT=hush STRIPE=hush PORT=3000 FLASK_APP=shop.app gunicorn shop.app sk_live_hushhush1\n',
    );
    expect(JSON.stringify(named)).not.toContain('hush');
    expect(named.deployment?.units[0]?.containers[0]?.command?.words).toEqual([
      'JWT=***',
      'STRIPE=***',
      'PORT=3000',
      'FLASK_APP=shop.app',
      'gunicorn',
      'shop.app',
      '***',
    ]);
  });
});
