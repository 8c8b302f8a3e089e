import type { SnippetTemplate } from '../../template.ts';

export const gracefulShutdownPython: SnippetTemplate = {
  id: 'graceful-shutdown-python',
  title: 'Graceful shutdown of a loop of one’s own',
  description: 'Finishes what is under way when the platform says stop, and ends',
  prefix: 'scale-shutdown',
  pattern: 'horizontal',
  problems: ['work is cut off at every deploy', 'jobs are lost while scaling in'],
  tradeoffs:
    'A piece of work must take less than the platform gives before it kills (30 s on Kubernetes, 10 s under compose). gunicorn and uvicorn stop in order by themselves: they need no code, only time.',
  languages: ['python'],
  rules: ['shutdown-missing'],
  packages: {},
  placement: 'file',
  frameworks: [],
  files: [],
  slots: [
    { name: 'work', initial: 'work_once' },
    { name: 'seconds', initial: '5' },
  ],
  text: `import logging
import signal
from threading import Event

logger = logging.getLogger(__name__)
stopping = Event()


def «work»():
    """One piece of work; it is never cut off, and may come again after an error."""


def main():
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopping.set())
    while not stopping.is_set():
        try:
            «work»()
        except Exception:
            logger.exception("It is tried again.")
        # The pause ends at once when the platform says stop.
        stopping.wait(«seconds»)
    logger.info("All that was begun is done.")


if __name__ == "__main__":
    main()
`,
};
