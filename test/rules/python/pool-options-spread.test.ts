import { rule } from '../../../src/rules/connections/db-pool-over-budget.ts';
import { checkRule, type RuleCase } from '../check-rule.ts';

/** A shop of sixteen processes that makes its engine of `call`, after `lines`, with settings in a module of their own. */
const shop = (call: string, lines = '', mark = '') => `
    # file: requirements.txt
    fastapi
    sqlalchemy
    # file: settings.py
    import os
    OPTIONS = {"pool_size": 1, "max_overflow": 0}
    class Settings:
        url = os.environ["DATABASE_URL"]
        options = {"pool_size": 1, "max_overflow": 0}
    settings = Settings()
    # file: main.py
    import os
    import settings as configured
    from fastapi import FastAPI
    from shop_defaults import pool_options
    from sqlalchemy import create_engine
    from sqlalchemy.pool import NullPool
    from settings import settings
    app = FastAPI()
    url = os.environ["DATABASE_URL"]
    POOL = 1
${lines
  .split('\n')
  .map((line) => `    ${line}`)
  .join('\n')}
    engine = ${call}
${mark}
    @app.get("/orders")
    def orders():
        with engine.connect() as connection:
            return connection.execute("SELECT 1")
    # file: compose.yaml
    services:
      api:
        build: .
        command: uvicorn main:app --workers 4
        environment: { DATABASE_URL: "postgresql://shop@db/shop" }
        deploy: { replicas: 4 }
      db:
        image: postgres:16`;

const mark = ' #           ^^^^^^^^^^^^^ db-pool-over-budget';
const small = '{"pool_size": POOL, "max_overflow": 0}';

const silent: readonly (readonly [name: string, call: string, lines?: string])[] = [
  ['a dictionary of the module', 'create_engine(url, **OPTIONS)', `OPTIONS = ${small}`],
  ['a dictionary of the module, beside an option', 'create_engine(url, echo=True, **OPTIONS)', `OPTIONS = ${small}`],
  ['a dictionary by its call', 'create_engine(url, **OPTIONS)', 'OPTIONS = dict(pool_size=1, max_overflow=0)'],
  [
    'a dictionary made of another',
    'create_engine(url, **OPTIONS)',
    `BASE = ${small}\nOPTIONS = {**BASE, "pool_pre_ping": True}`,
  ],
  [
    'a dictionary made of another by its call',
    'create_engine(url, **OPTIONS)',
    `BASE = ${small}\nOPTIONS = dict(**BASE, pool_pre_ping=True)`,
  ],
  ['written in the call', `create_engine(url, **${small})`],
  ['what a function gives back', 'create_engine(url, **options())', `def options():\n    return ${small}`],
  ['a dictionary of another module', 'create_engine(url, **configured.OPTIONS)'],
  ['a dictionary of a class of settings', 'create_engine(settings.url, **settings.options)'],
  ['a pool that keeps nothing', 'create_engine(url, **OPTIONS)', 'OPTIONS = {"poolclass": NullPool}'],
  ['the number beyond alone', 'create_engine(url, pool_size=1, **OPTIONS)', 'OPTIONS = {"max_overflow": 0}'],
  ['what a package gives', 'create_engine(url, **pool_options())'],
  ['a part of what is not read', 'create_engine(url, pool_size=1, **pool_options())'],
  ['what callers give', 'make(url)', 'def make(url, **kwargs):\n    return create_engine(url, **kwargs)'],
  [
    'a dictionary that is filled under a condition',
    'create_engine(url, **OPTIONS)',
    'OPTIONS = {"echo": True}\nif url != "":\n    OPTIONS["pool_size"] = pool_options()\n    OPTIONS["max_overflow"] = 0',
  ],
  [
    'a dictionary that is filled from elsewhere',
    'create_engine(url, **OPTIONS)',
    'OPTIONS = {"echo": True}\nOPTIONS.update(pool_options())',
  ],
  [
    'a dictionary that more is put into',
    'create_engine(url, **OPTIONS)',
    'OPTIONS = {"echo": True}\nOPTIONS |= pool_options()',
  ],
  [
    'a dictionary whose numbers are told later',
    'create_engine(url, **OPTIONS)',
    'OPTIONS = {"echo": True}\nOPTIONS.update(pool_size=1, max_overflow=0)',
  ],
  [
    'two numbers, one in each case',
    'create_engine(url, **OPTIONS)',
    'OPTIONS = {"pool_size": 1 if os.environ.get("SMALL") else 2, "max_overflow": 0}',
  ],
];

const found: readonly (readonly [name: string, call: string, lines: string, says: string])[] = [
  ['a dictionary of the module', 'create_engine(url, **OPTIONS)', 'OPTIONS = {"pool_size": 20}', '4 × 4 × 30'],
  [
    'a dictionary by its call',
    'create_engine(url, **OPTIONS)',
    'OPTIONS = dict(pool_size=20, echo=True)',
    '4 × 4 × 30',
  ],
  [
    'what a function gives back',
    'create_engine(url, **options())',
    'def options():\n    return {"pool_size": 20, "max_overflow": 30}',
    '4 × 4 × 50',
  ],
  [
    'numbers that are told later',
    'create_engine(url, **OPTIONS)',
    'OPTIONS = {"echo": True}\nOPTIONS["pool_size"] = 20',
    '4 × 4 × 30',
  ],
  ['no word of the pool', 'create_engine(url, **OPTIONS)', 'OPTIONS = {"echo": True}', '4 × 4 × 15'],
];

const few = {
  name: 'few processes run',
  replace: [
    ['--workers 4', '--workers 1'],
    ['replicas: 4', 'replicas: 1'],
  ],
} as const;

const cases: readonly RuleCase[] = [
  ...silent.map(([name, call, lines]) => ({ name: `silent: ${name}`, files: shop(call, lines) })),
  ...found.map(([name, call, lines, says]) => ({
    name,
    files: shop(call, lines, mark),
    expect: [{ says: [`${says} (api)`] }],
    silentWhen: [few],
  })),
];

checkRule(rule, cases);
