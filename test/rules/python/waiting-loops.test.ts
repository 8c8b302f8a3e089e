import { rule } from '../../../src/rules/queues/cron-in-process.ts';
import { checkRule } from '../check-rule.ts';

const head = `
    # file: requirements.txt
    fastapi
    sqlalchemy
    # file: app.py
    import asyncio
    import threading
    import time
    from contextlib import asynccontextmanager
    from fastapi import FastAPI
    from sqlalchemy import create_engine, text
    from sqlalchemy.orm import Session
    engine = create_engine("postgresql://database/shop")
    class Invoice: pass
    def bill():
        with Session(engine) as session:
            session.add(Invoice())
            session.commit()`;

const served = (started: string) => `
    @asynccontextmanager
    async def lifespan(app):
        ${started}
        yield
    app = FastAPI(lifespan=lifespan)
    @app.get("/")
    def home():
        return {}`;

/** A loop that bills and waits, as a task that the start of a server begins. */
const task = (body: string, before = '', started = 'asyncio.create_task(billing())') => `${head}
    async def billing():
        ${before}
        while True:
            ${body}
            ${served(started)}`;

const thread = (started: string) =>
  `${head}
    class Clock(threading.Thread):
        def run(self):
            while True:
                self.tick()
        def tick(self, seconds=300):
            bill()
            time.sleep(seconds)
            # @@ cron-in-process
    ${served(started)}`.replace('# @@', started === '' ? '#' : '#    ^^^^^');

const hour = 'bill(); await asyncio.sleep(3600)';
const mark = '\n            #                     ^^^^^ cron-in-process';

checkRule(rule, [
  { name: 'a loop that waits for seconds: it tends to this process', files: task('bill(); await asyncio.sleep(5)') },
  {
    name: 'a loop that nobody says how long waits',
    files: task('bill(); await asyncio.sleep(float(open("n").read()))'),
  },
  {
    name: 'a loop that only deletes',
    files: task('engine.connect().execute(text("delete from orders where old")); await asyncio.sleep(3600)'),
  },
  {
    name: 'a loop under a lock that all instances see',
    files: task('engine.connect().execute(text("select pg_advisory_xact_lock(1)")); bill(); await asyncio.sleep(3600)'),
  },
  { name: 'what is done once before the loop', files: task('await asyncio.sleep(3600)', 'bill()') },
  { name: 'a loop that nothing begins', files: task(hour, '', 'pass') },
  {
    name: 'one more try after a while, for some times',
    files: task('pass', 'for attempt in range(3):\n            bill()\n            await asyncio.sleep(60)').replace(
      'while True:',
      'if True:',
    ),
  },
  {
    name: 'a loop that is all that a process does',
    files: `${head}
    if __name__ == "__main__":
        while True:
            bill()
            time.sleep(3600)`,
  },
  { name: 'a thread that nobody starts', files: thread('Clock()').replace(/#\s+\^+ cron-in-process/, '') },
  {
    name: 'a task that the start of a server begins',
    files: task(`${hour}${mark}`),
    expect: [{ severity: 'warning' }],
    silentWhen: [
      { name: 'it waits for seconds', replace: [['3600', '5']] },
      { name: 'nothing begins it', replace: [['asyncio.create_task(billing())', 'pass']] },
    ],
  },
  {
    name: 'a thread that is made of a function',
    files: `${head}
    def billing():
        while True:
            bill()
            time.sleep(60)
            #    ^^^^^ cron-in-process
    ${served('threading.Thread(target=billing, daemon=True).start()')}`,
    silentWhen: [
      { name: 'it is never started', replace: [['threading.Thread(target=billing, daemon=True).start()', 'pass']] },
    ],
  },
  {
    name: 'a class that is a thread, and a method that ends with the wait',
    files: thread('Clock().start()'),
    silentWhen: [{ name: 'it is never started', replace: [['Clock().start()', 'pass']] }],
  },
  {
    name: 'a process of its own beside a server, which a class is',
    files: thread('Clock().start()')
      .replace('threading.Thread)', 'multiprocessing.Process)')
      .replace('import threading', 'import multiprocessing'),
    silentWhen: [{ name: 'it is never started', replace: [['Clock().start()', 'pass']] }],
  },
]);
