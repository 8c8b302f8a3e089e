import { describe, expect, it } from 'vitest';
import { readConfiguration } from '../../src/config/read.ts';
import { hostsEdits } from '../../src/config/write.ts';
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
