import { rule as perRequest } from '../../../src/rules/connections/db-client-per-request.ts';
import { rule as overBudget } from '../../../src/rules/connections/db-pool-over-budget.ts';
import { rule as cron } from '../../../src/rules/queues/cron-in-process.ts';
import { rule as limits } from '../../../src/rules/rate-limiting/ratelimit-memory-store.ts';
import { rule as sessions } from '../../../src/rules/stateless/session-file-store.ts';
import { rule as uploads } from '../../../src/rules/storage/upload-local-disk.ts';
import { rule as unsafe } from '../../../src/rules/summaries/unsafe-scale.ts';
import { checkRule } from '../check-rule.ts';

void unsafe;

const many = `
    # file: compose.yaml
    services:
      web:
        build: .
        command: gunicorn -w 4 app:app
        deploy: { replicas: 3 }`;

checkRule(limits, [
  {
    name: 'Flask-Limiter without a store',
    files: `
    # file: app.py
    from flask import Flask
    from flask_limiter import Limiter
    app = Flask(__name__)
    limiter = Limiter(lambda: "ip", app=app)
 #            ^^^^^^^ ratelimit-memory-store
    @app.post("/login")
    @limiter.limit("5/minute")
    def login(): return "ok"
    ${many}`,
    expect: [{ severity: 'error', says: ['5 sign-in tries a minute are really up to 60', '12 instances'] }],
    silentWhen: [
      { name: 'a store is given', replace: [['app=app', 'app=app, storage_uri="redis://cache:6379"']] },
      {
        name: 'a setting names one',
        replace: [['    @app.post', '    app.config["RATELIMIT_STORAGE_URI"] = "redis://cache"\n    @app.post']],
      },
      { name: 'the options cannot be read', replace: [['app=app', '**options']] },
    ],
  },
  {
    name: 'a rate that cannot be read is told without numbers',
    files: `
    # file: app.py
    from flask import Flask
    from flask_limiter import Limiter
    from rates import rate
    app = Flask(__name__)
    limiter = Limiter(lambda: "ip", app=app)
 #            ^^^^^^^ ratelimit-memory-store
    @app.post("/login")
    @limiter.limit(rate)
    def login(): return "ok"
    ${many}`,
    expect: [{ severity: 'error', says: ['The limit of sign-in tries is really up to 12 times what it says.'] }],
    silentWhen: [{ name: 'a store is given', replace: [['app=app', 'app=app, storage_uri="redis://cache:6379"']] }],
  },
  {
    name: 'the rate of another limiter is none of its',
    files: `
    # file: extensions.py
    from flask_limiter import Limiter
    limiter = Limiter(lambda: "ip")
 #            ^^^^^^^ ratelimit-memory-store
    # file: app.py
    from flask import Flask
    from extensions import limiter
    from own import gate
    app = Flask(__name__)
    limiter.init_app(app)
    @app.post("/login")
    @gate.limit("5/minute")
    def login(): return "ok"
    @app.get("/prices")
    @limiter.limit("60 per hour")
    def prices(): return "1"
    ${many}`,
    expect: [{ severity: 'warning', says: ['60 requests an hour are really up to 720'] }],
    silentWhen: [{ name: 'a store is given', replace: [['"ip")', '"ip", storage_uri="redis://cache:6379")']] }],
  },
  {
    name: 'SlowAPI in memory by its address',
    files: `
    # file: main.py
    from fastapi import FastAPI, Request
    from slowapi import Limiter
    from slowapi.util import get_remote_address
    limiter = Limiter(key_func=get_remote_address, storage_uri="memory://")
 #            ^^^^^^^ ratelimit-memory-store
    app = FastAPI()
    @app.get("/")
    @limiter.limit("5/minute")
    async def home(request: Request): return {}`,
    silentWhen: [{ name: 'the address is one of Redis', replace: [['memory://', 'redis://cache']] }],
  },
  {
    name: 'an address that the environment gives',
    files: `
    # file: main.py
    import os
    from fastapi import FastAPI
    from slowapi import Limiter
    limiter = Limiter(key_func=len, storage_uri=os.environ["LIMITS"])
    app = FastAPI()`,
    gate: 'shared',
  },
]);

