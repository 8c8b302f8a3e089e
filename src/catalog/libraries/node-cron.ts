import type { Library, UsePattern } from '../types.ts';
import { alwaysShared, argument, called, neverShared, option } from './wording.ts';

const modules = ['node-cron'];

const use: Omit<UsePattern, 'shared' | 'versions'> = {
  call: called(modules, 'schedule'),
  role: 'schedule',
  options: argument(2),
  when: argument(0),
  runs: argument(1),
  // Up to version 3, `scheduled: false` left the beginning to `start()`.
  begunBy: { methods: ['start'], itself: { when: option(2, 'scheduled'), byDefault: true } },
};

/** From 4.4 on `distributed: true` lets one instance alone run each fire; before, every instance runs every one. */
export const nodeCron: Library = {
  id: 'node-cron',
  title: 'node-cron',
  packages: modules,
  types: [],
  uses: [
    { ...use, versions: '<4.4', shared: neverShared },
    {
      ...use,
      versions: '>=4.4',
      shared: { ...alwaysShared, kind: 'option', options: ['distributed'], memoryValues: [false] },
    },
  ],
  effects: [],
  citation: {
    title: 'node-cron: distributed coordination',
    url: 'https://github.com/node-cron/node-cron#distributed-coordination',
    quote:
      'Running multiple instances of your app? `distributed: true` ensures only one instance executes each scheduled fire.',
  },
};
