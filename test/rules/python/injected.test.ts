import { checkRules } from '../check-rule.ts';
import { fieldRules } from '../kept-rules.ts';

/** A store that FastAPI hands to its routes; `made` says how it comes to be. */
const carts = (made: string, mark: string) => `
  # file: requirements.txt
  fastapi
  # file: app.py
  from fastapi import Depends, FastAPI
  app = FastAPI()
  class Store:
      def __init__(self) -> None:
          self._carts: dict[str, list[str]] = {}
          ${mark}
      def add(self, user: str, item: str) -> None:
          self._carts.setdefault(user, []).append(item)
      def find(self, user: str) -> list[str]:
          return self._carts.get(user, [])
  ${made}
  @app.post("/carts/{user}")
  async def add(user: str, item: str, store: Store = Depends(get_store)):
      store.add(user, item)
      return {}
  @app.get("/carts/{user}")
  async def show(user: str, store: Store = Depends(get_store)):
      return store.find(user)
`;

checkRules(fieldRules, [
  {
    name: 'each request gets a store of its own',
    gate: 'lifetime',
    files: carts('def get_store() -> Store:\n      return Store()', ''),
  },
  {
    name: 'all requests get the one of the module, by a default of the parameter',
    files: carts(
      'store = Store()\n  def get_store() -> Store:\n      return store',
      '     ^^^^^^ state-singleton-field',
    ),
    silentWhen: [
      {
        name: 'each gets its own',
        replace: [
          ['      return store\n', '      return Store()\n'],
          ['store = Store()\n', '\n'],
        ],
      },
    ],
  },
  {
    name: 'each request gets one of its own, which a generator hands out',
    gate: 'lifetime',
    files: carts('def get_store():\n      yield Store()', ''),
  },
  {
    name: 'all requests get the one of the module, which a generator hands out',
    files: carts(
      'store = Store()\n  def get_store():\n      yield store',
      '     ^^^^^^ state-singleton-field',
    ).replaceAll('store: Store = Depends', 'store = Depends'),
    silentWhen: [{ name: 'each gets its own', replace: [['      yield store\n', '      yield Store()\n']] }],
  },
  {
    name: 'all requests get the one of the module, by a name for the type and what gives it',
    files: `
  # file: requirements.txt
  fastapi
  # file: app.py
  from fastapi import FastAPI
  from given import GivenStore
  app = FastAPI()
  @app.post("/carts/{user}")
  async def add(user: str, item: str, store: GivenStore):
      store.add(user, item)
      return {}
  @app.get("/carts/{user}")
  async def show(user: str, store: GivenStore):
      return store.find(user)
  # file: given.py
  from typing import Annotated
  from fastapi import Depends
  class Store:
      def __init__(self) -> None:
          self._carts: dict[str, list[str]] = {}
     #         ^^^^^^ state-singleton-field
      def add(self, user: str, item: str) -> None:
          self._carts.setdefault(user, []).append(item)
      def find(self, user: str) -> list[str]:
          return self._carts.get(user, [])
  store = Store()
  def get_store():
      return store
  GivenStore = Annotated[Store, Depends(get_store)]
`,
    silentWhen: [
      {
        name: 'each gets its own',
        replace: [
          ['      return store\n', '      return Store()\n'],
          ['store = Store()\n', '\n'],
        ],
      },
      { name: 'the name is no type', replace: [['Annotated[Store, Depends(get_store)]', 'dict[str, str]']] },
    ],
  },
]);