checkRule(sessions, [
  {
    name: 'sessions in files',
    files: `
    # file: app.py
    from flask import Flask, session
    from flask_session import Session
    app = Flask(__name__)
    app.config["SESSION_TYPE"] = "filesystem"
    Session(app)
 #  ^^^^^^^ session-file-store
    @app.get("/")
    def home():
        session["seen"] = session.get("seen", 0) + 1
        return str(session["seen"])
    ${many}`,
    silentWhen: [{ name: 'they stand in Redis', replace: [['"filesystem"', '"redis"']] }],
  },
  {
    name: 'sessions in files, by a class of settings',
    files: `
    # file: app.py
    from flask import Flask, session
    from flask_session import Session
    class Config:
        SESSION_TYPE = "cachelib"
    app = Flask(__name__)
    app.config.from_object(Config)
    Session().init_app(app)
 #  ^^^^^^^ session-file-store
    @app.get("/")
    def home():
        session["seen"] = session.get("seen", 0) + 1
        return str(session["seen"])`,
    silentWhen: [{ name: 'they stand in a database', replace: [['"cachelib"', '"sqlalchemy"']] }],
  },
  {
    name: "Flask's own sessions, which a signed cookie holds",
    files: `
    # file: app.py
    from flask import Flask, session
    app = Flask(__name__)
    @app.get("/")
    def home():
        session["seen"] = True
        return "ok"
    ${many}`,
    gate: 'none',
  },
]);

checkRule(uploads, [
  {
    name: 'a file that the view saves',
    files: `
    # file: app.py
    import os
    from flask import Flask, request
    app = Flask(__name__)
    UPLOADS = "/srv/uploads"
    @app.post("/photo")
    def photo():
        f = request.files["photo"]
        f.save(os.path.join(UPLOADS, f.filename))
 #        ^^^^ upload-local-disk
        return "ok"
    ${many}`,
    expect: [{ says: ['/srv/uploads'] }],
    silentWhen: [
      {
        name: 'it goes to object storage',
        replace: [['f.save(os.path.join(UPLOADS, f.filename))', 's3.upload_fileobj(f, "photos", f.filename)']],
      },
    ],
  },
  {
    name: 'a file in the temporary folder, as in the seed',
    files: `
    # file: app.py
    from flask import Flask, request
    app = Flask(__name__)
    def upload_file(file):
        filename = f"/tmp/{file.name}"
        with open(filename, 'wb') as f:
 #           ^^^^ upload-local-disk
            f.write(file.read())
    @app.post("/upload")
    def upload():
        upload_file(request.files["file"])
        return "ok"
    ${many}`,
    silentWhen: [
      {
        name: 'it goes to object storage, as in the seed',
        replace: [
          ['        filename = f"/tmp/{file.name}"\n        with open(filename, \'wb\') as f:\n', ''],
          ['            f.write(file.read())\n', '        return s3.upload(file)\n'],
        ],
      },
    ],
  },
  {
    name: 'an upload of FastAPI that the handler writes',
    files: `
    # file: main.py
    import shutil
    from pathlib import Path
    from fastapi import FastAPI, UploadFile
    app = FastAPI()
    FOLDER = Path("uploads")
    @app.post("/photo")
    async def photo(photo: UploadFile):
        with open(FOLDER / photo.filename, "wb") as out:
 #           ^^^^ upload-local-disk
            shutil.copyfileobj(photo.file, out)
        return {}`,
    expect: [{ says: ['uploads'] }],
    silentWhen: [
      { name: 'it is only read', replace: [['"wb"', '"rb"']] },
      { name: 'nothing is uploaded', replace: [['photo: UploadFile', 'photo: str']] },
    ],
  },
  {
    name: 'an upload of FastAPI that a default announces',
    files: `
    # file: main.py
    import aiofiles
    from fastapi import FastAPI, File, UploadFile
    app = FastAPI()
    @app.post("/photo")
    async def photo(photo: UploadFile = File(...)):
        async with aiofiles.open(f"data/{photo.filename}", "wb") as out:
 #                          ^^^^ upload-local-disk
            await out.write(await photo.read())
        return {}`,
    silentWhen: [{ name: 'nothing writes it', replace: [['"wb"', '"rb"']] }],
  },
  {
    name: 'a report that a view writes, and no upload',
    files: `
    # file: app.py
    from flask import Flask
    app = Flask(__name__)
    @app.get("/report")
    def report():
        with open("report.csv", "w") as out:
            out.write("a")
        return "ok"
    ${many}`,
    gate: 'none',
  },
]);

