import type { Library } from '../types.ts';
import { argument, constructed, neverShared } from './wording.ts';

const modules = ['toad-scheduler'];

/** A task holds the function; the job that is given the task holds the time. */
export const toadScheduler: Library = {
  id: 'toad-scheduler',
  title: 'toad-scheduler',
  packages: modules,
  types: [],
  uses: ['Task', 'AsyncTask'].map((name) => ({
    call: constructed(modules, name),
    role: 'schedule',
    options: null,
    runs: argument(1),
    shared: neverShared,
  })),
  effects: [],
  citation: {
    title: 'toad-scheduler',
    url: 'https://github.com/kibertoad/toad-scheduler#readme',
    quote:
      'In-memory TypeScript job scheduler that repeatedly executes given tasks within specified intervals of time.',
  },
};
