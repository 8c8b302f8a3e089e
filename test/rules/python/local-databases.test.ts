import { rule } from '../../../src/rules/storage/db-local-file.ts';
import { checkRule, type RuleCase } from '../check-rule.ts';

const compose = (command: string, environment = ''): string => `
    # file: compose.yaml
    services:
      web:
        build: .
        command: ${command}
        ${environment}
        deploy: { replicas: 3 }`;

const three = compose('gunicorn app:app');
const uvicorn = compose('uvicorn app:app');

const flask = (head: string, body: string): string => `
    # file: requirements.txt
    flask
    # file: app.py
    import os
    from flask import Flask, request
${head}
    app = Flask(__name__)
${body}`;

const placing = `
    @app.post("/orders")
    def place():
        db = sqlite3.connect(PATH)
        db.execute("INSERT INTO orders (sku) VALUES (?)", (request.json["sku"],))
        db.commit()
        return "placed"`;

/** The settings of a Django project that gunicorn runs. */
const django = (databases: string, { environment = '', also = '' } = {}): string => `
    # file: requirements.txt
    Django==5.2
    # file: shop/wsgi.py
    import os
    from django.core.wsgi import get_wsgi_application
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shop.settings")
    application = get_wsgi_application()
    # file: shop/urls.py
    from django.urls import path
    from shop import views
    urlpatterns = [path("orders/", views.orders)]
    # file: shop/views.py
    from django.http import JsonResponse
    def orders(request):
        return JsonResponse({})
    # file: shop/settings.py
    import os
    from pathlib import Path
    BASE_DIR = Path(__file__).resolve().parent.parent
    ROOT_URLCONF = "shop.urls"
${databases}
${also}${compose('gunicorn shop.wsgi:application', environment)}`;

const sqlite = `
    DATABASES = {
    ^^^^^^^^^ db-local-file
        "default": {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": BASE_DIR / "db.sqlite3",
        }
    }`;

const fastapi = (head: string): string => `
    # file: requirements.txt
    fastapi
    sqlalchemy
    # file: database.py
    import os
    from sqlalchemy import create_engine
    from sqlalchemy.orm import sessionmaker
${head}
    Session = sessionmaker(bind=engine)
    # file: app.py
    from fastapi import FastAPI
    from database import Session
    app = FastAPI()
    @app.post("/orders")
    def place():
        with Session() as session:
            session.commit()
        return {}${uvicorn}`;

