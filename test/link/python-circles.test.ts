import { expect, it } from 'vitest';
import { meaningsOf } from '../../src/link/evaluate.ts';
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

it('a setting that falls back to itself comes to an end', () => {
  const graph = linked({
    'shop/settings.py':
      'import os\nclass Settings:\n    def __init__(self):\n        self.size = 4\n    def read(self):\n        self.size = os.getenv("SIZE", self.size)\n        self.limit = os.getenv("LIMIT", self.size)\nsettings = Settings()\n',
  });
  const code = graph.facts.get('shop/settings.py')?.code;
  const values = code?.functions.flatMap(({ operations }) =>
    operations.flatMap((each) => (each.kind === 'assign' && each.value !== null ? [each.value] : [])),
  );
  const kinds = values?.map((value) => meaningsOf(graph, 'shop/settings.py', value).map(({ kind }) => kind));
  expect(kinds).toEqual([['literal'], ['environment'], ['environment']]);
});
