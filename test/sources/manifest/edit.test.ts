import { describe, expect, it } from 'vitest';
import { addDependency, addEnvironmentName } from '../../../src/sources/manifest/edit.ts';
import { applyEdits } from '../../../src/text/edits.ts';

const redis = { name: 'redis', range: '^5.0.0', group: 'dependencies' } as const;

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
    const edits = addDependency(before, redis);
    expect(applyEdits(before, edits ?? [])).toBe(after);
    expect(JSON.parse(after)).toMatchObject({ dependencies: { redis: expect.any(String) } });
    expect(addDependency(after, redis)).toEqual([]);
  });

  it.each(['', '[]', '{"dependencies": [', '{"dependencies": "none"}'])('refuses %j', (text) => {
    expect(addDependency(text, redis)).toBeNull();
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
    expect(applyEdits(before, addEnvironmentName(before, added))).toBe(after);
  });
});
