import type { Library } from '../types.ts';
import { alwaysShared, argument, called } from './wording.ts';

const modules = ['connect-mongo'];

export const connectMongo: Library = {
  id: 'connect-mongo',
  title: 'connect-mongo',
  packages: modules,
  types: [],
  uses: ['create', 'MongoStore.create'].map((name) => ({
    call: called(modules, name),
    role: 'store',
    options: argument(0),
    shared: alwaysShared,
  })),
  effects: [],
  citation: {
    title: 'connect-mongo',
    url: 'https://github.com/jdesboeufs/connect-mongo#readme',
    quote: 'MongoDB session store for Connect and Express written in Typescript.',
  },
};
