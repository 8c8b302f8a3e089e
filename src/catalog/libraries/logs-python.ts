import type { Library, UsePattern } from '../types.ts';
import { called, made, namedArgument, namedOrAt } from './wording.ts';

const file: Pick<UsePattern, 'role' | 'options' | 'destination'> = {
  role: 'log-file',
  options: namedArgument(),
  destination: namedOrAt(0, 'filename'),
};
const handlers = ['logging.handlers'];

/** Handlers of the standard library; a `StreamHandler` writes to the console. */
export const logsPython: Library = {
  id: 'logs-python',
  title: 'The logger',
  packages: [],
  types: [],
  uses: [
    { ...file, call: made(['logging'], 'FileHandler') },
    { ...file, call: made(handlers, 'RotatingFileHandler') },
    { ...file, call: made(handlers, 'TimedRotatingFileHandler') },
    { ...file, call: made(handlers, 'WatchedFileHandler') },
    // Without a file it is the console that is set up: no destination, and nothing to tell.
    { ...file, destination: namedArgument('filename'), call: called(['logging'], 'basicConfig') },
    { role: 'log-console', options: namedArgument(), call: made(['logging'], 'StreamHandler') },
  ],
  effects: [],
  citation: {
    title: 'Python: logging.handlers',
    url: 'https://docs.python.org/3/library/logging.handlers.html',
  },
};
