import { describe, expect, it } from 'vitest';
import { baseNameOf, folderOf, isInFolder, joinPaths, pathWithin } from '../../src/text/paths.ts';

describe('paths', () => {
  it.each([
    [['apps/orders', './src/../server.ts'], 'apps/orders/server.ts'],
    [['', 'server.ts'], 'server.ts'],
    [['deploy', '..'], ''],
    [['deploy', '../..'], null],
    [['deploy', '../../elsewhere'], null],
    [['.', 'apps\\orders'], 'apps/orders'],
  ])('joins %j', (parts, expected) => {
    expect(joinPaths(...parts)).toBe(expected);
  });

  it('tells folders and names', () => {
    expect(folderOf('apps/orders/server.ts')).toBe('apps/orders');
    expect(folderOf('server.ts')).toBe('');
    expect(baseNameOf('apps/orders/server.ts')).toBe('server.ts');
    expect(pathWithin('apps/orders', 'apps/orders/src/a.ts')).toBe('src/a.ts');
    expect(pathWithin('', 'src/a.ts')).toBe('src/a.ts');
  });

  it('does not take a folder for another that begins alike', () => {
    expect(isInFolder('apps/orders-old/a.ts', 'apps/orders')).toBe(false);
    expect(isInFolder('apps/orders/a.ts', 'apps/orders')).toBe(true);
    expect(isInFolder('a.ts', '')).toBe(true);
  });
});
