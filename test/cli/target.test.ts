import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { targetOf } from '../../src/cli/target.ts';
import { type ShopOnDisk, shopOnDisk } from './shop.ts';

let shop: ShopOnDisk;
beforeEach(() => {
  shop = shopOnDisk();
  shop.write({
    'services/stock/package.json': '{}',
    'services/stock/src/stock.js': '',
    'deploy/api.yaml': '',
    'nested/compose.yaml': '',
    'nested/src/carts.js': '',
  });
});
afterEach(() => shop.remove());

const cases: readonly {
  readonly title: string;
  readonly paths: readonly string[];
  readonly from?: string;
  readonly root: string;
  readonly within: readonly string[];
}[] = [
  { title: 'nothing is the folder one stands in', paths: [], root: '', within: [] },
  {
    title: 'a folder that looks like a project is the root',
    paths: ['services/stock'],
    root: 'services/stock',
    within: [],
  },
  { title: 'a folder of a project is a part of it', paths: ['src'], root: '', within: ['src'] },
  {
    title: 'a folder of a nested project is a part of that',
    paths: ['services/stock/src'],
    root: 'services/stock',
    within: ['src'],
  },
  {
    title: 'several folders of a project are parts of it',
    paths: ['nested', 'nested/src'],
    root: 'nested',
    within: [],
  },
  {
    title: 'several folders of several projects are parts of what holds them',
    paths: ['services/stock', 'nested'],
    root: '',
    within: ['services/stock', 'nested'],
  },
  { title: 'a folder elsewhere is its own root', paths: ['../deploy'], from: 'src', root: 'deploy', within: [] },
  {
    title: 'a file is a part of the folder one stands in',
    paths: ['src/server.js'],
    root: '',
    within: ['src/server.js'],
  },
  {
    title: 'a file elsewhere is a part of its folder',
    paths: ['../deploy/api.yaml'],
    from: 'src',
    root: 'deploy',
    within: ['api.yaml'],
  },
  {
    title: 'a file of a package is a part of what its compose file runs',
    paths: ['services/stock/src/stock.js'],
    root: '',
    within: ['services/stock/src/stock.js'],
  },
  {
    title: 'a file of a nested shop is a part of that',
    paths: ['nested/src/carts.js'],
    root: 'nested',
    within: ['src/carts.js'],
  },
  {
    title: 'several paths are parts of the folder one stands in',
    paths: ['src', 'deploy'],
    root: '',
    within: ['src', 'deploy'],
  },
  {
    title: 'several paths elsewhere meet in the folder that holds them',
    paths: ['../src', '../deploy/api.yaml'],
    from: 'services',
    root: '',
    within: ['src', 'deploy/api.yaml'],
  },
];

test.each(cases)('$title', ({ paths, from, root, within }) => {
  expect(targetOf(paths, join(shop.root, from ?? ''))).toEqual({ root: join(shop.root, root), within });
});

test('in a repository the top of a project is found above the folder one stands in', () => {
  shop.write({ '.git/HEAD': 'ref: refs/heads/main\n' });
  const from = join(shop.root, 'nested/src');
  expect(targetOf(['carts.js'], from)).toEqual({ root: join(shop.root, 'nested'), within: ['src/carts.js'] });
  expect(targetOf([], from)).toEqual({ root: join(shop.root, 'nested'), within: ['src'] });
  expect(targetOf(['../../deploy'], from)).toEqual({ root: shop.root, within: ['deploy'] });
});