checkRule(overBudget, [
  {
    name: 'the pool of the seed at ten instances',
    files: `
    # file: app.py
    import os
    from flask import Flask
    from sqlalchemy import create_engine
    app = Flask(__name__)
    engine = create_engine(os.environ["DATABASE_URL"], pool_size=10, max_overflow=20)
 #           ^^^^^^^^^^^^^ db-pool-over-budget
    # file: compose.yaml
    services:
      web:
        build: .
        command: gunicorn app:app
        environment:
          DATABASE_URL: postgresql+psycopg2://shop@db:5432/shop
        deploy: { replicas: 10 }
      db:
        image: postgres:16`,
    expect: [{ says: ['30'] }],
    silentWhen: [
      { name: 'two instances run', replace: [['replicas: 10', 'replicas: 2']] },
      { name: 'the pool is small', replace: [['pool_size=10, max_overflow=20', 'pool_size=3, max_overflow=2']] },
    ],
  },
]);

checkRule(perRequest, [
  {
    name: 'a connection for each request',
    files: `
    # file: app.py
    import os
    import psycopg2
    from flask import Flask
    app = Flask(__name__)
    @app.get("/")
    def home():
        connection = psycopg2.connect(os.environ["DATABASE_URL"])
 #                            ^^^^^^^ db-client-per-request
        return str(connection.cursor().execute("SELECT 1"))
    ${many}`,
    expect: [{ severity: 'warning', says: ['closes'] }],
    silentWhen: [
      {
        name: 'it is made once',
        replace: [
          ['        connection = psycopg2.connect(os.environ["DATABASE_URL"])\n', ''],
          [
            '    app = Flask(__name__)\n',
            '    app = Flask(__name__)\n    connection = psycopg2.connect(os.environ["DATABASE_URL"])\n',
          ],
        ],
      },
    ],
  },
  {
    name: 'an engine that each dependency makes',
    files: `
    # file: main.py
    from fastapi import Depends, FastAPI
    from sqlalchemy import create_engine
    app = FastAPI()
    def engine():
        return create_engine("postgresql://db/shop")
 #             ^^^^^^^^^^^^^ db-client-per-request
    @app.get("/")
    async def home(db=Depends(engine)): return {}`,
    silentWhen: [
      {
        name: 'its answer is kept',
        replace: [['    def engine():', '    from functools import lru_cache\n    @lru_cache\n    def engine():']],
      },
    ],
  },
  {
    name: 'a client of Redis that is made once, when it is first needed',
    files: `
    # file: app.py
    import redis
    from flask import Flask
    app = Flask(__name__)
    client = None
    def connect():
        global client
        if client is None:
            client = redis.Redis(host="cache")
        return client
    @app.get("/")
    def home(): return connect().get("a")
    ${many}`,
  },
]);

checkRule(cron, [
  {
    name: 'a scheduler of APScheduler',
    files: `
    # file: app.py
    from flask_mail import Mail
    from apscheduler.schedulers.background import BackgroundScheduler
    from flask import Flask
    app = Flask(__name__)
    mail = Mail(app)
    def remind():
        mail.send("hello")
    scheduler = BackgroundScheduler()
    scheduler.add_job(remind, "cron", hour=3)
 #            ^^^^^^^ cron-in-process
    scheduler.start()
    ${many}`,
    silentWhen: [
      {
        name: 'an environment name chooses who runs it',
        replace: [['    scheduler.add_job', '    import os\n    if os.environ.get("RUN_JOBS"): scheduler.add_job']],
      },
    ],
  },
  {
    name: 'a job by decorator',
    files: `
    # file: main.py
    from sqlalchemy.orm import Session
    from apscheduler.schedulers.asyncio import AsyncIOScheduler
    from fastapi import FastAPI
    app = FastAPI()
    scheduler = AsyncIOScheduler()
    @scheduler.scheduled_job("interval", minutes=5)
 #             ^^^^^^^^^^^^^ cron-in-process
    async def bill():
        with Session() as session:
            session.add(1)
            session.commit()`,
    silentWhen: [
      { name: 'nothing schedules it', replace: [['    @scheduler.scheduled_job("interval", minutes=5)\n', '']] },
    ],
  },
  {
    name: 'a job of schedule',
    files: `
    # file: app.py
    import schedule
    from django.core.mail import send_mail
    from flask import Flask
    app = Flask(__name__)
    def remind():
        send_mail("hello", "you", "me", ["you"])
    schedule.every().day.at("10:30").do(remind)
 #                                   ^^ cron-in-process
    ${many}`,
    silentWhen: [{ name: 'it only reads', replace: [['send_mail("', 'print("']] }],
  },
  {
    name: 'a task of Celery, which a queue starts',
    files: `
    # file: app.py
    import requests
    from celery import shared_task
    from flask import Flask
    app = Flask(__name__)
    @shared_task
    def remind():
        requests.post("https://mail.example.com/send", json={})
    @app.post("/")
    def start():
        remind.delay()
        return "ok"
    ${many}`,
    gate: 'none',
  },
]);
