import { rule } from '../../../src/rules/storage/db-local-file.ts';
import { checkRule, type RuleCase } from '../check-rule.ts';

const shop = (reading: string, mark = true): string => `
    # file: requirements.txt
    fastapi
    sqlalchemy
    # file: settings.py
${reading}
    # file: app.py
    from fastapi import FastAPI
    from sqlalchemy import create_engine
    from sqlalchemy.orm import sessionmaker
    from settings import URL
    app = FastAPI()
    Opened = sessionmaker(create_engine(URL))
${mark ? ' #                        ^^^^^^^^^^^^^ db-local-file' : ''}
    @app.post("/orders")
    def place():
        Opened().commit()
    # file: compose.yaml
    services:
      web:
        build: .
        command: uvicorn app:app
        deploy: { replicas: 3 }`;

const found: readonly (readonly [name: string, reading: string])[] = [
  ['decouple', '    from decouple import config\n    URL = config("URL", default="sqlite:///shop.db")'],
  ['decouple, by position', '    from decouple import config\n    URL = config("URL", "sqlite:///shop.db")'],
  ['environs', '    from environs import Env\n    env = Env()\n    URL = env.str("URL", "sqlite:///shop.db")'],
  [
    'environs, called',
    '    from environs import Env\n    env = Env()\n    URL = env("URL", default="sqlite:///shop.db")',
  ],
  ['the one of environs', '    from environs import env\n    URL = env.str("URL", default="sqlite:///shop.db")'],
  ['django-environ', '    import environ\n    env = environ.Env()\n    URL = env("URL", default="sqlite:///shop.db")'],
  [
    'Starlette',
    '    from starlette.config import Config\n    config = Config(".env")\n    URL = config("URL", default="sqlite:///shop.db")',
  ],
  ['a keyword of the language', '    import os\n    URL = os.getenv("URL", default="sqlite:///shop.db")'],
];

const silent: readonly (readonly [name: string, reading: string])[] = [
  [
    'a server where nothing is set',
    '    from decouple import config\n    URL = config("URL", default="postgresql://db/shop")',
  ],
  ['nothing where nothing is set', '    from decouple import config\n    URL = config("URL")'],
  [
    'another package of that word',
    '    from elsewhere import config\n    URL = config("URL", default="sqlite:///shop.db")',
  ],
];

checkRule(rule, [
  ...found.map(
    ([name, reading]): RuleCase => ({
      name: `a file by default: ${name}`,
      files: shop(reading),
      expect: [{ severity: 'note', says: ['Unless `URL` is set'] }],
      silentWhen: [{ name: 'a server by default', replace: [['sqlite:///shop.db', 'postgresql://db/shop']] }],
    }),
  ),
  ...silent.map(([name, reading]): RuleCase => ({ name, files: shop(reading, false) })),
]);
