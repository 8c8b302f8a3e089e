import { describe, expect, it } from 'vitest';
import { readConfiguration } from '../../src/config/read.ts';
import { answerEdits, hostsEdits } from '../../src/config/write.ts';
import { applyEdits } from '../../src/text/edits.ts';

const written = (text: string | null, program: string, minimum: number, maximum: number) =>
  applyEdits(text ?? '', hostsEdits(text, program, { minimum, maximum }));

describe('saying how many hosts run a program', () => {
  it('makes the file where there is none', () => {
    expect(written(null, 'api', 3, 3)).toBe('{\n  "topology": {\n    "api": {\n      "hosts": 3\n    }\n  }\n}\n');
  });

  it('keeps comments, other entries and what the entry says besides', () => {
    const text =
      '{\n  // The licence.\n  "topology": {\n    "legacy": { "hosts": 1, "because": "the licence" }\n  },\n  "exclude": ["tools/**"]\n}\n';
    const after = written(text, 'legacy', 2, 5);
    expect(after).toContain('// The licence.');
    expect(readConfiguration('second-instance.json', after)).toMatchObject({
      configuration: { topology: { legacy: { hosts: [2, 5], because: 'the licence' } }, exclude: ['tools/**'] },
      problems: [],
    });
  });

  it.each([
    '{}',
    '{ "topology": {} }',
    '{ "topology": null }',
    '{ "topology": { "api": null } }',
    '{ "topology": { "api": { "processesPerHost": 2 } } }',
    '{\r\n\t"assume": { "instances": 2 }\r\n}',
    '{ "assume": { "instances": 2 }, }',
    '',
  ])('adds the entry to %j', (text) => {
    const { configuration, problems } = readConfiguration('second-instance.json', written(text, 'api', 1, 4));
    expect([configuration.topology['api']?.hosts, problems]).toEqual([[1, 4], []]);
  });

  it('changes nothing of a file that holds something else', () => {
    expect(hostsEdits('[1, 2]', 'api', { minimum: 2, maximum: 2 })).toEqual([]);
  });

  it('takes a name with any letters', () => {
    const name = 'apps/"shop".api#src/server.ts';
    expect(
      readConfiguration('second-instance.json', written('{}', name, 2, 2)).configuration.topology[name]?.hosts,
    ).toEqual([2, 2]);
  });
});

describe('an answer to the plan', () => {
  const answered = (text: string | null, path: readonly string[], answer: number | 'unknown') =>
    readConfiguration('second-instance.json', applyEdits(text ?? '', answerEdits(text, path, answer)));

  it.each([null, '{}', '{ "answers": {} }', '{ "answers": 3 }', '{ "answers": { "readWriteRatio": "unknown" } }'])(
    'is kept in %j',
    (text) => {
      const { configuration, problems } = answered(text, ['answers', 'readWriteRatio'], 9);
      expect([configuration.answers['readWriteRatio'], problems]).toEqual([9, []]);
    },
  );

  it('goes where its question says', () => {
    const path = ['databases', 'orders-db', 'maxConnections'];
    expect(answered('{ "databases": null }', path, 200).configuration.databases['orders-db']?.maxConnections).toBe(200);
    const target = answered(null, ['targets', 'api', 'peakRequestsPerSecond'], 12.5);
    expect(target.configuration.targets['api']?.peakRequestsPerSecond).toBe(12.5);
    expect(answered(null, ['topology', 'api', 'hosts'], 3).configuration.topology['api']?.hosts).toEqual([3, 3]);
  });

  it('may be unknown anywhere, which is no error in any part', () => {
    const { configuration, problems } = answered('{}', ['topology', 'api', 'hosts'], 'unknown');
    expect([configuration.answers['topology.api.hosts'], configuration.topology, problems]).toEqual([
      'unknown',
      {},
      [],
    ]);
  });

  it('changes nothing of a file that holds something else', () => {
    expect(answerEdits('[1, 2]', ['answers', 'readWriteRatio'], 9)).toEqual([]);
  });
});
