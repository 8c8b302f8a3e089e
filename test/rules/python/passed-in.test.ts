import { checkRules, type RuleCase } from '../check-rule.ts';
import { fieldRules } from '../kept-rules.ts';

/** A class with one collection in a field, and two routes that are passed an object of it. */
const program = (more: string, parameter: string, field = 'self.items: dict[str, str] = {}', mark = '') => `
    # file: compose.yaml
    services:
      api:
        build: .
        command: uvicorn app:app
        deploy:
          replicas: 3
    # file: shop/__init__.py
    # file: shop/carts.py
    from typing import Annotated
    from fastapi import Depends
    class Carts:
        def __init__(self):
            ${field}
 ${mark}
        def put(self, user, item):
            self.items[user] = item
        def find(self, user):
            return self.items.get(user)
${more}
    # file: app.py
    from typing import Annotated
    from fastapi import Depends, FastAPI
    from shop import carts as shop
    from shop.carts import Carts
    app = FastAPI()
    @app.post("/carts/{user}")
    async def place(user: str, item: str, carts: ${parameter}):
        carts.put(user, item)
        return {}
    @app.get("/carts/{user}")
    async def show(user: str, carts: ${parameter}):
        return carts.find(user)
`;
const here = '                ^^^^^ state-singleton-field';
const hit = (more: string, parameter: string) => program(more, parameter, 'self.items: dict[str, str] = {}', here);

const kept = `
    carts = Carts()
    def open_carts():
        return carts`;

const silent: readonly RuleCase[] = [
  {
    name: 'an object that is made for each request by the function that gives it',
    gate: 'lifetime',
    files: program(
      `
    def open_carts():
        return Carts()`,
      'Carts = Depends(shop.open_carts)',
    ),
  },
  {
    name: 'a class that is given to be made, though the module has an object of its own',
    gate: 'lifetime',
    files: program('\n    standard = Carts()', 'Carts = Depends(Carts)'),
  },
  {
    name: 'a class that only the type of the parameter names',
    gate: 'lifetime',
    files: program('\n    standard = Carts()', 'Carts = Depends()'),
  },
  {
    name: 'a class that only the annotation names',
    gate: 'lifetime',
    files: program('\n    standard = Carts()', 'Annotated[Carts, Depends()]'),
  },
];

const hits: readonly RuleCase[] = (
  [
    ['a function gives the one object of its module', kept, 'Carts = Depends(shop.open_carts)'],
    ['the annotation says who gives it', kept, 'Annotated[Carts, Depends(shop.open_carts)]'],
    ['no type is written', kept, 'object = Depends(shop.open_carts)'],
    [
      'a generator lends the one object',
      '\n    carts = Carts()\n    def open_carts():\n        yield carts',
      'Carts = Depends(shop.open_carts)',
    ],
    [
      'an object that is called gives it',
      '\n    carts = Carts()\n    class Opener:\n        def __call__(self):\n            return carts\n    opener = Opener()',
      'object = Depends(shop.opener)',
    ],
  ] as const
).map(([name, more, parameter]) => ({
  name,
  files: hit(more, parameter),
  silentWhen: [{ name: 'nothing is put in', replace: [['self.items[user] = item', 'print(item)']] }],
}));

const called = (serve: string) => `
    # file: compose.yaml
    services:
      api:
        build: .
        command: uvicorn app:app
        deploy:
          replicas: 3
    # file: app.py
    from fastapi import Depends, FastAPI, HTTPException
    app = FastAPI()
    class Limit:
        def __init__(self):
            self.tries = {}
 #               ^^^^^ ratelimit-handrolled
        def __call__(self, user: str):
            self.tries[user] = self.tries.get(user, 0) + 1
            if self.tries[user] > 5:
                raise HTTPException(429)
    limit = Limit()
${serve}`;

const objects: readonly RuleCase[] = [
  {
    name: 'an object that stands before a route and counts',
    files: called(`
    @app.post("/login/{user}", dependencies=[Depends(limit)])
    async def login(user: str):
        return {}`),
    silentWhen: [
      { name: 'the route has none before it', replace: [[', dependencies=[Depends(limit)]', '']] },
      { name: 'it counts nothing', replace: [['self.tries[user] = self.tries.get(user, 0) + 1', 'pass']] },
    ],
  },
  {
    name: 'an object that a handler calls',
    files: called(`
    @app.post("/login/{user}")
    async def login(user: str):
        limit(user)
        return {}`),
    silentWhen: [{ name: 'the handler makes it anew', replace: [['limit(user)', 'Limit()(user)']] }],
  },
];

const models: readonly RuleCase[] = [
  {
    name: 'a list that each object of a model begins with, in a field of another model',
    gate: 'lifetime',
    files: `
    # file: compose.yaml
    services:
      api:
        build: .
        command: uvicorn app:app
        deploy:
          replicas: 3
    # file: app.py
    from fastapi import Depends, FastAPI
    from pydantic import BaseModel
    from rows import read_row
    app = FastAPI()
    class Extra(BaseModel):
        guests: list[str] = []
        def invite(self, name):
            self.guests.append(name)
        def has(self, name):
            for guest in self.guests:
                if guest == name:
                    return True
            return False
    class Wallet(BaseModel):
        extra: Extra = Extra()
    def open_wallet(id: str) -> Wallet:
        return Wallet(**read_row(id))
    @app.post("/invite/{id}")
    async def invite(name: str, wallet: Wallet = Depends(open_wallet)):
        wallet.extra.invite(name)
        return {}
    @app.get("/guests/{id}/{name}")
    async def guest(name: str, wallet: Wallet = Depends(open_wallet)):
        return wallet.extra.has(name)
`,
  },
];

checkRules(fieldRules, [...silent, ...models, ...hits, ...objects]);
