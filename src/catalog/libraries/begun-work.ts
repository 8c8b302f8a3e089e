import type { BegunWork, CallPattern, Library, UsePattern } from '../types.ts';
import { argument, made, method, namedOrAt } from './wording.ts';

const use = (call: CallPattern, begunWork: BegunWork): UsePattern => ({
  call,
  role: 'begun-work',
  options: null,
  begunWork,
});

const loops = ['get_event_loop', 'get_running_loop', 'new_event_loop'].map((name) => made(['asyncio'], name));

/** Calls of languages and frameworks that begin work beside their caller, or keep it until the answer is given. */
export const begunWork: Library = {
  id: 'begun-work',
  title: 'Work beside its caller',
  packages: [],
  types: [{ type: 'begun-work.loop', madeBy: loops, declaredAs: [] }],
  uses: [
    ...['create_task', 'ensure_future'].map((name) =>
      use(made(['asyncio'], name), {
        begins: 'now',
        runs: namedOrAt(0, 'coro', 'coro_or_future'),
        waitedBy: [],
        takesTurns: true,
      }),
    ),
    use(method('begun-work.loop', 'create_task'), { begins: 'now', runs: argument(0), waitedBy: [], takesTurns: true }),
    use(method('begun-work.loop', 'run_in_executor'), { begins: 'now', runs: argument(1), waitedBy: [] }),
    use(made(['asyncio'], 'run_coroutine_threadsafe'), { begins: 'now', runs: argument(0), waitedBy: ['result'] }),
    // https://docs.python.org/3/library/threading.html#thread-objects: "The entire Python program exits when no alive non-daemon threads are left."
    use(made(['threading'], 'Thread'), {
      begins: 'now',
      runs: namedOrAt(1, 'target'),
      startedBy: 'start',
      waitedBy: ['join'],
      heldUnless: 'daemon',
    }),
    // https://fastapi.tiangolo.com/tutorial/background-tasks/: in the same process, behind the answer.
    use(method('fastapi.background', 'add_task'), {
      begins: 'response',
      runs: namedOrAt(0, 'func'),
      waitedBy: [],
    }),
    use(made(['starlette.background'], 'BackgroundTask'), {
      begins: 'response',
      runs: namedOrAt(0, 'func'),
      waitedBy: [],
    }),
  ],
  effects: [],
  citation: {
    title: 'FastAPI: background tasks',
    url: 'https://fastapi.tiangolo.com/tutorial/background-tasks/',
    quote:
      "If you need to perform heavy background computation and you don't necessarily need it to be run by the same process (for example, you don't need to share memory, variables, etc), you might benefit from using other bigger tools like Celery.",
  },
};
