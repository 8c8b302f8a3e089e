import type { Library, UsePattern } from '../types.ts';
import { argument, called, constructed, option } from './wording.ts';

const winston = ['winston'];
const rotating = ['winston-daily-rotate-file'];

const file: Pick<UsePattern, 'role' | 'options' | 'destination'> = {
  role: 'log-file',
  options: argument(0),
  destination: option(0, 'filename'),
};

/** Loggers that write where they are told to: to a file, or to the console, which a platform collects. */
export const logsNode: Library = {
  id: 'logs-node',
  title: 'The logger',
  packages: ['winston', 'winston-daily-rotate-file', 'pino', 'file-stream-rotator', 'rotating-file-stream'],
  types: [],
  uses: [
    { ...file, call: constructed(winston, 'transports.File') },
    { ...file, call: constructed(winston, 'transports.DailyRotateFile') },
    { ...file, call: constructed(rotating, 'default') },
    { role: 'log-file', options: argument(0), destination: argument(0), call: called(['pino'], 'destination') },
    // https://github.com/rogerc/file-stream-rotator#usage · https://github.com/iccicci/rotating-file-stream#usage
    { ...file, call: called(['file-stream-rotator'], 'getStream') },
    { ...file, call: called(['file-stream-rotator'], 'default.getStream') },
    {
      role: 'log-file',
      options: argument(1),
      destination: option(1, 'path'),
      call: called(['rotating-file-stream'], 'createStream'),
    },
    { role: 'log-console', options: argument(0), call: constructed(winston, 'transports.Console') },
    { role: 'log-console', options: argument(0), call: constructed(winston, 'transports.Stream') },
  ],
  effects: [],
  citation: {
    title: 'The Twelve-Factor App: logs',
    url: 'https://12factor.net/logs',
    quote: 'A twelve-factor app never concerns itself with routing or storage of its output stream.',
  },
};
