import type { Library } from '../types.ts';
import { alwaysShared, argument, called, constructed } from './wording.ts';

const modules = ['connect-redis'];

export const connectRedis: Library = {
  id: 'connect-redis',
  title: 'connect-redis',
  packages: modules,
  types: [],
  uses: [
    // Before version 7 the package gave a factory that took express-session.
    { call: called(modules, 'default'), role: 'store', options: null, shared: alwaysShared, versions: '<7' },
    { call: constructed(modules, 'RedisStore'), role: 'store', options: argument(0), shared: alwaysShared },
    { call: constructed(modules, 'default'), role: 'store', options: argument(0), shared: alwaysShared },
  ],
  effects: [],
  citation: { title: 'connect-redis', url: 'https://github.com/tj/connect-redis#readme' },
};
