import type { Library } from '../types.ts';
import { argument, made, method, neverShared } from './wording.ts';

const units = ['second', 'seconds', 'minute', 'minutes', 'hour', 'hours', 'day', 'days', 'week', 'weeks'];
const weekdays = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];

export const schedule: Library = {
  id: 'schedule',
  title: 'schedule',
  packages: ['schedule'],
  types: [
    {
      type: 'schedule.job',
      madeBy: [made(['schedule'], 'every')],
      declaredAs: [],
      chains: [...units, ...weekdays, 'at', 'to', 'tag', 'until'],
    },
  ],
  uses: [
    {
      call: method('schedule.job', 'do'),
      role: 'schedule',
      options: null,
      runs: argument(0),
      shared: neverShared,
    },
  ],
  effects: [],
  citation: { title: 'schedule: examples', url: 'https://schedule.readthedocs.io/en/stable/examples.html' },
};
