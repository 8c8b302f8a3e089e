import type { Library } from '../types.ts';
import { argument, called, constructed, neverShared, option } from './wording.ts';

const modules = ['cron'];

export const cron: Library = {
  id: 'cron',
  title: 'cron',
  packages: modules,
  types: [],
  uses: [
    {
      call: constructed(modules, 'CronJob'),
      role: 'schedule',
      options: null,
      when: argument(0),
      runs: argument(1),
      shared: neverShared,
      begunBy: { methods: ['start'], itself: { when: argument(3), byDefault: false } },
    },
    {
      call: called(modules, 'CronJob.from'),
      role: 'schedule',
      options: argument(0),
      when: option(0, 'cronTime'),
      runs: option(0, 'onTick'),
      shared: neverShared,
      begunBy: { methods: ['start'], itself: { when: option(0, 'start'), byDefault: false } },
    },
  ],
  effects: [],
  citation: { title: 'cron: CronJob', url: 'https://github.com/kelektiv/node-cron#api' },
};
