import type { Library } from '../types.ts';
import { argument, constructed, neverShared } from './wording.ts';

/** Its jobs are files of their own, which it runs in worker threads of this process. */
export const bree: Library = {
  id: 'bree',
  title: 'Bree',
  packages: ['bree'],
  types: [],
  uses: [{ call: constructed(['bree'], 'default'), role: 'schedule', options: argument(0), shared: neverShared }],
  effects: [],
  citation: {
    title: 'Bree',
    url: 'https://github.com/breejs/bree#readme',
    quote: 'Bree uses worker threads (Node.js) to spawn sandboxed processes.',
  },
};
