import { describe, expect, it } from 'vitest';
import { emptyConfiguration } from '../../src/config/configuration.ts';
import { readConfiguration } from '../../src/config/read.ts';

const whole = `{
  // Comments are welcome.
  "$schema": "./second-instance.schema.json",
  "topology": {
    "api": { "hosts": [2, 10], "processesPerHost": 1 },
    "legacy": { "hosts": 1, "because": "the licence allows one" },
    "*": { "hosts": 3, "from": "kubectl", "on": "2026-11-20" }
  },
  "assume": { "instances": 4 },
  "environments": { "development": ["compose.override.yaml", "values-dev.yaml"] },
  "databases": { "postgres": { "maxConnections": 200, "reserved": 10, "from": "SHOW max_connections", "on": "2026-11-20" } },
  "nginx": { "version": "1.22.1", "flavour": "open source" },
  "targets": { "api": { "peakRequestsPerSecond": 200, "p95Milliseconds": 300 } },
  "answers": { "readWriteRatio": 9, "replicaLagSeconds": "unknown" },
  "rules": { "query-unbounded": "off", "log-local-file": "note" },
  "ignore": [{ "rule": "state-singleton-field", "files": ["src/legacy/**"], "because": "moves to Redis in May", "until": "2027-05-31" }],
  "exclude": ["tools/**"],
  "libraries": [{ "language": "typescript", "module": "@acme/session", "call": "createSession", "is": "session", "sharedWhen": { "option": "store" } }],
}`;

describe('a configuration', () => {
  const { configuration, problems } = readConfiguration('second-instance.json', whole);

  it('is read whole', () => {
    expect(problems).toEqual([]);
    expect(configuration).toMatchObject({
      topology: {
        api: { hosts: [2, 10], processesPerHost: 1, because: null, line: 4 },
        legacy: { hosts: [1, 1], because: 'the licence allows one', line: 5 },
        '*': { hosts: [3, 3], from: 'kubectl', on: '2026-11-20', line: 6 },
      },
      assumedInstances: 4,
      environments: { development: ['compose.override.yaml', 'values-dev.yaml'] },
      databases: {
        postgres: { maxConnections: 200, reserved: 10, from: 'SHOW max_connections', on: '2026-11-20', line: 10 },
      },
      nginx: { version: '1.22.1', flavour: 'open source' },
      targets: { api: { peakRequestsPerSecond: 200, p95Milliseconds: 300 } },
      answers: { readWriteRatio: 9, replicaLagSeconds: 'unknown' },
      rules: { 'query-unbounded': 'off', 'log-local-file': 'note' },
      ignore: [
        {
          rule: 'state-singleton-field',
          files: ['src/legacy/**'],
          because: 'moves to Redis in May',
          until: '2027-05-31',
        },
      ],
      exclude: ['tools/**'],
      libraries: [
        {
          language: 'typescript',
          module: '@acme/session',
          call: 'createSession',
          is: 'session',
          options: null,
          sharedWhen: { option: 'store' },
        },
      ],
    });
  });

  it('knows where its numbers stand', () => {
    const at = (span: readonly [number, number] | undefined) => whole.slice(...(span ?? [0, 0]));
    expect(at(configuration.topology['api']?.site?.span)).toBe('[2, 10]');
    expect(at(configuration.topology['legacy']?.site?.span)).toBe('1');
    expect(at(configuration.databases['postgres']?.site?.span)).toBe('200');
  });
});

