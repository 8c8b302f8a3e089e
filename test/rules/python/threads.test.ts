import { checkRules } from '../check-rule.ts';
import { moduleRules } from '../kept-rules.ts';

/** A route that gives work away, which fills a table that another route asks. */
const jobs = (taken: string, given: string, mark = '') => `
  # file: app.py
  import asyncio
  import functools
  import multiprocessing
  import threading
  from concurrent.futures import ThreadPoolExecutor
  from fastapi import FastAPI
  from starlette.concurrency import run_in_threadpool
  app = FastAPI()
  pool = ThreadPoolExecutor()
  results: dict[str, str] = {}
  ${mark}
  def work(id: str):
      results[id] = "done"
  ${taken}
  @app.post("/jobs/{id}")
  async def start(id: str):
      ${given}
      return {}
  @app.get("/jobs/{id}")
  async def show(id: str):
      return results.get(id)
`;

const mark = '^^^^^^^ state-module-collection';
const nothing = 'pass';

checkRules(moduleRules, [
  {
    name: 'another process fills a table of its own',
    gate: 'moment',
    files: jobs('', 'multiprocessing.Process(target=work, args=(id,)).start()'),
  },
  {
    name: 'what takes a function by a name and is not known to run it',
    gate: 'moment',
    files: jobs('from schema import Field', 'Field(default_factory=work)'),
  },
  {
    name: 'a thread that the start of the program begins',
    gate: 'moment',
    files: jobs('threading.Thread(target=work, args=("first",)).start()', nothing),
  },
  ...[
    'threading.Thread(target=work, args=(id,)).start()',
    'await asyncio.to_thread(work, id)',
    'await asyncio.get_running_loop().run_in_executor(pool, work, id)',
    'await asyncio.get_running_loop().run_in_executor(None, functools.partial(work, id))',
    'pool.submit(work, id)',
    'await run_in_threadpool(work, id)',
  ].map((given) => ({
    name: given,
    files: jobs('', given, mark),
    expect: [{ severity: 'warning' as const }],
    silentWhen: [{ name: 'nothing is given away', replace: [[given, nothing] as const] }],
  })),
]);
