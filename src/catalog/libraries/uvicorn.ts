import type { Library } from '../types.ts';
import { called, namedArgument } from './wording.ts';

/** The server that code starts itself; what a command starts is known by its words. */
export const uvicorn: Library = {
  id: 'uvicorn',
  title: 'uvicorn',
  packages: ['uvicorn'],
  types: [],
  uses: [
    { call: called(['uvicorn'], 'run'), role: 'process-fork', options: null, processes: namedArgument('workers') },
  ],
  effects: [],
  citation: {
    title: 'Uvicorn: settings',
    url: 'https://www.uvicorn.org/settings/#production',
    quote: '--workers <int> - Use multiple worker processes.',
  },
};
