import type { Library } from '../types.ts';
import { alwaysShared, argument, constructed, effect, method } from './wording.ts';

const modules = ['redlock'];

/** A lock that every instance sees. */
export const redlock: Library = {
  id: 'redlock',
  title: 'redlock',
  packages: modules,
  types: [
    {
      type: 'redlock.lock',
      madeBy: [constructed(modules, 'default'), constructed(modules, 'Redlock')],
      declaredAs: [
        { modules, name: 'default' },
        { modules, name: 'Redlock' },
      ],
    },
  ],
  uses: [{ call: constructed(modules, 'default'), role: 'lock', options: argument(1), shared: alwaysShared }],
  effects: [effect('lock', method('redlock.lock', 'lock', 'acquire', 'using'), argument(0))],
  citation: { title: 'redlock', url: 'https://github.com/mike-marcacci/node-redlock#readme' },
};
