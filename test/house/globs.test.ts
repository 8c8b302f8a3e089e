import { describe, expect, it } from 'vitest';
import { matchesGlob } from '../../src/text/globs.ts';

describe('globs', () => {
  it.each([
    ['src/legacy/**', 'src/legacy/a/b.ts', true],
    ['src/legacy/**', 'src/legacy.ts', false],
    ['compose.override.yaml', 'deploy/compose.override.yaml', true],
    ['compose.override.yaml', 'deploy/my-compose.override.yaml', false],
    ['values-*.yaml', 'chart/values-dev.yaml', true],
    ['src/*.ts', 'src/a/b.ts', false],
    ['src/**/*.ts', 'src/b.ts', true],
    ['pages/api/**/*.{js,ts}', 'pages/api/orders/[id].ts', true],
    ['pages/api/**/*.{js,ts}', 'pages/api/orders.css', false],
    ['app/(shop)/*.ts', 'app/(shop)/a.ts', true],
    ['tools/', 'tools/build/a.js', true],
    ['/Dockerfile', 'Dockerfile', true],
    ['a{b', 'a{b', true],
  ])('%s on %s is %s', (pattern, path, expected) => {
    expect(matchesGlob(pattern, path)).toBe(expected);
  });
});
