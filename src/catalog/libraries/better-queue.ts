import type { Library } from '../types.ts';
import { argument, made, option } from './wording.ts';

const modules = ['better-queue'];

export const betterQueue: Library = {
  id: 'better-queue',
  title: 'Better Queue',
  packages: modules,
  types: [],
  uses: [
    {
      call: made(modules, 'default'),
      role: 'work-queue',
      options: argument(1),
      optionsMayLead: true,
      workQueue: {
        puts: ['push'],
        by: { kind: 'made', worker: [argument(0), option(0, 'process')] },
        keptBy: 'store',
      },
    },
  ],
  effects: [],
  citation: {
    title: 'Better Queue: memory store',
    url: 'https://www.npmjs.com/package/better-queue-memory',
    quote: "It's included with better-queue and used by default.",
  },
};
