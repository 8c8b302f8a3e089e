import { expect, it } from 'vitest';
import { clustersOf, drawable, readable } from '../../src/diagram/collapse.ts';
import { component, connection, manyServices } from './overlays.ts';

const drawn = (clusters: ReturnType<typeof clustersOf>) =>
  clusters.map(({ kind, members }) => (members.length === 1 ? members[0]?.id : `${members.length} ${kind}`));

const small = {
  components: [
    component('service', 'cart'),
    component('service', 'orders'),
    component('database', 'postgres', { findings: { error: 1 } }),
    component('database', 'audit'),
  ],
  connections: [connection('cart', 'sql', 'postgres')],
};

it.each([
  {
    name: 'a kind that is drawn as one',
    collapsed: ['service'] as const,
    expected: ['2 service', 'postgres', 'audit'],
  },
  { name: 'a kind with errors in it', collapsed: ['database'] as const, expected: ['cart', 'orders', '2 database'] },
  {
    name: 'a kind of which nothing is there',
    collapsed: ['queue'] as const,
    expected: ['cart', 'orders', 'postgres', 'audit'],
  },
])('takes $name', ({ collapsed, expected }) => {
  expect(drawn(clustersOf(small, { collapsed, expanded: [] }))).toEqual(expected);
});

it('draws a kind each by itself as far as there is room, and never more than sixty in all', () => {
  const own = clustersOf(manyServices(40));
  expect(own.length).toBeLessThanOrEqual(readable);
  expect(clustersOf(manyServices(40), { collapsed: [], expanded: ['service'] })).toHaveLength(42);
  for (const count of [57, 60, 300, 2000]) {
    const clusters = clustersOf(manyServices(count), { collapsed: [], expanded: ['service', 'database', 'cache'] });
    expect(clusters.length).toBeLessThanOrEqual(drawable);
    expect(clusters.flatMap(({ members }) => members)).toHaveLength(count + 2);
  }
});

it('shows hosts outside each by itself when somebody asks for them', () => {
  const outside = Array.from({ length: 9 }, (_, index) => component('external', `host-${index}.example`));
  const overlay = { components: [component('service', 'api'), ...outside], connections: [] };
  expect(clustersOf(overlay)).toHaveLength(2);
  expect(clustersOf(overlay, { collapsed: [], expanded: ['external'] })).toHaveLength(10);
});
