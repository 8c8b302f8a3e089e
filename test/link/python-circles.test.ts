import { expect, it } from 'vitest';
import { accessTexts, linked } from './linked.ts';

it('files that import a name from one another come to an end', () => {
  const graph = linked({
    'shop/__init__.py': 'from .a import carts, other\nfrom .b import carts\n',
    'shop/a.py': 'from .b import carts\nfrom shop import other\nfrom .a import other\n',
    'shop/b.py': 'from .a import carts\ncarts["a"] = 1\ndef place(id):\n    carts[id] = 1\n',
  });
  expect(graph.cells).toEqual([]);
});

it('a dictionary is one and the same by every name that it is imported by', () => {
  const graph = linked({
    'shop/__init__.py': 'from .store import carts as kept\n',
    'shop/store.py': 'carts = {}\n',
    'shop/views.py':
      'import shop.store\nfrom shop import kept\nfrom . import store\ndef place(id):\n    kept[id] = 1\n    store.carts[id] = 2\n    shop.store.carts.pop(id)\n',
  });
  expect(accessTexts(graph, 'shop/store.py#carts')).toEqual(['write in place', 'write in place', 'remove in place']);
});
