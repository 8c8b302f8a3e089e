import type { Shape } from './shape.ts';
import { userLibraryKinds } from './user-libraries.ts';

const text = (description: string, example: string): Shape => ({
  kind: 'text',
  description,
  example: JSON.stringify(example),
});
const whole = (description: string, least: number, example: number): Shape => ({
  kind: 'whole',
  description,
  least,
  example: String(example),
});
const date = (description: string, example: string): Shape => ({
  kind: 'text',
  description,
  example: JSON.stringify(example),
  pattern: { expression: '^\\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\\d|3[01])$', words: `a date such as ${example}` },
});
const texts = (description: string, example: string): Shape => ({
  kind: 'list',
  description,
  example: `[${JSON.stringify(example)}]`,
  items: text(description, example),
});
const record = (description: string, example: string, values: Shape): Shape => ({
  kind: 'record',
  description,
  example,
  values,
});
const object = (
  description: string,
  example: string,
  properties: Readonly<Record<string, Shape>>,
  required: readonly string[] = [],
): Shape => ({
  kind: 'object',
  description,
  example,
  properties,
  required,
});

const from = text('Where the number was read, so that others can look again.', 'SHOW max_connections');
const on = date('The day it was read.', '2026-11-20');
const because = text('Why, for those who come later.', 'the licence allows one');

const topology = object('How many copies of one program run.', '{ "hosts": [2, 10] }', {
  hosts: {
    kind: 'either',
    description: 'Machines, containers or pods that run the program: a number, or the least and the most.',
    example: '[2, 10]',
    of: [
      whole('Always this many.', 1, 3),
      { kind: 'span', description: 'The least and the most.', least: 0, example: '[2, 10]' },
    ],
  },
  processesPerHost: whole('Processes that answer on each of them.', 1, 1),
  because,
  from,
  on,
});

const database = object('What one database can take.', '{ "maxConnections": 200 }', {
  maxConnections: whole('The most connections that the server accepts.', 1, 200),
  reserved: whole('Connections that the application must not count on, such as those of administrators.', 0, 10),
  from,
  on,
});

const target = object('What one program must reach.', '{ "peakRequestsPerSecond": 200 }', {
  peakRequestsPerSecond: { kind: 'number', description: 'Requests a second at the peak.', least: 0, example: '200' },
  p95Milliseconds: {
    kind: 'number',
    description: 'Time within which 95 of 100 requests are answered.',
    least: 0,
    example: '300',
  },
});

const ignored = object(
  'Findings that are known and accepted.',
  '{ "rule": "state-singleton-field", "files": ["src/legacy/**"], "because": "moves to Redis in May" }',
  {
    rule: text('The rule’s id.', 'state-singleton-field'),
    files: texts('Globs of the files it is accepted in.', 'src/legacy/**'),
    because: text('Why it is accepted.', 'moves to Redis in May'),
    until: date('The day on which it counts again.', '2027-05-31'),
  },
  ['rule', 'files', 'because'],
);

const library = object(
  'A library of your own, told in the words of the catalogue.',
  '{ "language": "typescript", "module": "@acme/session", "call": "createSession", "is": "session" }',
  {
    language: {
      kind: 'choice',
      description: 'The language it is written for.',
      example: '"typescript"',
      values: ['typescript', 'javascript', 'python'],
    },
    module: text('The name it is imported by.', '@acme/session'),
    call: text('The exported function or class.', 'createSession'),
    is: {
      kind: 'choice',
      description: 'What the call makes, or what it does.',
      example: '"session"',
      values: userLibraryKinds,
    },
    options: whole('Which argument holds the options, counted from 1; the first unless said otherwise.', 1, 2),
    sharedWhen: object(
      'When its state is shared between instances.',
      '{ "option": "store" }',
      { option: text('The option that names the shared store.', 'store') },
      ['option'],
    ),
  },
  ['language', 'module', 'call', 'is'],
);

/** All of second-instance.json. */
export const configurationShape: Shape = object(
  'What Second Instance cannot read from the files.',
  '{ "assume": { "instances": 2 } }',
  {
    $schema: text('The schema of this file.', './node_modules/second-instance/media/second-instance.schema.json'),
    topology: record(
      'Copies of each program, by its name; `*` stands for all others.',
      '{ "api": { "hosts": 3 } }',
      topology,
    ),
    assume: object('What is assumed where nothing is declared.', '{ "instances": 2 }', {
      instances: whole('Instances of a program whose number nothing says.', 1, 2),
    }),
    environments: record(
      'Globs of the manifests of each environment. Those of `development` do not count for the number of instances.',
      '{ "development": ["compose.override.yaml"] }',
      texts('Globs of manifests.', 'compose.override.yaml'),
    ),
    databases: record(
      'What databases can take, by the id of their component.',
      '{ "postgres": { "maxConnections": 200 } }',
      database,
    ),
    nginx: object('The nginx that serves the application.', '{ "version": "1.22.1" }', {
      version: {
        kind: 'text',
        description: 'As `nginx -v` prints it.',
        example: '"1.22.1"',
        pattern: { expression: '^\\d+\\.\\d+(?:\\.\\d+)?$', words: 'a version such as 1.22.1' },
      },
      flavour: text('`open source` or `plus`.', 'open source'),
    }),
    targets: record(
      'What programs must reach; the plan prints ceilings alone without it.',
      '{ "api": { "peakRequestsPerSecond": 200 } }',
      target,
    ),
    answers: record('Answers to the plan’s questions.', '{ "readWriteRatio": 9 }', {
      kind: 'either',
      description: 'A number, or "unknown".',
      example: '9',
      of: [{ kind: 'number', description: 'A number.', least: 0, example: '9' }, text('A word.', 'unknown')],
    }),
    rules: record('Severity of rules, by id.', '{ "query-unbounded": "off" }', {
      kind: 'choice',
      description: 'The severity, or off.',
      example: '"off"',
      values: ['error', 'warning', 'note', 'off'],
    }),
    ignore: { kind: 'list', description: 'Findings that are known and accepted.', example: '[]', items: ignored },
    exclude: texts('Globs of files that are not looked at.', 'tools/**'),
    libraries: { kind: 'list', description: 'Libraries of your own.', example: '[]', items: library },
  },
);