const silent: readonly RuleCase[] = [
  {
    name: 'a database in memory',
    gate: 'lifetime',
    files: flask('    import sqlite3\n    PATH = ":memory:"', placing) + three,
  },
  {
    name: 'a file that is opened for reading alone',
    gate: 'role',
    files:
      flask(
        '    import sqlite3',
        `
    @app.get("/countries")
    def countries():
        db = sqlite3.connect("file:countries.db?mode=ro", uri=True)
        return db.execute("SELECT name FROM countries").fetchall()`,
      ) + three,
  },
  {
    name: 'a file that is only read',
    gate: 'role',
    files:
      flask(
        '    import sqlite3',
        `
    @app.get("/countries")
    def countries():
        return sqlite3.connect("countries.db").execute("SELECT name FROM countries").fetchall()`,
      ) + three,
  },
  {
    name: 'a file that a user uploads',
    gate: 'role',
    files:
      flask(
        '    import sqlite3',
        `
    @app.post("/tables")
    def tables():
        db = sqlite3.connect(request.form["path"])
        db.execute("DELETE FROM drafts")
        return db.execute("SELECT name FROM sqlite_master").fetchall()`,
      ) + three,
  },
  {
    name: 'a command line',
    gate: 'scope',
    files: `${flask(
      '',
      `
    @app.get("/")
    def home():
        return "shop"`,
    )}
    # file: tools/clean.py
    import sqlite3
    sqlite3.connect("orders.db").execute("DELETE FROM orders")${three}`,
  },
  {
    name: 'an address from the environment alone',
    gate: 'none',
    files: fastapi('    engine = create_engine(os.environ["DATABASE_URL"])'),
  },
  {
    name: 'the address that the deployment sets',
    gate: 'guard',
    files: fastapi('    engine = create_engine(os.environ.get("DATABASE_URL", "sqlite:///app.db"))').replace(
      'command: uvicorn app:app',
      'command: uvicorn app:app\n        environment: { DATABASE_URL: "postgresql://shop@db/shop" }',
    ),
  },
  { name: 'an address of memory', gate: 'lifetime', files: fastapi('    engine = create_engine("sqlite://")') },
  {
    name: 'an address that is opened for reading alone',
    gate: 'role',
    files: fastapi('    engine = create_engine("sqlite:///file:countries.db?mode=ro&uri=true")'),
  },
  {
    name: 'a condition chooses a server',
    gate: 'guard',
    files: fastapi(`
    if os.environ.get("DB_HOST"):
        engine = create_engine("postgresql://shop@db/shop")
    else:
        engine = create_engine("sqlite:///app.db")`),
  },
  {
    name: 'a name of the program says whether it is a file',
    gate: 'guard',
    files: fastapi(`
    from settings import IS_SQLITE
    if IS_SQLITE:
        engine = create_engine("sqlite:///app.db")`),
  },
  {
    name: 'a server in the settings',
    gate: 'none',
    files: django(`
    DATABASES = {"default": {"ENGINE": "django.db.backends.postgresql", "NAME": "shop"}}`),
  },
  {
    name: 'settings of production take another one',
    gate: 'guard',
    files: django(
      `
    DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": BASE_DIR / "db.sqlite3"}}`,
      {
        also: `
    # file: shop/production.py
    from .settings import *
    DATABASES = {"default": {"ENGINE": "django.db.backends.postgresql", "NAME": "shop"}}`,
      },
    ),
  },
  {
    name: 'settings that a name changes which says nothing of databases',
    gate: 'guard',
    files: django(`
    DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": BASE_DIR / "db.sqlite3"}}
    if os.environ.get("CONTAINER"):
        DATABASES = {"default": {"ENGINE": "django.db.backends.postgresql", "NAME": "shop"}}`),
  },
  {
    name: 'a file for who asks for it, and a server for all others',
    gate: 'guard',
    files: django(`
    if os.environ.get("SQLITE_FILE"):
        default = {"ENGINE": "django.db.backends.sqlite3", "NAME": os.environ["SQLITE_FILE"]}
    else:
        default = {"ENGINE": "django.db.backends.postgresql", "NAME": "shop"}
    DATABASES = {"default": default}`),
  },
  {
    name: 'a server where a name is set, and a deployment that sets it',
    gate: 'guard',
    files: django(
      `
    DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": BASE_DIR / "db.sqlite3"}}
    if os.environ.get("DB_HOST"):
        DATABASES["default"] = {"ENGINE": "django.db.backends.postgresql", "NAME": "shop"}`,
      { environment: 'environment: { DB_HOST: orders-db }' },
    ),
  },
  {
    name: 'an engine that the deployment sets',
    gate: 'guard',
    files: django(
      `
    DATABASES = {"default": {"ENGINE": os.environ.get("DB_ENGINE", "django.db.backends.sqlite3"), "NAME": "db.sqlite3"}}`,
      { environment: 'environment: { DB_ENGINE: django.db.backends.postgresql }' },
    ),
  },
];

