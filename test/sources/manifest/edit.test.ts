import { describe, expect, it } from 'vitest';
import { addDependencies, addEnvironmentNames } from '../../../src/sources/manifest/edit.ts';
import { applyEdits } from '../../../src/text/edits.ts';

const redis = [{ name: 'redis', range: '^5.0.0' }];

const cases: readonly (readonly [title: string, before: string, after: string])[] = [
  [
    'where the alphabet puts it',
    '{\n  "dependencies": {\n    "express": "4",\n    "zod": "3"\n  }\n}\n',
    '{\n  "dependencies": {\n    "express": "4",\n    "redis": "^5.0.0",\n    "zod": "3"\n  }\n}\n',
  ],
  [
    'in front',
    '{\n  "dependencies": {\n    "zod": "3"\n  }\n}\n',
    '{\n  "dependencies": {\n    "redis": "^5.0.0",\n    "zod": "3"\n  }\n}\n',
  ],
  [
    'behind the last',
    '{\n\t"dependencies": {\n\t\t"express": "4"\n\t}\n}\n',
    '{\n\t"dependencies": {\n\t\t"express": "4",\n\t\t"redis": "^5.0.0"\n\t}\n}\n',
  ],
  [
    'with Windows line ends',
    '{\r\n    "dependencies": {\r\n        "express": "4"\r\n    }\r\n}\r\n',
    '{\r\n    "dependencies": {\r\n        "express": "4",\r\n        "redis": "^5.0.0"\r\n    }\r\n}\r\n',
  ],
  [
    'on one line',
    '{ "dependencies": { "express": "4", "zod": "3" } }',
    '{ "dependencies": { "express": "4", "redis": "^5.0.0", "zod": "3" } }',
  ],
  [
    'into an empty group',
    '{\n  "name": "shop",\n  "dependencies": {}\n}\n',
    '{\n  "name": "shop",\n  "dependencies": {\n    "redis": "^5.0.0"\n  }\n}\n',
  ],
  [
    'in a new group',
    '{\n  "name": "shop"\n}\n',
    '{\n  "name": "shop",\n  "dependencies": {\n    "redis": "^5.0.0"\n  }\n}\n',
  ],
  [
    'in a new group before what development needs',
    '{\n  "name": "shop",\n  "devDependencies": {\n    "vitest": "1"\n  }\n}\n',
    '{\n  "name": "shop",\n  "dependencies": {\n    "redis": "^5.0.0"\n  },\n  "devDependencies": {\n    "vitest": "1"\n  }\n}\n',
  ],
  ['in an empty manifest', '{}', '{\n  "dependencies": {\n    "redis": "^5.0.0"\n  }\n}'],
  ['not twice', '{"dependencies":{"redis":"4"}}', '{"dependencies":{"redis":"4"}}'],
];

describe('adding a dependency', () => {
  it.each(cases)('%s', (_title, before, after) => {
    const edits = addDependencies(before, redis);
    expect(applyEdits(before, edits ?? [])).toBe(after);
    expect(JSON.parse(after)).toMatchObject({ dependencies: { redis: expect.any(String) } });
    expect(addDependencies(after, redis)).toEqual([]);
  });

  it.each([
    ['no group', '{\n  "name": "shop"\n}\n'],
    ['an empty group', '{\n  "dependencies": {}\n}\n'],
    ['both before one', '{\n  "dependencies": {\n    "zod": "3"\n  }\n}\n'],
    ['both behind one', '{\n  "dependencies": {\n    "a": "3"\n  }\n}\n'],
    ['one on each side', '{ "dependencies": { "express": "4" } }'],
  ])('several at once: %s', (_title, before) => {
    const both = [...redis, { name: 'connect-redis', range: '^9.0.0' }];
    const after = applyEdits(before, addDependencies(before, both) ?? []);
    expect(after.match(/"dependencies"/g)).toHaveLength(1);
    const names = Object.keys(JSON.parse(after).dependencies);
    expect(names).toEqual([...names].sort());
    expect(JSON.parse(after).dependencies).toMatchObject({ redis: '^5.0.0', 'connect-redis': '^9.0.0' });
  });

  it.each(['', '[]', '{"dependencies": [', '{"dependencies": "none"}'])('refuses %j', (text) => {
    expect(addDependencies(text, redis)).toBeNull();
  });
});

describe('adding an environment name', () => {
  it.each([
    ['', '# Where sessions are kept.\nREDIS_URL=redis://localhost:6379\n'],
    ['PORT=3000', 'PORT=3000\n# Where sessions are kept.\nREDIS_URL=redis://localhost:6379\n'],
    ['PORT=3000\r\n', 'PORT=3000\r\n# Where sessions are kept.\r\nREDIS_URL=redis://localhost:6379\r\n'],
    ['export REDIS_URL=\n', 'export REDIS_URL=\n'],
  ])('to %j', (before, after) => {
    const added = { name: 'REDIS_URL', comment: 'Where sessions are kept.', example: 'redis://localhost:6379' };
    expect(applyEdits(before, addEnvironmentNames(before, [added]))).toBe(after);
  });

  it('several at once, in their order', () => {
    const names = ['B', 'A'].map((name) => ({ name, comment: `Of ${name}.`, example: '' }));
    expect(applyEdits('PORT=3000', addEnvironmentNames('PORT=3000', names))).toBe(
      'PORT=3000\n# Of B.\nB=\n# Of A.\nA=\n',
    );
  });
});
