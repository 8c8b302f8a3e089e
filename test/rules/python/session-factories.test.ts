import { rule } from '../../../src/rules/queues/cron-in-process.ts';
import { checkRule, type RuleCase } from '../check-rule.ts';

const three = `
    # file: compose.yaml
    services:
      web:
        build: .
        command: uvicorn app:app
        deploy: { replicas: 3 }`;

/** A job that writes a row by a session that it comes by in a way of its own. */
const shop = (making: string, body: string, mark = true, sessionType = ': Session'): string => `
    # file: requirements.txt
    fastapi
    sqlalchemy
    apscheduler
    # file: app.py
    from apscheduler.schedulers.background import BackgroundScheduler
    from fastapi import FastAPI
    from jobs import bill
    app = FastAPI()
    scheduler = BackgroundScheduler()
    scheduler.add_job(bill, "interval", hours=1)
${mark ? ' #            ^^^^^^^ cron-in-process' : ''}
    @app.on_event("startup")
    def start():
        scheduler.start()
    # file: database.py
    from contextlib import contextmanager
    from sqlalchemy import create_engine
    from sqlalchemy.orm import Session, scoped_session, sessionmaker
    from elsewhere import opened
    engine = create_engine("postgresql://db/shop")
${making}
    # file: models.py
    from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
    class Base(DeclarativeBase): pass
    class Invoice(Base):
        __tablename__ = "invoices"
        id: Mapped[int] = mapped_column(primary_key=True)
    # file: rows.py
    from sqlalchemy.orm import Session
    from models import Invoice
    def write(session${sessionType}):
        session.add(Invoice())
        session.commit()
    # file: jobs.py
    from database import *
    from rows import write
    def bill():
${body}
    ${three}`;

const factory = '    Opened = sessionmaker(bind=engine)';
const entering = `    Opened = sessionmaker(bind=engine)
    class Rows:
        def __init__(self):
            self.session = Opened()
        def __enter__(self):
            return self.session
        def __exit__(self, kind, error, trace):
            self.session.close()`;

const gone = {
  name: 'nothing is written',
  replace: [['session.add(Invoice())\n        session.commit()', 'pass']],
} as const;

const found: readonly (readonly [name: string, making: string, body: string, type?: string])[] = [
  ['a factory that is called', factory, '        write(Opened())', ''],
  ['a factory in a block', factory, '        with Opened() as session:\n            write(session)', ''],
  ['a factory that begins', factory, '        with Opened.begin() as session:\n            write(session)', ''],
  ['a registry of sessions', '    rows = scoped_session(sessionmaker(engine))', '        write(rows)', ''],
  ['a registry that is called', '    rows = scoped_session(sessionmaker(engine))', '        write(rows())', ''],
  [
    'what an object gives when it is entered',
    entering,
    '        with Rows() as session:\n            write(session)',
    '',
  ],
  [
    'what a generator hands out',
    `${factory}
    @contextmanager
    def rows():
        session = Opened()
        yield session`,
    '        with rows() as session:\n            write(session)',
    '',
  ],
  ['what only the type of the parameter tells', '', '        write(opened().get())'],
];

checkRule(rule, [
  ...found.map(
    ([name, making, body, type]): RuleCase => ({
      name,
      files: shop(making, body, true, type),
      expect: [{ says: ['each row is written 3 times'] }],
      silentWhen: [gone],
    }),
  ),
  {
    name: 'an object that is no session is entered',
    files: shop(
      `    class Rows:
        def __enter__(self):
            return []`,
      '        with Rows() as session:\n            write(session)',
      false,
      '',
    ),
    gate: 'role',
  },
  {
    name: 'an object is entered by no block',
    files: shop(entering, '        session = Rows()\n        write(session)', false, ''),
    gate: 'role',
  },
  {
    name: 'what is made is given to another call',
    files: shop(entering, '        session = list(Rows())\n        write(session)', false, ''),
    gate: 'role',
  },
  { name: 'nothing tells what is given', files: shop('', '        write(opened().get())', false, ''), gate: 'role' },
]);
