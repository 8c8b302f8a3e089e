import type { Library } from '../types.ts';
import { alwaysShared, called } from './wording.ts';

const modules = ['connect-pg-simple'];

export const connectPgSimple: Library = {
  id: 'connect-pg-simple',
  title: 'connect-pg-simple',
  packages: modules,
  types: [],
  uses: [{ call: called(modules, 'default'), role: 'store', options: null, shared: alwaysShared }],
  effects: [],
  citation: {
    title: 'connect-pg-simple',
    url: 'https://github.com/voxpelli/node-connect-pg-simple#readme',
    quote: 'A simple, minimal PostgreSQL session store for Express/Connect.',
  },
};
