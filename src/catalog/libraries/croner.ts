import type { Library, UsePattern } from '../types.ts';
import { argument, made, neverShared } from './wording.ts';

const modules = ['croner'];

const use: Omit<UsePattern, 'call'> = {
  role: 'schedule',
  options: argument(1),
  when: argument(0),
  // The function may stand before or behind the options.
  runs: { kind: 'from', position: 1 },
  shared: neverShared,
};

export const croner: Library = {
  id: 'croner',
  title: 'croner',
  packages: modules,
  types: [],
  uses: [
    { ...use, call: made(modules, 'Cron') },
    { ...use, call: made(modules, 'default') },
  ],
  effects: [],
  citation: { title: 'Croner: usage', url: 'https://croner.56k.guru/usage/basics/' },
};
