import { checkRules } from '../check-rule.ts';
import { moduleRules } from '../kept-rules.ts';

/** A task of a queue that notes something about what it works on, and may be given to any worker anew. */
const tasks = (begin: string, end: string, mark = '') => `
    # file: jobs.py
    from celery import Celery
    from feeds import pull
    app = Celery("jobs", broker="redis://cache/0")
    tries = {}
${mark}
    @app.task(bind=True)
    def fetch(self, url):
        ${begin}
        ${end}
    # file: compose.yaml
    services:
      worker:
        build: .
        command: celery -A jobs worker -c 8`;

const count = 'tries[url] = tries.get(url, 0) + 1\n        if tries[url] > 5: return "gave up"';
const mark = '   #^^^^^ state-module-collection';
const retried = `try:
            pull(url)
        except OSError as error:
            raise self.retry(exc=error)
        tries.pop(url, None)`;

checkRules(moduleRules, [
  {
    name: 'a mark that keeps one worker from starting twice',
    gate: 'role',
    files: tasks(
      'if url in tries: return "runs"\n        tries[url] = True',
      'pull(url)\n        tries.pop(url, None)',
    ),
  },
  {
    name: 'a count of what runs now, taken out whatever happens',
    gate: 'role',
    files: tasks(count, 'try:\n            pull(url)\n        finally:\n            tries.pop(url, None)'),
  },
  {
    name: 'attempts that a failure leaves for the next run',
    files: tasks(count, retried, mark),
    expect: [{ severity: 'error', says: ['Attempts and limits kept in `tries`'] }],
    silentWhen: [{ name: 'each run begins anew', replace: [['tries.get(url, 0) + 1', '1']] }],
  },
  {
    name: 'attempts under a name',
    files: tasks(
      'count = tries.get(url, 0)\n        tries[url] = count + 1\n        if count > 5: return "gave up"',
      retried,
      mark,
    ),
    silentWhen: [{ name: 'each run begins anew', replace: [['tries[url] = count + 1', 'tries[url] = 1']] }],
  },
]);
