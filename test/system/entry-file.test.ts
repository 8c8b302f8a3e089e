import { describe, expect, it } from 'vitest';
import { factsByFile } from '../../src/facts/store.ts';
import { readFile } from '../../src/sources/formats.ts';
import { entryFileOf } from '../../src/system/entry-file.ts';

const factsOf = (files: Readonly<Record<string, string>>) =>
  factsByFile(Object.entries(files).map(([path, text]) => readFile(path, text)));

const compiler = (settings: object) => JSON.stringify({ compilerOptions: settings });

describe('the source that a start command means', () => {
  it.each([
    ['as it is', { 'server.js': '' }, '', 'server.js', 'server.js'],
    ['without extension', { 'server.js': '' }, '', './server', 'server.js'],
    ['a folder', { 'index.js': '' }, '', '.', 'index.js'],
    ['a folder below', { 'src/index.ts': '' }, '', 'src', 'src/index.ts'],
    [
      'by outDir and rootDir',
      { 'tsconfig.json': compiler({ outDir: './out', rootDir: './source' }), 'source/server.ts': '' },
      '',
      'out/server.js',
      'source/server.ts',
    ],
    [
      'by outDir alone',
      { 'tsconfig.json': compiler({ outDir: 'built' }), 'src/server.ts': '' },
      '',
      'built/server.js',
      'src/server.ts',
    ],
    [
      'by another file of settings',
      {
        'tsconfig.json': compiler({}),
        'tsconfig.build.json': compiler({ outDir: 'built', rootDir: 'src' }),
        'src/main.ts': '',
      },
      '',
      'built/main.js',
      'src/main.ts',
    ],
    ['by convention', { 'src/server.ts': '' }, '', 'dist/server.js', 'src/server.ts'],
    ['by convention with src kept', { 'src/server.ts': '' }, '', 'dist/src/server.js', 'src/server.ts'],
    ['by convention without src', { 'server.ts': '' }, '', 'build/server.js', 'server.ts'],
    [
      'of an application in a monorepo',
      { 'apps/api/src/main.ts': '' },
      '',
      'dist/apps/api/main.js',
      'apps/api/src/main.ts',
    ],
    ['in a package', { 'apps/api/src/server.ts': '' }, 'apps/api', 'dist/server.js', 'apps/api/src/server.ts'],
    [
      'from the root into a package',
      { 'apps/api/tsconfig.json': compiler({ outDir: 'built', rootDir: 'src' }), 'apps/api/src/server.ts': '' },
      '',
      'apps/api/built/server.js',
      'apps/api/src/server.ts',
    ],
    ['in an image', { 'src/server.ts': '' }, '', '/usr/src/app/dist/server.js', 'src/server.ts'],
    [
      'the source rather than its output',
      { 'src/server.ts': '', 'dist/server.js': '' },
      '',
      'dist/server.js',
      'src/server.ts',
    ],
    ['the output where the source is elsewhere', { 'dist/server.js': '' }, '', 'dist/server.js', 'dist/server.js'],
    ['as a module', { 'src/server.mts': '' }, '', 'dist/server.mjs', 'src/server.mts'],
    ['nothing', { 'src/server.ts': '' }, '', 'dist/worker.js', null],
    ['nothing outside', { 'src/server.ts': '' }, '', '../dist/server.js', null],
    ['no manifest', { 'package.json': '{}' }, '', 'package.json', null],
  ])('%s', (_, files, folder, written, expected) => {
    expect(entryFileOf(factsOf(files), folder, written)).toBe(expected);
  });
});
