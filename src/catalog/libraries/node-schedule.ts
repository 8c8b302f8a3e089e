import type { Library } from '../types.ts';
import { argument, called, neverShared } from './wording.ts';

const modules = ['node-schedule'];

export const nodeSchedule: Library = {
  id: 'node-schedule',
  title: 'node-schedule',
  packages: modules,
  types: [],
  uses: [
    {
      call: called(modules, 'scheduleJob'),
      role: 'schedule',
      options: null,
      // A name may stand before the rule; the rule and the function are the last two arguments either way.
      when: argument(-2),
      runs: argument(-1),
      shared: neverShared,
    },
  ],
  effects: [],
  citation: {
    title: 'node-schedule',
    url: 'https://github.com/node-schedule/node-schedule#overview',
    quote:
      'Node Schedule is designed for in-process scheduling, i.e. scheduled jobs will only fire as long as your script is running.',
  },
};