describe('what is wrong in a configuration', () => {
  it.each([
    ['{ "topologi": {} }', '"topologi"', '`topologi` is no setting and is left out. Did you mean `topology`?'],
    ['{ "colour": 1 }', '"colour"', /^`colour` is no setting and is left out\. Known here: `\$schema`, `topology`, /],
    [
      '{ "topology": { "api": { "host": 3 } } }',
      '"host"',
      '`topology.api.host` is no setting and is left out. Did you mean `hosts`?',
    ],
    [
      '{ "topology": { "api": { "hosts": "three" } } }',
      '"three"',
      '`topology.api.hosts` must be a whole number from 1, or two whole numbers in order, the least and the most, and is left out. Write for example [2, 10].',
    ],
    ['{ "topology": { "api": { "hosts": [10, 2] } } }', '[10, 2]', /^`topology\.api\.hosts` must be/],
    ['{ "topology": { "api": { "hosts": 0 } } }', '0', /^`topology\.api\.hosts` must be/],
    [
      '{ "topology": 3 }',
      '3',
      '`topology` must be an object in braces, and is left out. Write for example { "api": { "hosts": 3 } }.',
    ],
    [
      '{ "assume": { "instances": 1.5 } }',
      '1.5',
      '`assume.instances` must be a whole number from 1, and is left out. Write for example 2.',
    ],
    [
      '{ "rules": { "query-unbounded": "warn" } }',
      '"warn"',
      /^`rules\.query-unbounded` must be one of "error", "warning", "note", "off"/,
    ],
    [
      '{ "ignore": [{ "rule": "a", "files": ["b"] }] }',
      '{ "rule": "a", "files": ["b"] }',
      '`ignore[0]` lacks `because`. Add for example "because": "moves to Redis in May".',
    ],
    [
      '{ "ignore": [{ "rule": "a", "files": ["b"], "because": "c", "until": "next year" }] }',
      '"next year"',
      /must be a date such as 2027-05-31/,
    ],
    [
      '{ "exclude": ["a", 3] }',
      '3',
      '`exclude[1]` must be a text in quotes, and is left out. Write for example "tools/**".',
    ],
    [
      '{ "assume": { "instances": 2 }, "assume": { "instances": 3 } }',
      '"assume"',
      '`assume` stands here twice, and this one is left out. Keep one of them.',
    ],
    ['{ "topology": { "": { "hosts": 2 } } }', '""', /^This name is empty/],
    ['[]', '[]', /^This file must be an object in braces/],
    ['"words"', '"words"', /^This file must be an object in braces/],
  ])('%s', (text, place, message) => {
    const { problems } = readConfiguration('second-instance.json', text);
    expect(problems).toHaveLength(1);
    const [problem] = problems;
    if (typeof message === 'string') expect(problem?.message).toBe(message);
    else expect(problem?.message).toMatch(message);
    expect(text.slice(...(problem?.span ?? [0, 0]))).toBe(place);
  });

  it.each([
    [
      '{ "assume": { "instances": 3 }, "topology": { "api": { "hosts": "x", "processesPerHost": 2 } } }',
      { assumedInstances: 3, topology: { api: { hosts: null, processesPerHost: 2 } } },
    ],
    ['{ "assume": { "instances": 3 } "exclude": ["a"] }', { assumedInstances: 3, exclude: ['a'] }],
    [
      '{ "assume": { "instances": 3 }, "exclude": ["a", 3, "b"], "rules": { "a": "loud", "b": "off" } }',
      { assumedInstances: 3, exclude: ['a', 'b'], rules: { b: 'off' } },
    ],
    ['{ "assume": { "instances": 3 }', { assumedInstances: 3 }],
    ['{ "assume": { "instances": 2 }, "assume": { "instances": 3 } }', { assumedInstances: 2 }],
  ])('leaves the rest of %s as it is', (text, expected) => {
    const { configuration, problems } = readConfiguration('second-instance.json', text);
    expect(problems.length).toBeGreaterThan(0);
    expect(configuration).toMatchObject(expected);
  });

  it.each([
    '{ "ignore": [{ "rule": "a", "files": ["b"], "because": "c", "until": "soon" }] }',
    '{ "ignore": [{ "rule": "a", "files": ["b"] }] }',
    '{ "ignore": [{ "rule": "a", "files": "b", "because": "c" }] }',
  ])('silences nothing by %s', (text) => {
    expect(readConfiguration('second-instance.json', text).configuration.ignore.flatMap(({ files }) => files)).toEqual(
      [],
    );
  });

  it.each([
    ['{ "assume": { "instances": 2 }', false],
    ['instances: 2', false],
    ['{ "rulez": {} }', true],
  ])('can read %j: %s', (text, readable) => {
    expect(readConfiguration('second-instance.json', text).readable).toBe(readable);
  });

  it.each(['', '  \n', '{}', '{ // nothing\n}'])('takes %j as nothing said', (text) => {
    expect(readConfiguration('second-instance.json', text)).toEqual({
      configuration: emptyConfiguration,
      problems: [],
      readable: true,
    });
  });

  it.each(['{', 'x', '{"a":', '[[[', '['.repeat(50_000), '{"topology":{"api":null}}', '{"assume":null}', '\u0000'])(
    'reads %.20j without failing',
    (text) => {
      const { configuration, problems } = readConfiguration('second-instance.json', text);
      expect(configuration.assumedInstances).toBe(2);
      expect(problems.length).toBeGreaterThan(0);
      for (const { message, span } of problems) {
        expect(message).toMatch(/^[A-Z`].*\.$|\?$|\}\.$/s);
        expect(span[0]).toBeLessThanOrEqual(span[1]);
        expect(span[1]).toBeLessThanOrEqual(text.length);
      }
    },
  );
});