const hits: readonly RuleCase[] = [
  {
    name: 'a connection that each request opens',
    files:
      flask(
        '    import sqlite3\n    PATH = os.path.join(os.path.dirname(__file__), "data", "orders.db")',
        placing.replace('sqlite3.connect(PATH)', 'sqlite3.connect(PATH)\n        #            ^^^^^^^ db-local-file'),
      ) + three,
    expect: [{ severity: 'error', situation: 'many', says: ['the database is the file `data/orders.db`'] }],
    silentWhen: [{ name: 'it only reads', replace: [['INSERT INTO orders (sku) VALUES (?)', 'SELECT ? FROM orders']] }],
  },
  {
    name: 'an asynchronous connection',
    files: `
    # file: app.py
    import aiosqlite
    from fastapi import FastAPI
    app = FastAPI()
    @app.post("/orders")
    async def place():
        async with aiosqlite.connect("orders.db") as db:
        #                    ^^^^^^^ db-local-file
            await db.execute("INSERT INTO orders DEFAULT VALUES")
            await db.commit()
        return {}${uvicorn}`,
    expect: [{ severity: 'error' }],
    silentWhen: [{ name: 'it is an index', replace: [['orders.db', 'search_index.db']] }],
  },
  {
    name: 'the address of an engine',
    files: fastapi(`
    engine = create_engine("sqlite:///./orders.db", connect_args={"check_same_thread": False})
    #        ^^^^^^^^^^^^^ db-local-file`),
    expect: [{ severity: 'error', confidence: 'high', says: ['the file `orders.db`'] }],
    silentWhen: [{ name: 'it is a server’s', replace: [['sqlite:///./orders.db', 'postgresql://db/shop']] }],
  },
  {
    name: 'an address whose path only a run knows',
    files: fastapi(`
    engine = create_engine("sqlite:///{}".format(os.path.abspath(os.sys.argv[1])))
    #        ^^^^^^^^^^^^^ db-local-file`),
    expect: [{ severity: 'error', confidence: 'low', says: ['the database is a file on its disk'] }],
    silentWhen: [{ name: 'it is a server’s', replace: [['sqlite:///{}', 'mysql://db/{}']] }],
  },
  {
    name: 'a description by a name that a condition gives, and a deployment that chooses the file',
    files: django(
      `
    DB_ENGINE = os.getenv("DB_ENGINE", "sqlite").lower()
    if DB_ENGINE in ["postgres", "postgresql"]:
        default = {"ENGINE": "django.db.backends.postgresql", "NAME": "shop"}
    else:
        default = {"ENGINE": "django.db.backends.sqlite3", "NAME": BASE_DIR / "db.sqlite3"}
    DATABASES = {"default": default}
    ^^^^^^^^^ db-local-file`,
      { environment: 'environment: { DB_ENGINE: sqlite }' },
    ),
    expect: [{ severity: 'note', says: ['Unless `DB_ENGINE` is set'] }],
    silentWhen: [{ name: 'a server stands in', replace: [['"DB_ENGINE", "sqlite"', '"DB_ENGINE", "postgres"']] }],
  },
  {
    name: 'settings that a name of the environment changes',
    files: django(`
    DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": BASE_DIR / "db.sqlite3"}}
    ^^^^^^^^^ db-local-file
    if "DB_HOST" in os.environ:
        DATABASES["default"]["ENGINE"] = "django.db.backends.postgresql"`),
    expect: [{ severity: 'note', says: ['Unless `DB_HOST` is set'] }],
    silentWhen: [{ name: 'the name says nothing of databases', replace: [['"DB_HOST" in', '"CONTAINER" in']] }],
  },
  {
    name: 'an address that the environment may change',
    files: fastapi(`
    engine = create_engine(os.environ.get("DATABASE_URL", "sqlite:///app.db"))
    #        ^^^^^^^^^^^^^ db-local-file`),
    expect: [{ severity: 'note', says: ['Unless `DATABASE_URL` is set'] }],
    silentWhen: [
      { name: 'nothing stands in for it', replace: [['.get("DATABASE_URL", "sqlite:///app.db")', '["DATABASE_URL"]']] },
    ],
  },
  {
    name: 'an address in a field of settings that a package fills',
    files: fastapi(`
    from pydantic_settings import BaseSettings
    class Settings(BaseSettings):
        database_url: str = "sqlite:///app.db"
    settings = Settings()
    engine = create_engine(settings.database_url)
    #        ^^^^^^^^^^^^^ db-local-file`),
    expect: [{ severity: 'note', says: ['Unless `DATABASE_URL` is set'] }],
    silentWhen: [
      {
        name: 'the deployment sets it',
        replace: [
          [
            'command: uvicorn app:app',
            'command: uvicorn app:app\n        environment: { DATABASE_URL: "postgresql://shop@db/shop" }',
          ],
        ],
      },
    ],
  },
  {
    name: 'the settings of an application',
    files: `
    # file: requirements.txt
    flask
    flask-sqlalchemy
    # file: app.py
    from flask import Flask
    from config import Config
    from flask_sqlalchemy import SQLAlchemy
    app = Flask(__name__)
    app.config.from_object(Config)
    db = SQLAlchemy(app)
    @app.post("/orders")
    def place():
        db.session.commit()
        return "placed"
    # file: config.py
    import os
    basedir = os.path.abspath(os.path.dirname(__file__))
    class Config:
        SQLALCHEMY_DATABASE_URI = "sqlite:///" + os.path.join(basedir, "shop.db")
        #                         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ db-local-file
    # file: tools/inspect.py
    import sys
    from app import db
    from flask import Flask
    other = Flask("inspect")
    other.config["SQLALCHEMY_DATABASE_URI"] = sys.argv[1]
    db.init_app(other)${three}`,
    expect: [{ severity: 'error', says: ['`shop.db`'], related: ['app.py:6'] }],
    silentWhen: [
      {
        name: 'it is a server’s',
        replace: [['"sqlite:///" + os.path.join(basedir, "shop.db")', '"mysql+pymysql://db/shop"']],
      },
    ],
  },
  {
    name: 'settings that take a file where no server is named',
    files: `
    # file: requirements.txt
    flask
    flask-sqlalchemy
    # file: app.py
    import os
    from flask import Flask
    from flask_sqlalchemy import SQLAlchemy
    app = Flask(__name__)
    app.config["SQLALCHEMY_DATABASE_URI"] = os.environ.get("DATABASE_URL", "").replace("postgres://", "postgresql://") or "sqlite:///shop.db"
    db = SQLAlchemy(app)
    #    ^^^^^^^^^^ db-local-file
    @app.post("/orders")
    def place():
        db.session.commit()
        return "placed"${three}`,
    expect: [{ severity: 'note', says: ['Unless `DATABASE_URL` is set', '`shop.db`'] }],
    silentWhen: [{ name: 'nothing stands in for it', replace: [[' or "sqlite:///shop.db"', '']] }],
  },
  {
    name: 'a database of models',
    files: `
    # file: app.py
    from flask import Flask
    from peewee import Model, SqliteDatabase, CharField
    db = SqliteDatabase("orders.db")
    #    ^^^^^^^^^^^^^^ db-local-file
    class Order(Model):
        sku = CharField()
        class Meta:
            database = db
    app = Flask(__name__)
    @app.post("/orders")
    def place():
        Order.create(sku="a")
        return "placed"${three}`,
    expect: [{ severity: 'error', says: ['the file `orders.db`'] }],
    silentWhen: [{ name: 'it is in memory', replace: [['"orders.db"', '":memory:"']] }],
  },
  {
    name: 'the settings of a project',
    files: django(sqlite),
    expect: [{ severity: 'error', says: ['`db.sqlite3`', 'Each of 3 instances'] }],
    silentWhen: [
      { name: 'the engine is a server', replace: [['django.db.backends.sqlite3', 'django.db.backends.mysql']] },
      { name: 'it is in memory', replace: [['BASE_DIR / "db.sqlite3"', '":memory:"']] },
    ],
  },
  {
    name: 'a description that is put together from another one',
    files: django(`
    OPTIONS = {"ENGINE": "django.db.backends.sqlite3", "ATOMIC_REQUESTS": True}
    DATABASES = {
    ^^^^^^^^^ db-local-file
        "default": {"NAME": BASE_DIR / "db.sqlite3", **OPTIONS}
    }`),
    expect: [{ severity: 'error', says: ['`db.sqlite3`'] }],
    silentWhen: [
      { name: 'the engine is a server', replace: [['django.db.backends.sqlite3', 'django.db.backends.mysql']] },
    ],
  },
  {
    name: 'an engine that the environment may change',
    files: django(`
    DATABASES = {
    ^^^^^^^^^ db-local-file
        "default": {"ENGINE": os.environ.get("DB_ENGINE", "django.db.backends.sqlite3"), "NAME": BASE_DIR / "db.sqlite3"}
    }`),
    expect: [{ severity: 'note', says: ['Unless `DB_ENGINE` is set'] }],
    silentWhen: [
      {
        name: 'nothing stands in for it',
        replace: [['.get("DB_ENGINE", "django.db.backends.sqlite3")', '["DB_ENGINE"]']],
      },
    ],
  },
  {
    name: 'an address of the environment with a file behind it',
    files: django(`
    import dj_database_url
    DATABASES = {"default": dj_database_url.config(default="sqlite:///db.sqlite3")}
    ^^^^^^^^^ db-local-file`),
    expect: [{ severity: 'note', says: ['Unless `DATABASE_URL` is set', '`db.sqlite3`'] }],
    silentWhen: [
      { name: 'nothing stands behind it', replace: [['default="sqlite:///db.sqlite3"', 'conn_max_age=600']] },
    ],
  },
];

checkRule(rule, [...silent, ...hits]);
