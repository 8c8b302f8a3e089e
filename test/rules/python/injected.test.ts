import { rule } from '../../../src/rules/stateless/state-singleton-field.ts';
import { checkRule } from '../check-rule.ts';

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

checkRule(rule, [
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
]);
